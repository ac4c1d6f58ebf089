//! The page for signing out, to which apps link.

use doorward::config::Origin;

use crate::support::{Answer, ORIGIN, Visitor};
use crate::world::World;

const APP: &str = "https://app.example.org";

fn world() -> World {
    World::with(1, |settings| settings.return_origins = vec![Origin::parse(APP).expect("an origin")])
}

fn logout_forms(page: &Answer) -> usize {
    page.body.matches("action=\"/logout\"").count()
}

/// Returns the browser as it comes by a link on another site.
fn by_link(visitor: &Visitor) -> Visitor {
    visitor.with_header("sec-fetch-site", "cross-site").with_header("origin", "")
}

#[test]
fn an_app_links_to_a_page_with_one_button_that_signs_out_and_leads_back() {
    let world = world();
    let mut ada = by_link(&world.signed_in("ada"));
    let back = format!("{APP}/bye?a=1&b=2");
    let page = ada.get(&format!("/logout?next={APP}/bye%3Fa%3D1%26b%3D2"));
    assert!(page.status == 200 && page.says("Sign out?") && page.says("You are signed in as ada"), "{}", page.body);
    assert_eq!(logout_forms(&page), 1, "the page has one button");
    assert!(page.header("content-security-policy").contains(&format!("form-action 'self' {APP};")));
    assert!(ada.is_signed_in(), "reading the page changes nothing");
    // The button belongs to Doorward's own form, so the app cannot press it.
    let pressed = ada.post("/logout", &[("next", &back)]);
    assert!(pressed.status == 403 && ada.is_signed_in());
    let mut ada = ada.with_header("sec-fetch-site", "same-origin").with_header("origin", ORIGIN);
    let done = ada.submit(&page, "/logout", &[]);
    assert_eq!((done.status, done.header("location")), (303, &*back));
    assert_eq!(done.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(ada.has_no_tokens() && !ada.is_signed_in());
    let reasons = world.database.texts("SELECT revocation_reason AS value FROM sessions");
    assert_eq!(reasons, ["signed_out"]);
}

#[test]
fn whoever_is_not_signed_in_is_told_so_and_offered_what_is_next() {
    let world = world();
    let mut nobody = by_link(&world.visitor());
    let page = nobody.get(&format!("/logout?next={APP}/bye"));
    assert!(page.status == 200 && page.says("You are not signed in"), "{}", page.body);
    assert!(page.says(&format!("href=\"{APP}/bye\"")) && logout_forms(&page) == 0);
    let page = nobody.get("/logout");
    assert!(page.says("You are not signed in") && page.says("class=\"button wide\" href=\"/login\""));
    // The button is pressed twice, or in another tab: the person is signed out as they wished.
    let mut late = world.visitor();
    let answer = late.post("/logout", &[("next", &format!("{APP}/bye"))]);
    assert_eq!((answer.status, answer.header("location")), (303, &*format!("{APP}/bye")));
}

#[test]
fn a_session_that_was_ended_elsewhere_says_why_and_leaves_no_cookies() {
    let world = world();
    let mut ada = world.signed_in("ada");
    let mut other = world.signed_in("ada");
    other.post("/account/sessions/revocations", &[]);
    let page = ada.get("/logout");
    assert!(page.says("You are not signed in") && page.says("class=\"notice\""), "{}", page.body);
    assert!(ada.has_no_tokens());
}

#[test]
fn no_other_place_is_led_to() {
    let world = world();
    for hostile in [
        "https://evil.example/",
        "https://app.example.org.evil.example/",
        "https://app.example.org@evil.example/",
        "http://app.example.org/",
        "https://app.example.org:8443/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "\thttps://app.example.org",
        "",
    ] {
        let mut ada = world.signed_in("ada");
        let encoded: String = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
        let page = ada.get(&format!("/logout?next={encoded}"));
        if page.status == 200 {
            let leading_away = ["href=\"http", "href=\"//", "href=\"j", "href=\"d", "name=\"next\" value=\"http"];
            assert!(leading_away.iter().all(|text| page.hides(text)), "{hostile}: {}", page.body);
            assert!(page.header("content-security-policy").contains("form-action 'self';"), "{hostile}");
        } else {
            assert_eq!(page.status, 400, "{hostile}");
        }
        let done = ada.post("/logout", &[("next", hostile)]);
        assert_eq!((done.status, done.header("location")), (303, "/?signed-out"), "{hostile}");
        assert!(!ada.is_signed_in(), "{hostile}");
    }
}

#[test]
fn a_form_that_says_nothing_or_something_else_signs_out_all_the_same() {
    let world = world();
    let form = "application/x-www-form-urlencoded";
    let bodies = [
        None,
        Some((form, "")),
        Some((form, "anything=else")),
        Some((form, "next=%ff")),
        Some((form, "next=/account&next=/login")),
        Some(("text/plain", "next=/account")),
    ];
    for body in bodies {
        let mut ada = world.signed_in("ada");
        let done = ada.request("POST", "/logout", body.map(|(kind, text)| (kind, text.as_bytes())));
        assert_eq!((done.status, done.header("location")), (303, "/?signed-out"), "{body:?}");
        assert!(!ada.is_signed_in(), "{body:?}");
    }
    let mut ada = world.signed_in("ada");
    assert_eq!(ada.post("/logout", &[("next", "/account/sessions")]).header("location"), "/account/sessions");
}

#[test]
fn the_page_answers_head_and_says_what_else_it_answers() {
    let world = world();
    let mut ada = world.signed_in("ada");
    let head = ada.request("HEAD", "/logout", None);
    assert!(head.status == 200 && head.body.is_empty() && ada.is_signed_in());
    let wrong = ada.request("DELETE", "/logout", None);
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET, HEAD, POST"));
    for (language, words) in [("ko", "로그아웃할까요?"), ("en", "Sign out?")] {
        assert!(ada.with_header("accept-language", language).get("/logout").says(words));
    }
    let mut other = world.signed_in("ada");
    let switched = other.submit(&other.clone().get("/logout?next=%2Faccount"), "/language", &[("language", "ko")]);
    assert_eq!(switched.header("location"), "/logout?next=%2Faccount");
}

#[test]
fn a_page_whose_access_token_has_run_out_is_still_the_page_of_whoever_is_signed_in() {
    let world = world();
    let mut ada = world.signed_in("ada");
    world.let_access_tokens_expire();
    assert!(by_link(&ada).get("/logout").says("You are signed in as ada"));
    assert!(ada.is_signed_in());
}
