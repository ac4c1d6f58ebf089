//! What is new since the last visit: marked for a whole visit, and for nothing that was done in it.

use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                     Version/18.5 Mobile/15E148 Safari/604.1";

/// Returns the entries of the recent activity that are marked, without the mark.
fn marked(page: &Answer) -> Vec<String> {
    let document = scraper::Html::parse_document(&page.body);
    let selector = |text: &str| scraper::Selector::parse(text).expect("a selector");
    let (entry, what, badge) = (selector(".events li"), selector("strong"), selector(".badge"));
    let is_new =
        |entry: &scraper::ElementRef| entry.select(&badge).any(|badge| badge.text().collect::<String>() == "New");
    let text = |entry: scraper::ElementRef| entry.select(&what).flat_map(|what| what.text()).collect::<String>();
    document.select(&entry).filter(is_new).map(text).collect()
}

fn phone(world: &World) -> Visitor {
    let mut phone = world.visitor().with_header("user-agent", PHONE);
    phone.log_in("ada");
    phone
}

const SENTENCE: &str = "new since your last visit";

#[test]
fn in_the_first_session_of_an_account_nothing_is_new() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    world.visitor().post("/login", &[("username", "ada"), ("password", "wrong")]);
    let page = visitor.get("/");
    assert!(marked(&page).is_empty() && page.hides(SENTENCE), "{}", page.body);
}

#[test]
fn what_others_did_since_the_last_visit_is_marked_for_the_whole_visit() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    desk.post("/logout", &[]);
    world.advance(86_400);
    world.visitor().post("/login", &[("username", "ada"), ("password", "wrong")]);
    let _thief = phone(&world);
    world.advance(3600);
    desk.log_in("ada");
    let page = desk.get("/");
    // The sign-in of the other device is the last visit. It is told itself; what was before it is told there.
    assert_eq!(marked(&page), ["Signed in"], "{}", page.body);
    assert!(page.says("One entry below is new since your last visit"), "{}", page.body);
    // Neither looking again nor a renewal eats the mark.
    assert_eq!(marked(&desk.get("/")), ["Signed in"]);
    world.let_access_tokens_expire();
    assert_eq!(marked(&desk.get("/")), ["Signed in"]);
}

#[test]
fn what_somebody_did_in_this_session_is_not_new_even_after_the_password_was_asked_for() {
    let world = World::new();
    world.signed_in("ada").post("/logout", &[]);
    let (mut desk, _other) = (world.signed_in("ada"), phone(&world));
    world.advance(16 * 60);
    // This asks for the password, and the session goes on in another one.
    let old = desk.session_id();
    let page = desk.get("/account/sessions");
    let asked = desk.submit(&page, "/account/sessions/revocations", &[]);
    let done = desk.submit(&asked, "/account/sessions/revocations", &[("current_password", PASSWORD)]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_ne!(desk.session_id(), old);
    let page = desk.get("/");
    // The other device signed in meanwhile. That it was signed out, and the sign-in here, is no news.
    assert_eq!(marked(&page), ["Signed in"], "{}", page.body);
    assert!(page.says("You signed out Safari on iPhone, from Firefox on Linux"), "{}", page.body);
    assert!(page.hides("Password confirmed") && page.hides("Session ended"), "{}", page.body);
}

#[test]
fn after_a_pause_a_session_is_visited_anew() {
    let world = World::new();
    world.signed_in("ada").post("/logout", &[]);
    let mut desk = world.signed_in("ada");
    let mut phone = phone(&world);
    assert_eq!(marked(&desk.get("/")), ["Signed in"]);
    world.advance(3 * 3600);
    assert_eq!(marked(&desk.get("/")), ["Signed in"], "it is the same visit after three hours");
    world.advance(5 * 3600);
    let page = desk.get("/");
    assert!(marked(&page).is_empty() && page.hides(SENTENCE), "what was seen is not new any more: {}", page.body);
    // And what others do from then on is.
    phone.post("/logout", &[]);
    world.advance(3600);
    assert_eq!(marked(&desk.get("/")), ["You signed out Safari on iPhone"]);
}

#[test]
fn an_entry_says_which_device_was_signed_out_and_by_whom() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), phone(&world));
    let label = format!("/account/sessions/{}/label", desk.session_id());
    assert_eq!(desk.post(&label, &[("label", "the desk")]).status, 303);
    let ended = phone.post(&format!("/account/sessions/{}/revocation", desk.session_id()), &[]);
    assert_eq!(ended.status, 303);
    let page = phone.get("/");
    assert!(page.says("You signed out the desk, from Safari on iPhone"), "{}", page.body);
    assert!(page.hides("Device named"), "{}", page.body);
    // A session that is not on record any more has no name.
    world.database.execute("DELETE FROM sessions WHERE label = 'the desk'");
    let page = phone.get("/");
    assert!(page.status == 200 && page.says("Session ended"), "{}", page.body);
}

#[test]
fn looking_at_the_start_page_writes_nothing() {
    let world = World::new();
    world.signed_in("ada").post("/logout", &[]);
    let (mut desk, _other) = (world.signed_in("ada"), phone(&world));
    let rows = || {
        world.database.texts(
            "SELECT CAST(last_visit_at AS TEXT) AS value FROM sessions WHERE last_visit_at IS NOT NULL ORDER BY id",
        )
    };
    let before = rows();
    assert!(!before.is_empty());
    for _ in 0..3 {
        assert_eq!(marked(&desk.get("/")), ["Signed in"]);
    }
    assert_eq!(rows(), before);
}
