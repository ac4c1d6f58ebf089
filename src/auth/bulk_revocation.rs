//! Ending many sessions: everything that a filter matches, or everybody's.
//!
//! What is to be ended is written down first, with the number; then batches end it, on whichever instance comes to it.
//! So a restart loses nothing and no login waits long. Everybody's sessions count as ended from the first moment on:
//! renewals, guards that ask the database and the recall list go by what was written down.

use std::time::Duration;

use super::Desk;
use super::actor::Actor;
use super::revocation::{ChangeError, revoked};
use crate::domain::bulk_revocation::BulkRevocation;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::{BulkRevocationId, SessionId, UserId};
use crate::domain::request_context::RequestContext;
use crate::domain::session_filter::{SessionFilter, SessionParameters, StateFilter};
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, Exclusive, bulk_revocations, events, pending_sign_ins, session_lists, sessions};

/// How often it is looked whether there is anything to do.
pub const INTERVAL: Duration = Duration::from_secs(1);
/// How many sessions are ended in one transaction.
const BATCH: usize = 500;
/// How many sessions that seem to have begun later, by the clocks of other instances, are ended at once: those of some
/// seconds.
const MOST_AHEAD: i64 = 5000;
/// The pause between two transactions, for others to write.
const PAUSE: Duration = Duration::from_millis(10);
/// How long everybody's sessions are looked for at least: longer than a transaction waits for a lock.
const STRAGGLERS: Duration = Duration::from_secs(10);
/// How long a finished one is kept.
pub const RETENTION: Duration = Duration::from_secs(90 * 86_400);

/// Which sessions are to be ended. Only live ones are: the filter's state does not count.
#[derive(Clone, Debug)]
pub enum Which {
    /// Those that it matches, and that have begun by now.
    Matching(Box<SessionFilter>),
    /// Everybody's, also that of whoever asks.
    Everybodys,
}

/// Writes down that sessions are to be ended; batches follow. Sign-ins that wait for a code are void at once: everybody's,
/// also for a filter that all live sessions match, or those of whom the filter names. `matched` is how many sessions there are.
///
/// # Errors
/// When whoever asks may not do this any more, or the database is away.
pub async fn begin(
    desk: &Desk,
    which: Which,
    matched: Option<i64>,
    actor: Actor,
    context: RequestContext,
) -> Result<BulkRevocationId, ChangeError> {
    let now = desk.clock().now();
    let (is_everybody, filter) = match which {
        Which::Matching(filter) => (false, live(&filter.fixed_at(now))),
        Which::Everybodys => (true, SessionFilter::default()),
    };
    let id = BulkRevocationId::generate();
    let bulk = BulkRevocation {
        id: id.clone(),
        created_at: now,
        created_by: actor.user().cloned(),
        filter: filter.to_parameters().encode(),
        is_everybody,
        matched,
        ended: 0,
        position: None,
        passed_at: 0,
        finished_at: None,
    };
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        if let Some(refusal) = actor.refusal_in(connection, &holder, now)? {
            return Ok(Err(refusal));
        }
        bulk_revocations::insert(connection, &bulk)?;
        let which = if is_everybody { "everybody" } else { &bulk.filter };
        let matched = matched.map_or_else(|| "uncounted".to_owned(), |matched| matched.to_string());
        let event =
            NewEvent::new(EventKind::BulkRevocationStarted, now, &context).detail(format!("{matched}: {which}"));
        events::insert(connection, &actor.sign(event))?;
        // Before the sessions are looked at: one that a half-finished sign-in is just becoming is waited for here.
        void_half_finished(connection, &filter, None)?;
        if !is_everybody {
            return Ok(Ok(Vec::new()));
        }
        let ahead = sessions::list_begun_after(connection, now, MOST_AHEAD)?;
        let ahead = sessions::revoke_these(connection, &ahead, bulk.reason(), now)?;
        record(connection, &bulk, &ahead, now)?;
        let ended = i64::try_from(ahead.len()).unwrap_or(i64::MAX);
        bulk_revocations::note(connection, &BulkRevocation { ended, ..bulk.clone() })?;
        Ok(Ok(ahead.into_iter().map(|(id, _)| id).collect()))
    };
    let ahead: Vec<SessionId> = desk.store().write(write).await??;
    if is_everybody {
        desk.recall().everybody(now);
        desk.recall().sessions(&ahead);
    }
    Ok(id)
}

/// Counts what a filter matches now; `None` when the database takes too long to count it.
///
/// # Errors
/// When the database is away.
pub async fn count(desk: &Desk, filter: &SessionFilter) -> Result<Option<i64>, store::Error> {
    let (filter, now) = (live(filter), desk.clock().now());
    match desk.store().read(move |connection| session_lists::count_all(connection, &filter, now)).await {
        Ok(count) => Ok(Some(count)),
        Err(error) if error.is_out_of_time() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Ends batches until nothing is left to do. One that fails keeps no other from being done.
///
/// # Errors
/// The first; what is left is done the next time.
pub async fn work(desk: &Desk) -> Result<(), store::Error> {
    let mut outcome = Ok(());
    for bulk in desk.store().read(bulk_revocations::list_unfinished).await? {
        loop {
            match work_once(desk, bulk.id.clone()).await {
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

/// Ends one batch. `false` when there is nothing to do now, or another instance is at it.
async fn work_once(desk: &Desk, id: BulkRevocationId) -> Result<bool, store::Error> {
    let now = desk.clock().now();
    let write = move |connection: &mut Connection| {
        if !store::try_lock(connection, Exclusive::BulkRevocation)? {
            return Ok(None);
        }
        let Some(bulk) = bulk_revocations::find(connection, &id)?.filter(|bulk| bulk.finished_at.is_none()) else {
            return Ok(None);
        };
        let filter = filter_of(&bulk);
        void_half_finished(connection, &filter, Some(bulk.created_at))?;
        let (ids, position) = session_lists::next(connection, &filter, &bulk, BATCH)?;
        let ended = sessions::revoke_these(connection, &ids, bulk.reason(), now)?;
        record(connection, &bulk, &ended, now)?;
        let total = bulk.ended + i64::try_from(ended.len()).unwrap_or(i64::MAX);
        if position.is_none() && total == bulk.passed_at {
            // A login that began before may still be waiting for its turn to be written down.
            if bulk.is_everybody && now.since(bulk.created_at) < STRAGGLERS {
                return Ok(None);
            }
            bulk_revocations::finish(connection, &bulk.id, now)?;
            let event = NewEvent::new(EventKind::BulkRevocationFinished, now, &context_of(&bulk));
            events::insert(connection, &signed(event.detail(total.to_string()), &bulk))?;
            return Ok(None);
        }
        // At the end again from the front: meanwhile one behind the walk may have come to match.
        let passed_at = if position.is_none() { total } else { bulk.passed_at };
        let position = position.map(|position| position.to_string());
        bulk_revocations::note(connection, &BulkRevocation { ended: total, position, passed_at, ..bulk })?;
        Ok(Some(ended.into_iter().map(|(id, _)| id).collect()))
    };
    let ended: Option<Vec<SessionId>> = desk.store().write(write).await?;
    if let Some(ended) = &ended {
        desk.recall().sessions(ended);
    }
    Ok(ended.is_some())
}

/// Voids sign-ins that wait for a code, of whom the filter names; everybody's, if all live sessions match it. One that names
/// nobody, but an address, a device or a time, leaves them: they have none of these yet.
fn void_half_finished(
    connection: &mut Connection,
    filter: &SessionFilter,
    begun_by: Option<Timestamp>,
) -> Result<(), store::Error> {
    match &filter.user {
        Some(search) => pending_sign_ins::void_of(connection, search, begun_by),
        None if filter.state == StateFilter::Live && !filter.is_narrow() => {
            pending_sign_ins::void_everybodys(connection, begun_by)
        }
        None => Ok(()),
    }
}

/// The sessions that are left to be ended.
fn filter_of(bulk: &BulkRevocation) -> SessionFilter {
    // What was written down is what was read once; if it cannot be read any more, nothing more is ended by it.
    let nothing = || SessionFilter { state: StateFilter::Expired, ..SessionFilter::default() };
    match bulk.is_everybody {
        true => SessionFilter::default(),
        false => SessionFilter::parse(&SessionParameters::decode(&bulk.filter))
            .map_or_else(|_| nothing(), |filter| live(&filter)),
    }
}

fn live(filter: &SessionFilter) -> SessionFilter {
    SessionFilter { state: StateFilter::Live, ..filter.clone() }
}

fn record(
    connection: &mut Connection,
    bulk: &BulkRevocation,
    ended: &[(SessionId, UserId)],
    now: Timestamp,
) -> Result<(), store::Error> {
    let context = context_of(bulk);
    ended.iter().try_for_each(|(id, owner)| {
        events::insert(connection, &revoked(id, owner, bulk.reason(), bulk.created_by.as_ref(), now, &context))
    })
}

fn signed(event: NewEvent, bulk: &BulkRevocation) -> NewEvent {
    match &bulk.created_by {
        Some(user) => event.by(user),
        None => event,
    }
}

/// Ties the events of the batches together; where the wish came from stands in the first one.
fn context_of(bulk: &BulkRevocation) -> RequestContext {
    RequestContext { request_id: format!("bulk-{}", bulk.id.short()), ..RequestContext::background() }
}
