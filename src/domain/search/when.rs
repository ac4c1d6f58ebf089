//! The times and spans of time that lists are filtered by.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::value::digits;
use crate::domain::text::{Unreadable, trimmed};
use crate::domain::time::{Span, Timestamp};
use crate::language::say;

const DAY: Duration = Duration::from_secs(86_400);

/// A moment after or before which something happened, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFilter {
    /// Within this number of hours before now.
    Within(u64),
    /// Longer ago than this number of hours.
    Beyond(u64),
    /// At this moment or later.
    Since(Timestamp),
    /// Before this moment.
    Until(Timestamp),
}

impl TimeFilter {
    /// The spans that forms offer, in hours.
    pub const CHOICES: [u64; 5] = [1, 24, 7 * 24, 30 * 24, 90 * 24];
    /// The largest number of hours that is accepted: more than a thousand years.
    const MOST_HOURS: u64 = 9_999_999;

    /// Replaces a span before now with a moment: the second in which that span begins.
    pub fn fixed_at(self, now: Timestamp) -> TimeFilter {
        let ago = |hours: u64| whole_second(now.minus(Duration::from_secs(hours * 3600)));
        match self {
            TimeFilter::Within(hours) => TimeFilter::Since(ago(hours)),
            TimeFilter::Beyond(hours) => TimeFilter::Until(ago(hours)),
            fixed => fixed,
        }
    }
}

impl FromStr for TimeFilter {
    type Err = Unreadable;

    /// Reads `within-24h`, `beyond-24h`, `since-2026-11-23` or `until-2026-11-23`. A moment of RFC 3339 or a
    /// NumericDate may stand in place of a day.
    fn from_str(text: &str) -> Result<TimeFilter, Unreadable> {
        let parse = || {
            let (word, value) = trimmed(text).split_once('-')?;
            let hours = || digits(value.strip_suffix('h')?).filter(|hours| (1..=Self::MOST_HOURS).contains(hours));
            match word {
                "within" => hours().map(TimeFilter::Within),
                "beyond" => hours().map(TimeFilter::Beyond),
                "since" => span(value).map(|span| TimeFilter::Since(whole_second(span.start))),
                "until" => span(value).map(|span| TimeFilter::Until(whole_second(span.end))),
                _ => None,
            }
        };
        parse().ok_or(Unreadable(say("unreadable-span")))
    }
}

impl fmt::Display for TimeFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeFilter::Within(hours) => write!(f, "within-{hours}h"),
            TimeFilter::Beyond(hours) => write!(f, "beyond-{hours}h"),
            TimeFilter::Since(moment) => write!(f, "since-{}", moment.numeric_date()),
            TimeFilter::Until(moment) => write!(f, "until-{}", moment.numeric_date()),
        }
    }
}

/// Nothing happened before 1970, so an earlier moment means as much as the first one, which can be written.
fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_milliseconds(moment.numeric_date().max(0).saturating_mul(1000))
}

/// Reads a day, which is a span, or a moment of RFC 3339 or a NumericDate, which is a span without length.
fn span(text: &str) -> Option<Span> {
    match digits(text).and_then(|seconds| i64::try_from(seconds).ok()) {
        Some(seconds) => {
            let moment = Timestamp::from_milliseconds(seconds * 1000);
            Some(Span { start: moment, end: moment })
        }
        None => Timestamp::parse(text),
    }
}

fn moment(text: &str, end: fn(Span) -> Timestamp) -> Result<Timestamp, Unreadable> {
    let text = trimmed(text);
    // 2026, 202611 and 20261123 are mistyped days, and no moments of 1970.
    let is_mistyped = matches!(text.len(), 4 | 6 | 8) && text.bytes().all(|byte| byte.is_ascii_digit());
    span(text).filter(|_| !is_mistyped).map(end).ok_or(Unreadable(say("unreadable-day")))
}

/// The moment at which a span of events begins. A day means its first moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start(pub Timestamp);

/// The moment before which a span of events ends. A day means its last moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End(pub Timestamp);

impl FromStr for Start {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Start, Unreadable> {
        moment(text, |span| span.start).map(Start)
    }
}

impl FromStr for End {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<End, Unreadable> {
        moment(text, |span| span.end).map(End)
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&day_or_moment(self.0, self.0))
    }
}

impl fmt::Display for End {
    /// Writes the last day of the span, if the span ends with a day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&day_or_moment(self.0, self.0.minus(DAY)))
    }
}

/// Writes the date of `within` if `moment` is a midnight, else the moment.
fn day_or_moment(moment: Timestamp, within: Timestamp) -> String {
    match moment.milliseconds() % 86_400_000 {
        0 => within.to_rfc3339().chars().take(10).collect(),
        _ => moment.to_rfc3339(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_back_as_it_is_written() {
        for text in ["within-24h", "beyond-9999999h", "since-0", "since-1767225600", "until-999999999999"] {
            assert_eq!(text.parse::<TimeFilter>().map(|filter| filter.to_string()).as_deref(), Ok(text));
        }
        let day: TimeFilter = "until-2026-11-23".parse().expect("a day");
        assert_eq!(day, TimeFilter::Until(Timestamp::parse("2026-11-24").expect("a day").start));
        let moment: TimeFilter = " since-2026-11-23T20:05:01.123+01:00 ".parse().expect("a moment");
        assert_eq!(moment.to_string(), "since-1795460701");
        for text in [
            "",
            "within",
            "within-0h",
            "within-01h",
            "within-+1h",
            "within-1",
            "within-1d",
            "within-10000000h",
            "since--1",
            "since-00",
            "until-1h",
            "until-1795460701123",
            "soon-1h",
        ] {
            assert!(text.parse::<TimeFilter>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_span_before_now_is_fixed_to_a_second() {
        let now = Timestamp::from_milliseconds(100 * 3_600_000 + 999);
        let fixed = TimeFilter::Within(24).fixed_at(now);
        assert_eq!(fixed, TimeFilter::Since(Timestamp::from_milliseconds(76 * 3_600_000)));
        assert_eq!(fixed.fixed_at(Timestamp::from_milliseconds(0)), fixed);
        for text in ["within-24h", "within-9999999h", "beyond-9999999h", "since-1969-12-31", "until-1969-12-31"] {
            let fixed = text.parse::<TimeFilter>().expect("a span").fixed_at(now);
            assert_eq!(fixed.to_string().parse(), Ok(fixed), "{text}");
        }
    }

    #[test]
    fn a_day_begins_and_ends() {
        let (from, until): (Start, End) = ("2026-11-23".parse().expect("from"), "2026-11-23".parse().expect("until"));
        assert_eq!(until.0.milliseconds() - from.0.milliseconds(), 86_400_000);
        assert_eq!(until.to_string().parse(), Ok(until));
        assert!("1767225600".parse::<Start>().is_ok());
        assert_eq!((from.to_string().as_str(), until.to_string().as_str()), ("2026-11-23", "2026-11-23"));
        let moment: End = "2026-11-23T20:05:01.123Z".parse().expect("a moment");
        assert_eq!(moment.to_string(), "2026-11-23T20:05:01.123Z");
        assert!(["", "yesterday", "2026-02-30", "2026", "20261123"].iter().all(|text| text.parse::<Start>().is_err()));
    }
}
