//! Pages of sorted lists. A page begins beside a row, and rows are compared by the sorted column and the id.

use std::cmp::Ordering;

use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Bool, Text, Untyped};

use crate::domain::search::{Column, Edge, Order, Position};
use crate::store::Backend;

/// A column that a list is sorted by, in SQL. Its name includes the table.
#[derive(Clone, Copy)]
pub(super) enum Sorted {
    Text(&'static str),
    Number(&'static str),
}

/// The columns that the list of a table is sorted by. Each of them has an index that ends with it and the id.
pub(super) trait SortedTable: Column {
    /// The name of the id, which includes the table.
    const ID: &'static str;

    fn in_sql(self) -> Sorted;
}

/// Where a row stands in a sorted list: a position, with a value that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'a> {
    pub(super) value: Value<'a>,
    pub(super) id: &'a str,
}

/// A value that a list is sorted by. All values in one list are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Number(i64),
    Text(&'a str),
}

impl Place<'_> {
    pub(super) fn position(self) -> Position {
        let value = match self.value {
            Value::Text(text) => text.to_owned(),
            Value::Number(number) => number.to_string(),
        };
        Position { value, id: self.id.to_owned() }
    }
}

/// Returns the number of rows that are read for a page: one more than it has, which tells that there is another page.
pub(super) fn rows_to_read(limit: usize) -> i64 {
    i64::try_from(limit + 1).unwrap_or(i64::MAX)
}

/// The order in which the rows of a page are read, and where reading begins.
#[derive(Clone, Copy)]
pub(super) struct Keyset<'a, C> {
    pub(super) column: C,
    /// Tells whether rows are read from the largest to the smallest.
    pub(super) is_downwards: bool,
    /// The row after which reading begins; `None` at an end of the list.
    pub(super) begin: Option<Place<'a>>,
}

impl<'a, C: SortedTable> Keyset<'a, C> {
    pub(super) fn of(order: Order<C>, edge: &'a Edge) -> Keyset<'a, C> {
        let place = |position: &'a Position| {
            let value = match order.column.in_sql() {
                Sorted::Text(_) => Value::Text(&position.value),
                // What is not a number comes from a URL that somebody made up, so any place in the list will do.
                Sorted::Number(_) => Value::Number(position.value.parse().unwrap_or(i64::MIN)),
            };
            Place { value, id: &position.id }
        };
        Keyset {
            column: order.column,
            is_downwards: order.is_descending != edge.is_backwards(),
            begin: edge.position().map(place),
        }
    }

    /// Compares two rows by the order of reading.
    pub(super) fn compare(&self, one: Place<'_>, other: Place<'_>) -> Ordering {
        if self.is_downwards { other.cmp(&one) } else { one.cmp(&other) }
    }

    pub(super) fn is_ahead(&self, row: Place<'_>) -> bool {
        self.begin.is_none_or(|begin| self.compare(row, begin).is_gt())
    }

    /// Returns the condition of [`Keyset::is_ahead`]; `None` if all rows are. It must come before other conditions on the
    /// sorted column: of two ranges of one column, SQLite walks along the first.
    pub(super) fn ahead(&self) -> Option<Ahead> {
        let Place { value, id } = self.begin?;
        let sign = if self.is_downwards { "<" } else { ">" };
        let (text, number) = match value {
            Value::Text(text) => (Some(text.to_owned()), None),
            Value::Number(number) => (None, Some(number)),
        };
        Some(Ahead { columns: format!("({}, {}) {sign} (", self.name(), C::ID), text, number, id: id.to_owned() })
    }

    /// Returns the order of reading.
    pub(super) fn order(&self) -> InOrder {
        let way = if self.is_downwards { "DESC" } else { "ASC" };
        InOrder(format!("{} {way}, {} {way}", self.name(), C::ID))
    }

    fn name(&self) -> &'static str {
        match self.column.in_sql() {
            Sorted::Text(name) | Sorted::Number(name) => name,
        }
    }
}

/// The rows ahead. A comparison of rows is one range of an index on both databases; the same condition with `AND` and
/// `OR` is not.
pub(super) struct Ahead {
    columns: String,
    text: Option<String>,
    number: Option<i64>,
    id: String,
}

/// An order of rows.
pub(super) struct InOrder(String);

// Diesel's `sql` would do, but it does not let the database keep the statement prepared.
impl QueryFragment<Backend> for Ahead {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(&self.columns);
        if let Some(text) = &self.text {
            out.push_bind_param::<Text, _>(text)?;
        }
        if let Some(number) = &self.number {
            out.push_bind_param::<BigInt, _>(number)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.id)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Backend> for InOrder {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(&self.0);
        Ok(())
    }
}

impl QueryId for Ahead {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryId for InOrder {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Ahead {
    type SqlType = Bool;
}

impl Expression for InOrder {
    type SqlType = Untyped;
}

impl<Source> AppearsOnTable<Source> for Ahead {}

impl<Group> ValidGrouping<Group> for Ahead {
    type IsAggregate = is_aggregate::Never;
}

impl<Source> AppearsOnTable<Source> for InOrder {}
