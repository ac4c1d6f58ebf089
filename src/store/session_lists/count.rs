//! The number of sessions that a search finds, counted up to a limit.

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
