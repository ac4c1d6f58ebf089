//! Setting up an authenticator app: a seed is offered, and counts from the first right code on.

use super::sealing;
use crate::auth::Desk;
use crate::auth::session::{ActiveSession, Issued, SigningFailed};
use crate::auth::two_factor::change::{Changed, change_own};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::one_time_code::Seed;
use crate::domain::recovery_code::{self, RecoveryCode};
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::two_factor::{Code, TwoFactor};
use crate::store::{self, Connection, events, recovery_codes, two_factor, users};

/// Why no app is set up.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EnrolmentError {
    /// The code is not the one that the app would show.
    #[error("the code does not fit")]
    Wrong,
    /// The account has a second factor already, or nothing was offered.
    #[error("there is nothing to be set up")]
    NotOffered,
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

/// A seed to be put into an app. To be shown on one page, and nowhere else.
pub struct Offer {
    /// Whose account it is for.
    pub username: String,
    /// The seed.
    pub seed: Seed,
}

/// Offers a new seed to whoever is signed in; one that was offered before is void.
///
/// # Errors
/// [`EnrolmentError::NotOffered`] when the account has a second factor, or a fault.
pub async fn begin(desk: &Desk, session: &ActiveSession) -> Result<Offer, EnrolmentError> {
    let (holder, user, username) = (desk.clone(), session.user_id.clone(), session.username.clone());
    let write = move |connection: &mut Connection| {
        users::hold(connection, &user)?;
        begin_in(connection, &holder, &user, holder.clock().now())
    };
    let seed = desk.store().write(write).await?.ok_or(EnrolmentError::NotOffered)?;
    Ok(Offer { username, seed })
}

/// What was offered before, to be shown once more after a wrong code.
///
/// # Errors
/// [`EnrolmentError::NotOffered`], or a fault.
pub async fn offered(desk: &Desk, session: &ActiveSession) -> Result<Offer, EnrolmentError> {
    let (holder, user, username) = (desk.clone(), session.user_id.clone(), session.username.clone());
    let read = move |connection: &mut Connection| offered_in(connection, &holder, &user);
    let seed = desk.store().read(read).await?.ok_or(EnrolmentError::NotOffered)?;
    Ok(Offer { username, seed })
}

/// Has the app asked for from now on, ends the other sessions, and replaces this one. Returns the tokens of the new
/// session and the recovery codes, which nobody can see again.
///
/// # Errors
/// [`EnrolmentError`]; then nothing has changed.
pub async fn activate(
    desk: &Desk,
    session: &ActiveSession,
    code: Code,
    context: RequestContext,
) -> Result<(Issued, Vec<RecoveryCode>), EnrolmentError> {
    let holder = desk.clone();
    let enable = move |connection: &mut Connection, user: &UserId, now: Timestamp, context: &RequestContext| {
        activate_in(connection, &holder, user, &code, now, context)
    };
    match change_own(desk, session, context, enable).await? {
        Changed::Done(Some(issued), codes) => Ok((issued?, codes)),
        Changed::Done(None, _) => Err(EnrolmentError::SessionOver),
        Changed::Refused(refusal) => Err(refusal),
        Changed::SessionOver => Err(EnrolmentError::SessionOver),
    }
}

/// Offers a new seed within a transaction that holds the account. `None` when there is a second factor already.
pub(in crate::auth) fn begin_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &UserId,
    now: Timestamp,
) -> Result<Option<Seed>, store::Error> {
    let seed = Seed::generate();
    let factor = TwoFactor {
        user_id: user.clone(),
        sealed_seed: sealing::seal(desk, user, &seed),
        created_at: now,
        enabled_at: None,
        last_step: 0,
        failures: 0,
        failed_at: None,
    };
    Ok(two_factor::offer(connection, &factor)?.then_some(seed))
}

/// The seed that is on offer.
pub(in crate::auth) fn offered_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &UserId,
) -> Result<Option<Seed>, store::Error> {
    let factor = two_factor::find(connection, user)?.filter(|factor| factor.enabled_at.is_none());
    factor.map(|factor| sealing::open(desk, &factor)).transpose()
}

/// Proves the app and makes the recovery codes, within a transaction that holds the account.
pub(in crate::auth) fn activate_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &UserId,
    code: &Code,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Result<Vec<RecoveryCode>, EnrolmentError>, store::Error> {
    let offered = two_factor::find(connection, user)?.filter(|factor| factor.enabled_at.is_none());
    let Some(offered) = offered else { return Ok(Err(EnrolmentError::NotOffered)) };
    let step = match code {
        Code::OneTime(code) => sealing::open(desk, &offered)?.step_of(code, now),
        Code::Recovery(_) | Code::Nonsense => None,
    };
    let Some(step) = step else { return Ok(Err(EnrolmentError::Wrong)) };
    if !two_factor::enable(connection, &offered, step, now)? {
        return Ok(Err(EnrolmentError::NotOffered));
    }
    let codes = fresh_codes_in(connection, user, now)?;
    events::insert(connection, &NewEvent::new(EventKind::TwoFactorEnabled, now, context).about(user).by(user))?;
    Ok(Ok(codes))
}

/// New recovery codes in the place of all others.
pub(super) fn fresh_codes_in(
    connection: &mut Connection,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<RecoveryCode>, store::Error> {
    let codes: Vec<_> = std::iter::repeat_with(RecoveryCode::generate).take(recovery_code::COUNT).collect();
    let digests: Vec<_> = codes.iter().map(RecoveryCode::digest).collect();
    recovery_codes::replace(connection, user, &digests, now)?;
    Ok(codes)
}
