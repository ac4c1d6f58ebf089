//! The append-only table `events`. There is no function here that changes or deletes a row; old ones are deleted with
//! their seals, in [`super::event_seals`].

use std::time::Duration;

use diesel::prelude::*;

use super::statement::Statement;
use super::{Backend, Connection, Error};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Event, EventKind, EventRow, NewEvent};
use crate::domain::search::{Edge, End, EventFilter, Leading, Page, Start};
use crate::domain::session::RevocationReason;
use crate::domain::time::Timestamp;
use crate::schema::events;

/// The number of rows that one query reads if only some of the rows match the filter.
const CHUNK: i64 = 1000;
/// The number of rows that are looked at for one page before the user is asked whether to look further.
const MAX_LOOKED_AT: i64 = 20_000;
/// The number of rows that tell what somebody has just done: more than one form can end sessions. While a bulk
/// revocation of the same person runs, its endings may be all that there is.
const LATEST: i64 = 250;
/// The largest time by which the order of ids and the order of times may differ: some transactions take long, and the
/// clocks of the instances differ.
const SLACK: Duration = Duration::from_secs(600);
/// The number of rows at the end of a span of time whose ids are looked at, so that one row with a wrong time does not
/// decide.
const SAMPLE: i64 = 100;

/// Adds an event, in the transaction that makes the change which the event records.
pub fn insert(connection: &mut Connection, event: &NewEvent) -> Result<(), Error> {
    diesel::insert_into(events::table).values(event).run(connection)
}

/// Returns the latest events about a user, newest first, at most `limit`. Renewals are left out, because they would
/// hide the rest.
pub fn list_recent(connection: &mut Connection, user: &UserId, limit: i64) -> Result<Vec<EventRow>, Error> {
    Ok(events::table
        .filter(events::user_id.eq(user))
        .filter(events::kind.ne(EventKind::SessionRenewed))
        .order(events::id.desc())
        .limit(limit)
        .select(EventRow::as_select())
        .load(connection)?)
}

/// Returns who caused the latest event of this kind about a user, if the record reaches back to it and names somebody.
pub fn find_actor(connection: &mut Connection, user: &UserId, kind: EventKind) -> Result<Option<UserId>, Error> {
    let latest = events::table
        .filter(events::user_id.eq(user))
        .filter(events::kind.eq(kind))
        .order(events::id.desc())
        .select(events::actor_id);
    Ok(latest.first::<Option<UserId>>(connection).optional()?.flatten())
}

/// Returns the latest events about a user for that user, newest first, at most `limit`: without those that say nothing to
/// them and would hide the rest. Whoever enters the password again goes on in a new session.
pub fn list_own(connection: &mut Connection, user: &UserId, limit: i64) -> Result<Vec<EventRow>, Error> {
    const NOISE: [EventKind; 3] = [EventKind::SessionRenewed, EventKind::PasswordConfirmed, EventKind::SessionLabelled];
    let is_no_replacement =
        events::kind.ne(EventKind::SessionRevoked).or(events::detail.ne(RevocationReason::Replaced.as_str()));
    Ok(events::table
        .filter(events::user_id.eq(user))
        .filter(events::kind.ne_all(NOISE))
        .filter(is_no_replacement)
        .order(events::id.desc())
        .limit(limit)
        .select(EventRow::as_select())
        .load(connection)?)
}

/// Returns the event of the decision that ended a session. A session that only expired has no such event.
pub fn find_ending(connection: &mut Connection, session: &SessionId) -> Result<Option<EventRow>, Error> {
    Ok(events::table
        .filter(events::session_id.eq(session))
        .filter(events::kind.eq(EventKind::SessionRevoked))
        .order(events::id.desc())
        .select(EventRow::as_select())
        .first(connection)
        .optional()?)
}

/// Returns when a session began with a change of the password, if it did.
pub fn find_password_change(connection: &mut Connection, session: &SessionId) -> Result<Option<Timestamp>, Error> {
    Ok(events::table
        .filter(events::session_id.eq(session))
        .filter(events::kind.eq(EventKind::PasswordChanged))
        .order(events::id.desc())
        .select(events::at)
        .first(connection)
        .optional()?)
}

/// A range of ids that includes both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    pub first: i64,
    pub last: i64,
}

impl Ids {
    pub const ALL: Ids = Ids { first: i64::MIN, last: i64::MAX };
    const NONE: Ids = Ids { first: i64::MAX, last: i64::MIN };
}

pub fn last_id(connection: &mut Connection) -> Result<Option<i64>, Error> {
    Ok(events::table.order(events::id.desc()).select(events::id).first(connection).optional()?)
}

/// Returns the highest id up to which no event can appear any more. It needs a transaction of its own. Returns `None`
/// if there is no event, or if another transaction takes too long.
pub fn last_settled_id(connection: &mut Connection) -> Result<Option<i64>, Error> {
    if connection.hold_back_events()? { last_id(connection) } else { Ok(None) }
}

/// Returns the number of events after this id, and the time of the first of them.
pub fn count_after(connection: &mut Connection, id: i64) -> Result<(i64, Option<Timestamp>), Error> {
    let after = || events::table.filter(events::id.gt(id));
    let first = after().order(events::id).select(events::at).first(connection).optional()?;
    Ok((after().count().get_result(connection)?, first))
}

pub fn is_any_up_to(connection: &mut Connection, id: i64) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(events::table.filter(events::id.le(id)))).get_result(connection)?)
}

/// Tells whether an event with this kind and detail was recorded after this id, about any user.
pub fn is_recorded(connection: &mut Connection, event: &Event, after: i64) -> Result<bool, Error> {
    let (kind, detail) = event.columns();
    let found = events::table
        .filter(events::kind.eq(kind))
        .filter(events::id.gt(after))
        .filter(events::detail.eq(detail))
        .select(events::id);
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Returns the latest events of one leading column, newest first: enough to tell what has just been done.
pub fn list_latest(connection: &mut Connection, leading: Leading<'_>) -> Result<Vec<EventRow>, Error> {
    list(connection, leading, Ids::ALL, true, LATEST)
}

/// Returns a range with the ids of all events within the filter's times. It contains a few more ids: ids and times grow
/// together, but not exactly.
pub fn ids_within(connection: &mut Connection, filter: &EventFilter) -> Result<Ids, Error> {
    let mut ids = Ids::ALL;
    if let Some(from) = filter.search.from.map(Start::moment) {
        let first = events::table.filter(events::at.ge(from.minus(SLACK))).order(events::at).limit(SAMPLE);
        let first: Vec<i64> = first.select(events::id).load(connection)?;
        let Some(first) = first.into_iter().min() else { return Ok(Ids::NONE) };
        ids.first = first;
    }
    if let Some(until) = filter.search.until.map(End::moment) {
        let last = events::table.filter(events::at.lt(until.plus(SLACK))).order(events::at.desc()).limit(SAMPLE);
        let last: Vec<i64> = last.select(events::id).load(connection)?;
        let Some(last) = last.into_iter().max() else { return Ok(Ids::NONE) };
        ids.last = last;
    }
    Ok(ids)
}

/// Returns at most `limit` events of one leading column with these ids, by one walk along one index.
///
/// The ids are read first, because the index alone contains them. In one query, PostgreSQL would walk along the whole
/// table if it takes a value for frequent, however far away the next row with this value is.
pub fn list(
    connection: &mut Connection,
    leading: Leading<'_>,
    ids: Ids,
    newest_first: bool,
    limit: i64,
) -> Result<Vec<EventRow>, Error> {
    if leading == Leading::Nothing {
        return Ok(walk(ids, newest_first, limit).select(EventRow::as_select()).load(connection)?);
    }
    loop {
        let found = find_ids(connection, leading, ids, newest_first, limit)?;
        let count = found.len();
        let query = events::table.filter(events::id.eq_any(found)).select(EventRow::as_select());
        let mut rows: Vec<EventRow> = query.load(connection)?;
        // If some rows were deleted in between, the loop tries again: fewer rows must not look like the end of the
        // list.
        if rows.len() == count {
            rows.sort_by_key(|row| row.id);
            if newest_first {
                rows.reverse();
            }
            return Ok(rows);
        }
    }
}

/// Returns the first `limit` of these ids whose events have the leading column.
fn find_ids(
    connection: &mut Connection,
    leading: Leading<'_>,
    ids: Ids,
    newest_first: bool,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    let walk = || walk(ids, newest_first, limit);
    let mut load = |query: Walk<'_>| -> Result<Vec<i64>, Error> { Ok(query.select(events::id).load(connection)?) };
    match leading {
        Leading::Session(session) => load(walk().filter(events::session_id.eq(session))),
        Leading::User(user) => load(walk().filter(events::user_id.eq(user))),
        Leading::Actor(actor) => load(walk().filter(events::actor_id.eq(actor))),
        Leading::Owner(owner) => {
            // Each of the two is a walk along an index of its own, and no event is in both.
            let mut both = load(walk().filter(events::user_id.eq(owner)))?;
            both.extend(load(walk().filter(events::actor_id.eq(owner)).filter(events::user_id.is_null()))?);
            both.sort_unstable();
            if newest_first {
                both.reverse();
            }
            both.truncate(usize::try_from(limit).unwrap_or_default());
            Ok(both)
        }
        Leading::Ip(ip) => load(walk().filter(events::ip.eq(ip))),
        Leading::Kind(kind) => load(walk().filter(events::kind.eq(kind))),
        Leading::Nothing => load(walk()),
    }
}

type Walk<'a> = events::BoxedQuery<'a, Backend>;

fn walk<'a>(ids: Ids, newest_first: bool, limit: i64) -> Walk<'a> {
    let query = events::table.filter(events::id.between(ids.first, ids.last)).limit(limit).into_boxed();
    if newest_first { query.order(events::id.desc()) } else { query.order(events::id.asc()) }
}

/// A page of events, newest first.
#[derive(Clone, Debug)]
pub struct Found {
    pub page: Page<EventRow>,
    /// The id at which the search stopped before the page was full, because hardly any event matches the filter.
    pub stopped_at: Option<i64>,
}

/// Returns the page of events at `edge`, newest first. The position of `edge` is an id.
pub fn search(connection: &mut Connection, filter: &EventFilter, edge: &Edge, limit: usize) -> Result<Found, Error> {
    let newest_first = !edge.is_backwards();
    let mut ids = ids_within(connection, filter)?;
    // A position that is not a number comes from a URL that somebody made up, and the page is the first or the last one.
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
