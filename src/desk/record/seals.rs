//! Seals events into the hash chain, and deletes those that are past their retention.
//!
//! A pruning always deletes a whole beginning of the chain. The seal over the last deleted event stays as the anchor
//! from which the rest continues. The event about the pruning names this seal, with a proof by the key outside the
//! database.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::desk::Desk;
use crate::domain::record::event_seal::MAX_EVENTS;
use crate::domain::record::{EventRow, NewEvent, Pruning, Seal};
use crate::domain::request_context::RequestContext;
use crate::domain::search::Leading;
use crate::domain::time::Timestamp;
use crate::store::events::{self, Ids};
use crate::store::{self, Connection, Error, Exclusive, event_seals, task_runs};

/// The time between two runs that seal events.
pub const INTERVAL: Duration = Duration::from_secs(5);
/// The time between two searches for old events.
pub const PRUNING_INTERVAL: Duration = Duration::from_secs(3600);
/// The name of this task in the table of runs.
pub const TASK: &str = "seals";
/// The time between two notes of runs that did nothing.
const NOTED_EVERY: Duration = Duration::from_secs(60);
/// The number of rows that one transaction deletes.
const BATCH: i64 = 500;
/// The number of seals that are read at a time to find old events.
const SEALS_AT_A_TIME: i64 = 50;
/// The pause between two transactions, in which others can write.
const PAUSE: Duration = Duration::from_millis(50);
const HOUR: i64 = 3_600_000;

/// Seals all settled events. Notes the run if it sealed any, or if no run was noted lately.
///
/// # Errors
/// Fails if the database is unreachable; the next run seals the rest.
pub async fn run(desk: &Desk) -> Result<i64, Error> {
    let started = desk.clock().now();
    let outcome = seal(desk).await;
    let noted = desk.store().read(task_runs::list).await?;
    let noted = noted.into_iter().find(|run| run.name == TASK);
    let is_due = noted.is_none_or(|run| run.outcome != task_runs::WELL || started.since(run.started_at) >= NOTED_EVERY);
    if is_due || !matches!(outcome, Ok(0)) {
        let said = outcome.as_ref().map_or_else(ToString::to_string, |_| task_runs::WELL.to_owned());
        let finished = desk.clock().now();
        let note =
            move |connection: &mut Connection| task_runs::record(connection, TASK, started, Some(finished), &said);
        desk.store().write(note).await?;
    }
    outcome
}

/// Seals every settled event. Returns the number of sealed events.
///
/// # Errors
/// Fails if the database is unreachable; the next run seals the rest.
pub async fn seal(desk: &Desk) -> Result<i64, Error> {
    let look = |connection: &mut Connection| {
        let sealed = event_seals::find_last(connection)?.map(|seal| seal.last_event);
        Ok((sealed, events::last_id(connection)?))
    };
    let (sealed, last) = desk.store().read(look).await?;
    if last <= sealed {
        return Ok(0);
    }
    let Some(horizon) = desk.store().write(events::last_settled_id).await? else {
        return Err(Error::Unavailable("events are held back by another transaction, such as a vacuum".into()));
    };
    let mut total = 0;
    loop {
        let sealer = desk.clone();
        let sealed = desk.store().write(move |connection| seal_next_in(connection, &sealer, horizon)).await?;
        total += sealed;
        if sealed < MAX_EVENTS {
            return Ok(total);
        }
    }
}

/// Seals the next run of events, and counts them by hour and kind. Returns their number.
fn seal_next_in(connection: &mut Connection, desk: &Desk, horizon: i64) -> Result<i64, Error> {
    store::lock(connection, Exclusive::EventSeals)?;
    let previous = event_seals::find_last(connection)?;
    let first = previous.as_ref().map_or(i64::MIN, |seal| seal.last_event.saturating_add(1));
    let rows = events::list(connection, Leading::Nothing, Ids { first, last: horizon }, false, MAX_EVENTS)?;
    let Some(seal) = Seal::over(&rows, previous.as_ref(), desk.secret().chain.newest(), desk.clock().now()) else {
        return Ok(0);
    };
    event_seals::insert(connection, &seal)?;
    for ((hour, kind), events) in counts(&rows) {
        event_seals::count(connection, hour, kind, events)?;
    }
    Ok(seal.events)
}

fn counts(rows: &[EventRow]) -> BTreeMap<(Timestamp, &str), i64> {
    let mut counts = BTreeMap::new();
    for row in rows {
        let at = row.at.milliseconds();
        let hour = Timestamp::from_milliseconds(at.saturating_sub(at.rem_euclid(HOUR)));
        *counts.entry((hour, row.kind.as_str())).or_insert(0) += 1;
    }
    counts
}

/// Deletes events that are past their retention, in whole runs. Logs and returns their number.
///
/// # Errors
/// Fails if the database is unreachable; the next run deletes the rest.
pub async fn prune(desk: &Desk) -> Result<usize, Error> {
    if let Some(retention) = desk.settings().event_retention {
        let old_before = desk.clock().now().minus(retention);
        if let Some(anchor) = find_new_anchor(desk, old_before).await? {
            let pruner = desk.clone();
            desk.store().write(move |connection| decide_in(connection, &pruner, &anchor)).await?;
        }
    }
    // This also deletes what an earlier run had to leave.
    let deleted = repeat(desk, event_seals::delete_pruned_events).await?;
    repeat(desk, delete_old_seals).await?;
    if deleted > 0 {
        log::info!(deleted; "old events deleted");
    }
    Ok(deleted)
}

/// Returns the last seal of the beginning of the chain that is past its retention; `None` if this would delete nothing
/// more than earlier prunings.
async fn find_new_anchor(desk: &Desk, old_before: Timestamp) -> Result<Option<Seal>, Error> {
    let mut found: Option<Seal> = None;
    loop {
        let after = found.as_ref().map(|seal| seal.position);
        let look = move |connection: &mut Connection| {
            let after = match after {
                Some(position) => position,
                None => find_anchor(connection)?.map_or(0, |seal| seal.position),
            };
            let seals = event_seals::list_after(connection, after, SEALS_AT_A_TIME)?;
            let (mut anchor, mut is_all_old) = (None, !seals.is_empty());
            for seal in seals {
                // If no event is left, there is nothing to keep.
                if event_seals::newest_event_of(connection, &seal)?.is_some_and(|newest| newest >= old_before) {
                    is_all_old = false;
                    break;
                }
                anchor = Some(seal);
            }
            Ok((anchor, is_all_old))
        };
        let (anchor, may_be_more) = desk.store().read(look).await?;
        found = anchor.or(found);
        if !may_be_more {
            return Ok(found);
        }
    }
}

/// Returns the seal from which the rest of the chain continues; `None` while nothing was deleted.
fn find_anchor(connection: &mut Connection) -> Result<Option<Seal>, Error> {
    match event_seals::find_last_pruning(connection)? {
        Some(pruning) => event_seals::find_by_last_event(connection, pruning.last_event),
        None => Ok(None),
    }
}

/// Records which events are going to be deleted, before any of them is deleted.
fn decide_in(connection: &mut Connection, desk: &Desk, anchor: &Seal) -> Result<(), Error> {
    store::lock(connection, Exclusive::EventSeals)?;
    // Another instance may have been quicker.
    let pruned = event_seals::find_last_pruning(connection)?.map(|pruning| pruning.last_event);
    if pruned >= Some(anchor.last_event) {
        return Ok(());
    }
    let now = desk.clock().now();
    let pruning = Pruning { last_event: anchor.last_event, pruned_at: now };
    event_seals::insert_pruning(connection, &pruning)?;
    let event = pruning.event(anchor, desk.secret().chain.newest());
    events::insert(connection, &NewEvent::new(&event, now, &RequestContext::background()))
}

/// Deletes the seals before the anchor. Their events are gone, so they prove nothing any more.
fn delete_old_seals(connection: &mut Connection, limit: i64) -> Result<usize, Error> {
    let Some(anchor) = find_anchor(connection)? else { return Ok(0) };
    event_seals::delete_before(connection, anchor.position, limit)
}

async fn repeat(desk: &Desk, delete: fn(&mut Connection, i64) -> Result<usize, Error>) -> Result<usize, Error> {
    let mut total = 0;
    loop {
        let deleted = desk.store().write(move |connection| delete(connection, BATCH)).await?;
        total += deleted;
        if deleted == 0 {
            return Ok(total);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
