//! Removes what is over: it marks expired sessions for lists, deletes what ended long ago, and computes numbers that
//! take long to count. It works in small batches that block no login, each on one instance at a time.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::desk::Desk;
use crate::desk::fault::Fault;
use crate::desk::token::key_rotation;
use crate::domain::time::Timestamp;
use crate::store::{
    self, Connection, Exclusive, account_links, bulk_revocations, form_answers, mail_requests, mails, measurements,
    pending_sign_ins, sessions, task_runs, throttle, users, write_budgets,
};

/// The name of this task in `task_runs`.
pub const TASK: &str = "janitor";
/// The time between two runs.
pub const INTERVAL: Duration = Duration::from_secs(60);
/// A session and the reason of its end stay on record for this long after the end.
pub const RETENTION: Duration = Duration::from_secs(30 * 86_400);
/// A session is marked this long after its end, because a use may be noted and not saved yet.
const GRACE: Duration = Duration::from_secs(60);
/// What strangers asked a mail for is kept this long; an hour of it is counted.
const DAY: Duration = Duration::from_secs(86_400);
/// The number of rows that one transaction changes.
const BATCH: i64 = 500;
/// The pause between two transactions, in which others can write.
const PAUSE: Duration = Duration::from_millis(20);
/// The most transactions of one kind in one run; the next run does the rest.
const MOST_BATCHES: u32 = 200;

/// The numbers of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swept {
    /// Sessions that were marked as expired.
    pub expired: usize,
    /// Sessions that were deleted.
    pub sessions: usize,
    /// Deleted accounts without any session left.
    pub users: usize,
    /// Links that nobody can use any more, sign-ins that nobody finished, and mails that were done with long ago.
    pub links: usize,
    /// Signing keys that have retired.
    pub keys: usize,
    /// Counts of sign-in attempts, locks, and budgets for writing that are whole again.
    pub tries: usize,
    /// Expired answers to forms.
    pub answers: usize,
}

impl Swept {
    /// Writes the numbers with their names as JSON, for the page that shows them.
    pub fn as_outcome(self) -> String {
        json!(self).to_string()
    }

    /// Parses what [`Swept::as_outcome`] writes.
    pub fn read(outcome: &str) -> Option<Swept> {
        serde_json::from_str(outcome).ok()
    }
}

impl std::fmt::Display for Swept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Swept { expired, sessions, users, links, keys, tries, answers } = self;
        write!(
            f,
            "expired {expired}, deleted {sessions} sessions, {users} accounts, {links} links, {keys} keys, {tries} tries, {answers} answers"
        )
    }
}

/// Runs once.
///
/// # Errors
/// Fails if the database is unreachable; the next run does the rest.
pub async fn sweep(desk: &Desk) -> Result<Swept, Fault> {
    let now = desk.clock().now();
    let over_before = now.minus(RETENTION);
    let counted = &desk.metrics().deletions;
    let swept = Swept {
        expired: in_batches(desk, &counted.expired, move |connection| {
            sessions::mark_expired(connection, now.minus(GRACE), BATCH)
        })
        .await?,
        sessions: in_batches(desk, &counted.sessions, move |connection| {
            sessions::delete_over_before(connection, over_before, BATCH)
        })
        .await?,
        users: in_batches(desk, &counted.users, move |connection| users::delete_gone(connection, BATCH)).await?,
        links: in_batches(desk, &counted.links, move |connection| {
            Ok(account_links::delete_expired(connection, now, BATCH)?
                + pending_sign_ins::delete_expired(connection, now, BATCH)?
                + mails::delete_finished(connection, over_before, BATCH)?
                + mail_requests::delete_old(connection, now.minus(DAY), BATCH)?)
        })
        .await?,
        keys: key_rotation::sweep(desk).await?,
        tries: in_batches(desk, &counted.tries, move |connection| {
            Ok(throttle::delete_expired(connection, now, BATCH)? + write_budgets::delete_whole(connection, now, BATCH)?)
        })
        .await?,
        answers: in_batches(desk, &counted.answers, move |connection| {
            form_answers::delete_expired(connection, now, BATCH)
        })
        .await?,
    };
    counted.keys.inc_by(swept.keys as u64);
    count(desk, now).await?;
    let finished = desk.clock().now();
    desk.store()
        .write(move |connection| {
            bulk_revocations::delete_finished_before(
                connection,
                now.minus(crate::desk::session::bulk_revocation::RETENTION),
            )?;
            task_runs::record(connection, TASK, now, Some(finished), &swept.as_outcome())
        })
        .await?;
    if swept != Swept::default() {
        log::info!(swept:% = swept; "the janitor has been round");
    }
    Ok(swept)
}

/// Runs batches until one finds nothing, or another instance is working. Returns the number of rows.
async fn in_batches(
    desk: &Desk,
    counter: &Counter,
    batch: impl Fn(&mut Connection) -> Result<usize, store::Error> + Clone + Send + 'static,
) -> Result<usize, store::Error> {
    let mut done = 0;
    for _ in 0..MOST_BATCHES {
        let batch = batch.clone();
        let write = move |connection: &mut Connection| match store::try_lock(connection, Exclusive::Janitor)? {
            true => batch(connection),
            false => Ok(0),
        };
        match desk.store().write(write).await? {
            0 => return Ok(done),
            more => {
                done += more;
                counter.inc_by(more as u64);
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(done)
}

/// A count is valid for this long.
const COUNTED_FOR: Duration = Duration::from_secs(300);

async fn count(desk: &Desk, now: Timestamp) -> Result<(), store::Error> {
    let last = desk.store().read(|connection| measurements::find(connection, measurements::USERS)).await?;
    if last.is_some_and(|(_, at)| now.since(at) < COUNTED_FOR) {
        return Ok(());
    }
    // We do not use the background connection, which the recall list needs every second.
    let (live, users) = desk
        .store()
        .read(move |connection| {
            Ok((measurements::count_live_sessions(connection, now)?, measurements::count_users(connection)?))
        })
        .await?;
    let write = move |connection: &mut Connection| {
        measurements::record(connection, measurements::LIVE_SESSIONS, live, now)?;
        measurements::record(connection, measurements::USERS, users, now)
    };
    desk.store().write(write).await
}
