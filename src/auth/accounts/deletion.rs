//! Deleting an account.

use super::{AccountError, Takes, find_for_change};
use crate::auth::Desk;
use crate::auth::actor::Actor;
use crate::auth::revocation::revoke_others_in;
use crate::auth::two_factor;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::store::{Connection, account_links, events, users};

/// Deletes an account: nobody can sign in with it any more, its password and e-mail address are removed at once, its
/// sessions end and its links are void. The row goes when the last of its sessions has gone from the record; the name
/// is taken until then.
///
/// # Errors
/// [`AccountError::NotFound`], also when it is deleted already, [`AccountError::LastAdmin`], [`AccountError::Change`],
/// or a fault.
pub async fn delete(desk: &Desk, id: UserId, actor: Actor, context: RequestContext) -> Result<(), AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::AdminAway, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(version) = users::delete(connection, &user.id, now)? else { return Ok(Err(AccountError::NotFound)) };
        let reason = RevocationReason::UserDeleted;
        let ended = revoke_others_in(connection, &user.id, None, reason, actor.user(), now, &context)?;
        account_links::void_all(connection, &user.id)?;
        two_factor::delete_in(connection, &user.id)?;
        let event = NewEvent::new(EventKind::UserDeleted, now, &context).about(&user.id);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok((user.id, version, ended)))
    };
    let (id, version, ended) = desk.store().write(write).await??;
    desk.recall().sessions(&ended);
    desk.recall().user(&id, version);
    Ok(())
}
