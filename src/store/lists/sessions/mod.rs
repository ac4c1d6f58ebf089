//! Lists of everybody's sessions: filtered, sorted, and read page by page, in a time that does not grow with the table.
//!
//! Each column that lists are sorted by has an index that begins with the state. So a page is read by one walk along
//! that index for each wanted state. Filters of other columns than the sorted one are applied here, to sketches of
//! rows, so that no planner can choose a plan that takes long. If one filter accepts few sessions, these are
//! gathered and sorted. If all filters accept many, a walk along the sorted column finds some soon; it gives up after
//! a stride, and tells where to go on.

mod filter;
mod matching;
mod walk;

use std::time::Duration;

use diesel::prelude::*;

use self::filter::Sketch;
use self::matching::Matching;
use self::walk::Walk;
use super::Count;
use super::keyset::Keyset;
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
    limit: usize,
    now: Timestamp,
) -> Result<Listing, Error> {
    let Some(matching) = Matching::of(connection, search, now)? else {
        let page = Page::of(edge, Vec::new(), 0);
        return Ok(Listing { page, count: Count::Exactly(0), look_further: None, is_cut: false });
    };
    let is_cut = matching.is_cut;
    let walk = Walk { matching: &matching, keyset: Keyset::of(order, edge), limit };
    if matching.is_served_by(order.column) {
        let page = Page::of(edge, walk.along_the_index(connection)?, limit);
        let count = match Count::of_only_page(&page) {
            Some(count) => count,
            None => matching.count(connection)?,
        };
        return Ok(Listing { page, count, look_further: None, is_cut });
    }
    if let Some(mut few) = matching.few(connection)? {
        let count = Count::Exactly(i64::try_from(few.len()).unwrap_or(i64::MAX));
        few.retain(|sketch| walk.keyset.is_ahead(sketch.place(order.column)));
        let page = Page::of(edge, walk.load(connection, few)?, limit);
        return Ok(Listing { page, count, look_further: None, is_cut });
    }
    let (sketches, given_up_at) = walk.for_a_stride(connection)?;
    let look_further = given_up_at.filter(|_| sketches.len() <= limit).map(|position| match edge.is_backwards() {
        true => Edge::Before(position),
        false => Edge::After(position),
    });
    let page = Page::of(edge, walk.load(connection, sketches)?, limit);
    let count = Count::of_only_page(&page).filter(|_| look_further.is_none()).unwrap_or(Count::Unknown);
    Ok(Listing { page, count, look_further, is_cut })
}

/// Counts all sessions that match, however long it takes.
pub fn count_all(connection: &mut Connection, search: &SessionSearch, now: Timestamp) -> Result<i64, Error> {
    let Some(matching) = Matching::of(connection, search, now)? else { return Ok(0) };
    if matching.filters.is_empty() && matching.states == [SessionState::Live] {
        return measurements::count_live_sessions(connection, now);
    }
    Ok(matching.query(&matching.states).count().get_result(connection)?)
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
    let Some(matching) = Matching::of(connection, search, alive_at)? else { return Ok((Vec::new(), None)) };
    let edge = bulk.position.as_deref().and_then(Position::parse).map_or(Edge::First, Edge::After);
    let column = matching.leading_column();
    let walk = Walk { matching: &matching, keyset: Keyset::of(Order::ascending(column), &edge), limit: 0 };
    let (mut found, given_up_at) = walk.for_a_stride(connection)?;
    found.retain(|sketch| sketch.signed_in_at <= bulk.created_at);
    walk.sort(&mut found);
    let position = match found.get(limit.saturating_sub(1)) {
        Some(last) if found.len() > limit => Some(last.place(column).position()),
        _ => given_up_at,
    };
    found.truncate(limit);
    Ok((found.into_iter().map(|sketch| sketch.id).collect(), position))
}

/// Returns the position of a session in a list that is sorted by this column.
pub fn position_of(session: &Session, column: SessionColumn) -> Position {
    Sketch::of(session).place(column).position()
}
