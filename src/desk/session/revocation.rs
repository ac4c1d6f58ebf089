//! Ending sessions by decision: this one, another of one's own, all others, or anybody's by an administrator or
//! operator.

use std::time::Duration;

use super::look;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, NotAllowed, SessionOver};
use crate::desk::fault::{Failure, Fault};
use crate::desk::token::recall;
use crate::domain::id::{SessionId, UserId};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{PresentedRefreshToken, RevocationReason, Session};
use crate::store::{sessions, users};

/// A use of a session may be noted and not yet saved for this long, so its idle end may be this much later than its row
/// says.
const NOT_YET_SAVED: Duration = Duration::from_secs(60);

/// Signs out in this browser. Writes nothing if the session is over already, or belongs to somebody else.
///
/// # Errors
/// Fails if the database is unreachable; the session then goes on.
pub async fn log_out(desk: &Desk, session: &SessionId, owner: &UserId, context: RequestContext) -> Result<(), Fault> {
    let id = session.clone();
    match desk.store().read(move |connection| sessions::find(connection, &id)).await? {
        Some((found, user)) if user.id == *owner => end_unless_over(desk, found, context).await,
        _ => Ok(()),
    }
}

/// The row tells before anything is written, so that whoever repeats a token of a session that is over keeps no writer
/// busy.
async fn end_unless_over(desk: &Desk, found: Session, context: RequestContext) -> Result<(), Fault> {
    let (id, now) = (found.id.clone(), desk.clock().now());
    if let Some(end) = found.end(now.minus(NOT_YET_SAVED)) {
        desk.repeated().note_end(&id, end, now);
        // Another instance may have ended it a moment ago. After an end of long ago no access token is left to recall.
        let is_of_late = found.revoked_at.is_some_and(|revoked_at| recall::reaches(revoked_at, now));
        if is_of_late && !desk.recall().is_session_recalled(&id) {
            desk.recall().sessions(&[id]);
        }
        return Ok(());
    }
    let request_id = context.request_id.clone();
    let is_ended =
        desk.write(By::owner(found.user_id, context), move |change| change.end(&id, RevocationReason::SignedOut));
    if is_ended.await? {
        log::info!(request = request_id, session = found.id.short(); "signed out");
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
    let (id, now) = (token.session().clone(), desk.clock().now());
    if desk.repeated().known_end(&id, now).is_some() {
        return Ok(());
    }
    let desk = &look::reader(desk, [token]);
    match desk.store().read(move |connection| sessions::find(connection, &id)).await? {
        Some((session, _)) if token.is_authentic(desk.secret().refresh.all(), &session.seed) => {
            end_unless_over(desk, session, context).await
        }
        Some(_) => {
            desk.repeated().tell_of_forgery(&context, now);
            Ok(())
        }
        None => {
            desk.repeated().note_gone(token.session(), now);
            Ok(())
        }
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
