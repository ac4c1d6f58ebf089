//! Starting a password reset for somebody who cannot sign in.

use super::{NewLink, fresh};
use crate::auth::Desk;
use crate::auth::accounts::{AccountError, find_other_for_change};
use crate::auth::actor::Actor;
use crate::domain::account_link::LinkPurpose;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::user::UserState;
use crate::store::{Connection, account_links, events};

/// Makes the link by which somebody chooses a new password. Nothing else changes before they do; an earlier link does
/// not work any more.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::HasNoPassword`], [`AccountError::Suspended`],
/// [`AccountError::OwnAccount`], [`AccountError::Change`], or a fault.
pub async fn start_password_reset(
    desk: &Desk,
    id: UserId,
    actor: Actor,
    context: RequestContext,
) -> Result<NewLink, AccountError> {
    let now = desk.clock().now();
    let (token, row) = fresh(&id, LinkPurpose::PasswordReset, now);
    let (holder, link) = (desk.clone(), row.clone());
    let write = move |connection: &mut Connection| {
        let user = match find_other_for_change(connection, &holder, &id, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        match user.state() {
            UserState::Active => {}
            UserState::Invited => return Ok(Err(AccountError::HasNoPassword)),
            UserState::Suspended | UserState::Deleted => return Ok(Err(AccountError::Suspended)),
        }
        account_links::replace(connection, &link)?;
        let event = NewEvent::new(EventKind::PasswordResetStarted, now, &context).about(&user.id);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(user))
    };
    let user = desk.store().write(write).await??;
    Ok(NewLink { user, purpose: row.purpose, token, expires_at: row.expires_at })
}
