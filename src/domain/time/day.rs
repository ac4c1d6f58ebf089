//! Days of the calendar. When a day begins and ends depends on the zone.

use std::fmt;

use jiff::civil::Date;

/// A day, as it stands in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub(super) Date);

impl Day {
    /// Parses `2026-11-23`, in exactly this spelling.
    pub fn parse(text: &str) -> Option<Day> {
        let is_day = text.len() == "2026-11-23".len() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        text.parse().ok().filter(|_| is_day).map(Day)
    }
}

/// Writes `2026-11-23`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_is_read_back_as_it_is_written() {
        assert_eq!(Day::parse("2026-11-23").map(|day| day.to_string()).as_deref(), Some("2026-11-23"));
        for text in ["", "2026", "20261123", "2026-02-30", "2026-13-01", "2026-11-23 ", "+026-11-23", "2026-11-23T00"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
