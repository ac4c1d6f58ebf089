//! A form that arrives twice is processed once. The first request claims it in the database, which all instances share;
//! later requests wait for the answer and get the same one.
//!
//! Answers may contain secrets that are shown once, so they are encrypted with a key outside the database, and repeated
//! only while those secrets are still valid. Tokens of a session are not stored in them: they are issued again, as long
//! as the session has not changed.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::desk::account::NewLink;
use crate::desk::active_session::ActiveSession;
use crate::desk::budgets::{PassingBudgets, Recent};
use crate::desk::fault::Fault;
use crate::desk::session::Issued;
use crate::desk::token::one_time_token::digest_of;
use crate::domain::account::LinkPurpose;
use crate::domain::id::{SessionId, UserId};
use crate::domain::idempotency::{CLAIM, FormAnswer, LIFETIME};
use crate::domain::record::{Allowance, Subject};
use crate::domain::session::{Channel, KnownDevice};
use crate::domain::sign_in::throttle::{narrowest, widest};
use crate::domain::time::Timestamp;
use crate::store::{
    self, Connection, Error, account_links, form_answers, pending_sign_ins, recovery_codes, sessions, two_factor,
};

/// The first and the longest pause before a waiting request looks again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(200));

/// The pauses after which a claim that could not be given back is given back again.
const LATER: [Duration; 5] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// The place of a request among those that carry the same form.
pub enum Sending {
    /// It is the first, and its answer counts.
    First(Claim),
    /// It comes later and gets the stored answer.
    Again(Answer),
    /// It comes while the first one is still being processed.
    Meanwhile,
}

pub struct Answer {
    pub text: Zeroizing<Vec<u8>>,
    pub answered_at: Timestamp,
    row: FormAnswer,
}

/// The right to process a form.
#[derive(Clone, Debug)]
pub struct Claim(FormAnswer);

/// The reasons why a form could neither be claimed nor answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClaimError {
    /// The first request is still being processed.
    #[error("the same form is still being dealt with")]
    Busy,
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The state of the form's row that the transaction found.
enum RowState {
    Mine(FormAnswer),
    Answered(FormAnswer),
    BeingAnswered,
}

/// Claims a form, or finds its answer.
pub async fn claim(desk: &Desk, digest: &[u8]) -> Result<Sending, ClaimError> {
    match claim_or_look(desk, digest).await? {
        RowState::Mine(claimed) => Ok(Sending::First(Claim(claimed))),
        RowState::BeingAnswered => Ok(Sending::Meanwhile),
        RowState::Answered(row) => opened(desk, digest, row),
    }
}

fn opened(desk: &Desk, digest: &[u8], row: FormAnswer) -> Result<Sending, ClaimError> {
    let sealed = row.sealed_answer.as_deref().unwrap_or_default();
    match desk.secret().open(&label(digest), sealed) {
        Some(text) => Ok(Sending::Again(Answer { text, answered_at: row.answered_at(), row })),
        // Another instance has a newer secret, which this one will soon have too.
        None => Err(ClaimError::Busy),
    }
}

/// Answers count in pieces of so many bytes.
const PIECE: usize = 4096;

/// Tells whether a form may be claimed, and takes it from a budget: of the session of somebody who is signed in and of
/// their account, of the known device of somebody who is not, or else of the networks of this address. A form that may
/// not is dealt with all the same and is not remembered: so nobody can fill the database with answers, and signing in
/// and out always works.
pub fn may_claim(desk: &Desk, session: Option<&ActiveSession>, device: Option<&KnownDevice>, ip: &str) -> bool {
    let now = desk.clock().now();
    let budgets = &desk.outside_budgets().forms;
    let Some(session) = session else {
        // The device comes first, so that neighbours behind the same address cannot use up what its owner has.
        let vouches = |device: &KnownDevice| {
            let accounts = device.accounts().map(|account| (Subject::account(&account), Allowance::Administrator));
            budgets.take_with((Subject::device(device.id()), Allowance::Person), accounts, now).is_ok()
        };
        return device.is_some_and(vouches) || may_claim_from(budgets, ip, now);
    };
    let (forms, allowance) = (Subject::forms(&session.id), Allowance::of(session.role));
    let account = (Subject::account(&session.user_id), allowance.of_several());
    desk.refuse_if_spent(session).is_ok()
        && desk.passing_budgets().take_with((forms, allowance), [account], now).is_ok()
}

/// Tells whether an answer of this length may be kept for an account, and takes it from a budget: so however many
/// sessions somebody has, what is kept for their forms takes up only so much room. A form whose answer is not kept
/// counts as one that was never claimed.
pub fn may_keep(desk: &Desk, account: &UserId, length: usize) -> bool {
    let pieces = u32::try_from(length.div_ceil(PIECE)).unwrap_or(u32::MAX);
    let purse = (Subject::answers(account), Allowance::Answers);
    desk.passing_budgets().take_some(purse, pieces, desk.clock().now()).is_ok()
}

fn may_claim_from(budgets: &PassingBudgets, ip: &str, now: Timestamp) -> bool {
    // All people of an office may have one address, and whoever has a /48 has 65,536 networks of one customer.
    let narrow = (Subject::network(&narrowest(ip)), Allowance::Administrator);
    let wide = (Subject::network(&widest(ip)), Allowance::Neighbourhood);
    match narrow.0 == wide.0 {
        // The address is not known, so everybody has this one.
        true => budgets.take(wide.0, wide.1, now).is_ok(),
        false => budgets.take_with(narrow, [wide], now).is_ok(),
    }
}

/// Tells whether somebody may claim a form who has given their password and not the code yet, when others have used up
/// what their network has. Their account has a budget for that: at this step recovery codes are shown, once.
///
/// # Errors
/// Fails if the database is unreachable.
pub async fn may_claim_between_steps(desk: &Desk, token: &str) -> Result<bool, Error> {
    let (digest, now) = (digest_of(token), desk.clock().now());
    let pending = desk.store().read(move |connection| pending_sign_ins::find(connection, &digest, now)).await?;
    let Some((_, user)) = pending else { return Ok(false) };
    let budget = (Subject::account(&user.id), Allowance::Person);
    Ok(desk.outside_budgets().forms.take(budget.0, budget.1, now).is_ok())
}

/// Finds the answer to a form that may not be claimed: it may have been claimed while something was left. `None` if
/// it was not. Changes nothing.
pub async fn find(desk: &Desk, digest: &[u8]) -> Result<Option<Sending>, ClaimError> {
    let (key, now) = (digest.to_vec(), desk.clock().now());
    let row = desk.store().read(move |connection| form_answers::find(connection, &key)).await?;
    match row.filter(|row| !row.is_over(now)) {
        None => Ok(None),
        Some(row) if row.sealed_answer.is_some() => opened(desk, digest, row).map(Some),
        Some(_) => Ok(Some(Sending::Meanwhile)),
    }
}

async fn claim_or_look(desk: &Desk, digest: &[u8]) -> Result<RowState, Error> {
    let (digest, now) = (digest.to_vec(), desk.clock().now());
    let write = move |connection: &mut Connection| {
        let claimed = FormAnswer::claimed(digest.clone(), now);
        Ok(match form_answers::find(connection, &digest)? {
            None => {
                form_answers::insert(connection, &claimed)?;
                RowState::Mine(claimed)
            }
            Some(row) if row.is_over(now) => match form_answers::take_over(connection, &row, &claimed)? {
                true => RowState::Mine(claimed),
                false => RowState::BeingAnswered,
            },
            Some(row) if row.sealed_answer.is_some() => RowState::Answered(row),
            Some(_) => RowState::BeingAnswered,
        })
    };
    match desk.store().write(write).await {
        Err(Error::Duplicate(_)) => Ok(RowState::BeingAnswered),
        result => result,
    }
}

/// Claims a form whose answer must not be repeated, so that it is processed again. Returns [`Sending::Meanwhile`] if
/// another request was faster.
pub async fn claim_anew(desk: &Desk, answer: Answer) -> Result<Sending, ClaimError> {
    let (row, now) = (answer.row, desk.clock().now());
    let write = move |connection: &mut Connection| {
        let claimed = FormAnswer::claimed(row.digest.clone(), now);
        Ok(form_answers::take_over(connection, &row, &claimed)?.then_some(claimed))
    };
    let claimed = desk.store().write(write).await?;
    Ok(claimed.map_or(Sending::Meanwhile, |claimed| Sending::First(Claim(claimed))))
}

/// Waits until there is an answer, or the claim was given back or has expired. `began` is when this wait began.
///
/// # Errors
/// Fails with [`ClaimError::Busy`] after 30 seconds.
pub async fn wait(desk: &Desk, digest: &[u8], began: Instant) -> Result<(), ClaimError> {
    let (mut pause, longest) = PAUSES;
    loop {
        if began.elapsed() > CLAIM {
            return Err(ClaimError::Busy);
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(longest);
        let digest = digest.to_vec();
        let row = desk.store().read(move |connection| form_answers::find(connection, &digest)).await?;
        match row {
            Some(row) if row.sealed_answer.is_none() && !row.is_over(desk.clock().now()) => {}
            _ => return Ok(()),
        }
    }
}

/// The forms of strangers that this instance has lately begun to deal with, by their digests. A form that comes again and
/// finds no turn is looked up before its sender is told that nothing was changed.
pub struct FormsBegun(Mutex<Recent<Vec<u8>, ()>>);

/// The forms that are remembered at least. In a flood each of them had a turn, so these are many seconds.
const BEGUN: usize = 2000;

impl Default for FormsBegun {
    fn default() -> FormsBegun {
        FormsBegun(Mutex::new(Recent::new(BEGUN)))
    }
}

impl FormsBegun {
    fn memory(&self) -> MutexGuard<'_, Recent<Vec<u8>, ()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a form.
    pub fn note(&self, digest: &[u8]) {
        self.memory().put(digest.to_vec(), ());
    }

    /// Tells whether a form is remembered.
    pub fn contain(&self, digest: &[u8]) -> bool {
        self.memory().get(&digest.to_vec()).is_some()
    }
}

/// Stores the answer to the form. If that fails, waiting requests try again when the claim has expired.
pub async fn remember(desk: &Desk, claim: Claim, answer: &[u8]) -> Result<(), Error> {
    let sealed = desk.secret().seal(&label(&claim.0.digest), answer);
    let expires_at = desk.clock().now().plus(LIFETIME);
    desk.store().write(move |connection| form_answers::answer(connection, &claim.0, &sealed, expires_at)).await
}

/// Gives the claim back, because the form had no result. If that fails it is tried again in the background, since
/// nobody who sends the form again may find it taken. Waiting requests try again when the claim has expired at the
/// latest.
pub async fn release(desk: &Desk, claim: Claim) -> Result<(), Error> {
    let given_back = try_release(desk, &claim).await;
    if given_back.is_err() {
        // There are seconds between these, so they may go past the gate of strangers, and hold no turn.
        let desk_clone = desk.for_known();
        let again = async move {
            for pause in LATER {
                tokio::time::sleep(pause).await;
                if try_release(&desk_clone, &claim).await.is_ok() {
                    return;
                }
            }
        };
        drop(desk.commitments().begin(again));
    }
    given_back
}

async fn try_release(desk: &Desk, claim: &Claim) -> Result<(), Error> {
    let row = claim.0.clone();
    desk.store().write(move |connection| form_answers::release(connection, &row)).await
}

/// A condition for repeating an answer: the secret that it shows, or the step that it begins, must still be valid.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Condition {
    /// The link works.
    Link { digest: Vec<u8>, purpose: LinkPurpose },
    /// The account still has these recovery codes.
    RecoveryCodes {
        user: UserId,
        /// The parameters by which their digests were made, with a salt that no other codes have. `None` if the codes
        /// had lost their validity as soon as they were made.
        hashing: Option<String>,
    },
    /// The sign-in waits for its second step.
    SignIn {
        /// The digest of its token.
        digest: Vec<u8>,
    },
    /// No app has been set up since this one was offered.
    Offer {
        user: UserId,
        /// The time of the offer, in milliseconds.
        made_at: i64,
    },
}

impl Condition {
    pub fn link(link: &NewLink) -> Condition {
        Condition::Link { digest: digest_of(link.token.expose()), purpose: link.purpose }
    }

    /// Returns the condition of an answer that leads to the second step, or belongs to it.
    pub fn sign_in(token: &str) -> Condition {
        Condition::SignIn { digest: digest_of(token) }
    }

    /// Returns the condition of an answer that offers an app to a user, at this moment or later.
    pub fn offer(user: &UserId, made_at: Timestamp) -> Condition {
        Condition::Offer { user: user.clone(), made_at: made_at.milliseconds() }
    }

    /// Returns the condition of an answer that shows recovery codes which were just made in this session.
    pub async fn recovery_codes(desk: &Desk, session: &SessionId, user: &UserId) -> Condition {
        let (id, owner, now) = (session.clone(), user.clone(), desk.clock().now());
        // If the same person makes other codes in another tab, the same transaction ends this session: each set of
        // codes needs a session of its own, which the password has just opened. So codes that are read before a live
        // session belong to it.
        let read = move |connection: &mut Connection| {
            let hashing = recovery_codes::find_hashing(connection, &owner)?;
            let is_live = sessions::find(connection, &id)?.is_some_and(|(session, _)| session.end(now).is_none());
            Ok(hashing.filter(|_| is_live))
        };
        // If the database does not answer, nobody sees the codes again, and the person can make new ones.
        let hashing = desk.store().read(read).await.ok().flatten();
        Condition::RecoveryCodes { user: user.clone(), hashing }
    }
}

pub async fn holds(desk: &Desk, condition: Condition) -> Result<bool, Error> {
    let now = desk.clock().now();
    let read = move |connection: &mut Connection| {
        Ok(match condition {
            Condition::Link { digest, purpose } => account_links::find(connection, &digest, purpose, now)?.is_some(),
            Condition::RecoveryCodes { user, hashing } => {
                hashing.is_some() && recovery_codes::find_hashing(connection, &user)? == hashing
            }
            Condition::SignIn { digest } => pending_sign_ins::find(connection, &digest, now)?.is_some(),
            Condition::Offer { user, made_at } => {
                two_factor::find(connection, &user)?.is_none_or(|factor| factor.enabled_at.milliseconds() < made_at)
            }
        })
    };
    desk.store().read(read).await
}

/// Issues the tokens of a generation again. Returns `None` if the session has ended or was renewed since.
pub async fn issue_again(desk: &Desk, id: SessionId, generation: i64) -> Result<Option<Issued>, Fault> {
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    let now = desk.clock().now();
    match found {
        Some((session, user)) if session.generation == generation && session.end(now).is_none() && user.is_active() => {
            Ok(Some(desk.issue(&session, &user, Channel::Browser, now)?))
        }
        _ => Ok(None),
    }
}

/// Returns the user of a live session and the version of the user's rights, or `None` if the session is over.
pub async fn standing(desk: &Desk, id: SessionId) -> Result<Option<(UserId, i64)>, Error> {
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    let now = desk.clock().now();
    let live = found.filter(|(session, user)| session.end(now).is_none() && user.is_active());
    Ok(live.map(|(_, user)| (user.id, user.version)))
}

/// Returns the label that binds each answer to its form.
fn label(digest: &[u8]) -> String {
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("answer to form {digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_so_much_is_kept_for_the_forms_of_one_account_and_others_notice_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let (one, other) = (UserId::generate(), UserId::generate());
        for (account, length) in [(&one, 60_000), (&other, 500)] {
            let kept = (0..100_000).take_while(|_| may_keep(&desk, account, length)).count();
            let pieces = kept * length.div_ceil(PIECE);
            // Some are earned meanwhile.
            assert!((1024..1500).contains(&pieces), "{pieces}");
            assert!(!may_keep(&desk, account, 1));
        }
        assert!(may_keep(&desk, &UserId::generate(), 60_000));
    }
}
