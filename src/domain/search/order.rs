//! A column that a list is sorted by, and the direction.

use std::fmt;
use std::str::FromStr;

use crate::domain::text::Unreadable;
use crate::language::say;

/// The columns that a list can be sorted by.
pub trait Column: Copy + PartialEq + 'static {
    /// Every column.
    const ALL: &'static [Self];

    /// Returns the word for the column in URLs.
    fn as_str(self) -> &'static str;
}

/// For lists that have only one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoColumn {}

impl Column for NoColumn {
    const ALL: &'static [NoColumn] = &[];

    fn as_str(self) -> &'static str {
        match self {}
    }
}

/// A column and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<C> {
    /// The column that the list is sorted by.
    pub column: C,
    /// Tells whether the largest value comes first.
    pub is_descending: bool,
}

impl<C: Column> Order<C> {
    /// Sorts the smallest value first.
    pub const fn ascending(column: C) -> Order<C> {
        Order { column, is_descending: false }
    }

    /// Sorts the largest value first.
    pub const fn descending(column: C) -> Order<C> {
        Order { column, is_descending: true }
    }

    /// Returns the words of all orders.
    pub fn words() -> Vec<String> {
        let both = |column: &C| [Order::ascending(*column).to_string(), Order::descending(*column).to_string()];
        C::ALL.iter().flat_map(both).collect()
    }
}

impl<C: Column> FromStr for Order<C> {
    type Err = Unreadable;

    /// Reads `last_seen` or, descending, `-last_seen`.
    fn from_str(text: &str) -> Result<Order<C>, Unreadable> {
        let (is_descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        let column = C::ALL.iter().find(|column| column.as_str() == word);
        let column = column.ok_or(Unreadable(say("unreadable-order")))?;
        Ok(Order { column: *column, is_descending })
    }
}

impl<C: Column> fmt::Display for Order<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_descending { "-" } else { "" }, self.column.as_str())
    }
}
