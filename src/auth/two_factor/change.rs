//! Changing one's own second factor. Every change ends the other sessions and replaces this one, like a new password.

use super::enrolment::fresh_codes_in;
use super::is_missing_in;
use crate::auth::Desk;
use crate::auth::confirmation::replace_in;
use crate::auth::revocation::{hold_session_in, revoke_others_in};
use crate::auth::session::{ActiveSession, Issued, SigningFailed};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::refresh_token::Channel;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, events, pending_sign_ins, recovery_codes, sessions, two_factor, users};

/// Why nothing is changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no second factor.
    #[error("there is no second factor")]
    None,
    /// The session is over.
    #[error("the session is over")]
    SessionOver,
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be made.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

/// Stops asking for a second factor. The app's codes and the recovery codes are worth nothing from now on. Whoever must
/// have one is signed out, and led to set up another when they sign in: for them there are no tokens.
///
/// # Errors
/// [`ChangeError`]; then nothing has changed.
pub async fn turn_off(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
) -> Result<Option<Issued>, ChangeError> {
    let delete = move |connection: &mut Connection, user: &UserId, now: Timestamp, context: &RequestContext| {
        if !delete_in(connection, user)? {
            return Ok(Err(ChangeError::None));
        }
        events::insert(connection, &NewEvent::new(EventKind::TwoFactorRemoved, now, context).about(user).by(user))?;
        Ok(Ok(()))
    };
    match change_own(desk, session, context, delete).await? {
        Changed::Done(issued, ()) => Ok(issued.transpose()?),
        Changed::Refused(refusal) => Err(refusal),
        Changed::SessionOver => Err(ChangeError::SessionOver),
    }
}

/// Makes new recovery codes; the old ones are worth nothing from now on.
///
/// # Errors
/// [`ChangeError`]; then nothing has changed.
pub async fn new_recovery_codes(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
) -> Result<(Issued, Vec<RecoveryCode>), ChangeError> {
    let renew = |connection: &mut Connection, user: &UserId, now: Timestamp, context: &RequestContext| {
        if two_factor::find_enabled(connection, user)?.is_none() {
            return Ok(Err(ChangeError::None));
        }
        let codes = fresh_codes_in(connection, user, now)?;
        let event = NewEvent::new(EventKind::RecoveryCodesCreated, now, context);
        events::insert(connection, &event.about(user).by(user))?;
        Ok(Ok(codes))
    };
    match change_own(desk, session, context, renew).await? {
        Changed::Done(Some(issued), codes) => Ok((issued?, codes)),
        Changed::Done(None, _) => Err(ChangeError::SessionOver),
        Changed::Refused(refusal) => Err(refusal),
        Changed::SessionOver => Err(ChangeError::SessionOver),
    }
}

/// Takes app and recovery codes away, within a transaction that holds the account. `false` when there were none.
pub(in crate::auth) fn delete_in(connection: &mut Connection, user: &UserId) -> Result<bool, store::Error> {
    recovery_codes::delete_all(connection, user)?;
    pending_sign_ins::void_all(connection, user)?;
    two_factor::delete(connection, user)
}

/// What came of a change.
pub(super) enum Changed<T, E> {
    /// With the tokens of the successor, unless the owner must have a second factor and has none now.
    Done(Option<Result<Issued, SigningFailed>>, T),
    Refused(E),
    SessionOver,
}

/// One transaction: holds account and session, changes, ends all sessions, and starts the successor of this one.
pub(super) async fn change_own<T, E>(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
    change: impl Fn(&mut Connection, &UserId, Timestamp, &RequestContext) -> Result<Result<T, E>, store::Error>
    + Clone
    + Send
    + 'static,
) -> Result<Changed<T, E>, store::Error>
where
    T: Send + 'static,
    E: Send + 'static,
{
    let now = desk.clock().now();
    let (holder, id) = (desk.clone(), session.id.clone());
    let write = move |connection: &mut Connection| {
        let Some((old, user)) = sessions::find(connection, &id)? else { return Ok(None) };
        users::hold(connection, &user.id)?;
        if !hold_session_in(connection, &holder, &id, now)? {
            return Ok(None);
        }
        let changed = match change(connection, &user.id, now, &context)? {
            Ok(changed) => changed,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        let (reason, owner) = (RevocationReason::TwoFactorChanged, &user.id);
        // Read anew: the role as it is now.
        let goes_on = match users::find(connection, owner)? {
            Some(user) => !is_missing_in(connection, &holder, &user)?,
            None => false,
        };
        let spared = goes_on.then_some(&id);
        let mut ended = revoke_others_in(connection, owner, spared, reason, Some(owner), now, &context)?;
        let successor = goes_on.then(|| holder.successor_of(&old, now, &context));
        if let Some(successor) = &successor {
            replace_in(connection, &id, successor, now, &context)?;
            ended.push(id.clone());
        }
        Ok(Some(Ok((successor, user, ended, changed))))
    };
    Ok(match desk.store().write(write).await? {
        None => Changed::SessionOver,
        Some(Err(refusal)) => Changed::Refused(refusal),
        Some(Ok((successor, user, ended, changed))) => {
            desk.recall().sessions(&ended);
            let issue = |session| desk.issue(&session, &user, Channel::Browser, now);
            Changed::Done(successor.map(issue), changed)
        }
    })
}
