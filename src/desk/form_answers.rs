//! A form that arrives twice is dealt with once: whoever comes first claims it in the database, which all instances
//! share; whoever comes later waits for the answer and gets the same.
//!
//! Answers may hold what is shown once, so they are encrypted with a key outside the database, and given again only while
//! what they show is good. Tokens of a session are not among them: they are issued anew, for as long as the session is
//! what it was.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::desk::account::links::NewLink;
use crate::desk::fault::Fault;
use crate::desk::session::issue::Issued;
use crate::desk::token::one_time_token::digest_of;
use crate::domain::account::account_link::LinkPurpose;
use crate::domain::id::{SessionId, UserId};
use crate::domain::idempotency::{CLAIM, FormAnswer, LIFETIME};
use crate::domain::session::refresh_token::Channel;
use crate::domain::time::Timestamp;
use crate::store::{
    self, Connection, Error, account_links, form_answers, pending_sign_ins, recovery_codes, sessions, two_factor,
};

/// The first and the longest pause before somebody who waits looks again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(200));

/// Who sends a form.
pub enum Sending {
    /// Somebody who is the first, and whose answer counts.
    First(Claim),
    /// Somebody who comes later.
    Again(Answer),
    /// Somebody who comes while the first one is at it still.
    Meanwhile,
}

/// The answer that the first one got.
pub struct Answer {
    /// What was remembered.
    pub text: Zeroizing<Vec<u8>>,
    /// When.
    pub answered_at: Timestamp,
    row: FormAnswer,
}

/// The right to deal with a form.
#[derive(Clone, Debug)]
pub struct Claim(FormAnswer);

/// Why nobody can tell.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClaimError {
    /// The first one is at it still.
    #[error("the same form is still being dealt with")]
    Busy,
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What the transaction found.
enum Found {
    Mine(FormAnswer),
    Answered(FormAnswer),
    BeingAnswered,
}

/// Claims a form, or looks what it came to.
///
/// # Errors
/// When the database is away, or the answer cannot be read here.
pub async fn claim(desk: &Desk, digest: &[u8]) -> Result<Sending, ClaimError> {
    match claim_or_look(desk, digest).await? {
        Found::Mine(claimed) => Ok(Sending::First(Claim(claimed))),
        Found::BeingAnswered => Ok(Sending::Meanwhile),
        Found::Answered(row) => {
            let sealed = row.sealed_answer.as_deref().unwrap_or_default();
            match desk.secret().open(&label(digest), sealed) {
                Some(text) => Ok(Sending::Again(Answer { text, answered_at: row.answered_at(), row })),
                // Another instance has a newer secret, which this one will be given soon.
                None => Err(ClaimError::Busy),
            }
        }
    }
}

async fn claim_or_look(desk: &Desk, digest: &[u8]) -> Result<Found, Error> {
    let (digest, now) = (digest.to_vec(), desk.clock().now());
    let write = move |connection: &mut Connection| {
        let claimed = FormAnswer::claimed(digest.clone(), now);
        Ok(match form_answers::find(connection, &digest)? {
            None => {
                form_answers::insert(connection, &claimed)?;
                Found::Mine(claimed)
            }
            Some(row) if row.is_over(now) => match form_answers::take_over(connection, &row, &claimed)? {
                true => Found::Mine(claimed),
                false => Found::BeingAnswered,
            },
            Some(row) if row.sealed_answer.is_some() => Found::Answered(row),
            Some(_) => Found::BeingAnswered,
        })
    };
    match desk.store().write(write).await {
        Err(Error::Duplicate(_)) => Ok(Found::BeingAnswered),
        result => result,
    }
}

/// Claims a form whose answer is not to be given again: it is dealt with anew. [`Sending::Meanwhile`] when somebody else
/// was faster.
///
/// # Errors
/// When the database is away.
pub async fn claim_anew(desk: &Desk, answer: Answer) -> Result<Sending, ClaimError> {
    let (row, now) = (answer.row, desk.clock().now());
    let write = move |connection: &mut Connection| {
        let claimed = FormAnswer::claimed(row.digest.clone(), now);
        Ok(form_answers::take_over(connection, &row, &claimed)?.then_some(claimed))
    };
    let claimed = desk.store().write(write).await?;
    Ok(claimed.map_or(Sending::Meanwhile, |claimed| Sending::First(Claim(claimed))))
}

/// Waits until there is an answer, or the claim was given back or is over. `began` is when the waiting for this form did.
///
/// # Errors
/// [`ClaimError::Busy`] after 30 seconds; or when the database is away.
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

/// Remembers what the form came to.
///
/// # Errors
/// When the database is away. Whoever waits then tries anew when the claim is over.
pub async fn remember(desk: &Desk, claim: Claim, answer: &[u8]) -> Result<(), Error> {
    let sealed = desk.secret().seal(&label(&claim.0.digest), answer);
    let expires_at = desk.clock().now().plus(LIFETIME);
    desk.store().write(move |connection| form_answers::answer(connection, &claim.0, &sealed, expires_at)).await
}

/// Gives the claim back: the form came to nothing.
///
/// # Errors
/// As [`remember`].
pub async fn release(desk: &Desk, claim: Claim) -> Result<(), Error> {
    desk.store().write(move |connection| form_answers::release(connection, &claim.0)).await
}

/// What must still be so for an answer to be given again: that which it shows, or begins, is good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Condition {
    /// The link works.
    Link {
        /// Its digest.
        digest: Vec<u8>,
        /// The word of its purpose.
        purpose: String,
    },
    /// The account has these recovery codes, and not others since.
    RecoveryCodes {
        /// Whose they are.
        user: UserId,
        /// How their digests were made, with a salt that no others have. `None` when they were not good any more as soon
        /// as they were made.
        hashing: Option<String>,
    },
    /// The sign-in waits for its second step.
    SignIn {
        /// The digest of its token.
        digest: Vec<u8>,
    },
    /// No app has been set up since one was offered.
    Offer {
        /// To whom.
        user: UserId,
        /// When, in milliseconds.
        made_at: i64,
    },
}

impl Condition {
    /// That of an answer which shows a link.
    pub fn link(link: &NewLink) -> Condition {
        Condition::Link { digest: digest_of(link.token.expose()), purpose: link.purpose.as_str().to_owned() }
    }

    /// That of an answer which leads to the second step, or belongs to it.
    pub fn sign_in(token: &str) -> Condition {
        Condition::SignIn { digest: digest_of(token) }
    }

    /// That of an answer which offers an app to somebody, at this moment or later.
    pub fn offer(user: &UserId, made_at: Timestamp) -> Condition {
        Condition::Offer { user: user.clone(), made_at: made_at.milliseconds() }
    }

    /// That of an answer which shows recovery codes that were made in this session just now.
    pub async fn recovery_codes(desk: &Desk, session: &SessionId, user: &UserId) -> Condition {
        let (id, owner, now) = (session.clone(), user.clone(), desk.clock().now());
        // Whoever makes others, in another tab, ends this session in the same transaction: each takes a session of its own,
        // which the password has just opened. So what is read before a session that lives belongs to it.
        let read = move |connection: &mut Connection| {
            let hashing = recovery_codes::find_hashing(connection, &owner)?;
            let is_live = sessions::find(connection, &id)?.is_some_and(|(session, _)| session.end(now).is_none());
            Ok(hashing.filter(|_| is_live))
        };
        // Without an answer from the database nobody sees them again; they can be made anew.
        let hashing = desk.store().read(read).await.ok().flatten();
        Condition::RecoveryCodes { user: user.clone(), hashing }
    }
}

/// Whether it still is so.
///
/// # Errors
/// When the database is away.
pub async fn holds(desk: &Desk, condition: Condition) -> Result<bool, Error> {
    let now = desk.clock().now();
    let read = move |connection: &mut Connection| {
        Ok(match condition {
            Condition::Link { digest, purpose } => match LinkPurpose::parse(&purpose) {
                Some(purpose) => account_links::find_user(connection, &digest, purpose, now)?.is_some(),
                None => false,
            },
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

/// The tokens of a generation once more; `None` when the session has ended or moved on since.
///
/// # Errors
/// When the database is away, or no token can be signed.
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

/// Whom a session that lives belongs to, and the version of what they may do; `None` when it is over.
///
/// # Errors
/// When the database is away.
pub async fn standing(desk: &Desk, id: SessionId) -> Result<Option<(UserId, i64)>, Error> {
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    let now = desk.clock().now();
    let live = found.filter(|(session, user)| session.end(now).is_none() && user.is_active());
    Ok(live.map(|(_, user)| (user.id, user.version)))
}

/// Each answer is bound to its form.
fn label(digest: &[u8]) -> String {
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("answer to form {digits}")
}
