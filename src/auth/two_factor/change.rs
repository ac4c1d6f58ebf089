//! Changing one's own second factor. Whoever does it has just had their password and code confirmed, and with that got a
//! new session; every change ends the others, like a new password.

use super::fresh_codes::FreshCodes;
use crate::auth::Desk;
use crate::auth::hashing::Busy;
use crate::auth::revocation::{hold_session_in, revoke_others_in};
use crate::auth::session::ActiveSession;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, account_links, events, pending_sign_ins, recovery_codes, two_factor, users};

/// Why nothing is changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no second factor.
    #[error("there is no second factor")]
    None,
    /// This account must have one.
    #[error("this account must have a second factor")]
    Demanded,
    /// The session is over.
    #[error("the session is over")]
    SessionOver,
    /// Too much is being hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Stops asking for a second factor. The app's codes and the recovery codes are worth nothing from now on.
///
/// # Errors
/// [`ChangeError`]; then nothing has changed.
pub async fn turn_off(desk: &Desk, session: &ActiveSession, context: RequestContext) -> Result<(), ChangeError> {
    let policy = desk.settings().two_factor;
    let delete = move |connection: &mut Connection, user: &UserId, now: Timestamp, context: &RequestContext| {
        // The role as it is now, not as the token remembers it.
        if users::find(connection, user)?.is_some_and(|user| policy.demands(user.role)) {
            return Ok(Err(ChangeError::Demanded));
        }
        if !delete_in(connection, user)? {
            return Ok(Err(ChangeError::None));
        }
        events::insert(connection, &NewEvent::new(EventKind::TwoFactorRemoved, now, context).about(user).by(user))?;
        Ok(Ok(()))
    };
    change_own(desk, session, context, delete).await?.into_result()
}

/// Makes new recovery codes; the old ones are worth nothing from now on.
///
/// # Errors
/// [`ChangeError`]; then nothing has changed.
pub async fn new_recovery_codes(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
) -> Result<Vec<RecoveryCode>, ChangeError> {
    let fresh = FreshCodes::make(desk).await?;
    let renew = move |connection: &mut Connection, user: &UserId, now: Timestamp, context: &RequestContext| {
        if two_factor::find(connection, user)?.is_none() {
            return Ok(Err(ChangeError::None));
        }
        let codes = fresh.store_in(connection, user, now)?;
        let event = NewEvent::new(EventKind::RecoveryCodesCreated, now, context);
        events::insert(connection, &event.about(user).by(user))?;
        Ok(Ok(codes))
    };
    change_own(desk, session, context, renew).await?.into_result()
}

/// Takes app and recovery codes away, within a transaction that holds the account. `false` when there were none.
pub(in crate::auth) fn delete_in(connection: &mut Connection, user: &UserId) -> Result<bool, store::Error> {
    recovery_codes::delete_all(connection, user)?;
    pending_sign_ins::void_all(connection, user)?;
    two_factor::delete(connection, user)
}

/// What came of a change.
pub(super) enum Changed<T, E> {
    Done(T),
    Refused(E),
    SessionOver,
}

impl<T> Changed<T, ChangeError> {
    fn into_result(self) -> Result<T, ChangeError> {
        match self {
            Changed::Done(done) => Ok(done),
            Changed::Refused(refusal) => Err(refusal),
            Changed::SessionOver => Err(ChangeError::SessionOver),
        }
    }
}

/// One transaction: holds account and session, changes, ends all other sessions, and voids links and sign-ins under way.
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
    let (holder, id, owner) = (desk.clone(), session.id.clone(), session.user_id.clone());
    let write = move |connection: &mut Connection| {
        users::hold(connection, &owner)?;
        if !hold_session_in(connection, &holder, &id, now)? {
            return Ok(None);
        }
        let changed = match change(connection, &owner, now, &context)? {
            Ok(changed) => changed,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        account_links::void_all(connection, &owner)?;
        let reason = RevocationReason::TwoFactorChanged;
        let ended = revoke_others_in(connection, &owner, Some(&id), reason, Some(&owner), now, &context)?;
        Ok(Some(Ok((changed, ended))))
    };
    Ok(match desk.store().write(write).await? {
        None => Changed::SessionOver,
        Some(Err(refusal)) => Changed::Refused(refusal),
        Some(Ok((changed, ended))) => {
            desk.recall().sessions(&ended);
            Changed::Done(changed)
        }
    })
}
