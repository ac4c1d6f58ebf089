//! A form that arrives twice is dealt with once: whoever comes first claims it in the database, which all instances
//! share; whoever comes later waits for the answer and gets the same.
//!
//! Answers may hold what is shown once, so they are encrypted with a key outside the database. Tokens of a session are
//! not among them: they are issued anew, for as long as the session is what it was.

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::issue::Issued;
use crate::desk::Desk;
use crate::desk::fault::SigningFailed;
use crate::domain::id::{SessionId, UserId};
use crate::domain::idempotency::{CLAIM, FormAnswer, LIFETIME};
use crate::domain::session::refresh_token::Channel;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, Error, form_answers, sessions};

/// The first and the longest pause before somebody who waits looks again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(200));

/// Who sends a form.
pub enum Sending {
    /// Somebody who is the first, and whose answer counts.
    First(Claim),
    /// Somebody who comes later.
    Again(Answer),
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

/// Claims a form, or waits for what it came to.
///
/// # Errors
/// [`ClaimError::Busy`] after 30 seconds; or when the database is away.
pub async fn claim(desk: &Desk, digest: Vec<u8>) -> Result<Sending, ClaimError> {
    let began = Instant::now();
    loop {
        match claim_or_look(desk, &digest).await? {
            Found::Mine(claimed) => return Ok(Sending::First(Claim(claimed))),
            Found::Answered(row) => {
                let sealed = row.sealed_answer.as_deref().unwrap_or_default();
                return match desk.secret().open(&label(&digest), sealed) {
                    Some(text) => Ok(Sending::Again(Answer { text, answered_at: row.answered_at(), row })),
                    // Another instance has a newer secret, which this one will be given soon.
                    None => Err(ClaimError::Busy),
                };
            }
            Found::BeingAnswered => wait(desk, &digest, began).await?,
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

/// Claims a form whose answer is not to be given again: it is dealt with anew.
///
/// # Errors
/// As [`claim`].
pub async fn claim_anew(desk: &Desk, answer: Answer) -> Result<Sending, ClaimError> {
    let Answer { row, .. } = answer;
    let (digest, now) = (row.digest.clone(), desk.clock().now());
    let write = move |connection: &mut Connection| {
        let claimed = FormAnswer::claimed(row.digest.clone(), now);
        Ok(form_answers::take_over(connection, &row, &claimed)?.then_some(claimed))
    };
    match desk.store().write(write).await? {
        Some(claimed) => Ok(Sending::First(Claim(claimed))),
        None => claim(desk, digest).await,
    }
}

/// Waits until there is an answer, or the claim was given back or is over.
async fn wait(desk: &Desk, digest: &[u8], began: Instant) -> Result<(), ClaimError> {
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

/// The tokens of a generation once more; `None` when the session has ended or moved on since.
///
/// # Errors
/// When the database is away, or no token can be signed.
pub async fn issue_again(desk: &Desk, id: SessionId, generation: i64) -> Result<Option<Issued>, IssueError> {
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

/// Why no tokens are issued.
#[derive(Clone, Debug, thiserror::Error)]
pub enum IssueError {
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be made.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

/// Each answer is bound to its form.
fn label(digest: &[u8]) -> String {
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("answer to form {digits}")
}
