//! How many sessions a search finds, as far as that is counted.

/// Up to how many sessions are counted.
pub const COUNTED: i64 = 1000;

/// How many sessions match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(i64),
    /// More than this.
    MoreThan(i64),
    /// Counting them would take long.
    Unknown,
}
