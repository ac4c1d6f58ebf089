//! How far a moment is from now, as people say it: in minutes within the hour, by the day within a week, and by the date
//! beyond.

use super::{Timestamp, Zone};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Beyond this number of days the date says more.
const MOST_DAYS: i32 = 6;

/// How far a moment is from now. Days are counted by the calendar: whatever was before midnight was yesterday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// Less than a minute ago; or ahead by as little, since the clocks of several machines differ.
    Now,
    MinutesAgo(i64),
    InMinutes(i64),
    Today,
    Yesterday,
    Tomorrow,
    DaysAgo(i32),
    InDays(i32),
    /// A week away or more.
    Far,
}

/// A moment as the clocks and the calendar of a zone show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// `19:05`
    pub time: String,
    /// `2026`, `11` and `23`, without leading zeros.
    pub year: i16,
    pub month: i8,
    pub day: i8,
}

impl Nearness {
    /// Compares a moment with now, by the calendar of this zone.
    pub fn of(moment: Timestamp, now: Timestamp, zone: &Zone) -> Nearness {
        let ago = now.milliseconds().saturating_sub(moment.milliseconds());
        if (1 - MINUTE..MINUTE).contains(&ago) {
            return Nearness::Now;
        }
        if ago.saturating_abs() < HOUR {
            return if ago > 0 { Nearness::MinutesAgo(ago / MINUTE) } else { Nearness::InMinutes(-ago / MINUTE) };
        }
        Nearness::by_day(moment, now, zone)
    }

    /// Compares the days alone.
    pub fn by_day(moment: Timestamp, now: Timestamp, zone: &Zone) -> Nearness {
        // Both dates are in the range of the calendar, so their distance is too.
        let days = (zone.day_of(moment).0 - zone.day_of(now).0).get_days();
        match days {
            0 => Nearness::Today,
            -1 => Nearness::Yesterday,
            1 => Nearness::Tomorrow,
            2..=MOST_DAYS => Nearness::InDays(days),
            _ if (-MOST_DAYS..=-2).contains(&days) => Nearness::DaysAgo(-days),
            _ => Nearness::Far,
        }
    }
}

impl Zone {
    /// Returns what the clocks and the calendar show at this moment.
    pub fn show(&self, moment: Timestamp) -> Local {
        let local = self.local(moment);
        Local { time: local.strftime("%H:%M").to_string(), year: local.year(), month: local.month(), day: local.day() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Nearness::{DaysAgo, Far, InDays, InMinutes, MinutesAgo, Now, Today, Tomorrow, Yesterday};

    #[test]
    fn moments_are_told_as_people_tell_them() {
        // The zone, now, the moment, and what is said.
        let table = [
            // Seconds and minutes; the clock of another machine may be ahead.
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T12:00:00Z", Now),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T11:59:00.001Z", Now),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T12:00:59.999Z", Now),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T11:59:00Z", MinutesAgo(1)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T11:00:01Z", MinutesAgo(59)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T12:01:00Z", InMinutes(1)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T12:59:59Z", InMinutes(59)),
            // Days go by the calendar.
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T11:00:00Z", Today),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T00:00:00Z", Today),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-28T23:59:59Z", Yesterday),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-29T13:00:00Z", Today),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-30T00:00:00Z", Tomorrow),
            // Minutes count across midnight, and across New Year.
            ("UTC", "2026-11-29T00:05:00Z", "2026-11-28T23:55:00Z", MinutesAgo(10)),
            ("UTC", "2027-01-01T00:30:00Z", "2026-12-31T23:50:00Z", MinutesAgo(40)),
            ("UTC", "2027-01-01T02:00:00Z", "2026-12-31T23:50:00Z", Yesterday),
            ("UTC", "2026-12-31T12:00:00Z", "2027-01-01T09:00:00Z", Tomorrow),
            ("UTC", "2027-01-03T12:00:00Z", "2026-12-31T09:00:00Z", DaysAgo(3)),
            // A week.
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-27T23:00:00Z", DaysAgo(2)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-23T00:00:00Z", DaysAgo(6)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-11-22T23:59:59Z", Far),
            ("UTC", "2026-11-29T12:00:00Z", "2026-12-01T00:00:00Z", InDays(2)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-12-05T23:59:59Z", InDays(6)),
            ("UTC", "2026-11-29T12:00:00Z", "2026-12-06T00:00:00Z", Far),
            // The same two moments in other zones.
            ("UTC", "2026-11-29T02:00:00Z", "2026-11-28T20:00:00Z", Yesterday),
            ("Asia/Seoul", "2026-11-29T02:00:00Z", "2026-11-28T20:00:00Z", Today),
            ("America/New_York", "2026-11-29T02:00:00Z", "2026-11-28T20:00:00Z", Today),
            // Zones with half hours, behind and ahead.
            ("America/St_Johns", "2026-11-29T05:00:00Z", "2026-11-29T03:29:00Z", Yesterday),
            ("America/St_Johns", "2026-11-29T05:00:00Z", "2026-11-29T03:30:00Z", Today),
            ("Asia/Kolkata", "2026-11-29T20:00:00Z", "2026-11-29T18:29:00Z", Yesterday),
            ("Asia/Kolkata", "2026-11-29T20:00:00Z", "2026-11-29T18:30:00Z", Today),
            // A day of 23 and one of 25 hours: from noon to noon is yesterday, not 24 hours.
            ("Europe/Berlin", "2026-03-29T10:00:00Z", "2026-03-28T11:00:00Z", Yesterday),
            ("Europe/Berlin", "2026-10-25T11:00:00Z", "2026-10-24T10:00:00Z", Yesterday),
            // The hour that comes twice: 02:10 and 02:50 of summer, seen at 02:30 of winter.
            ("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T00:50:00Z", MinutesAgo(40)),
            ("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T00:10:00Z", Today),
        ];
        for (zone, now, moment, told) in table {
            let [now, moment] = [now, moment].map(|text| Timestamp::parse(text).expect(text));
            let zone = Zone::parse(zone).expect(zone);
            assert_eq!(
                Nearness::of(moment, now, &zone),
                told,
                "{zone:?} at {}: {}",
                now.to_rfc3339(),
                moment.to_rfc3339()
            );
        }
    }

    #[test]
    fn the_ends_of_time_are_only_far_away() {
        let [begin, end] = [i64::MIN, i64::MAX].map(Timestamp::from_milliseconds);
        let now = Timestamp::parse("2026-11-29T12:00:00Z").expect("a moment");
        for (moment, now) in [(begin, now), (end, now), (begin, end), (end, begin)] {
            assert_eq!(Nearness::of(moment, now, &Zone::UTC), Far);
        }
    }

    #[test]
    fn a_moment_is_shown_by_the_clocks_of_the_zone() {
        let moment = Timestamp::parse("2026-12-31T15:05:00Z").expect("a moment");
        let seoul = Zone::parse("Asia/Seoul").expect("a zone").show(moment);
        assert_eq!(seoul, Local { time: "00:05".to_owned(), year: 2027, month: 1, day: 1 });
        assert_eq!(Zone::UTC.show(moment).time, "15:05");
    }
}
