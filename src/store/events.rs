//! The append-only table `events`. There is no function that changes or deletes a row.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::event::{Event, EventKind, NewEvent};
use crate::domain::id::{SessionId, UserId};
use crate::domain::paging::{Edge, Page};
use crate::schema::events;

/// Adds one, in the transaction of what it tells of.
pub fn insert(connection: &mut Connection, event: &NewEvent) -> Result<(), Error> {
    diesel::insert_into(events::table).values(event).execute(connection)?;
    Ok(())
}

/// What was last recorded about a user, newest first, at most `limit`. Without renewals, which would hide the rest.
pub fn list_recent(connection: &mut Connection, user: &UserId, limit: i64) -> Result<Vec<Event>, Error> {
    Ok(events::table
        .filter(events::user_id.eq(user))
        .filter(events::kind.ne(EventKind::SessionRenewed))
        .order(events::id.desc())
        .limit(limit)
        .select(Event::as_select())
        .load(connection)?)
}

/// What is recorded about a session, newest first: the page at `edge`, at most `limit`.
pub fn list_of_session(
    connection: &mut Connection,
    session: &SessionId,
    edge: &Edge,
    limit: i64,
) -> Result<Page<Event>, Error> {
    let query = events::table.filter(events::session_id.eq(session)).limit(limit + 1).into_boxed();
    let query = match edge.is_backwards() {
        true => query.order(events::id.asc()),
        false => query.order(events::id.desc()),
    };
    let beside = edge.position().map(|position| position.id.parse().unwrap_or(0_i64));
    let query = match (beside, edge.is_backwards()) {
        (None, _) => query,
        (Some(id), true) => query.filter(events::id.gt(id)),
        (Some(id), false) => query.filter(events::id.lt(id)),
    };
    let read: Vec<Event> = query.select(Event::as_select()).load(connection)?;
    Ok(Page::of(edge, read, usize::try_from(limit).unwrap_or(0)))
}

/// The event of a session's end by decision.
pub fn find_ending(connection: &mut Connection, session: &SessionId) -> Result<Option<Event>, Error> {
    Ok(events::table
        .filter(events::session_id.eq(session))
        .filter(events::kind.eq(EventKind::SessionRevoked))
        .order(events::id.desc())
        .select(Event::as_select())
        .first(connection)
        .optional()?)
}
