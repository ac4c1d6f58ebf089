//! Ending sessions by decision: this one, another of one's own, all others, or anybody's by an administrator or
//! operator.

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, NotAllowed, SessionOver};
use crate::desk::fault::{Failure, Fault};
use crate::domain::id::{SessionId, UserId};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{PresentedRefreshToken, RevocationReason};
use crate::store::{sessions, users};

/// Signs out in this browser. Does nothing if the session is over already, or belongs to somebody else.
///
/// # Errors
/// Fails if the database is unreachable; the session then goes on.
pub async fn log_out(desk: &Desk, session: &SessionId, owner: &UserId, context: RequestContext) -> Result<(), Fault> {
    let (id, owner, request_id) = (session.clone(), owner.clone(), context.request_id.clone());
    let by = By::owner(owner.clone(), context);
    let is_ended = desk.write(by, move |change| {
        let is_theirs = sessions::find_owner(change.connection, &id)?.as_ref() == Some(&owner);
        Ok(is_theirs && change.end(&id, RevocationReason::SignedOut)?)
    });
    if is_ended.await? {
        log::info!(request = request_id, session = session.short(); "signed out");
    }
    Ok(())
}

/// Signs out the holder of this refresh token, of whatever generation. A token that is not ours, or belongs to a
/// session that is over, changes nothing (RFC 7009 section 2.2).
///
/// # Errors
/// Fails if the database is unreachable; the session then goes on.
pub async fn log_out_by_token(
    desk: &Desk,
    token: &PresentedRefreshToken,
    context: RequestContext,
) -> Result<(), Fault> {
    let id = token.session().clone();
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    match found {
        Some((session, user)) if token.is_authentic(desk.secret().refresh.all(), &session.seed) => {
            log_out(desk, &session.id, &user.id, context).await
        }
        _ => Ok(()),
    }
}

/// Ends another session of the same user. Returns `false` if the session belongs to somebody else. Ending an ended
/// session succeeds.
pub async fn revoke_own(
    desk: &Desk,
    current: &ActiveSession,
    target: &SessionId,
    context: RequestContext,
) -> Result<bool, Failure<SessionOver>> {
    let (owner, target) = (current.user_id.clone(), target.clone());
    desk.change(By::keeping_their_own(current.clone(), context), move |change| {
        change.demand_session()?;
        let is_theirs = sessions::find_owner(change.connection, &target)?.as_ref() == Some(&owner);
        if is_theirs {
            change.end(&target, RevocationReason::SignedOutElsewhere)?;
        }
        Ok(is_theirs)
    })
    .await
}

/// Ends all sessions of a user except the current one, and voids pending sign-ins. Returns the number of ended
/// sessions.
pub async fn revoke_others(
    desk: &Desk,
    current: &ActiveSession,
    context: RequestContext,
) -> Result<usize, Failure<SessionOver>> {
    let (own, owner) = (current.id.clone(), current.user_id.clone());
    desk.change(By::keeping_their_own(current.clone(), context), move |change| {
        users::hold(change.connection, &owner)?;
        change.demand_session()?;
        Ok(change.end_all_of(&owner, Some(&own), RevocationReason::SignedOutElsewhere)?)
    })
    .await
}

/// Ends these sessions, no matter whose they are. If it fails, none of them is ended. Returns how many of them were not
/// over before.
pub async fn revoke_these(desk: &Desk, ids: Vec<SessionId>, by: By) -> Result<usize, Failure<NotAllowed>> {
    desk.change(by, move |change| {
        change.demand_admin()?;
        let reason = change.by().revocation_reason();
        let mut ended = 0;
        for id in &ids {
            ended += usize::from(change.end(id, reason)?);
        }
        Ok(ended)
    })
    .await
}
