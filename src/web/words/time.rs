//! Moments, as people say them.

use crate::domain::time::{Local, Nearness, Timestamp, Zone};
use crate::web::language::{Language, Value, say};

/// How long ago a moment was, or how far ahead it is: "6 minutes ago", "yesterday 11:47", "3 March 2026".
pub fn when(moment: Timestamp, now: Timestamp, zone: &Zone, language: Language) -> String {
    match Nearness::of(moment, now, zone) {
        Nearness::Now => language.t("time-now").to_owned(),
        Nearness::MinutesAgo(count) => language.with("time-minutes-ago", &[("count", count)]),
        Nearness::InMinutes(count) => language.with("time-in-minutes", &[("count", count)]),
        Nearness::DaysAgo(count) => away(say("time-days-ago"), count, moment, zone, language),
        Nearness::InDays(count) => away(say("time-in-days"), count, moment, zone, language),
        Nearness::Today | Nearness::Yesterday | Nearness::Tomorrow | Nearness::Far => day(moment, now, zone, language),
    }
}

/// The day of a moment, with the time where it is near: "today 11:47", "yesterday 11:47", "3 March 2026".
pub fn day(moment: Timestamp, now: Timestamp, zone: &Zone, language: Language) -> String {
    let Local { time, year, month, day } = zone.show(moment);
    let near = |id| language.with(id, &[("time", time.as_str())]);
    match Nearness::by_day(moment, now, zone) {
        Nearness::Today => near(say("time-today")),
        Nearness::Yesterday => near(say("time-yesterday")),
        Nearness::Tomorrow => near(say("time-tomorrow")),
        // A year is no count: nothing stands between its digits.
        _ => language.with(
            "time-date",
            &[("day", Value::from(day)), ("month", month.into()), ("year", year.to_string().into())],
        ),
    }
}

fn away(id: &'static str, count: i32, moment: Timestamp, zone: &Zone, language: Language) -> String {
    language.with(id, &[("count", Value::from(count)), ("time", zone.show(moment).time.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect(text)
    }

    #[test]
    fn moments_are_told_in_each_language() {
        let (now, berlin) = (at("2026-11-29T12:00:00Z"), Zone::parse("Europe/Berlin").expect("a zone"));
        // The moment; in English, Korean, German and Japanese.
        let table = [
            ("2026-11-29T12:00:00Z", ["just now", "방금", "gerade eben", "たった今"]),
            ("2026-11-29T11:59:00Z", ["1 minute ago", "1분 전", "vor 1 Minute", "1分前"]),
            ("2026-11-29T11:54:00Z", ["6 minutes ago", "6분 전", "vor 6 Minuten", "6分前"]),
            ("2026-11-29T12:05:00Z", ["in 5 minutes", "5분 후", "in 5 Minuten", "5分後"]),
            ("2026-11-29T07:12:00Z", ["today 08:12", "오늘 08:12", "heute 08:12", "今日 08:12"]),
            ("2026-11-28T10:47:00Z", ["yesterday 11:47", "어제 11:47", "gestern 11:47", "昨日 11:47"]),
            ("2026-11-30T08:00:00Z", ["tomorrow 09:00", "내일 09:00", "morgen 09:00", "明日 09:00"]),
            ("2026-11-26T08:00:00Z", ["3 days ago, 09:00", "3일 전 09:00", "vor 3 Tagen, 09:00", "3日前 09:00"]),
            ("2026-12-02T08:00:00Z", ["in 3 days, 09:00", "3일 후 09:00", "in 3 Tagen, 09:00", "3日後 09:00"]),
            ("2026-03-03T08:00:00Z", ["3 March 2026", "2026년 3월 3일", "3. März 2026", "2026年3月3日"]),
            // It is the next year there already.
            ("2026-12-31T23:30:00Z", ["1 January 2027", "2027년 1월 1일", "1. Januar 2027", "2027年1月1日"]),
        ];
        for (moment, told) in table {
            let said = ["en", "ko", "de", "ja"]
                .map(|code| when(at(moment), now, &berlin, Language::parse(code).expect("a language")));
            assert_eq!(said.each_ref().map(|text| text.replace('\u{a0}', " ")), told.map(str::to_owned), "{moment}");
        }
    }

    #[test]
    fn every_month_has_a_name_of_its_own_in_each_language() {
        let now = at("2020-01-01T00:00:00Z");
        for language in Language::all() {
            let names: std::collections::BTreeSet<String> = (1..=12)
                .map(|month| day(at(&format!("2026-{month:02}-15T00:00:00Z")), now, &Zone::UTC, language))
                .collect();
            assert_eq!(names.len(), 12, "{names:?}");
        }
    }

    #[test]
    fn since_when_something_is_so_is_told_by_the_day() {
        let now = at("2026-11-29T12:00:00Z");
        let said = |moment| day(at(moment), now, &Zone::UTC, Language::ENGLISH).replace('\u{a0}', " ");
        assert_eq!(said("2026-11-29T11:59:30Z"), "today 11:59");
        assert_eq!(said("2026-11-27T11:59:30Z"), "27 November 2026");
    }
}
