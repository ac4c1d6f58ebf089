//! Reads one page along an index.

use std::cmp::Ordering;

use diesel::dsl::sql;
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::criteria::{Criteria, in_order};
use super::criterion::{Backend, Criterion, Query, Sketch, Value};
use crate::domain::id::SessionId;
use crate::domain::search::{Edge, Order, Position, SessionColumn};
use crate::domain::session::Session;
use crate::schema::sessions;
use crate::store::{Connection, Error};

/// The number of rows of one state that a walk looks at for a page.
const STRIDE: i64 = 2000;

type Condition<'a> = Box<dyn BoxableExpression<sessions::table, Backend, SqlType = Bool> + 'a>;

pub(super) struct Walk<'a> {
    pub(super) criteria: &'a Criteria,
    pub(super) order: Order<SessionColumn>,
    pub(super) edge: &'a Edge,
    pub(super) limit: i64,
}

impl<'a> Walk<'a> {
    /// Tells whether rows are read from the largest to the smallest.
    fn is_downwards(&self) -> bool {
        self.order.is_descending != self.edge.is_backwards()
    }

    /// Returns the page. This works only if the walk meets no row that does not match.
    pub(super) fn along_the_index(&self, connection: &mut Connection) -> Result<Vec<Session>, Error> {
        let groups = match self.criteria.all.as_slice() {
            // The sessions of each device lie together. The devices are read one after the other, in the order of the
            // list, until the page is full.
            [Criterion::Devices(labels)] => self.devices_in_order(labels),
            _ => vec![None],
        };
        let mut rows = Vec::new();
        for device in groups {
            let mut found = Vec::new();
            for state in &self.criteria.states {
                let query = match &device {
                    Some(label) => self.criteria.in_states(&[*state]).filter(sessions::device.eq(label.clone())),
                    None => self.criteria.matching(&[*state]),
                };
                found.extend(self.sorted(self.beside_the_edge(query)).select(Session::as_select()).load(connection)?);
            }
            found.sort_by(|one, other| self.compare(&Sketch::of(one), &Sketch::of(other)));
            rows.extend(found);
            if rows.len() >= self.size_and_one() {
                break;
            }
        }
        rows.truncate(self.size_and_one());
        Ok(rows)
    }

    fn devices_in_order(&self, labels: &[String]) -> Vec<Option<String>> {
        let is_ahead = |label: &&String| {
            self.edge.position().is_none_or(|position| match self.is_downwards() {
                true => **label <= position.value,
                false => **label >= position.value,
            })
        };
        let mut labels: Vec<_> = labels.iter().filter(is_ahead).cloned().map(Some).collect();
        labels.sort();
        if self.is_downwards() {
            labels.reverse();
        }
        labels
    }

    /// Returns the matching rows that a walk of one stride in each state finds, and the nearest row at which one of
    /// these walks gave up.
    pub(super) fn for_a_stride(&self, connection: &mut Connection) -> Result<(Vec<Sketch>, Option<Position>), Error> {
        let column = self.order.column;
        let (mut found, mut given_up_at) = (Vec::new(), None::<Sketch>);
        for state in &self.criteria.states {
            let own =
                self.criteria.all.iter().filter(|criterion| criterion.column() == Some(column) && criterion.is_range());
            let query = own.fold(self.criteria.in_states(&[*state]), |query, criterion| criterion.narrow(query));
            let query = self.in_order(self.beside_the_edge(query)).limit(STRIDE);
            let mut read: Vec<Sketch> = query.select(Sketch::as_select()).load(connection)?;
            if let Some(last) = read.get(usize::try_from(STRIDE - 1).unwrap_or(0))
                && given_up_at.as_ref().is_none_or(|nearest| self.compare(last, nearest).is_lt())
            {
                given_up_at = Some(last.clone());
            }
            read.retain(|sketch| self.criteria.all.iter().all(|criterion| criterion.admits(sketch)));
            found.extend(read);
        }
        // Beyond that row, only some of the states have been looked at.
        if let Some(last) = &given_up_at {
            found.retain(|sketch| self.compare(sketch, last).is_le());
        }
        Ok((found, given_up_at.map(|sketch| sketch.position(column))))
    }

    /// Loads the sessions of these sketches in the order of reading: at most one page, and one session more, which
    /// tells that there is another page.
    pub(super) fn load(&self, connection: &mut Connection, mut sketches: Vec<Sketch>) -> Result<Vec<Session>, Error> {
        self.sort(&mut sketches);
        sketches.truncate(self.size_and_one());
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

    fn size_and_one(&self) -> usize {
        usize::try_from(self.limit + 1).unwrap_or(0)
    }

    fn compare(&self, one: &Sketch, other: &Sketch) -> Ordering {
        let column = self.order.column;
        let upwards = one.value(column).cmp(&other.value(column)).then_with(|| one.id.cmp(&other.id));
        if self.is_downwards() { upwards.reverse() } else { upwards }
    }

    pub(super) fn is_beyond_the_edge(&self, sketch: &Sketch) -> bool {
        let Some(position) = self.edge.position() else { return true };
        let column = self.order.column;
        let upwards = sketch.value(column).cmp(&Value::of(position, column));
        let upwards = upwards.then_with(|| sketch.id.as_str().cmp(&position.id));
        if self.is_downwards() { upwards.is_lt() } else { upwards.is_gt() }
    }

    fn sorted<'q>(&self, query: Query<'q>) -> Query<'q> {
        self.in_order(query).limit(self.limit + 1)
    }

    fn in_order<'q>(&self, query: Query<'q>) -> Query<'q> {
        in_order(query, self.order.column, self.is_downwards())
    }

    fn beside_the_edge<'q>(&self, query: Query<'q>) -> Query<'q> {
        match self.edge.position() {
            Some(position) => query.filter(self.beyond(position)),
            None => query,
        }
    }

    /// Returns the rows after this position in the order of reading. A comparison of rows is one range of an index on
    /// both databases; the same condition with `AND` and `OR` is not.
    fn beyond<'q>(&self, position: &Position) -> Condition<'q> {
        let sign = if self.is_downwards() { "<" } else { ">" };
        let columns = match self.order.column {
            SessionColumn::User => "sessions.username",
            SessionColumn::Device => "sessions.device",
            SessionColumn::Address => "sessions.ip_sortable",
            SessionColumn::SignedIn => "sessions.signed_in_at",
            SessionColumn::LastSeen => "sessions.last_seen_at",
        };
        let condition = sql::<Bool>(&format!("({columns}, sessions.id) {sign} ("));
        let id = position.id.clone();
        match Value::of(position, self.order.column) {
            Value::Text(value) => {
                Box::new(condition.bind::<Text, _>(value.to_owned()).sql(", ").bind::<Text, _>(id).sql(")"))
            }
            Value::Number(value) => Box::new(condition.bind::<BigInt, _>(value).sql(", ").bind::<Text, _>(id).sql(")")),
        }
    }
}
