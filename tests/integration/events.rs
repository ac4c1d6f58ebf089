//! The record of events: it is complete, written in the same transaction as the change, and never altered.

use doorward::account::Role;

use crate::support::PASSWORD;
use crate::world::World;

fn kinds(world: &World) -> Vec<String> {
    world.database.texts("SELECT kind AS value FROM events ORDER BY id")
}

#[test]
fn a_journey_leaves_its_events_in_order() {
    let world = World::new();
    let mut visitor = world.visitor();
    visitor.post("/login", &[("username", "ada"), ("password", "wrong")]);
    visitor.post("/login", &[("username", "nobody"), ("password", "wrong")]);
    visitor.log_in("ada");
    let mut other = world.signed_in("ada");
    let new = "quietly mauve hinges";
    visitor.post(
        "/account/password",
        &[("current_password", "wrong"), ("new_password", new), ("new_password_again", new)],
    );
    visitor.post(
        "/account/password",
        &[("current_password", PASSWORD), ("new_password", new), ("new_password_again", new)],
    );
    assert!(!other.is_signed_in());
    world.let_access_tokens_expire();
    let mut visitor = visitor.with_header("user-agent", "curl/8.5.0");
    visitor.get("/");
    visitor.post(&format!("/account/sessions/{}/label", visitor.session_id()), &[("label", "desk")]);
    visitor.post("/logout", &[]);
    let expected = [
        "signing_key_created",
        "user_created",
        "sign_in_failed",
        "sign_in_failed",
        "signed_in",
        "signed_in",
        "password_confirmation_failed",
        "session_revoked",
        "session_revoked",
        "password_changed",
        "session_renewed",
        "session_labelled",
        "session_revoked",
    ];
    assert_eq!(kinds(&world), expected);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_failed' AND user_id IS NULL"),
        1
    );
    let about = "SELECT COUNT(*) FROM events WHERE kind = 'session_revoked' AND user_id IS NOT NULL AND session_id IS NOT NULL \
                 AND actor_id IS NOT NULL AND ip = '127.0.0.1' AND request_id IS NOT NULL";
    assert_eq!(world.database.number(about), 3);
}

#[test]
fn events_cannot_be_changed() {
    let world = World::new();
    let before = kinds(&world);
    let database = &world.database;
    let change = || database.execute("UPDATE events SET kind = 'signed_in'");
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(change)).is_err());
    assert_eq!(kinds(&world), before);
}

#[test]
fn no_secret_is_recorded() {
    let world = World::new();
    let mut visitor = world.visitor();
    // Somebody types the password into the wrong field.
    visitor.post("/login", &[("username", PASSWORD), ("password", "ada")]);
    visitor.log_in("ada");
    let details = world.database.texts("SELECT COALESCE(detail, '') AS value FROM events");
    assert!(details.iter().all(|detail| !detail.contains(PASSWORD)));
}

#[test]
fn an_event_that_cannot_be_read_is_shown_as_it_is_stored_and_hides_no_page() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let (mut root, mut ada) = (world.signed_in("root"), world.signed_in("ada"));
    let (session, now) = (ada.session_id(), world.clock.now().milliseconds());
    let id = world.database.texts("SELECT id AS value FROM users WHERE username = 'ada'").remove(0);
    for (kind, detail) in [("moon_landed", "very softly"), ("session_revoked", "out of boredom")] {
        world.database.execute(&format!(
            "INSERT INTO events (at, kind, user_id, session_id, ip, user_agent, request_id, detail) \
             VALUES ({now}, '{kind}', '{id}', '{session}', 'local', 'curl/8', 'background', '{detail}')"
        ));
    }
    for (page, words) in [
        ("/admin/events".to_owned(), ["moon_landed", "very softly", "out of boredom"]),
        (format!("/admin/sessions/{session}"), ["moon_landed", "very softly", "out of boredom"]),
        (format!("/admin/users/{id}"), ["moon_landed", "Doorward itself", "Session ended"]),
    ] {
        let answer = root.get(&page);
        assert!(answer.status == 200 && words.iter().all(|text| answer.says(text)), "{page}: {}", answer.status);
    }
    assert!(ada.get("/").says("moon_landed"));
}
