//! Turns a search into conditions for queries.

use diesel::prelude::*;

use super::count::{COUNTED, Count};
use super::criterion::{Criterion, Query, Sketch};
use crate::domain::id::SessionId;
use crate::domain::search::{SessionColumn, SessionSearch};
use crate::domain::session::SessionState;
use crate::domain::time::Timestamp;
use crate::schema::sessions;
use crate::store::{Connection, Error};

/// The largest number of sessions that are gathered to be sorted.
const FEW: i64 = 1000;

/// The part of a search that queries need.
pub(super) struct Criteria {
    pub(super) states: Vec<SessionState>,
    pub(super) all: Vec<Criterion>,
    /// Tells whether more users have a matching e-mail address than are looked for.
    pub(super) is_cut: bool,
    now: Timestamp,
}

impl Criteria {
    /// Returns `None` if nothing can match.
    pub(super) fn of(
        connection: &mut Connection,
        search: &SessionSearch,
        now: Timestamp,
    ) -> Result<Option<Criteria>, Error> {
        let found = Criterion::all_of(connection, search, now)?;
        let states = search.state().states();
        Ok(found.map(|found| Criteria { states, all: found.criteria, is_cut: found.is_cut, now }))
    }

    /// Tells whether a walk along the index of this column meets only rows that match.
    pub(super) fn is_served_by(&self, column: SessionColumn) -> bool {
        self.all.iter().all(|criterion| criterion.column() == Some(column) && criterion.is_range())
    }

    /// Returns the column along whose index a walk meets the fewest rows that do not match, as far as that can be told.
    pub(super) fn leading_column(&self) -> SessionColumn {
        self.all
            .iter()
            .find(|criterion| criterion.is_range())
            .and_then(Criterion::column)
            .unwrap_or(SessionColumn::SignedIn)
    }

    /// Returns the sessions in these states; of the live ones, only those whose time is not over.
    pub(super) fn in_states<'a>(&self, states: &[SessionState]) -> Query<'a> {
        let table = sessions::table.into_boxed();
        // The idle end is never after the absolute end. The sum keeps the planner from choosing an index of this
        // column, which has nothing to do with the order or the criteria.
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

    pub(super) fn matching<'a>(&'a self, states: &[SessionState]) -> Query<'a> {
        self.all.iter().fold(self.in_states(states), |query, criterion| criterion.narrow(query))
    }

    /// Returns all sessions that match, if one criterion accepts so few that they can be gathered.
    pub(super) fn few(&self, connection: &mut Connection) -> Result<Option<Vec<Sketch>>, Error> {
        for criterion in self.all.iter().filter(|criterion| criterion.column().is_some()) {
            if self.count_up_to(connection, std::slice::from_ref(criterion), FEW)? <= FEW {
                let query = criterion.narrow(self.in_states(&self.states));
                let mut found: Vec<Sketch> = query.select(Sketch::as_select()).load(connection)?;
                found.retain(|sketch| self.all.iter().all(|criterion| criterion.admits(sketch)));
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Counts the sessions that match, but not to the end of a long list.
    pub(super) fn count(&self, connection: &mut Connection) -> Result<Count, Error> {
        let counted = self.count_up_to(connection, &self.all, COUNTED)?;
        Ok(if counted > COUNTED { Count::MoreThan(COUNTED) } else { Count::Exactly(counted) })
    }

    /// Counts sessions along the index of criteria that all belong to one column, up to one more than `most`. Sessions
    /// whose time is just over count as live until the janitor marks them: so the index alone is enough.
    fn count_up_to(&self, connection: &mut Connection, criteria: &[Criterion], most: i64) -> Result<i64, Error> {
        let mut counted = 0;
        for state in &self.states {
            for lane in lanes(criteria) {
                let query = sessions::table.into_boxed().filter(sessions::state.eq(*state));
                let query = lane.iter().fold(query, |query, criterion| criterion.narrow(query));
                let query = match lane.first() {
                    // The order of the index keeps planners from reading the table itself in the hope of finding many
                    // rows soon.
                    Some(criterion) if !criterion.is_range() => query,
                    criterion => {
                        in_order(query, criterion.and_then(Criterion::column).unwrap_or(SessionColumn::LastSeen), false)
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

/// Splits criteria of one column, so that the rows that each part accepts lie together in the index of the column.
fn lanes(criteria: &[Criterion]) -> Vec<Vec<Criterion>> {
    match criteria {
        [Criterion::Devices(labels)] => {
            labels.iter().map(|label| vec![Criterion::Devices(vec![label.clone()])]).collect()
        }
        [Criterion::Names(names)] => names.iter().map(|name| vec![Criterion::Names(vec![name.clone()])]).collect(),
        criteria => vec![criteria.to_vec()],
    }
}

pub(super) fn in_order(query: Query<'_>, column: SessionColumn, is_downwards: bool) -> Query<'_> {
    macro_rules! by {
        ($column:expr) => {
            match is_downwards {
                true => query.order(($column.desc(), sessions::id.desc())),
                false => query.order(($column.asc(), sessions::id.asc())),
            }
        };
    }
    match column {
        SessionColumn::User => by!(sessions::username),
        SessionColumn::Device => by!(sessions::device),
        SessionColumn::Address => by!(sessions::ip_sortable),
        SessionColumn::SignedIn => by!(sessions::signed_in_at),
        SessionColumn::LastSeen => by!(sessions::last_seen_at),
    }
}
