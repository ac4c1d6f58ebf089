//! Reads one page along an index.

use std::cmp::Ordering;

use diesel::prelude::*;

use super::super::keyset::{Keyset, Value, rows_to_read};
use super::filter::{Filter, Query, Sketch};
use super::matching::{Matching, lanes};
use crate::domain::id::SessionId;
use crate::domain::search::{Position, SessionColumn};
use crate::domain::session::Session;
use crate::schema::sessions;
use crate::store::{Connection, Error};

/// The number of rows of one state that a walk looks at for a page.
const STRIDE: i64 = 2000;

pub(super) struct Walk<'a> {
    pub(super) matching: &'a Matching,
    pub(super) keyset: Keyset<'a, SessionColumn>,
    pub(super) limit: usize,
}

impl Walk<'_> {
    /// Returns the page. This works only if the walk meets no row that does not match.
    pub(super) fn along_the_index(&self, connection: &mut Connection) -> Result<Vec<Session>, Error> {
        let mut lanes = lanes(&self.matching.filters);
        if self.keyset.is_downwards {
            lanes.reverse();
        }
        let mut rows = Vec::new();
        // The lanes lie one behind the other in the list, so they are read until the page is full.
        for lane in lanes.iter().filter(|lane| self.is_ahead(lane)) {
            let mut found = Vec::new();
            for state in &self.matching.states {
                let query = self.ahead(self.matching.in_states(&[*state])).limit(rows_to_read(self.limit));
                let query = lane.iter().fold(query, |query, filter| filter.narrow(query));
                found.extend(query.select(Session::as_select()).load(connection)?);
            }
            found.sort_by(|one, other| self.compare(&Sketch::of(one), &Sketch::of(other)));
            rows.extend(found);
            if rows.len() > self.limit {
                break;
            }
        }
        rows.truncate(self.limit + 1);
        Ok(rows)
    }

    /// Tells whether any rows of a lane can lie ahead.
    fn is_ahead(&self, lane: &[Filter]) -> bool {
        let ([Filter::Devices(labels)], Some(begin)) = (lane, self.keyset.begin) else { return true };
        let is_beyond = |label| match self.keyset.is_downwards {
            true => Value::Text(label) <= begin.value,
            false => Value::Text(label) >= begin.value,
        };
        labels.iter().any(|label| is_beyond(label))
    }

    /// Returns the matching rows that a walk of one stride in each state finds, and the nearest row at which one of
    /// these walks gave up.
    pub(super) fn for_a_stride(&self, connection: &mut Connection) -> Result<(Vec<Sketch>, Option<Position>), Error> {
        let column = self.keyset.column;
        let (mut found, mut given_up_at) = (Vec::new(), None::<Sketch>);
        for state in &self.matching.states {
            let own =
                self.matching.filters.iter().filter(|filter| filter.column() == Some(column) && filter.is_range());
            let query = self.ahead(self.matching.in_states(&[*state])).limit(STRIDE);
            let query = own.fold(query, |query, filter| filter.narrow(query));
            let mut read: Vec<Sketch> = query.select(Sketch::as_select()).load(connection)?;
            if let Some(last) = read.get(usize::try_from(STRIDE - 1).unwrap_or(0))
                && given_up_at.as_ref().is_none_or(|nearest| self.compare(last, nearest).is_lt())
            {
                given_up_at = Some(last.clone());
            }
            read.retain(|sketch| self.matching.filters.iter().all(|filter| filter.admits(sketch)));
            found.extend(read);
        }
        // Beyond that row, only some of the states have been looked at.
        if let Some(last) = &given_up_at {
            found.retain(|sketch| self.compare(sketch, last).is_le());
        }
        Ok((found, given_up_at.map(|sketch| sketch.place(column).position())))
    }

    /// Loads the sessions of these sketches in the order of reading: at most one page, and one session more, which
    /// tells that there is another page.
    pub(super) fn load(&self, connection: &mut Connection, mut sketches: Vec<Sketch>) -> Result<Vec<Session>, Error> {
        self.sort(&mut sketches);
        sketches.truncate(self.limit + 1);
        let ids: Vec<SessionId> = sketches.into_iter().map(|sketch| sketch.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows: Vec<Session> =
            sessions::table.filter(sessions::id.eq_any(&ids)).select(Session::as_select()).load(connection)?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        Ok(rows)
    }

    /// Sorts sketches into the order of reading.
    pub(super) fn sort(&self, sketches: &mut [Sketch]) {
        sketches.sort_by(|one, other| self.compare(one, other));
    }

    fn compare(&self, one: &Sketch, other: &Sketch) -> Ordering {
        let column = self.keyset.column;
        self.keyset.compare(one.place(column), other.place(column))
    }

    /// Returns the rows ahead, in the order of reading.
    fn ahead<'q>(&self, query: Query<'q>) -> Query<'q> {
        let query = match self.keyset.ahead() {
            Some(ahead) => query.filter(ahead),
            None => query,
        };
        query.order(self.keyset.order())
    }
}
