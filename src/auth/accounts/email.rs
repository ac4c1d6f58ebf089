//! Noting an e-mail address.

use super::{AccountError, Takes, find_for_change};
use crate::auth::Desk;
use crate::auth::actor::Actor;
use crate::domain::email::Email;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::store::{Connection, account_links, events, pending_sign_ins, users};

/// Notes where to reach somebody, or takes the note away. Nobody has proved that the address is theirs, so it is never
/// used to sign in. Pending links are void, since they may have gone to the old address, and so are sign-ins that wait for a
/// code. `false` when it was noted already.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::Change`], or a fault.
pub async fn set_email(
    desk: &Desk,
    id: UserId,
    email: Option<Email>,
    actor: Actor,
    context: RequestContext,
) -> Result<bool, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::Nothing, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if user.email == email {
            return Ok(Ok(false));
        }
        users::set_email(connection, &user.id, email.as_ref())?;
        account_links::void_all(connection, &user.id)?;
        pending_sign_ins::void_all(connection, &user.id)?;
        // The record is kept for longer than an account: the address itself is not in it.
        let detail = if email.is_some() { "noted" } else { "taken away" };
        let event = NewEvent::new(EventKind::EmailChanged, now, &context).about(&user.id).detail(detail);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(true))
    };
    desk.store().write(write).await?
}
