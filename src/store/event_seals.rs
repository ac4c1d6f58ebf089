//! The tables `event_seals`, `event_counts` and `event_prunings`. Events are counted, by their kind and hour, as they are
//! sealed.

use diesel::prelude::*;

use super::statement::{Statement, upsert};
use super::{Connection, Error};
use crate::domain::record::{EventKind, Pruning, Seal};
use crate::domain::time::Timestamp;
use crate::schema::{event_counts, event_prunings, event_seals, events};

pub fn find_last(connection: &mut Connection) -> Result<Option<Seal>, Error> {
    Ok(event_seals::table.order(event_seals::position.desc()).select(Seal::as_select()).first(connection).optional()?)
}

pub fn find_by_last_event(connection: &mut Connection, last_event: i64) -> Result<Option<Seal>, Error> {
    Ok(event_seals::table
        .filter(event_seals::last_event.eq(last_event))
        .order(event_seals::position)
        .select(Seal::as_select())
        .first(connection)
        .optional()?)
}

/// Returns the seals after a position, in order, at most `limit`.
pub fn list_after(connection: &mut Connection, position: i64, limit: i64) -> Result<Vec<Seal>, Error> {
    Ok(event_seals::table
        .filter(event_seals::position.gt(position))
        .order(event_seals::position)
        .limit(limit)
        .select(Seal::as_select())
        .load(connection)?)
}

pub fn insert(connection: &mut Connection, seal: &Seal) -> Result<(), Error> {
    diesel::insert_into(event_seals::table).values(seal).run(connection)
}

pub fn delete_before(connection: &mut Connection, position: i64, limit: i64) -> Result<usize, Error> {
    let before = event_seals::table.filter(event_seals::position.lt(position)).order(event_seals::position);
    let old: Vec<i64> = before.limit(limit).select(event_seals::position).load(connection)?;
    Ok(diesel::delete(event_seals::table.filter(event_seals::position.eq_any(old))).execute(connection)?)
}

/// Adds `more` to the count of events of a kind in an hour. The caller must hold [`super::Exclusive::EventSeals`].
pub fn count(connection: &mut Connection, hour: Timestamp, kind: &str, more: i64) -> Result<(), Error> {
    let row = (event_counts::hour.eq(hour), event_counts::kind.eq(kind), event_counts::events.eq(more));
    upsert(
        connection,
        diesel::update(event_counts::table.find((hour, kind)))
            .set(event_counts::events.eq(event_counts::events + more)),
        diesel::insert_into(event_counts::table).values(row),
    )
}

/// Returns hour, kind and count from an hour on, in order of time.
pub fn counts_since(
    connection: &mut Connection,
    since: Timestamp,
    kinds: &[EventKind],
) -> Result<Vec<(Timestamp, EventKind, i64)>, Error> {
    Ok(event_counts::table
        .filter(event_counts::hour.ge(since))
        .filter(event_counts::kind.eq_any(kinds.to_vec()))
        .order(event_counts::hour)
        .select((event_counts::hour, event_counts::kind, event_counts::events))
        .load(connection)?)
}

pub fn find_last_pruning(connection: &mut Connection) -> Result<Option<Pruning>, Error> {
    Ok(event_prunings::table
        .order(event_prunings::last_event.desc())
        .select(Pruning::as_select())
        .first(connection)
        .optional()?)
}

/// Saves a pruning in place of the earlier ones. It allows the deletion of all events up to the event that it names.
pub fn insert_pruning(connection: &mut Connection, pruning: &Pruning) -> Result<(), Error> {
    diesel::insert_into(event_prunings::table).values(pruning).execute(connection)?;
    diesel::delete(event_prunings::table.filter(event_prunings::last_event.lt(pruning.last_event))).run(connection)
}

/// Returns when the newest of the events under a seal happened, or `None` if all of them are deleted.
pub fn newest_event_of(connection: &mut Connection, seal: &Seal) -> Result<Option<Timestamp>, Error> {
    Ok(events::table
        .filter(events::id.between(seal.first_event, seal.last_event))
        .select(diesel::dsl::max(events::at))
        .first::<Option<i64>>(connection)?
        .map(Timestamp::from_milliseconds))
}

/// Deletes at most `limit` of the oldest events that the newest pruning allows to be deleted. Returns the number of
/// deleted events.
pub fn delete_pruned_events(connection: &mut Connection, limit: i64) -> Result<usize, Error> {
    let Some(pruning) = find_last_pruning(connection)? else { return Ok(0) };
    let old = events::table.filter(events::id.le(pruning.last_event)).order(events::id).limit(limit);
    let old: Vec<i64> = old.select(events::id).load(connection)?;
    let Some(last) = old.last() else { return Ok(0) };
    Ok(diesel::delete(events::table.filter(events::id.le(*last))).execute(connection)?)
}
