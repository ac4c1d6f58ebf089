//! Removing somebody's second factor for them, when app and recovery codes are lost.

use super::change::delete_in;
use crate::auth::Desk;
use crate::auth::accounts::{AccountError, find_other_for_change};
use crate::auth::actor::Actor;
use crate::auth::revocation::revoke_others_in;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::identity_check::IdentityCheck;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::store::{Connection, account_links, events};

/// Removes the second factor of an account at once, ends all its sessions and voids its links
/// and sign-ins that wait for a code. How it
/// was made sure that the right person asks goes on record. `false` when there was none.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::OwnAccount`], [`AccountError::Change`], or a fault.
pub async fn remove(
    desk: &Desk,
    id: UserId,
    check: IdentityCheck,
    actor: Actor,
    context: RequestContext,
) -> Result<bool, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_other_for_change(connection, &holder, &id, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if !delete_in(connection, &user.id)? {
            return Ok(Ok(None));
        }
        // A link would set a password with no factor left in front of it.
        account_links::void_all(connection, &user.id)?;
        let reason = RevocationReason::TwoFactorChanged;
        let ended = revoke_others_in(connection, &user.id, None, reason, actor.user(), now, &context)?;
        let event = NewEvent::new(EventKind::TwoFactorRemoved, now, &context).about(&user.id).detail(check.as_str());
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(Some(ended)))
    };
    let Some(ended) = desk.store().write(write).await?? else { return Ok(false) };
    desk.recall().sessions(&ended);
    Ok(true)
}
