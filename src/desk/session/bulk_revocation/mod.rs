//! Bulk revocation: ending all sessions that a filter matches, or everybody's.
//!
//! A job with the number of matching sessions is saved first; then batches end the sessions, on any instance that takes
//! up the job. So a restart loses nothing and no login waits long. Everybody's sessions count as ended from the
//! first moment on: renewals, guards that ask the database and the recall list obey the saved job.

pub mod progress;

use std::time::Duration;

use crate::desk::Desk;
use crate::desk::by::{By, NotAllowed};
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Fault};
use crate::domain::id::{BulkRevocationId, UserId};
use crate::domain::record::{BulkTarget, Event};
use crate::domain::request_context::RequestContext;
use crate::domain::search::value::write;
use crate::domain::search::{SessionSearch, StateFilter};
use crate::domain::session::BulkRevocation;
use crate::domain::time::Timestamp;
use crate::store::{self, Error, Exclusive, bulk_revocations, lists, pending_sign_ins, sessions};

/// The time between two checks for unfinished revocations.
pub const INTERVAL: Duration = Duration::from_secs(1);
/// The number of sessions that one transaction ends.
const BATCH: usize = 500;
/// At most this many sessions are ended at once because they seem to have begun later, by the clocks of other
/// instances. That covers the logins of some seconds.
const MOST_AHEAD: i64 = 5000;
/// The pause between two transactions, in which others can write.
const PAUSE: Duration = Duration::from_millis(10);
/// A search for everybody's sessions goes on for at least this long, which is longer than a transaction waits for a
/// lock.
const STRAGGLERS: Duration = Duration::from_secs(10);
/// Finished revocations are kept for this long.
pub const RETENTION: Duration = Duration::from_secs(90 * 86_400);

/// The sessions to end. Only live ones are ended: the state in the filter does not count.
#[derive(Clone, Debug)]
pub enum Which {
    /// The sessions that match the filter and have begun by now.
    Matching(Box<SessionSearch>),
    /// The sessions of everybody, even the actor's own.
    Everybodys,
}

/// Saves the job of ending sessions; batches follow. Pending sign-ins are voided at once: those of the people whom the
/// filter names, or everybody's if all live sessions match. `matched` is the number of matching sessions.
pub async fn begin(
    desk: &Desk,
    which: Which,
    matched: Option<i64>,
    by: By,
) -> Result<BulkRevocationId, Failure<NotAllowed>> {
    desk.change(by, move |change| {
        change.demand_admin::<NotAllowed>()?;
        let bulk = BulkRevocation::new(&which, matched, change.by().user(), change.now);
        bulk_revocations::insert(change.connection, &bulk)?;
        let target = if bulk.is_everybody { BulkTarget::Everybody } else { BulkTarget::Matching(bulk.filter.clone()) };
        change.record(change.event(Event::BulkRevocationStarted { matched, target }))?;
        // This comes before the search for sessions, so that it waits for a pending sign-in which is just becoming a
        // session.
        void_half_finished(change, &search_of(&bulk), None)?;
        if bulk.is_everybody {
            change.outdate_everybody();
            let ahead = sessions::list_begun_after(change.connection, change.now, MOST_AHEAD)?;
            let ended = change.end_these(&ahead, bulk.reason(), &RequestContext::bulk(&bulk.id))?;
            bulk_revocations::note(change.connection, &BulkRevocation { ended: count_of(ended), ..bulk.clone() })?;
        }
        Ok(bulk.id)
    })
    .await
}

impl BulkRevocation {
    fn new(which: &Which, matched: Option<i64>, by: Option<&UserId>, now: Timestamp) -> BulkRevocation {
        let (is_everybody, filter) = match which {
            Which::Matching(filter) => (false, filter.fixed_at(now).of_live_ones()),
            Which::Everybodys => (true, SessionSearch::default()),
        };
        BulkRevocation {
            id: BulkRevocationId::generate(),
            created_at: now,
            created_by: by.cloned(),
            filter: write(&filter),
            is_everybody,
            matched,
            ended: 0,
            position: None,
            passed_at: 0,
            finished_at: None,
        }
    }
}

fn count_of(sessions: usize) -> i64 {
    i64::try_from(sessions).unwrap_or(i64::MAX)
}

/// Counts the sessions that a search matches now; returns `None` if the database takes too long to count them.
pub async fn count(desk: &Desk, filter: &SessionSearch) -> Result<Option<i64>, Error> {
    let (filter, now) = (filter.of_live_ones(), desk.clock().now());
    match desk.store().read(move |connection| lists::sessions::count_all(connection, &filter, now)).await {
        Ok(count) => Ok(Some(count)),
        Err(Error::OutOfTime(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Ends batches until nothing is left to do. If one revocation fails, the others still go on.
///
/// # Errors
/// Returns the first error; the next run does the rest.
pub async fn work(desk: &Desk) -> Result<(), Fault> {
    let mut outcome = Ok(());
    for bulk in desk.store().read(bulk_revocations::list_unfinished).await? {
        loop {
            match work_once(desk, &bulk).await {
                Ok(true) => tokio::time::sleep(PAUSE).await,
                Ok(false) => break,
                Err(error) => {
                    outcome = outcome.and(Err(error));
                    break;
                }
            }
        }
    }
    outcome
}

/// Ends one batch. Returns `false` if there is nothing to do now, or another instance is working on it.
async fn work_once(desk: &Desk, bulk: &BulkRevocation) -> Result<bool, Fault> {
    let (by, id) = (By::on_behalf_of(bulk.created_by.as_ref(), RequestContext::bulk(&bulk.id)), bulk.id.clone());
    desk.write(by, move |change| {
        if !store::try_lock(change.connection, Exclusive::BulkRevocation)? {
            return Ok(false);
        }
        let found = bulk_revocations::find(change.connection, &id)?;
        let Some(bulk) = found.filter(|bulk| bulk.finished_at.is_none()) else { return Ok(false) };
        let filter = search_of(&bulk);
        void_half_finished(change, &filter, Some(bulk.created_at))?;
        let (ids, position) = lists::sessions::next(change.connection, &filter, &bulk, BATCH)?;
        let total = bulk.ended + count_of(change.end_these(&ids, bulk.reason(), change.by().context())?);
        if position.is_none() && total == bulk.passed_at {
            // A login that began before may still be waiting to be saved.
            if !bulk.is_everybody || change.now.since(bulk.created_at) >= STRAGGLERS {
                bulk_revocations::finish(change.connection, &bulk.id, change.now)?;
                change.record(change.event(Event::BulkRevocationFinished { ended: total }))?;
            }
            return Ok(false);
        }
        // At the end it starts again from the front: a session that was passed may have begun to match in the meantime.
        let passed_at = if position.is_none() { total } else { bulk.passed_at };
        let position = position.map(|position| position.to_string());
        bulk_revocations::note(change.connection, &BulkRevocation { ended: total, position, passed_at, ..bulk })?;
        Ok(true)
    })
    .await
}

/// Voids the pending sign-ins of the people whom the filter names, or everybody's if all live sessions match it. A
/// filter that names no people voids none: no session of theirs matches it yet.
fn void_half_finished(
    change: &mut Change<'_>,
    filter: &SessionSearch,
    begun_by: Option<Timestamp>,
) -> Result<(), Error> {
    match &filter.user {
        Some(search) => pending_sign_ins::void_of(change.connection, search, begun_by),
        None if filter.state() == StateFilter::Live && !filter.is_narrow() => {
            pending_sign_ins::void_everybodys(change.connection, begun_by)
        }
        None => Ok(()),
    }
}

/// Returns the search for the sessions that are to be ended.
pub fn search_of(bulk: &BulkRevocation) -> SessionSearch {
    // The saved search was valid when it was saved. If it cannot be read any more, it must end no more sessions.
    let nothing = || SessionSearch { state: Some(StateFilter::Expired), ..SessionSearch::default() };
    match bulk.is_everybody {
        true => SessionSearch::default(),
        false => serde_urlencoded::from_str(&bulk.filter).unwrap_or_else(|_| nothing()),
    }
}
