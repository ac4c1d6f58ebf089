//! Signing somebody out everywhere.

use super::{AccountError, Takes, find_for_change};
use crate::auth::Desk;
use crate::auth::actor::Actor;
use crate::auth::revocation::revoke_others_in;
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::store::Connection;

/// Ends all sessions of somebody; that may be the one by which it is done. Returns how many.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::Change`], or a fault.
pub async fn sign_out_everywhere(
    desk: &Desk,
    id: UserId,
    actor: Actor,
    context: RequestContext,
) -> Result<usize, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::Nothing, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let reason = actor.revocation_reason();
        revoke_others_in(connection, &user.id, None, reason, actor.user(), now, &context).map(Ok)
    };
    let ended = desk.store().write(write).await??;
    desk.recall().sessions(&ended);
    Ok(ended.len())
}
