//! Which zone a page shows times in.

use doorward::config::{Sources, load};

use super::choose;
use crate::support::{PASSWORD, Visitor};
use crate::world::World;

fn site_in_seoul() -> World {
    let world = World::with(1, |settings| {
        let flags = vec![("time_zone".to_owned(), "Asia/Seoul".to_owned())];
        settings.time_zone = load(&Sources { flags, ..Sources::default() }).expect("allowed").settings.time_zone;
    });
    world.add_user("root", doorward::account::Role::Admin);
    world
}

fn is_in(visitor: &mut Visitor, zone: &str) -> bool {
    visitor.get("/account/sessions").says(&format!("Times are in {zone}."))
}

#[test]
fn pages_are_in_the_zone_of_the_site_until_somebody_chooses_another() {
    let world = site_in_seoul();
    let mut visitor = world.signed_in("ada");
    let page = visitor.get("/account/sessions");
    assert!(page.says("Times are in Asia/Seoul.") && page.says("Asia/Seoul · "), "{}", page.body);
    assert_eq!(page.body.matches("Times are in").count(), 1);
    assert!(visitor.get("/account/time-zone").says("Site default (Asia/Seoul)"));
    choose(&mut visitor, "America/St_Johns");
    let saved = visitor.get("/account/time-zone?saved");
    assert!(saved.says("Times are now in America/St_Johns."), "{}", saved.body);
    assert!(saved.says("<option value=\"America/St_Johns\" selected>"), "{}", saved.body);
    assert!(is_in(&mut visitor, "America/St_Johns"));
    choose(&mut visitor, "");
    assert!(is_in(&mut visitor, "Asia/Seoul") && !visitor.jar.contains_key("time-zone"));
}

#[test]
fn the_choice_comes_along_to_a_new_device_and_to_those_that_are_signed_in() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), world.signed_in("ada"));
    choose(&mut desk, "Europe/Berlin");
    let mut tablet = world.signed_in("ada");
    assert!(is_in(&mut tablet, "Europe/Berlin"));
    // The phone learns of it when its session is renewed, and shows it on the page of that very request.
    assert!(is_in(&mut phone, "UTC"));
    world.let_access_tokens_expire();
    assert!(is_in(&mut phone, "Europe/Berlin") && is_in(&mut phone, "Europe/Berlin"));
    choose(&mut phone, "");
    world.let_access_tokens_expire();
    assert!(is_in(&mut tablet, "UTC") && is_in(&mut tablet, "UTC"));
}

#[test]
fn the_next_person_in_the_same_browser_does_not_inherit_it() {
    let world = World::new();
    world.add_user("grace", doorward::account::Role::User);
    let mut browser = world.signed_in("ada");
    choose(&mut browser, "Europe/Berlin");
    assert_eq!(browser.jar.get("time-zone").map(String::as_str), Some("Europe/Berlin"));
    // Signing in ends the session that the browser had.
    let fields = [("username", "grace"), ("password", PASSWORD)];
    assert_eq!(browser.post("/login", &fields).status, 303);
    assert!(is_in(&mut browser, "UTC") && !browser.jar.contains_key("time-zone"));
    assert_eq!(browser.post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
    assert!(browser.jar.contains_key("time-zone"));
    browser.post("/logout", &[]);
    assert!(!browser.jar.contains_key("time-zone"));
}

#[test]
fn what_is_no_zone_is_refused_or_passed_over() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for name in ["Europe/Atlantis", "Berlin", "../../etc/passwd", "+09:00", "UTC\u{200b}"] {
        assert_eq!(visitor.post("/account/time-zone", &[("time_zone", name)]).status, 400, "{name}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE time_zone IS NOT NULL"), 0);
    // Another version may have known the zone that is stored. Somebody may have planted a cookie.
    world.database.execute("UPDATE users SET time_zone = 'Moon/Tranquility'");
    assert!(is_in(&mut world.signed_in("ada"), "UTC"));
    for cookie in ["Moon/Tranquility", "%", "Asia/Seoul; time-zone=Europe/Berlin"] {
        let access = format!("access={}; time-zone={cookie}", visitor.access_cookie());
        let page = world.visitor().with_header("cookie", access).get("/account/sessions");
        assert!(page.status == 200 && page.says("Times are in UTC."), "{cookie}");
    }
}

#[test]
fn admins_read_exact_times_and_the_zone_in_the_head_of_the_column() {
    let world = site_in_seoul();
    let mut root = world.signed_in("root");
    let at = "SELECT signed_in_at FROM sessions WHERE username = 'root'";
    let signed_in = doorward::internals::Timestamp::from_milliseconds(world.database.number(at) + 9 * 3_600_000);
    let shown = signed_in.to_minutes().replace(' ', "\u{a0}");
    for (path, head) in [
        ("/admin/sessions", "Signed in (Asia/Seoul)"),
        ("/admin/users", "Last signed in (Asia/Seoul)"),
        ("/admin/events", "Time (Asia/Seoul)"),
    ] {
        let page = root.get(path);
        assert!(page.says(head) && page.says(&shown), "{path}: {shown} {}", page.body);
        assert!(page.hides(&format!("{shown}\u{a0}Asia")), "{path}");
    }
    // The charts count by hours of UTC, and say so.
    assert!(root.get("/admin").says("The charts and their days are in UTC."));
}

#[test]
fn programs_read_utc_whatever_the_site_and_the_person_chose() {
    let world = site_in_seoul();
    let mut root = world.signed_in("root");
    choose(&mut root, "Europe/Berlin");
    let at = world.database.number("SELECT MAX(at) FROM events WHERE kind = 'signed_in'");
    let expected = doorward::internals::Timestamp::from_milliseconds(at).to_rfc3339();
    let page = root.get("/admin/events");
    let export = root.submit(&page, "/admin/events/export", &[("format", "csv")]);
    assert!(export.status == 200 && export.says(&expected), "{}", export.body);
    let listed = world.logged_in("root").get("/api/admin/events?kind=signed_in");
    assert!(listed.status == 200 && listed.hides("+09:00") && listed.hides("Asia/Seoul"), "{}", listed.body);
}

#[test]
fn the_choice_ends_with_the_account() {
    let world = site_in_seoul();
    let mut ada = world.signed_in("ada");
    choose(&mut ada, "Europe/Berlin");
    let path = crate::admin_users::path_of(&world, "ada");
    let mut root = world.signed_in("root").confirming();
    assert_eq!(root.post(&format!("{path}/deletion"), &[("sure", "yes")]).status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE time_zone IS NOT NULL"), 0);
}
