//! Lists that are filtered, sorted and read page by page, in a time that does not grow with the table. The list of
//! events has one order only, that of the ids; it is in [`super::events`].

mod keyset;
#[cfg(test)]
mod plans;
pub mod sessions;
pub mod users;

use crate::domain::search::Page;

/// The largest number of rows that is counted.
pub const COUNTED: i64 = 1000;

/// The number of rows that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Exactly this number.
    Exactly(i64),
    /// More than this number.
    MoreThan(i64),
    /// Not counted, because that would take long.
    Unknown,
}

impl Count {
    /// For rows that were counted up to one more than [`COUNTED`].
    fn of(counted: i64) -> Count {
        if counted > COUNTED { Count::MoreThan(COUNTED) } else { Count::Exactly(counted) }
    }

    /// For a read of at most one row more than [`COUNTED`].
    pub(super) fn of_rows(read: usize) -> Count {
        Count::of(i64::try_from(read).unwrap_or(i64::MAX))
    }

    /// Counts the rows of a page; `None` if there are more pages.
    fn of_only_page<T>(page: &Page<T>) -> Option<Count> {
        let is_only = !page.has_previous && !page.has_next;
        is_only.then(|| Count::Exactly(i64::try_from(page.rows.len()).unwrap_or(i64::MAX)))
    }
}
