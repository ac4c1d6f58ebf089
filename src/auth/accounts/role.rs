//! Changing what somebody may do.

use super::{AccountError, Takes, find_for_change};
use crate::auth::Desk;
use crate::auth::actor::Actor;
use crate::auth::revocation::revoke_others_in;
use crate::auth::two_factor;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::user::{Role, User};
use crate::store::{Connection, events, pending_sign_ins, users};

/// Changes what somebody may do, and voids their sign-ins that wait for a code. `false` when they have that role already.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::LastAdmin`], [`AccountError::Change`], or a fault.
pub async fn set_role(
    desk: &Desk,
    id: UserId,
    role: Role,
    actor: Actor,
    context: RequestContext,
) -> Result<bool, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let takes = if role == Role::Admin { Takes::Nothing } else { Takes::AdminAway };
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, takes, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(version) = users::set_role(connection, &user.id, role, now)? else { return Ok(Ok(None)) };
        pending_sign_ins::void_all(connection, &user.id)?;
        // Whoever must have a second factor from now on, and has none, sets one up at their next sign-in.
        let user = User { role, ..user };
        let ended = match two_factor::is_missing_in(connection, &holder, &user)? {
            true => {
                let reason = RevocationReason::TwoFactorDemanded;
                revoke_others_in(connection, &user.id, None, reason, actor.user(), now, &context)?
            }
            false => Vec::new(),
        };
        let event = NewEvent::new(EventKind::RoleChanged, now, &context).about(&user.id).detail(role.as_str());
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(Some((user.id, version, ended))))
    };
    let Some((id, version, ended)) = desk.store().write(write).await?? else { return Ok(false) };
    desk.recall().sessions(&ended);
    desk.recall().user(&id, version);
    Ok(true)
}
