//! Setting up an authenticator app: a seed is offered, and becomes valid with the first correct code. It may also
//! replace another app, for a new phone.

use super::change::change_own;
use super::fresh_codes::FreshCodes;
use super::offer::{Holder, Offer};
use super::sealing;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::SessionOver;
use crate::desk::change::Change;
use crate::desk::fault::{Busy, Failure, Refusal};
use crate::domain::account::{User, draw_device_mark};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::Acquaintance;
use crate::domain::sign_in::{Code, RecoveryCode, Seed, TwoFactor};
use crate::store::{Error, two_factor, users};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolmentRefusal {
    #[error("the code does not fit")]
    Wrong,
    /// The app has been set up already: the same form was sent again.
    #[error("it has been set up")]
    Done,
    /// Nothing was offered to this session, or too long ago.
    #[error("there is nothing to be set up")]
    NotOffered,
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
}

impl Refusal for EnrolmentRefusal {}

/// Offers a new seed to a signed-in user. The caller has just confirmed their password, and the code of the present
/// second factor if there is one.
pub fn begin(desk: &Desk, session: &ActiveSession) -> Offer {
    Offer::new(desk, &Holder::session(session.id.as_str()), session.username.clone())
}

/// Returns the earlier offer, to be shown again after a wrong code. Returns `None` if it was made to somebody else, or
/// too long ago.
pub fn offered(desk: &Desk, session: &ActiveSession, sealed: &str) -> Option<Offer> {
    Offer::open(desk, &Holder::session(session.id.as_str()), session.username.clone(), sealed)
}

/// Makes the app the second factor from now on, in place of another app if there was one, and ends the other sessions.
/// Returns the recovery codes, which nobody can see again, and the record of the account that the browser is to keep:
/// all other devices are strangers now.
pub async fn activate(
    desk: &Desk,
    session: &ActiveSession,
    sealed: &str,
    code: Code,
    context: RequestContext,
) -> Result<(Vec<RecoveryCode>, Acquaintance), Failure<EnrolmentRefusal>> {
    let Offer { seed, made_at, .. } = offered(desk, session, sealed).ok_or(EnrolmentRefusal::NotOffered)?;
    let proof = prove(desk, &session.user_id, &seed, &code).await?;
    change_own(desk, session, context, move |change, user| {
        // If the form is sent again, it would silently replace the recovery codes that were shown the first time.
        if two_factor::find(change.connection, user)?.is_some_and(|factor| factor.enabled_at >= made_at) {
            return Err(EnrolmentRefusal::Done.into());
        }
        let proof = proof.as_ref().ok_or(EnrolmentRefusal::Wrong)?;
        let owner = users::find(change.connection, user)?.ok_or(EnrolmentRefusal::SessionOver(SessionOver))?;
        let (codes, owner) = set_up(change, owner, &seed, proof)?;
        Ok((codes, Acquaintance::of(&owner)))
    })
    .await
}

/// The proof of a correct code, and the new recovery codes.
#[derive(Clone)]
pub(in crate::desk) struct Proof {
    step: i64,
    codes: FreshCodes,
}

/// Checks that a code is the one that an app with this seed would show; returns `None` if it is not.
pub(in crate::desk) async fn prove(
    desk: &Desk,
    user: &UserId,
    seed: &Seed,
    code: &Code,
) -> Result<Option<Proof>, Busy> {
    let step = match code {
        Code::OneTime(code) => seed.step_of(code, desk.clock().now()),
        Code::Recovery(_) | Code::Nonsense => None,
    };
    match step {
        Some(step) => Ok(Some(Proof { step, codes: FreshCodes::make(desk, user).await? })),
        None => Ok(None),
    }
}

/// Sets up an app after its proof. The caller must hold the account. Returns the recovery codes, and the account with a
/// new mark: whoever signed in without this app must not try codes as a known device, beside the owner.
pub(in crate::desk) fn set_up(
    change: &mut Change<'_>,
    owner: User,
    seed: &Seed,
    proof: &Proof,
) -> Result<(Vec<RecoveryCode>, User), Error> {
    let (user, mark) = (&owner.id, draw_device_mark());
    let factor = TwoFactor::new(user.clone(), sealing::seal(change.desk, user, seed), change.now, proof.step);
    two_factor::replace(change.connection, &factor)?;
    users::set_device_mark(change.connection, user, mark)?;
    let codes = proof.codes.store(change, user)?;
    change.record(change.event(Event::TwoFactorEnabled).about(user))?;
    Ok((codes, User { device_mark: Some(mark), ..owner }))
}
