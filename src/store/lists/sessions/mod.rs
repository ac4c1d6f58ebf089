//! Lists of everybody's sessions: filtered, sorted, and read page by page, in a time that does not grow with the table.
//!
//! Each column that lists are sorted by has an index that begins with the state. So a page is read by one walk along
//! that index for each wanted state. Criteria of other columns than the sorted one are applied here, to sketches of
//! rows, so that no planner can choose a plan that takes long. If one criterion accepts few sessions, these are
//! gathered and sorted. If all criteria accept many, a walk along the sorted column finds some soon; it gives up after
//! a stride, and tells where to go on.

mod count;
mod criteria;
mod criterion;
#[cfg(test)]
mod plans;
mod walk;

use std::time::Duration;

use diesel::prelude::*;

pub use self::count::{COUNTED, Count};

use self::criteria::Criteria;
use self::criterion::Sketch;
use self::walk::Walk;
use crate::domain::id::SessionId;
use crate::domain::search::{Edge, Order, Page, Position, SessionColumn, SessionSearch};
use crate::domain::session::{BulkRevocation, Session, SessionState};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, measurements};

/// A page of a list, and the known facts about the rest of the list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The sessions on the page.
    pub page: Page<Session>,
    /// The number of sessions on all pages together.
    pub count: Count,
    /// The edge to continue from, if the walk gave up before the page was full.
    pub look_further: Option<Edge>,
    /// Tells whether so many users have a matching e-mail address that only the first of them were looked for.
    pub is_cut: bool,
}

/// Reads the page at `edge`, at most `limit` rows.
pub fn list(
    connection: &mut Connection,
    search: &SessionSearch,
    order: Order<SessionColumn>,
    edge: &Edge,
    limit: i64,
    now: Timestamp,
) -> Result<Listing, Error> {
    let Some(criteria) = Criteria::of(connection, search, now)? else {
        return Ok(Listing {
            page: Page::of(edge, Vec::new(), 0),
            count: Count::Exactly(0),
            look_further: None,
            is_cut: false,
        });
    };
    let is_cut = criteria.is_cut;
    let walk = Walk { criteria: &criteria, order, edge, limit };
    let size = usize::try_from(limit).unwrap_or(0);
    if criteria.is_served_by(order.column) {
        let page = Page::of(edge, walk.along_the_index(connection)?, size);
        let count = match Count::of_only_page(&page) {
            Some(count) => count,
            None => criteria.count(connection)?,
        };
        return Ok(Listing { page, count, look_further: None, is_cut });
    }
    if let Some(mut few) = criteria.few(connection)? {
        let count = Count::Exactly(i64::try_from(few.len()).unwrap_or(i64::MAX));
        few.retain(|sketch| walk.is_beyond_the_edge(sketch));
        let page = Page::of(edge, walk.load(connection, few)?, size);
        return Ok(Listing { page, count, look_further: None, is_cut });
    }
    let (sketches, given_up_at) = walk.for_a_stride(connection)?;
    let look_further = given_up_at.filter(|_| sketches.len() <= size).map(|position| match edge.is_backwards() {
        true => Edge::Before(position),
        false => Edge::After(position),
    });
    let page = Page::of(edge, walk.load(connection, sketches)?, size);
    let count = Count::of_only_page(&page).filter(|_| look_further.is_none()).unwrap_or(Count::Unknown);
    Ok(Listing { page, count, look_further, is_cut })
}

/// Counts all sessions that match, however long it takes.
pub fn count_all(connection: &mut Connection, search: &SessionSearch, now: Timestamp) -> Result<i64, Error> {
    let Some(criteria) = Criteria::of(connection, search, now)? else { return Ok(0) };
    if criteria.all.is_empty() && criteria.states == [SessionState::Live] {
        return measurements::count_live_sessions(connection, now);
    }
    Ok(criteria.matching(&criteria.states).count().get_result(connection)?)
}

/// Returns at most `limit` of the next sessions that a bulk revocation is to end, and the position to go on from;
/// `None` at the end. It looks at one stride of rows, however few of them match.
pub fn next(
    connection: &mut Connection,
    search: &SessionSearch,
    bulk: &BulkRevocation,
    limit: usize,
) -> Result<(Vec<SessionId>, Option<Position>), Error> {
    // A session counts as live for one more minute after its idle end, since a use may be noted and not yet saved.
    let alive_at = bulk.created_at.minus(Duration::from_secs(60));
    let Some(criteria) = Criteria::of(connection, search, alive_at)? else { return Ok((Vec::new(), None)) };
    let edge = bulk.position.as_deref().and_then(Position::parse).map_or(Edge::First, Edge::After);
    let order = Order::ascending(criteria.leading_column());
    let walk = Walk { criteria: &criteria, order, edge: &edge, limit: 0 };
    let (mut found, given_up_at) = walk.for_a_stride(connection)?;
    found.retain(|sketch| sketch.signed_in_at <= bulk.created_at);
    walk.sort(&mut found);
    let position = match found.get(limit.saturating_sub(1)) {
        Some(last) if found.len() > limit => Some(last.position(order.column)),
        _ => given_up_at,
    };
    found.truncate(limit);
    Ok((found.into_iter().map(|sketch| sketch.id).collect(), position))
}

/// Returns the position of a session in a list that is sorted by this column.
pub fn position_of(session: &Session, column: SessionColumn) -> Position {
    Sketch::of(session).position(column)
}
