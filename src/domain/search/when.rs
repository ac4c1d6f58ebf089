//! The times and spans of time that lists are filtered by.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::value::digits;
use crate::domain::text::{Unreadable, trimmed};
use crate::domain::time::{Day, Timestamp, Zone};
use crate::language::say;

/// A time that a search names. When a day begins and ends depends on who searches: on pages it is a day of the viewer's
/// zone ([`InZone`]), and everywhere else a day in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Day(Day),
    Moment(Timestamp),
}

impl When {
    /// Returns the moment at which it begins.
    pub fn start(self, zone: &Zone) -> Timestamp {
        match self {
            When::Day(day) => zone.day(day).start,
            When::Moment(moment) => moment,
        }
    }

    /// Returns the moment before which it ends. A moment has no length.
    pub fn end(self, zone: &Zone) -> Timestamp {
        match self {
            When::Day(day) => zone.day(day).end,
            When::Moment(moment) => moment,
        }
    }
}

/// A search whose days can be replaced by moments.
pub trait InZone {
    /// Replaces each day by the moment at which it begins or ends in this zone.
    #[must_use]
    fn in_zone(self, zone: &Zone) -> Self;
}

/// A moment after or before which something happened, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFilter {
    /// Within this number of hours before now.
    Within(u64),
    /// Longer ago than this number of hours.
    Beyond(u64),
    /// At this moment or on this day, or later.
    Since(When),
    /// Before this moment, or on this day or before.
    Until(When),
}

impl TimeFilter {
    /// The spans that forms offer, in hours.
    pub const CHOICES: [u64; 5] = [1, 24, 7 * 24, 30 * 24, 90 * 24];
    /// The largest number of hours that is accepted: more than a thousand years.
    const MOST_HOURS: u64 = 9_999_999;

    /// Replaces a span before now with a moment, the second in which that span begins, and a day in UTC with the moment
    /// at which it begins or ends.
    pub fn fixed_at(self, now: Timestamp) -> TimeFilter {
        let ago = |hours: u64| When::Moment(whole_second(now.minus(Duration::from_secs(hours * 3600))));
        match self {
            TimeFilter::Within(hours) => TimeFilter::Since(ago(hours)),
            TimeFilter::Beyond(hours) => TimeFilter::Until(ago(hours)),
            fixed => fixed.in_zone(&Zone::UTC),
        }
    }

    /// Tells on which side of which moment the filter lies at `now`: true for at or after it.
    pub fn bound_at(self, now: Timestamp) -> (bool, Timestamp) {
        match self.fixed_at(now) {
            TimeFilter::Until(when) => (false, when.end(&Zone::UTC)),
            TimeFilter::Since(when) => (true, when.start(&Zone::UTC)),
            // `fixed_at` leaves neither; both would mean now.
            TimeFilter::Within(_) | TimeFilter::Beyond(_) => (true, now),
        }
    }
}

impl InZone for TimeFilter {
    fn in_zone(self, zone: &Zone) -> TimeFilter {
        match self {
            TimeFilter::Since(when) => TimeFilter::Since(When::Moment(whole_second(when.start(zone)))),
            TimeFilter::Until(when) => TimeFilter::Until(When::Moment(whole_second(when.end(zone)))),
            span => span,
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
                "since" => when(value).map(TimeFilter::Since),
                "until" => when(value).map(TimeFilter::Until),
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
            TimeFilter::Since(When::Day(day)) => write!(f, "since-{day}"),
            TimeFilter::Until(When::Day(day)) => write!(f, "until-{day}"),
            TimeFilter::Since(When::Moment(moment)) => write!(f, "since-{}", whole_second(*moment).numeric_date()),
            TimeFilter::Until(When::Moment(moment)) => write!(f, "until-{}", whole_second(*moment).numeric_date()),
        }
    }
}

/// Nothing happened before 1970, so an earlier moment means as much as the first one, which can be written.
fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_milliseconds(moment.numeric_date().max(0).saturating_mul(1000))
}

/// Reads a day, or a moment of RFC 3339 or a NumericDate.
fn when(text: &str) -> Option<When> {
    match digits(text).and_then(|seconds| i64::try_from(seconds).ok()) {
        Some(seconds) => Some(When::Moment(Timestamp::from_milliseconds(seconds * 1000))),
        None => Day::parse(text).map(When::Day).or_else(|| Timestamp::parse(text).map(When::Moment)),
    }
}

fn day_or_moment(text: &str) -> Result<When, Unreadable> {
    let text = trimmed(text);
    // 2026, 202611 and 20261123 are mistyped days, and no moments of 1970.
    let is_mistyped = matches!(text.len(), 4 | 6 | 8) && text.bytes().all(|byte| byte.is_ascii_digit());
    when(text).filter(|_| !is_mistyped).ok_or(Unreadable(say("unreadable-day")))
}

/// When a span of events begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start(When);

/// When a span of events ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End(When);

impl Start {
    /// Returns the first moment of the span.
    pub fn moment(self) -> Timestamp {
        self.0.start(&Zone::UTC)
    }
}

impl End {
    /// Returns the moment before which the span ends.
    pub fn moment(self) -> Timestamp {
        self.0.end(&Zone::UTC)
    }
}

impl InZone for Start {
    fn in_zone(self, zone: &Zone) -> Start {
        Start(When::Moment(self.0.start(zone)))
    }
}

impl InZone for End {
    fn in_zone(self, zone: &Zone) -> End {
        End(When::Moment(self.0.end(zone)))
    }
}

impl FromStr for Start {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Start, Unreadable> {
        day_or_moment(text).map(Start)
    }
}

impl FromStr for End {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<End, Unreadable> {
        day_or_moment(text).map(End)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => write!(f, "{day}"),
            When::Moment(moment) => f.write_str(&moment.to_rfc3339()),
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse(text).expect(text)
    }

    #[test]
    fn a_time_is_read_back_as_it_is_written() {
        for text in ["within-24h", "beyond-9999999h", "since-0", "since-1767225600", "until-999999999999"] {
            assert_eq!(text.parse::<TimeFilter>().map(|filter| filter.to_string()).as_deref(), Ok(text));
        }
        let day: TimeFilter = "until-2026-11-23".parse().expect("a day");
        assert_eq!(day.to_string(), "until-2026-11-23");
        assert_eq!(day.bound_at(Timestamp::from_milliseconds(0)), (false, moment("2026-11-24T00:00:00Z")));
        let since: TimeFilter = " since-2026-11-23T20:05:01.123+01:00 ".parse().expect("a moment");
        assert_eq!(since.to_string(), "since-1795460701");
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
        assert_eq!(fixed, TimeFilter::Since(When::Moment(Timestamp::from_milliseconds(76 * 3_600_000))));
        assert_eq!(fixed.fixed_at(Timestamp::from_milliseconds(0)), fixed);
        for text in ["within-24h", "within-9999999h", "beyond-9999999h", "since-1969-12-31", "until-1969-12-31"] {
            let fixed = text.parse::<TimeFilter>().expect("a span").fixed_at(now);
            assert_eq!(fixed.to_string().parse(), Ok(fixed), "{text}");
        }
    }

    #[test]
    fn a_day_begins_and_ends_in_utc_unless_a_zone_is_given() {
        let (from, until): (Start, End) = ("2026-10-25".parse().expect("from"), "2026-10-25".parse().expect("until"));
        assert_eq!((from.moment(), until.moment()), (moment("2026-10-25T00:00:00Z"), moment("2026-10-26T00:00:00Z")));
        assert_eq!((from.to_string().as_str(), until.to_string().as_str()), ("2026-10-25", "2026-10-25"));
        assert_eq!(until.to_string().parse(), Ok(until));
        // The clocks go back on this day, so it has 25 hours.
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        let (from, until) = (from.in_zone(&berlin), until.in_zone(&berlin));
        assert_eq!((from.moment(), until.moment()), (moment("2026-10-24T22:00:00Z"), moment("2026-10-25T23:00:00Z")));
        // A moment is a moment in every zone.
        assert_eq!(from.in_zone(&Zone::UTC), from);
        assert_eq!((from.to_string().as_str(), until.to_string().parse()), ("2026-10-24T22:00:00.000Z", Ok(until)));
        let span: [TimeFilter; 2] = ["since-2026-10-25", "until-2026-10-25"].map(|text| text.parse().expect(text));
        let span = span.map(|filter| filter.in_zone(&berlin).to_string());
        assert_eq!(span, ["since-1792879200", "until-1792969200"]);
    }

    #[test]
    fn days_and_moments_are_read() {
        assert!("1767225600".parse::<Start>().is_ok());
        let moment: End = "2026-11-23T20:05:01.123Z".parse().expect("a moment");
        assert_eq!(moment.to_string(), "2026-11-23T20:05:01.123Z");
        assert!(["", "yesterday", "2026-02-30", "2026", "20261123"].iter().all(|text| text.parse::<Start>().is_err()));
    }
}
