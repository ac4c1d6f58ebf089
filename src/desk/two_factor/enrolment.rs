//! Setting up an authenticator app: a seed is offered, and becomes valid with the first correct code. It may also
//! replace another app, for a new phone.

use super::change::change_own;
use super::fresh_codes::FreshCodes;
use super::offer::{Holder, Offer};
use super::presented_code::turn;
use super::sealing;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::SessionOver;
use crate::desk::change::Change;
use crate::desk::fault::{Busy, Failure, Refusal};
use crate::desk::{Desk, budgets};
use crate::domain::account::{User, draw_device_mark};
use crate::domain::id::UserId;
use crate::domain::record::{Allowance, Event, Subject};
use crate::domain::request_context::RequestContext;
use crate::domain::session::Acquaintance;
use crate::domain::sign_in::{Code, Door, RecoveryCode, Seed, TwoFactor};
use crate::store::{Connection, Error, sessions, two_factor, users};

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
    // The code is no secret to whoever was shown the key, so nothing but these keeps them from having any number of hashes
    // made, or of transactions.
    desk.refuse_if_spent(session)?;
    let (codes, allowance) = (Subject::passwords(&session.id), Allowance::of(session.role));
    desk.passing_budgets().take(codes, allowance, desk.clock().now())?;
    let _turn = turn(desk, &session.user_id, Door::Session).await?;
    // If the form is sent again, it would silently replace the recovery codes that were shown the first time.
    let is_done = move |connection: &mut Connection, user: &UserId| {
        Ok::<_, Error>(two_factor::find(connection, user)?.is_some_and(|factor| factor.enabled_at >= made_at))
    };
    let (id, owner, now) = (session.id.clone(), session.user_id.clone(), desk.clock().now());
    let read = move |connection: &mut Connection| {
        let is_live = sessions::find(connection, &id)?.is_some_and(|(row, _)| row.revoked_at.is_none());
        let budget = budgets::look(connection, &Subject::session(&id), allowance, now)?;
        Ok((is_live, is_done(connection, &owner)?, budget))
    };
    match desk.store().read(read).await? {
        (false, _, _) => return Err(EnrolmentRefusal::from(SessionOver).into()),
        (true, true, _) => return Err(EnrolmentRefusal::Done.into()),
        (true, false, Err(spent)) => {
            desk.spent_budgets().note(Subject::session(&session.id), allowance, spent, now);
            return Err(spent.into());
        }
        (true, false, Ok(())) => {}
    }
    let step = step_of(desk, &seed, &code).ok_or(EnrolmentRefusal::Wrong)?;
    let proof = prepare(desk, &session.user_id, step).await?;
    change_own(desk, session, context, move |change, user| {
        if is_done(change.connection, user)? {
            return Err(EnrolmentRefusal::Done.into());
        }
        let owner = users::find(change.connection, user)?.ok_or(EnrolmentRefusal::SessionOver(SessionOver))?;
        let (codes, owner) = set_up(change, owner, &seed, &proof)?;
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

/// Checks that a code is the one that an app with this seed would show, and returns its step; `None` if it is not.
pub(in crate::desk) fn step_of(desk: &Desk, seed: &Seed, code: &Code) -> Option<i64> {
    match code {
        Code::OneTime(code) => seed.step_of(code, desk.clock().now()),
        Code::Recovery(_) | Code::Nonsense => None,
    }
}

/// Makes the recovery codes after the proof of an app. They are ten slow hashes, so the caller has made sure that the app
/// may still be set up, and that nobody asks for them again and again.
pub(in crate::desk) async fn prepare(desk: &Desk, user: &UserId, step: i64) -> Result<Proof, Busy> {
    Ok(Proof { step, codes: FreshCodes::make(desk, user).await? })
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
