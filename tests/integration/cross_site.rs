//! Cross-site requests change nothing, whatever they carry.

use crate::support::{ORIGIN, PASSWORD, Visitor};
use crate::world::World;

const FIELDS: [(&str, &str); 2] = [("username", "ada"), ("password", PASSWORD)];

fn saying(world: &World, site: &str, origin: &str, referer: &str) -> Visitor {
    world.visitor().with_header("sec-fetch-site", site).with_header("origin", origin).with_header("referer", referer)
}

#[test]
fn our_own_forms_pass_from_every_kind_of_browser() {
    let world = World::new();
    let referer = format!("{ORIGIN}/login");
    for (site, origin, referer) in [
        ("same-origin", "null", ""),
        ("none", "", ""),
        ("", ORIGIN, ""),
        ("", "http://localhost:8080", ""),
        ("", "http://[::1]:8080", ""),
        ("", "", &*referer),
    ] {
        assert_eq!(
            saying(&world, site, origin, referer).post("/login", &FIELDS).status,
            303,
            "{site} {origin} {referer}"
        );
    }
}

#[test]
fn other_sites_forms_do_not() {
    let world = World::new();
    for (site, origin, referer) in [
        ("cross-site", ORIGIN, ""),
        ("same-site", ORIGIN, ""),
        ("", "null", ""),
        ("", "http://127.0.0.1:8081", ""),
        ("", "https://127.0.0.1:8080", ""),
        ("", "http://127.0.0.1:8080.evil.example", ""),
        ("", "http://evil.example", ORIGIN),
        ("", "", "http://evil.example/http://127.0.0.1:8080/"),
        ("", "", ""),
    ] {
        let answer = saying(&world, site, origin, referer).post("/login", &FIELDS);
        assert_eq!(answer.status, 403, "{site} {origin} {referer}");
        assert!(answer.says("where this form came from") && answer.says("public_url"));
        assert!(answer.set_cookies().is_empty());
    }
}

#[test]
fn a_refused_request_changes_nothing_and_signs_nobody_out() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for path in [
        "/logout",
        "/account/sessions/revocations",
        "/account/password",
        "/language",
        "/appearance",
        "/account/time-zone",
        "/setup",
        "/login",
    ] {
        let answer = visitor.with_header("sec-fetch-site", "cross-site").ask("POST", path, None);
        assert_eq!((answer.status, answer.set_cookies()), (403, vec![]), "{path}");
    }
    world.let_access_tokens_expire();
    let answer = visitor.with_header("sec-fetch-site", "cross-site").ask("POST", "/logout", None);
    assert_eq!((answer.status, answer.set_cookies()), (403, vec![]), "not even a renewal");
    assert!(visitor.is_signed_in());
}

#[test]
fn a_link_from_elsewhere_finds_people_signed_in() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    let answer =
        visitor.with_header("sec-fetch-site", "cross-site").with_header("origin", "").ask("GET", "/account", None);
    assert_eq!((answer.status, answer.set_cookies().len()), (200, 3));
}
