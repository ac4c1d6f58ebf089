//! How the outbox stands: for the page, the numbers and the command.

use std::sync::Mutex;
use std::time::Duration;

use crate::desk::Desk;
use crate::domain::mail::{Mail, MailState};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, mails};

/// How long failures stand on the first page of the administration.
const LATELY: Duration = Duration::from_secs(7 * 86_400);
/// A mail that waits for longer than this is late.
const LATE: Duration = Duration::from_secs(15 * 60);

/// How the outbox stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    pub waiting: i64,
    /// When the oldest of them was written.
    pub oldest: Option<Timestamp>,
    /// What the mail server said last about that one, or why it could not be asked.
    pub last_answer: Option<String>,
    /// How many were given up within a week.
    pub failed: i64,
    /// How many were written to files within a week, since there is no mail server.
    pub filed: i64,
}

impl Queue {
    /// Tells whether a mail has been waiting for long.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.oldest.is_some_and(|oldest| now.since(oldest) > LATE)
    }
}

/// Reads how the outbox stands.
pub fn read(connection: &mut Connection, now: Timestamp) -> Result<Queue, Error> {
    let since = now.minus(LATELY);
    let (waiting, oldest) = mails::queue(connection)?;
    let failed = mails::count_finished(connection, MailState::Failed, since)?;
    let filed = mails::count_finished(connection, MailState::Filed, since)?;
    let last_answer = mails::find_last_answer(connection)?;
    Ok(Queue { waiting, oldest, last_answer, failed, filed })
}

/// Returns the latest mails of one state or of all, newest first.
pub fn list(connection: &mut Connection, state: Option<MailState>) -> Result<Vec<Mail>, Error> {
    mails::list_latest(connection, state)
}

/// What this instance read last, for the metrics, which ask no database.
#[derive(Default)]
pub struct QueueReading(Mutex<(i64, Option<Timestamp>)>);

impl QueueReading {
    pub(in crate::desk) fn get(&self) -> (i64, Option<Timestamp>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Reads how many mails wait, for the metrics.
///
/// # Errors
/// Fails if the database is unreachable.
pub async fn look(desk: &Desk) -> Result<(), Error> {
    let read = desk.store().read_in_background(mails::queue).await?;
    *desk.mail_queue().0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = read;
    Ok(())
}
