//! The page of one's own sessions.

use crate::support::PASSWORD;
use crate::world::World;

#[test]
fn the_list_shows_this_session_first_and_what_is_known_of_each() {
    let world = World::new();
    let mut phone = world.visitor().with_header(
        "user-agent",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
    );
    let mut desk = world.signed_in("ada");
    world.advance(60);
    phone.log_in("ada");
    let page = desk.get("/account/sessions");
    let (first, second) =
        (page.body.find("Firefox on Linux").expect("listed"), page.body.find("Safari on iPhone").expect("listed"));
    assert!(first < second, "this session comes first, although the other was seen later");
    assert_eq!(page.body.matches("This device</span>").count(), 1);
    assert_eq!(page.body.matches("127.0.0.1").count(), 2);
}

#[test]
fn a_device_can_be_named_and_unnamed() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let path = format!("/account/sessions/{}/label", visitor.session_id());
    let page = visitor.get("/account/sessions");
    let answer = visitor.submit(&page, &path, &[("label", "  <i>Küche</i> ")]);
    assert_eq!(answer.status, 303);
    let page = visitor.get(answer.header("location"));
    assert!(page.says("role=\"status\">Name saved: &#60;i&#62;"), "{}", page.body);
    assert!(page.says("&#60;i&#62;Küche&#60;/i&#62;") && !page.says("<i>Küche"));
    let answer = visitor.submit(&page, &path, &[("label", "")]);
    assert!(visitor.get(answer.header("location")).says("Name removed: Firefox on Linux"));
    assert!(!visitor.get("/account/sessions").says("Küche"));
    assert_eq!(visitor.post(&path, &[("label", &"x".repeat(41))]).status, 400);
    assert_eq!(visitor.post(&path, &[("label", &"é".repeat(40))]).status, 303);
}

#[test]
fn ending_all_others_leaves_this_one() {
    let world = World::new();
    let mut others: Vec<_> = (0..3).map(|_| world.signed_in("ada")).collect();
    let mut visitor = world.signed_in("ada");
    let page = visitor.get("/account/sessions");
    let answer = visitor.submit(&page, "/account/sessions/revocations", &[]);
    assert_eq!(answer.status, 303);
    let page = visitor.get(answer.header("location"));
    assert!(page.says("role=\"status\">You are signed out on all other devices."), "{}", page.body);
    assert!(visitor.is_signed_in());
    assert!(others.iter_mut().all(|other| !other.is_signed_in()));
}

#[test]
fn ending_one_says_which_and_only_when_it_is_true() {
    let world = World::new();
    world.add_user("bob", doorward::account::Role::User);
    let (mut visitor, other, mut bob) = (world.signed_in("ada"), world.signed_in("ada"), world.signed_in("bob"));
    let said = "role=\"status\">Firefox on Linux is signed out.";
    let told = |visitor: &mut crate::support::Visitor, id: &str| {
        visitor.get(&format!("/account/sessions?ended={id}")).says("role=\"status\"")
    };
    assert!(!told(&mut visitor, &other.session_id()), "it is alive");
    let page = visitor.get("/account/sessions");
    let answer = visitor.submit(&page, &format!("/account/sessions/{}/revocation", other.session_id()), &[]);
    let page = visitor.get(answer.header("location"));
    assert!(answer.status == 303 && page.says(said), "{}", page.body);
    assert!(!told(&mut bob, &other.session_id()), "it was never his");
    assert!(!told(&mut visitor, "0") && !told(&mut visitor, &"0".repeat(32)), "there is no such session");
}

#[test]
fn every_button_of_the_list_belongs_to_the_heading_of_its_row() {
    let world = World::new();
    let (mut visitor, other) = (world.signed_in("ada"), world.signed_in("ada"));
    let page = visitor.get("/account/sessions");
    for id in [visitor.session_id(), other.session_id()] {
        // Devices of one kind are told apart by their facts.
        for of_row in ["s", "f"] {
            assert_eq!(page.body.matches(&format!(" id=\"{of_row}-{id}\">")).count(), 1);
        }
        // The act, the fold with the name, and its button; its field is described.
        let named = ["end", "name", "save"].map(|own| format!("aria-labelledby=\"{own}-{id} s-{id} f-{id}\""));
        assert!(named.iter().all(|named| page.body.matches(named).count() == 1), "{}", page.body);
        assert_eq!(page.body.matches(&format!("aria-describedby=\"s-{id}\"")).count(), 1, "{}", page.body);
    }
}

#[test]
fn ending_all_others_asks_for_the_password_after_fifteen_minutes() {
    let world = World::new();
    let (mut visitor, mut other) = (world.signed_in("ada"), world.signed_in("ada"));
    world.advance(16 * 60);
    let page = visitor.get("/account/sessions");
    let asked = visitor.submit(&page, "/account/sessions/revocations", &[]);
    assert!(asked.status == 200 && asked.says("Confirm it is you"));
    assert!(other.is_signed_in());
    let again = visitor.submit(&asked, "/account/sessions/revocations", &[("current_password", "wrong")]);
    assert!(again.status == 422 && again.says("not your current password"));
    assert_eq!(visitor.submit(&again, "/account/sessions/revocations", &[("current_password", PASSWORD)]).status, 303);
    assert!(!other.is_signed_in());
    // The password counts for fifteen minutes from now.
    let mut third = world.signed_in("ada");
    assert_eq!(visitor.post("/account/sessions/revocations", &[]).status, 303);
    assert!(!third.is_signed_in());
}

#[test]
fn last_seen_follows_use() {
    let world = World::new();
    let (mut visitor, mut other) = (world.signed_in("ada"), world.signed_in("ada"));
    world.advance(20 * 60);
    assert!(other.is_signed_in());
    let seen = format!("title=\"{} UTC\"", world.clock.now().to_minutes());
    let page = visitor.get("/account/sessions");
    assert_eq!(page.body.matches(&seen).count(), 2, "{seen}: {}", page.body);
}

#[test]
fn expired_sessions_are_not_listed() {
    let world = World::new();
    world.signed_in("ada");
    world.advance(13 * 3600);
    let mut visitor = world.signed_in("ada");
    assert_eq!(visitor.get("/account/sessions").body.matches("Firefox on Linux").count(), 1);
}

#[test]
fn ending_the_current_session_from_the_list_is_signing_out() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let answer = visitor.post(&format!("/account/sessions/{}/revocation", visitor.session_id()), &[]);
    assert_eq!(answer.header("location"), "/?signed-out");
    assert!(visitor.has_no_tokens());
}

#[test]
fn names_that_cannot_be_seen_are_refused() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let path = format!("/account/sessions/{}/label", visitor.session_id());
    for label in ["\u{202e}ksed", "a\u{2028}b", "\u{200b}", "\u{feff}"] {
        assert_eq!(visitor.post(&path, &[("label", label)]).status, 400, "{label:?}");
    }
    assert_eq!(visitor.post(&path, &[("label", "👩‍🚀 한글")]).status, 303);
}
