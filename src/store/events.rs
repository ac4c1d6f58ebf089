//! The append-only table `events`. There is no function here that changes or deletes a row; old ones are deleted with
//! their seals, in [`super::event_seals`].

use std::time::Duration;

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::EventKind;
use crate::domain::record::{Event, EventRow, NewEvent};
use crate::domain::search::{Edge, EventFilter, Leading, Page};
use crate::domain::time::Timestamp;
use crate::schema::events;

/// How many rows are read at a time where only some of them fit.
const CHUNK: i64 = 1000;
/// How many rows are looked at for one page before somebody is asked whether to look further.
const MAX_LOOKED_AT: i64 = 20_000;
/// How far the order of ids and the order of times may differ: transactions that take long, and instances whose clocks
/// differ.
const SLACK: Duration = Duration::from_secs(600);
/// So many rows at the end of a span of time are looked at for its ids, so that one with a wrong time does not decide.
const SAMPLE: i64 = 100;

/// Adds one, in the transaction of what it tells of.
pub fn insert(connection: &mut Connection, event: &NewEvent) -> Result<(), Error> {
    diesel::insert_into(events::table).values(event).execute(connection)?;
    Ok(())
}

/// What was last recorded about a user, newest first, at most `limit`. Without renewals, which would hide the rest.
pub fn list_recent(connection: &mut Connection, user: &UserId, limit: i64) -> Result<Vec<EventRow>, Error> {
    Ok(events::table
        .filter(events::user_id.eq(user))
        .filter(events::kind.ne(EventKind::SessionRenewed))
        .order(events::id.desc())
        .limit(limit)
        .select(EventRow::as_select())
        .load(connection)?)
}

/// What is recorded about a session, newest first: the page at `edge`, at most `limit`.
pub fn list_of_session(
    connection: &mut Connection,
    session: &SessionId,
    edge: &Edge,
    limit: i64,
) -> Result<Page<EventRow>, Error> {
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
    let read: Vec<EventRow> = query.select(EventRow::as_select()).load(connection)?;
    Ok(Page::of(edge, read, usize::try_from(limit).unwrap_or(0)))
}

/// The event of a session's end by decision.
pub fn find_ending(connection: &mut Connection, session: &SessionId) -> Result<Option<EventRow>, Error> {
    Ok(events::table
        .filter(events::session_id.eq(session))
        .filter(events::kind.eq(EventKind::SessionRevoked))
        .order(events::id.desc())
        .select(EventRow::as_select())
        .first(connection)
        .optional()?)
}

/// Ids from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    /// The lowest.
    pub first: i64,
    /// The highest.
    pub last: i64,
}

impl Ids {
    /// All there can be.
    pub const ALL: Ids = Ids { first: i64::MIN, last: i64::MAX };
    const NONE: Ids = Ids { first: i64::MAX, last: i64::MIN };
}

/// The highest id there is.
pub fn last_id(connection: &mut Connection) -> Result<Option<i64>, Error> {
    Ok(events::table.order(events::id.desc()).select(events::id).first(connection).optional()?)
}

/// The highest id up to which no event can appear any more, in a transaction of its own. `None` when there is no event,
/// or another transaction is taking its time.
pub fn last_settled_id(connection: &mut Connection) -> Result<Option<i64>, Error> {
    if connection.hold_back_events()? { last_id(connection) } else { Ok(None) }
}

/// How many there are after this id, and when the first of them happened.
pub fn count_after(connection: &mut Connection, id: i64) -> Result<(i64, Option<Timestamp>), Error> {
    let after = || events::table.filter(events::id.gt(id));
    let first = after().order(events::id).select(events::at).first(connection).optional()?;
    Ok((after().count().get_result(connection)?, first))
}

/// Whether there is any up to this id.
pub fn is_any_up_to(connection: &mut Connection, id: i64) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(events::table.filter(events::id.le(id)))).get_result(connection)?)
}

/// Whether this event is on record after this id, whoever it is about.
pub fn is_recorded(connection: &mut Connection, event: &Event, after: i64) -> Result<bool, Error> {
    let (kind, detail) = event.columns();
    let found = events::table
        .filter(events::kind.eq(kind))
        .filter(events::id.gt(after))
        .filter(events::detail.eq(detail))
        .select(events::id);
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// The ids that events within the filter's times have: a little more than those, since ids and times grow together, but
/// not exactly.
pub fn ids_within(connection: &mut Connection, filter: &EventFilter) -> Result<Ids, Error> {
    let mut ids = Ids::ALL;
    if let Some(from) = filter.from {
        let first = events::table.filter(events::at.ge(from.minus(SLACK))).order(events::at).limit(SAMPLE);
        let first: Vec<i64> = first.select(events::id).load(connection)?;
        let Some(first) = first.into_iter().min() else { return Ok(Ids::NONE) };
        ids.first = first;
    }
    if let Some(until) = filter.until {
        let last = events::table.filter(events::at.lt(until.plus(SLACK))).order(events::at.desc()).limit(SAMPLE);
        let last: Vec<i64> = last.select(events::id).load(connection)?;
        let Some(last) = last.into_iter().max() else { return Ok(Ids::NONE) };
        ids.last = last;
    }
    Ok(ids)
}

/// Events of one leading column with these ids, at most `limit`: one walk along one index.
///
/// The ids first, which the index alone has. PostgreSQL would rather walk along the whole table where it takes a value
/// for frequent, however far away the next row with it is.
pub fn list(
    connection: &mut Connection,
    leading: Leading<'_>,
    ids: Ids,
    newest_first: bool,
    limit: i64,
) -> Result<Vec<EventRow>, Error> {
    if leading == Leading::Nothing {
        let query = events::table.filter(events::id.between(ids.first, ids.last)).limit(limit);
        let query = query.select(EventRow::as_select());
        return Ok(match newest_first {
            true => query.order(events::id.desc()).load(connection)?,
            false => query.order(events::id.asc()).load(connection)?,
        });
    }
    loop {
        let found = list_ids(connection, leading, ids, newest_first, limit)?;
        let count = found.len();
        let query = events::table.filter(events::id.eq_any(found)).select(EventRow::as_select());
        let mut rows: Vec<EventRow> = query.load(connection)?;
        // Unless some were deleted in between: then fewer rows must not look like the end.
        if rows.len() == count {
            rows.sort_by_key(|row| row.id);
            if newest_first {
                rows.reverse();
            }
            return Ok(rows);
        }
    }
}

fn list_ids(
    connection: &mut Connection,
    leading: Leading<'_>,
    ids: Ids,
    newest_first: bool,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    let query = events::table.select(events::id).into_boxed();
    let query = match leading {
        Leading::Session(session) => query.filter(events::session_id.eq(session)),
        Leading::User(user) => query.filter(events::user_id.eq(user)),
        Leading::Actor(actor) => query.filter(events::actor_id.eq(actor)),
        Leading::Ip(ip) => query.filter(events::ip.eq(ip)),
        Leading::Kind(kind) => query.filter(events::kind.eq(kind)),
        Leading::Nothing => query,
    };
    let query = query.filter(events::id.between(ids.first, ids.last)).limit(limit);
    let query = if newest_first { query.order(events::id.desc()) } else { query.order(events::id.asc()) };
    Ok(query.load(connection)?)
}

/// A page of events, newest first.
#[derive(Clone, Debug)]
pub struct Found {
    /// The page.
    pub page: Page<EventRow>,
    /// Where looking stopped before the page was full, since hardly any event fits the filter.
    pub stopped_at: Option<i64>,
}

/// The page of events at `edge`, newest first; the edge's position is an id.
pub fn search(connection: &mut Connection, filter: &EventFilter, edge: &Edge, limit: usize) -> Result<Found, Error> {
    let newest_first = !edge.is_backwards();
    let mut ids = ids_within(connection, filter)?;
    match (edge, edge.position().and_then(|position| position.id.parse::<i64>().ok())) {
        (Edge::After(_), Some(id)) => ids.last = ids.last.min(id.saturating_sub(1)),
        (Edge::Before(_), Some(id)) => ids.first = ids.first.max(id.saturating_add(1)),
        _ => {}
    }
    let chunk = if filter.is_simple() { i64::try_from(limit).unwrap_or(CHUNK) + 1 } else { CHUNK };
    let (mut read, mut looked_at, mut stopped_at) = (Vec::new(), 0, None);
    while ids.first <= ids.last {
        let rows = list(connection, filter.leading(), ids, newest_first, chunk)?;
        let Some(last) = rows.last().map(|row| row.id) else { break };
        let count = i64::try_from(rows.len()).unwrap_or(chunk);
        looked_at += count;
        read.extend(rows.into_iter().filter(|row| filter.lets_through(row)));
        if read.len() > limit || count < chunk {
            break;
        }
        if looked_at >= MAX_LOOKED_AT {
            stopped_at = Some(last);
            break;
        }
        match newest_first {
            true => ids.last = last.saturating_sub(1),
            false => ids.first = last.saturating_add(1),
        }
    }
    Ok(Found { page: Page::of(edge, read, limit), stopped_at })
}
