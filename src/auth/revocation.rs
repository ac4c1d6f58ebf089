//! Ending sessions by decision: one's own, another of one's own, all others, or somebody's by an operator.

use super::Desk;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::{SessionId, UserId};
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, events, sessions};

/// Ends a session within a transaction, with its event. `false` when it had been ended, or never was.
pub(super) fn revoke_in(
    connection: &mut Connection,
    id: &SessionId,
    reason: RevocationReason,
    actor: Option<&UserId>,
    now: Timestamp,
    context: &RequestContext,
) -> Result<bool, Error> {
    let Some(owner) = sessions::revoke(connection, id, reason, now)? else { return Ok(false) };
    let event =
        NewEvent::new(EventKind::SessionRevoked, now, context).about(&owner).session(id).detail(reason.as_str());
    let event = match actor {
        Some(actor) => event.by(actor),
        None => event,
    };
    events::insert(connection, &event)?;
    Ok(true)
}

/// Ends all sessions of a user but one, within a transaction. Returns which.
pub(super) fn revoke_others_in(
    connection: &mut Connection,
    user: &UserId,
    except: Option<&SessionId>,
    reason: RevocationReason,
    actor: Option<&UserId>,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Vec<SessionId>, Error> {
    let ids = sessions::unrevoked_ids(connection, user, except)?;
    for id in &ids {
        revoke_in(connection, id, reason, actor, now, context)?;
    }
    Ok(ids)
}

/// Signs out in this browser.
///
/// # Errors
/// When the database is away; the session then goes on.
pub async fn log_out(desk: &Desk, session: &SessionId, user: &UserId, context: RequestContext) -> Result<(), Error> {
    revoke_one(desk, session.clone(), user.clone(), RevocationReason::SignedOut, context).await.map(drop)
}

/// Ends another session of the same user. `false` when it is not theirs or has been ended: no difference to be seen.
///
/// # Errors
/// When the database is away.
pub async fn revoke_own(
    desk: &Desk,
    session: &SessionId,
    owner: &UserId,
    context: RequestContext,
) -> Result<bool, Error> {
    revoke_one(desk, session.clone(), owner.clone(), RevocationReason::SignedOutElsewhere, context).await
}

/// Ends all sessions of a user but the current one. Returns how many.
///
/// # Errors
/// When the database is away.
pub async fn revoke_others(
    desk: &Desk,
    current: &SessionId,
    owner: &UserId,
    context: RequestContext,
) -> Result<usize, Error> {
    let (current, owner, now) = (current.clone(), owner.clone(), desk.clock().now());
    let reason = RevocationReason::SignedOutElsewhere;
    let ended = desk
        .store()
        .write(move |connection| {
            revoke_others_in(connection, &owner, Some(&current), reason, Some(&owner), now, &context)
        })
        .await?;
    desk.recall().sessions(&ended);
    Ok(ended.len())
}

/// Ends a session by an operator's word. `false` when there is none to end.
///
/// # Errors
/// When the database is away.
pub async fn revoke_by_operator(desk: &Desk, session: &SessionId, context: RequestContext) -> Result<bool, Error> {
    let (id, now) = (session.clone(), desk.clock().now());
    let write =
        move |connection: &mut Connection| revoke_in(connection, &id, RevocationReason::Operator, None, now, &context);
    let is_revoked = desk.store().write(write).await?;
    desk.recall().sessions(std::slice::from_ref(session));
    Ok(is_revoked)
}

/// Ends all sessions of a user by an operator's word. Returns how many.
///
/// # Errors
/// When the database is away.
pub async fn revoke_all_by_operator(desk: &Desk, user: &UserId, context: RequestContext) -> Result<usize, Error> {
    let (user, now) = (user.clone(), desk.clock().now());
    let write = move |connection: &mut Connection| {
        revoke_others_in(connection, &user, None, RevocationReason::Operator, None, now, &context)
    };
    let ended = desk.store().write(write).await?;
    desk.recall().sessions(&ended);
    Ok(ended.len())
}

async fn revoke_one(
    desk: &Desk,
    session: SessionId,
    owner: UserId,
    reason: RevocationReason,
    context: RequestContext,
) -> Result<bool, Error> {
    let (id, now, log_context) = (session.clone(), desk.clock().now(), context.clone());
    let is_revoked = desk
        .store()
        .write(move |connection| {
            if sessions::find_owner(connection, &id)?.as_ref() != Some(&owner) {
                return Ok(false);
            }
            revoke_in(connection, &id, reason, Some(&owner), now, &context)
        })
        .await?;
    if is_revoked {
        desk.recall().sessions(std::slice::from_ref(&session));
        log::info!(request = log_context.request_id, session = session.short(), reason = reason.as_str(); "session ended");
    }
    Ok(is_revoked)
}
