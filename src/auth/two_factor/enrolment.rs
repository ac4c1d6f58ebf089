//! Setting up an authenticator app: a seed is offered, and counts from the first right code on. In place of another app
//! too, for a new phone.

use super::change::{Changed, change_own};
use super::fresh_codes::FreshCodes;
use super::offer::{Holder, Offer};
use super::sealing;
use crate::auth::Desk;
use crate::auth::hashing::Busy;
use crate::auth::session::ActiveSession;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::one_time_code::Seed;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::two_factor::{Code, TwoFactor};
use crate::store::{self, Connection, events, two_factor};

/// Why no app is set up.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EnrolmentError {
    /// The code is not the one that the app would show.
    #[error("the code does not fit")]
    Wrong,
    /// Too much is being hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// It has been set up: this is the same form once more.
    #[error("it has been set up")]
    Done,
    /// Nothing was offered to this session, or too long ago.
    #[error("there is nothing to be set up")]
    NotOffered,
    /// The session is over.
    #[error("the session is over")]
    SessionOver,
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Offers a new seed to whoever is signed in. Whoever calls this has just had their password confirmed, and the code of
/// the second factor that there is.
pub fn begin(desk: &Desk, session: &ActiveSession) -> Offer {
    Offer::new(desk, &Holder::session(session.id.as_str()), session.username.clone())
}

/// What was offered before, to be shown once more after a wrong code; `None` when it was offered to somebody else, or too
/// long ago.
pub fn offered(desk: &Desk, session: &ActiveSession, sealed: &str) -> Option<Offer> {
    Offer::open(desk, &Holder::session(session.id.as_str()), session.username.clone(), sealed)
}

/// Has the app asked for from now on, in place of another one if there was one, and ends the other sessions. Returns the
/// recovery codes, which nobody can see again.
///
/// # Errors
/// [`EnrolmentError`]; then nothing has changed.
pub async fn activate(
    desk: &Desk,
    session: &ActiveSession,
    sealed: &str,
    code: Code,
    context: RequestContext,
) -> Result<Vec<RecoveryCode>, EnrolmentError> {
    let offer = offered(desk, session, sealed).ok_or(EnrolmentError::NotOffered)?;
    let proof = prove(desk, &offer.seed, &code).await?;
    let (holder, seed, made_at) = (desk.clone(), offer.seed, offer.made_at);
    let enable = move |connection: &mut Connection, user: &UserId, now: Timestamp, context: &RequestContext| {
        // Sent again, it would silently replace the recovery codes that were shown the first time.
        if two_factor::find(connection, user)?.is_some_and(|factor| factor.enabled_at >= made_at) {
            return Ok(Err(EnrolmentError::Done));
        }
        let Some(proof) = &proof else { return Ok(Err(EnrolmentError::Wrong)) };
        activate_in(connection, &holder, user, &seed, proof, now, context).map(Ok)
    };
    match change_own(desk, session, context, enable).await? {
        Changed::Done(codes) => Ok(codes),
        Changed::Refused(refusal) => Err(refusal),
        Changed::SessionOver => Err(EnrolmentError::SessionOver),
    }
}

/// A right code, and the recovery codes that it brings.
#[derive(Clone)]
pub(in crate::auth) struct Proof {
    step: i64,
    codes: FreshCodes,
}

/// Whether a code is the one that an app with this seed would show; `None` when it is not.
pub(in crate::auth) async fn prove(desk: &Desk, seed: &Seed, code: &Code) -> Result<Option<Proof>, Busy> {
    let step = match code {
        Code::OneTime(code) => seed.step_of(code, desk.clock().now()),
        Code::Recovery(_) | Code::Nonsense => None,
    };
    match step {
        Some(step) => Ok(Some(Proof { step, codes: FreshCodes::make(desk).await? })),
        None => Ok(None),
    }
}

/// Sets up an app that has been proved, within a transaction that holds the account. Returns the recovery codes.
pub(in crate::auth) fn activate_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &UserId,
    seed: &Seed,
    proof: &Proof,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Vec<RecoveryCode>, store::Error> {
    let factor = TwoFactor::new(user.clone(), sealing::seal(desk, user, seed), now, proof.step);
    two_factor::replace(connection, &factor)?;
    let codes = proof.codes.store_in(connection, user, now)?;
    events::insert(connection, &NewEvent::new(EventKind::TwoFactorEnabled, now, context).about(user).by(user))?;
    Ok(codes)
}
