//! A code that somebody has typed, before the transaction that checks it: whether it will be looked at at all, and the slow
//! hash by which a short recovery code is found.
//!
//! Whoever knows a password may send any number of codes after it. So a code that would count for nothing is refused by a
//! read: it keeps nobody's writes waiting, and causes no hash.

use tokio::sync::MutexGuard;

use super::code_refusal::{CodeRefusal, foresee};
use super::fresh_codes::slow_digest;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::budgets;
use crate::desk::fault::{Busy, Failure};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Allowance, Spent, Subject};
use crate::domain::sign_in::{Code, Door};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, recovery_codes, two_factor, users};

#[derive(Clone)]
pub(in crate::desk) struct PresentedCode {
    pub(super) code: Code,
    /// `None` if no hash is needed, or it would be of no use.
    pub(super) slow_digest: Option<Vec<u8>>,
}

/// Whose budget a code is taken from.
#[derive(Clone)]
enum Payer {
    /// The account, for the codes at its sign-ins.
    Account(UserId),
    /// The session in which the code is given, of this user.
    Session(SessionId, UserId),
}

impl Payer {
    /// Tells whether something is left.
    fn look(&self, connection: &mut Connection, now: Timestamp) -> Result<Result<(), (Allowance, Spent)>, Error> {
        let (subject, allowance) = match self {
            Payer::Account(user) => (Subject::codes(user), Allowance::Codes),
            Payer::Session(session, user) if users::is_active_admin(connection, user)? => {
                (Subject::session(session), Allowance::Administrator)
            }
            Payer::Session(session, _) => (Subject::session(session), Allowance::Person),
        };
        Ok(budgets::look(connection, &subject, allowance, now)?.map_err(|spent| (allowance, spent)))
    }
}

/// What a read tells of a code.
enum Look {
    /// It will be checked, after a slow hash with these costs if there are any.
    Good(Option<String>),
    Refused(CodeRefusal),
    Spent(Allowance, Spent),
}

/// Waits for the turn of codes that are given for an account at this door. Whoever holds it until a code is checked, as
/// sign-ins do, is sure that a read before it still holds, in this process: of many codes at once none but those that count
/// become writes.
pub(in crate::desk) async fn turn<'d>(desk: &'d Desk, user: &UserId, door: Door) -> Result<MutexGuard<'d, ()>, Busy> {
    desk.door_queues().turn_at_door(user, door).await
}

impl PresentedCode {
    /// Prepares a code that was typed at a sign-in. The caller has the [`turn`] of account and door.
    ///
    /// # Errors
    /// Refuses a code that will not be looked at, and fails if the account has no budget for codes left.
    pub(in crate::desk) async fn at_sign_in(
        desk: &Desk,
        user: &UserId,
        door: Door,
        code: Code,
    ) -> Result<PresentedCode, Failure<CodeRefusal>> {
        prepare(desk, user, door, Payer::Account(user.clone()), code).await
    }

    /// Prepares an optional code that was typed in a live session, for its user.
    ///
    /// # Errors
    /// Refuses a code that will not be looked at, and fails if the session has no budget left.
    pub(in crate::desk) async fn in_session(
        desk: &Desk,
        session: &ActiveSession,
        code: Option<Code>,
    ) -> Result<Option<PresentedCode>, Failure<CodeRefusal>> {
        let Some(code) = code else { return Ok(None) };
        let _turn = turn(desk, &session.user_id, Door::Session).await?;
        let payer = Payer::Session(session.id.clone(), session.user_id.clone());
        prepare(desk, &session.user_id, Door::Session, payer, code).await.map(Some)
    }
}

async fn prepare(
    desk: &Desk,
    user: &UserId,
    door: Door,
    payer: Payer,
    code: Code,
) -> Result<PresentedCode, Failure<CodeRefusal>> {
    let (holder, owner, typed, now) = (desk.clone(), user.clone(), code.clone(), desk.clock().now());
    let session = match &payer {
        Payer::Session(session, _) => Some(Subject::session(session)),
        Payer::Account(_) => None,
    };
    let read = move |connection: &mut Connection| {
        // Without a second factor no code is asked for; what is to be done then, the transaction decides.
        let Some(factor) = two_factor::find(connection, &owner)? else { return Ok(Look::Good(None)) };
        if let Err((allowance, spent)) = payer.look(connection, now)? {
            return Ok(Look::Spent(allowance, spent));
        }
        Ok(match foresee(connection, &holder, &factor, door, &typed, now)? {
            Some(refusal) => Look::Refused(refusal),
            None => match &typed {
                Code::Recovery(code) if code.is_short() => {
                    Look::Good(recovery_codes::find_hashing(connection, &owner)?)
                }
                Code::OneTime(_) | Code::Recovery(_) | Code::Nonsense => Look::Good(None),
            },
        })
    };
    let slow_digest = match (desk.store().read(read).await?, &code) {
        (Look::Refused(refusal), _) => return Err(refusal.into()),
        (Look::Spent(allowance, spent), _) => {
            // The next time its password is not even hashed.
            if let Some(session) = session {
                desk.spent_budgets().note(session, allowance, spent, now);
            }
            return Err(spent.into());
        }
        (Look::Good(Some(hashing)), Code::Recovery(code)) => {
            slow_digest(desk, user, code, Some(hashing)).await?.map(|(_, digest)| digest)
        }
        (Look::Good(_), _) => None,
    };
    Ok(PresentedCode { code, slow_digest })
}
