//! The tables `event_seals`, `event_counts` and `event_prunings`.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::record::event_seal::{Pruning, Seal};
use crate::domain::time::Timestamp;
use crate::schema::{event_counts, event_prunings, event_seals, events};

/// The end of the chain.
pub fn find_last(connection: &mut Connection) -> Result<Option<Seal>, Error> {
    Ok(event_seals::table.order(event_seals::position.desc()).select(Seal::as_select()).first(connection).optional()?)
}

/// The seal whose last event is this one.
pub fn find_by_last_event(connection: &mut Connection, last_event: i64) -> Result<Option<Seal>, Error> {
    Ok(event_seals::table
        .filter(event_seals::last_event.eq(last_event))
        .order(event_seals::position)
        .select(Seal::as_select())
        .first(connection)
        .optional()?)
}

/// Seals after a place, in order, at most `limit`.
pub fn list_after(connection: &mut Connection, position: i64, limit: i64) -> Result<Vec<Seal>, Error> {
    Ok(event_seals::table
        .filter(event_seals::position.gt(position))
        .order(event_seals::position)
        .limit(limit)
        .select(Seal::as_select())
        .load(connection)?)
}

/// Adds one.
pub fn insert(connection: &mut Connection, seal: &Seal) -> Result<(), Error> {
    diesel::insert_into(event_seals::table).values(seal).execute(connection)?;
    Ok(())
}

/// Deletes seals before a place, at most `limit`. Returns how many.
pub fn delete_before(connection: &mut Connection, position: i64, limit: i64) -> Result<usize, Error> {
    let before = event_seals::table.filter(event_seals::position.lt(position)).order(event_seals::position);
    let old: Vec<i64> = before.limit(limit).select(event_seals::position).load(connection)?;
    Ok(diesel::delete(event_seals::table.filter(event_seals::position.eq_any(old))).execute(connection)?)
}

/// Counts so many more events of a kind in an hour. Only for whoever holds [`super::Exclusive::EventSeals`].
pub fn count(connection: &mut Connection, hour: Timestamp, kind: &str, more: i64) -> Result<(), Error> {
    let counted = diesel::update(event_counts::table.find((hour.milliseconds(), kind)))
        .set(event_counts::events.eq(event_counts::events + more))
        .execute(connection)?;
    if counted == 0 {
        let row =
            (event_counts::hour.eq(hour.milliseconds()), event_counts::kind.eq(kind), event_counts::events.eq(more));
        diesel::insert_into(event_counts::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// The newest pruning.
pub fn find_last_pruning(connection: &mut Connection) -> Result<Option<Pruning>, Error> {
    Ok(event_prunings::table
        .order(event_prunings::last_event.desc())
        .select(Pruning::as_select())
        .first(connection)
        .optional()?)
}

/// Notes a pruning, which allows events up to its own to be deleted, in place of those before.
pub fn insert_pruning(connection: &mut Connection, pruning: &Pruning) -> Result<(), Error> {
    diesel::insert_into(event_prunings::table).values(pruning).execute(connection)?;
    diesel::delete(event_prunings::table.filter(event_prunings::last_event.lt(pruning.last_event)))
        .execute(connection)?;
    Ok(())
}

/// When the newest of the events under a seal happened; `None` when none of them is there.
pub fn newest_event_of(connection: &mut Connection, seal: &Seal) -> Result<Option<Timestamp>, Error> {
    Ok(events::table
        .filter(events::id.between(seal.first_event, seal.last_event))
        .select(diesel::dsl::max(events::at))
        .first::<Option<i64>>(connection)?
        .map(Timestamp::from_milliseconds))
}

/// Deletes the oldest events that the newest pruning allows to be deleted, at most `limit`. Returns how many.
pub fn delete_pruned_events(connection: &mut Connection, limit: i64) -> Result<usize, Error> {
    let Some(pruning) = find_last_pruning(connection)? else { return Ok(0) };
    let old = events::table.filter(events::id.le(pruning.last_event)).order(events::id).limit(limit);
    let old: Vec<i64> = old.select(events::id).load(connection)?;
    let Some(last) = old.last() else { return Ok(0) };
    Ok(diesel::delete(events::table.filter(events::id.le(*last))).execute(connection)?)
}
