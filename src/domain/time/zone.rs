//! The time zones in which people read times. Their rules are part of the program, so they are the same on every
//! machine, also in a container without any file of zones.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, db};

use super::{Day, Span, Timestamp};

/// A time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// The first part of the names that people choose from: parts of the world. The others are old or technical names.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

static OFFERED: LazyLock<Vec<(&'static str, Vec<String>)>> = LazyLock::new(|| {
    let mut names: Vec<String> = db().available().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    let of_region = |region: &&'static str| {
        let is_in = |name: &&String| name.strip_prefix(*region).is_some_and(|rest| rest.starts_with('/'));
        (*region, names.iter().filter(is_in).cloned().collect())
    };
    REGIONS.iter().map(of_region).collect()
});

impl Zone {
    pub const UTC: Zone = Zone(TimeZone::UTC);

    /// Finds a zone by its name, such as `Europe/Berlin`. Capitals do not matter.
    pub fn parse(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some() && !zone.is_unknown()).map(Zone)
    }

    /// Returns the name in the IANA database.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Tells whether its clocks show UTC under the name UTC.
    pub fn is_utc(&self) -> bool {
        self.name() == "UTC"
    }

    /// Returns the zones that people choose from: each part of the world with the names that begin with it, in the order
    /// of the alphabet.
    pub fn offered() -> &'static [(&'static str, Vec<String>)] {
        &OFFERED
    }

    /// Returns the time from the first moment of a day until before the first of the next. Where the clocks change, it is
    /// shorter or longer than 24 hours.
    pub fn day(&self, day: Day) -> Span {
        let start = self.start_of(day);
        // The last day of all has no next one.
        let end = day.0.tomorrow().map_or(start, |next| self.start_of(Day(next)));
        Span { start, end }
    }

    /// Returns the day on which a moment falls.
    pub fn day_of(&self, moment: Timestamp) -> Day {
        Day(self.local(moment).date())
    }

    /// Writes `2026-11-23 19:05`. The line cannot break between date and time.
    pub fn minutes(&self, moment: Timestamp) -> String {
        self.local(moment).strftime("%Y-%m-%d\u{a0}%H:%M").to_string()
    }

    /// Writes `2026-11-23 19:05:01` without a possible line break, where seconds matter.
    pub fn seconds(&self, moment: Timestamp) -> String {
        self.local(moment).strftime("%Y-%m-%d\u{a0}%H:%M:%S").to_string()
    }

    /// Writes `2026-11-23 19:05 Europe/Berlin` without a possible line break, for the middle of a sentence.
    pub fn named_minutes(&self, moment: Timestamp) -> String {
        format!("{}\u{a0}{}", self.minutes(moment), self.name())
    }

    /// Writes `19:05 Europe/Berlin` without a possible line break.
    pub fn named_time(&self, moment: Timestamp) -> String {
        format!("{}\u{a0}{}", self.local(moment).strftime("%H:%M"), self.name())
    }

    pub(super) fn local(&self, moment: Timestamp) -> jiff::civil::DateTime {
        self.0.to_datetime(moment.instant())
    }

    /// Where the clocks skip midnight, the day begins when they go on; where they show it twice, at the first.
    fn start_of(&self, day: Day) -> Timestamp {
        let midnight = day.0.at(0, 0, 0, 0);
        // Only the last day of all may begin beyond the end of time.
        let start = self.0.to_timestamp(midnight).unwrap_or(jiff::Timestamp::MAX);
        Timestamp::from_milliseconds(start.as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_by_their_names() {
        for (text, name) in [
            ("UTC", "UTC"),
            ("Europe/Berlin", "Europe/Berlin"),
            ("asia/seoul", "Asia/Seoul"),
            ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("Etc/GMT+5", "Etc/GMT+5"),
        ] {
            assert_eq!(Zone::parse(text).as_ref().map(Zone::name), Some(name), "{text}");
        }
        for text in ["", "Berlin", "Europe/Berlin ", "Europe/Atlantis", "Etc/Unknown", "+09:00", "CET-1CEST", "../etc"]
        {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
        assert_eq!(Zone::UTC.name(), "UTC");
    }

    #[test]
    fn every_zone_on_offer_is_found_and_none_is_missing_that_people_live_in() {
        let offered: Vec<&String> = Zone::offered().iter().flat_map(|(_, names)| names).collect();
        assert!(offered.len() > 400, "{}", offered.len());
        for name in &offered {
            assert_eq!(Zone::parse(name).as_ref().map(Zone::name), Some(name.as_str()));
        }
        for name in ["Europe/Berlin", "Asia/Seoul", "Asia/Tokyo", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"]
        {
            assert!(offered.iter().any(|one| *one == name), "{name}");
        }
    }

    #[test]
    fn a_day_is_as_long_as_its_clocks_say() {
        // Name of the zone, day, its first moment, its length in hours.
        for (zone, day, start, hours) in [
            ("UTC", "2026-11-23", "2026-11-23T00:00:00Z", 24.0),
            ("Asia/Seoul", "2026-11-23", "2026-11-22T15:00:00Z", 24.0),
            ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23.0),
            ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25.0),
            ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23.0),
            ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25.0),
            ("Asia/Kolkata", "2027-01-01", "2026-12-31T18:30:00Z", 24.0),
            ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 23.5),
            // The clocks went from 23:59 to 01:00.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23.0),
            // The clocks went from 00:59 to 00:00, so midnight came twice.
            ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 25.0),
            // Samoa skipped a day: it has no length.
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0.0),
        ] {
            let span = Zone::parse(zone).expect(zone).day(Day::parse(day).expect(day));
            assert_eq!(Some(span.start), Timestamp::parse(start), "{zone} {day}");
            let length = (span.end.milliseconds() - span.start.milliseconds()) as f64 / 3_600_000.0;
            assert!((length - hours).abs() < f64::EPSILON, "{zone} {day}: {length}");
        }
        let last = Zone::UTC.day(Day::parse("9999-12-31").expect("a day"));
        assert!(last.end >= last.start);
    }

    #[test]
    fn times_are_written_as_clocks_show_them() {
        let moment = Timestamp::parse("2026-11-23T19:05:01Z").expect("a moment");
        let seoul = Zone::parse("Asia/Seoul").expect("a zone");
        assert_eq!(seoul.minutes(moment), "2026-11-24\u{a0}04:05");
        assert_eq!(seoul.seconds(moment), "2026-11-24\u{a0}04:05:01");
        assert_eq!(seoul.named_minutes(moment), "2026-11-24\u{a0}04:05\u{a0}Asia/Seoul");
        assert_eq!(seoul.named_time(moment), "04:05\u{a0}Asia/Seoul");
        assert_eq!(seoul.day_of(moment), Day::parse("2026-11-24").expect("a day"));
        assert_eq!(Zone::UTC.named_minutes(moment), "2026-11-23\u{a0}19:05\u{a0}UTC");
        let newfoundland = Zone::parse("America/St_Johns").expect("a zone");
        assert_eq!(newfoundland.minutes(moment), "2026-11-23\u{a0}15:35");
    }
}
