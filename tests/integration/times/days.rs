//! A day in a filter is a day of the person who looks, however many hours it has.

use super::choose;
use crate::admin_users::world;
use crate::support::Visitor;
use crate::world::World;

/// Five moments around the day in Berlin on which the clocks go back, which has 25 hours.
const MOMENTS: [(&str, &str); 5] = [
    ("before", "2026-10-24T21:59:59Z"),
    ("first", "2026-10-24T22:00:00Z"),
    ("utc-last", "2026-10-25T22:30:00Z"),
    ("last", "2026-10-25T22:59:59Z"),
    ("after", "2026-10-25T23:00:00Z"),
];

fn at(text: &str) -> i64 {
    doorward::internals::Timestamp::parse(text).expect(text).milliseconds()
}

fn found(visitor: &mut Visitor, path: &str) -> Vec<&'static str> {
    let page = visitor.get(path);
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    MOMENTS.iter().map(|(name, _)| *name).filter(|name| page.says(&format!(">r-{name}<"))).collect()
}

fn with_events() -> World {
    let world = world(1);
    for (name, moment) in MOMENTS {
        world.database.execute(&format!(
            "INSERT INTO events (at, kind, ip, user_agent, request_id) VALUES \
             ({}, 'role_changed', '192.0.2.1', 'curl/8', 'r-{name}')",
            at(moment)
        ));
    }
    world
}

#[test]
fn a_day_of_events_is_a_day_of_the_viewer() {
    let world = with_events();
    let mut root = world.signed_in("root");
    let day = "/admin/events?kind=role_changed&from=2026-10-25&until=2026-10-25";
    assert_eq!(found(&mut root, day), ["utc-last", "last", "after"], "a day in UTC");
    choose(&mut root, "Europe/Berlin");
    assert_eq!(found(&mut root, day), ["first", "utc-last", "last"], "25 hours");
    let page = root.get(day);
    assert!(page.says("From (Europe/Berlin)"), "{}", page.body);
    assert!(page.says("value=\"2026-10-25\""), "what was typed stays: {}", page.body);
    let from = "/admin/events?kind=role_changed&until=2026-10-24";
    assert_eq!(found(&mut root, from), ["before"]);
    // A moment is the same for everybody.
    let moment = "/admin/events?kind=role_changed&from=2026-10-25T22:59:59Z";
    assert_eq!(found(&mut root, moment), ["last", "after"]);
}

#[test]
fn an_export_holds_what_the_page_shows_and_the_record_tells_its_moments() {
    let world = with_events();
    let mut root = world.signed_in("root");
    choose(&mut root, "Europe/Berlin");
    let page = root.get("/admin/events?kind=role_changed&from=2026-10-25&until=2026-10-25");
    let export = root.submit(&page, "/admin/events/export", &[("format", "csv")]);
    let lines: Vec<_> = MOMENTS.iter().filter(|(name, _)| export.says(&format!("r-{name}"))).collect();
    assert_eq!(
        lines.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["first", "utc-last", "last"],
        "{}",
        export.body
    );
    assert!(export.says("2026-10-24T22:00:00.000Z"), "{}", export.body);
    let said = world.database.texts("SELECT detail AS value FROM events WHERE kind = 'events_exported'");
    assert!(said[0].contains("from=2026-10-24T22%3A00%3A00.000Z&until=2026-10-25T23%3A00%3A00.000Z"), "{said:?}");
}

#[test]
fn for_programs_a_day_is_in_utc() {
    let world = with_events();
    choose(&mut world.signed_in("root"), "Europe/Berlin");
    let day = "/api/admin/events?kind=role_changed&from=2026-10-25&until=2026-10-25";
    let listed = world.logged_in("root").get(day);
    let ids: Vec<_> =
        MOMENTS.iter().map(|(name, _)| *name).filter(|name| listed.says(&format!("\"r-{name}\""))).collect();
    assert_eq!(ids, ["utc-last", "last", "after"], "{}", listed.body);
}

#[test]
fn a_day_of_sessions_is_a_day_of_the_viewer() {
    let world = world(1);
    for (name, moment) in MOMENTS {
        let session = world.signed_in("ada").session_id();
        world.database.execute(&format!(
            "UPDATE sessions SET signed_in_at = {}, label = 'r-{name}' WHERE id = '{session}'",
            at(moment)
        ));
    }
    let mut root = world.signed_in("root");
    let labels = |root: &mut Visitor, query: &str| -> Vec<&str> {
        let page = root.get(&format!("/admin/sessions?user=ada&signed_in={query}"));
        assert_eq!(page.status, 200, "{query}");
        MOMENTS.iter().map(|(name, _)| *name).filter(|name| page.says(&format!(">r-{name}<"))).collect()
    };
    assert_eq!(labels(&mut root, "since-2026-10-25"), ["utc-last", "last", "after"]);
    choose(&mut root, "Europe/Berlin");
    assert_eq!(labels(&mut root, "since-2026-10-25"), ["first", "utc-last", "last", "after"]);
    assert_eq!(labels(&mut root, "until-2026-10-25"), ["before", "first", "utc-last", "last"]);
    // Ending all of a day keeps to the moments of that day.
    let ask = root.get("/admin/sessions/revocations/new?user=ada&signed_in=until-2026-10-25");
    assert!(ask.says("before 2026-10-26\u{a0}00:00\u{a0}Europe/Berlin"), "{}", ask.body);
    assert!(ask.says(&format!("signed_in=until-{}", at("2026-10-25T23:00:00Z") / 1000)), "{}", ask.body);
}
