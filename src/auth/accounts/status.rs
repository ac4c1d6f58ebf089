//! Suspending somebody, and giving the account back.

use super::{AccountError, Takes, find_for_change};
use crate::auth::Desk;
use crate::auth::actor::Actor;
use crate::auth::revocation::revoke_others_in;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::user::UserStatus;
use crate::store::{Connection, account_links, events, users};

/// Keeps somebody from signing in, ends all their sessions and voids their links. `false` when they were suspended already.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::LastAdmin`], [`AccountError::Change`], or a fault.
pub async fn suspend(desk: &Desk, id: UserId, actor: Actor, context: RequestContext) -> Result<bool, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::AdminAway, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(version) = users::set_status(connection, &user.id, UserStatus::Suspended, now)? else {
            return Ok(Ok(None));
        };
        let reason = RevocationReason::Suspended;
        let ended = revoke_others_in(connection, &user.id, None, reason, actor.user(), now, &context)?;
        account_links::void_all(connection, &user.id)?;
        let event = NewEvent::new(EventKind::UserSuspended, now, &context).about(&user.id);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(Some((user.id, version, ended))))
    };
    let Some((id, version, ended)) = desk.store().write(write).await?? else { return Ok(false) };
    desk.recall().sessions(&ended);
    desk.recall().user(&id, version);
    Ok(true)
}

/// Lets a suspended person sign in again. Their ended sessions stay ended. `false` when they were active already.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::Change`], or a fault.
pub async fn reactivate(desk: &Desk, id: UserId, actor: Actor, context: RequestContext) -> Result<bool, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::Nothing, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(version) = users::set_status(connection, &user.id, UserStatus::Active, now)? else {
            return Ok(Ok(None));
        };
        let event = NewEvent::new(EventKind::UserReactivated, now, &context).about(&user.id);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(Some((user.id, version))))
    };
    let Some((id, version)) = desk.store().write(write).await?? else { return Ok(false) };
    desk.recall().user(&id, version);
    Ok(true)
}
