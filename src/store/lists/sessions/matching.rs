//! The sessions that match a whole search: their states and filters, how many they are, and all of them if they are few.

use diesel::prelude::*;

use super::super::keyset::Keyset;
use super::super::{COUNTED, Count};
use super::filter::{Filter, Query, Sketch};
use crate::domain::id::SessionId;
use crate::domain::search::{Edge, Order, SessionColumn, SessionSearch};
use crate::domain::session::SessionState;
use crate::domain::time::Timestamp;
use crate::schema::sessions;
use crate::store::{Connection, Error};

/// The largest number of sessions that are gathered to be sorted.
const FEW: i64 = 1000;

/// The part of a search that queries need.
pub(super) struct Matching {
    pub(super) states: Vec<SessionState>,
    pub(super) filters: Vec<Filter>,
    /// Tells whether more users have a matching e-mail address than are looked for.
    pub(super) is_cut: bool,
    now: Timestamp,
}

impl Matching {
    /// Returns `None` if nothing can match.
    pub(super) fn of(
        connection: &mut Connection,
        search: &SessionSearch,
        now: Timestamp,
    ) -> Result<Option<Matching>, Error> {
        let (filters, is_cut) = Filter::all_of(connection, search, now)?;
        let is_possible = !filters.iter().any(Filter::is_impossible);
        Ok(is_possible.then(|| Matching { states: search.state().states(), filters, is_cut, now }))
    }

    /// Tells whether a walk along the index of this column meets only rows that match.
    pub(super) fn is_served_by(&self, column: SessionColumn) -> bool {
        self.filters.iter().all(|filter| filter.column() == Some(column) && filter.is_range())
    }

    /// Returns the column along whose index a walk meets the fewest rows that do not match, as far as that can be told.
    pub(super) fn leading_column(&self) -> SessionColumn {
        self.filters.iter().find(|filter| filter.is_range()).and_then(Filter::column).unwrap_or(SessionColumn::SignedIn)
    }

    /// Returns the sessions in these states; of the live ones, only those whose time is not over.
    pub(super) fn in_states<'a>(&self, states: &[SessionState]) -> Query<'a> {
        let table = sessions::table.into_boxed();
        // The idle end is never after the absolute end. The sum keeps the planner from choosing an index of this
        // column, which has nothing to do with the order or the filters.
        let is_alive = || (sessions::idle_expires_at + 0_i64).gt(*self.now.as_milliseconds());
        match states {
            [SessionState::Live] => table.filter(sessions::state.eq(SessionState::Live)).filter(is_alive()),
            [state] => table.filter(sessions::state.eq(*state)),
            states if !states.contains(&SessionState::Live) => table.filter(sessions::state.eq_any(states.to_vec())),
            states => table
                .filter(sessions::state.eq_any(states.to_vec()))
                .filter(sessions::state.ne(SessionState::Live).or(is_alive())),
        }
    }

    pub(super) fn query<'a>(&'a self, states: &[SessionState]) -> Query<'a> {
        self.filters.iter().fold(self.in_states(states), |query, filter| filter.narrow(query))
    }

    /// Returns all sessions that match, if one filter accepts so few that they can be gathered.
    pub(super) fn few(&self, connection: &mut Connection) -> Result<Option<Vec<Sketch>>, Error> {
        for filter in self.filters.iter().filter(|filter| filter.column().is_some()) {
            if self.count_up_to(connection, std::slice::from_ref(filter), FEW)? <= FEW {
                let query = filter.narrow(self.in_states(&self.states));
                let mut found: Vec<Sketch> = query.select(Sketch::as_select()).load(connection)?;
                found.retain(|sketch| self.filters.iter().all(|filter| filter.admits(sketch)));
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Counts the sessions that match, but not to the end of a long list.
    pub(super) fn count(&self, connection: &mut Connection) -> Result<Count, Error> {
        Ok(Count::of(self.count_up_to(connection, &self.filters, COUNTED)?))
    }

    /// Counts sessions along the index of filters that all belong to one column, up to one more than `most`. Sessions
    /// whose time is just over count as live until the janitor marks them: so the index alone is enough.
    fn count_up_to(&self, connection: &mut Connection, filters: &[Filter], most: i64) -> Result<i64, Error> {
        let mut counted = 0;
        for state in &self.states {
            for lane in lanes(filters) {
                let query = sessions::table.into_boxed().filter(sessions::state.eq(*state));
                let query = lane.iter().fold(query, |query, filter| filter.narrow(query));
                let query = match lane.first() {
                    // The order of the index keeps planners from reading the table itself in the hope of finding many
                    // rows soon.
                    Some(filter) if !filter.is_range() => query,
                    filter => {
                        let column = filter.and_then(Filter::column).unwrap_or(SessionColumn::LastSeen);
                        query.order(Keyset::of(Order::ascending(column), &Edge::First).order())
                    }
                };
                let ids: Vec<SessionId> = query.select(sessions::id).limit(most + 1 - counted).load(connection)?;
                counted += i64::try_from(ids.len()).unwrap_or(i64::MAX);
                if counted > most {
                    return Ok(counted);
                }
            }
        }
        Ok(counted)
    }
}

/// Splits filters of one column, so that the rows that each part accepts lie together in the index of the column. The
/// parts are in the order of the index.
pub(super) fn lanes(filters: &[Filter]) -> Vec<Vec<Filter>> {
    match filters {
        [Filter::Devices(labels)] => labels.iter().map(|label| vec![Filter::Devices(vec![label.clone()])]).collect(),
        [Filter::Names(names)] => names.iter().map(|name| vec![Filter::Names(vec![name.clone()])]).collect(),
        filters => vec![filters.to_vec()],
    }
}
