//! Ending sessions by decision: one's own, another of one's own, all others, or anybody's by an admin or operator.

use super::Desk;
use super::actor::Actor;
use super::session::ActiveSession;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::{SessionId, UserId};
use crate::domain::refresh_token::PresentedRefreshToken;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, events, pending_sign_ins, sessions, users};

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
    events::insert(connection, &revoked(id, &owner, reason, actor, now, context))?;
    Ok(true)
}

/// Ends all live sessions of a user but one, within a transaction, with their events, and voids sign-ins that wait for a
/// code: each would become a session. Returns which sessions.
pub(super) fn revoke_others_in(
    connection: &mut Connection,
    user: &UserId,
    except: Option<&SessionId>,
    reason: RevocationReason,
    actor: Option<&UserId>,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Vec<SessionId>, Error> {
    pending_sign_ins::void_all(connection, user)?;
    let ended = sessions::revoke_live(connection, user, except, reason, now)?;
    for id in &ended {
        events::insert(connection, &revoked(id, user, reason, actor, now, context))?;
    }
    Ok(ended)
}

pub(super) fn revoked(
    session: &SessionId,
    owner: &UserId,
    reason: RevocationReason,
    actor: Option<&UserId>,
    now: Timestamp,
    context: &RequestContext,
) -> NewEvent {
    let event = NewEvent::new(EventKind::SessionRevoked, now, context).about(owner).session(session);
    let event = event.detail(reason.as_str());
    match actor {
        Some(actor) => event.by(actor),
        None => event,
    }
}

/// Makes sure within a transaction that whoever asks for it still has their session, and keeps it from being ended
/// until the transaction is over. Every change that somebody makes by their session begins with this: the access token
/// alone may be a moment behind. `false` when the session is over.
pub(super) fn hold_session_in(
    connection: &mut Connection,
    desk: &Desk,
    session: &SessionId,
    now: Timestamp,
) -> Result<bool, Error> {
    // A use that is noted has moved the idle end; the row must know before it is asked.
    if let Some(seen) = desk.presence().of(session) {
        sessions::record_use(connection, session, seen.generation, seen.at)?;
    }
    sessions::hold(connection, session, now)
}

/// Why nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ChangeError {
    /// The session of whoever asked is over.
    #[error("the session is over")]
    SessionOver,
    /// Whoever asked is no admin any more.
    #[error("only admins may do this")]
    NotAdmin,
    /// The database is away.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Signs out in this browser. A session that is over already, or is not this user's, is left as it is.
///
/// # Errors
/// When the database is away; the session then goes on.
pub async fn log_out(desk: &Desk, session: &SessionId, owner: &UserId, context: RequestContext) -> Result<(), Error> {
    let (id, owner, now, request_id) = (session.clone(), owner.clone(), desk.clock().now(), context.request_id.clone());
    let write = move |connection: &mut Connection| {
        if sessions::find_owner(connection, &id)?.as_ref() != Some(&owner) {
            return Ok(false);
        }
        revoke_in(connection, &id, RevocationReason::SignedOut, Some(&owner), now, &context)
    };
    if desk.store().write(write).await? {
        desk.recall().sessions(std::slice::from_ref(session));
        log::info!(request = request_id, session = session.short(); "signed out");
    }
    Ok(())
}

/// Signs out whoever holds this refresh token, of whatever generation. A token that is not ours, or of a session that is
/// over, changes nothing (RFC 7009 section 2.2).
///
/// # Errors
/// When the database is away; the session then goes on.
pub async fn log_out_by_token(
    desk: &Desk,
    token: &PresentedRefreshToken,
    context: RequestContext,
) -> Result<(), Error> {
    let id = token.session().clone();
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    match found {
        Some((session, user)) if token.is_authentic(desk.secret().refresh_keys(), &session.seed) => {
            log_out(desk, &session.id, &user.id, context).await
        }
        _ => Ok(()),
    }
}

/// Ends another session of the same user. `false` when it is not theirs; one that has ended already is as good as ended
/// now.
///
/// # Errors
/// When the session of whoever asks is over, or the database is away.
pub async fn revoke_own(
    desk: &Desk,
    current: &ActiveSession,
    target: &SessionId,
    context: RequestContext,
) -> Result<bool, ChangeError> {
    let (own, id, owner, now) = (current.id.clone(), target.clone(), current.user_id.clone(), desk.clock().now());
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        if !hold_session_in(connection, &holder, &own, now)? {
            return Ok(None);
        }
        if sessions::find_owner(connection, &id)?.as_ref() != Some(&owner) {
            return Ok(Some(false));
        }
        revoke_in(connection, &id, RevocationReason::SignedOutElsewhere, Some(&owner), now, &context)?;
        Ok(Some(true))
    };
    let is_theirs = desk.store().write(write).await?.ok_or(ChangeError::SessionOver)?;
    if is_theirs {
        desk.recall().sessions(std::slice::from_ref(target));
    }
    Ok(is_theirs)
}

/// Ends all sessions of a user but the current one, and voids sign-ins that wait for a code. Returns how many sessions.
///
/// # Errors
/// When the session of whoever asks is over, or the database is away.
pub async fn revoke_others(
    desk: &Desk,
    current: &ActiveSession,
    context: RequestContext,
) -> Result<usize, ChangeError> {
    let (own, owner, now) = (current.id.clone(), current.user_id.clone(), desk.clock().now());
    let holder = desk.clone();
    let reason = RevocationReason::SignedOutElsewhere;
    let write = move |connection: &mut Connection| {
        users::hold(connection, &owner)?;
        if !hold_session_in(connection, &holder, &own, now)? {
            return Ok(None);
        }
        revoke_others_in(connection, &owner, Some(&own), reason, Some(&owner), now, &context).map(Some)
    };
    let ended = desk.store().write(write).await?.ok_or(ChangeError::SessionOver)?;
    desk.recall().sessions(&ended);
    Ok(ended.len())
}

/// Ends anybody's sessions, these. Returns how many of them were not over before.
///
/// # Errors
/// When whoever asks may not do this any more, or the database is away; then none is ended.
pub async fn revoke_these(
    desk: &Desk,
    ids: Vec<SessionId>,
    actor: Actor,
    context: RequestContext,
) -> Result<usize, ChangeError> {
    let (holder, now, wanted) = (desk.clone(), desk.clock().now(), ids.clone());
    let write = move |connection: &mut Connection| {
        if let Some(refusal) = actor.refusal_in(connection, &holder, now)? {
            return Ok(Err(refusal));
        }
        let mut ended = 0;
        for id in &wanted {
            ended += usize::from(revoke_in(connection, id, actor.revocation_reason(), actor.user(), now, &context)?);
        }
        Ok(Ok(ended))
    };
    let ended = desk.store().write(write).await??;
    // Those that were over before, too: this instance may not have heard of it yet.
    desk.recall().sessions(&ids);
    Ok(ended)
}
