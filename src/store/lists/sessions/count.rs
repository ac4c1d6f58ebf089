//! The number of sessions that a search finds, counted up to a limit.

use crate::domain::search::Page;

/// The largest number of sessions that is counted.
pub const COUNTED: i64 = 1000;

/// The number of sessions that match.
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
    /// Counts the rows of a page; `None` if there are more pages.
    pub(super) fn of_only_page<T>(page: &Page<T>) -> Option<Count> {
        let is_only = !page.has_previous && !page.has_next;
        is_only.then(|| Count::Exactly(i64::try_from(page.rows.len()).unwrap_or(i64::MAX)))
    }
}
