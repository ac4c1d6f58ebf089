//! Moments and spans of time, in whole milliseconds; the zones in which people read them, and how far away they are.

mod day;
mod nearness;
mod zone;

pub use day::Day;
pub use nearness::{Local, Nearness};
pub use zone::Zone;

use std::time::Duration;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::BigInt;

/// A moment in UTC: whole milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Returns the moment this many milliseconds after the Unix epoch.
    pub const fn from_milliseconds(milliseconds: i64) -> Timestamp {
        Timestamp(milliseconds)
    }

    /// Returns the milliseconds since the Unix epoch.
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// Returns the milliseconds by reference, as Diesel binds them.
    pub(crate) const fn as_milliseconds(&self) -> &i64 {
        &self.0
    }

    /// Returns the NumericDate of RFC 7519 section 2: whole seconds since the Unix epoch, rounded down.
    pub const fn numeric_date(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Returns a later moment, or the end of time instead of an overflow.
    pub fn plus(self, span: Duration) -> Timestamp {
        Timestamp(self.0.saturating_add(milliseconds(span)))
    }

    /// Returns an earlier moment, or the beginning of time instead of an overflow.
    pub fn minus(self, span: Duration) -> Timestamp {
        Timestamp(self.0.saturating_sub(milliseconds(span)))
    }

    /// Returns how long after `earlier` this is, or zero if it is not after it: if a clock was set back, an age must
    /// neither overflow nor be negative.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Parses a moment of RFC 3339.
    pub fn parse(text: &str) -> Option<Timestamp> {
        text.parse().ok().map(|moment: jiff::Timestamp| Timestamp(moment.as_millisecond()))
    }

    /// Writes `2026-11-23 19:05`, in UTC, for people.
    pub fn to_minutes(self) -> String {
        self.formatted("%Y-%m-%d %H:%M")
    }

    /// Writes `2026-11-23 19:05:01`, in UTC, where seconds matter.
    pub fn to_seconds(self) -> String {
        self.formatted("%Y-%m-%d %H:%M:%S")
    }

    /// Writes `2026-11-23T19:05:01.123Z` (RFC 3339), for programs.
    pub fn to_rfc3339(self) -> String {
        self.formatted("%Y-%m-%dT%H:%M:%S%.3fZ")
    }

    fn formatted(self, format: &str) -> String {
        self.instant().strftime(format).to_string()
    }

    /// It is out of range only before the year -9999 and after the year 9999, which no stored time reaches.
    fn instant(self) -> jiff::Timestamp {
        let end = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(end)
    }
}

/// The time from one moment until before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: Timestamp,
    /// The first moment after the span.
    pub end: Timestamp,
}

/// Returns a duration in whole milliseconds, as it is stored.
pub fn milliseconds(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Duration, Timestamp};

    #[test]
    fn times_are_written_in_utc() {
        let moment = Timestamp::from_milliseconds(1_795_460_701_123);
        assert_eq!(moment.to_rfc3339(), "2026-11-23T19:05:01.123Z");
        assert_eq!(moment.to_minutes(), "2026-11-23 19:05");
        assert_eq!(moment.to_seconds(), "2026-11-23 19:05:01");
        assert_eq!(moment.numeric_date(), 1_795_460_701);
    }

    #[test]
    fn moments_are_read() {
        let moment = Timestamp::parse("2026-11-23T20:05:01.123+01:00").expect("a moment");
        assert_eq!(moment.milliseconds(), 1_795_460_701_123);
        for text in ["", "2026", "20261123", "2026-11-23", "2026-13-01", "2026-11-23T19:05", "2026-11-23 "] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_age_is_never_negative_and_nothing_overflows() {
        let early = Timestamp::from_milliseconds(5);
        assert_eq!(early.since(Timestamp::from_milliseconds(9)), Duration::ZERO);
        assert_eq!(Timestamp::from_milliseconds(i64::MAX).plus(Duration::MAX).milliseconds(), i64::MAX);
    }
}
