//! Where remembering ends: other browsers, other fields, pauses, faults, and what the database holds of it.

use std::thread;

use crate::admin_users::{path_of, press, world};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

const FORM: &str = "application/x-www-form-urlencoded";

fn body(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn ask(visitor: &Visitor, path: &str, fields: &[(String, String)]) -> Answer {
    visitor.ask("POST", path, Some((FORM, body(fields).as_bytes())))
}

fn login_form(world: &World, password: &str) -> (Visitor, Vec<(String, String)>) {
    let mut visitor = world.visitor();
    let page = visitor.get("/login");
    let fields = page.filled("/login", &[("username", "ada"), ("password", password)]);
    (visitor, fields)
}

#[test]
fn another_browser_with_a_copy_of_the_form_gets_nothing() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let action = format!("{}/password-reset", path_of(&world, "ada"));
    let page = root.get(&path_of(&world, "ada"));
    let asked = root.submit(&page, &action, &[]);
    let fields = asked.filled(&action, &[("current_password", PASSWORD)]);
    let first = ask(&root, &action, &fields);
    assert!(first.status == 200 && first.says("/password-reset/"));
    for other in [world.visitor(), world.signed_in("ada"), world.signed_in("root")] {
        let answer = ask(&other, &action, &fields);
        assert!(answer.body != first.body, "{}", answer.status);
    }
    assert_eq!(ask(&world.visitor(), &action, &fields).status, 403);
    assert_eq!(ask(&root, &action, &fields).body, first.body);
}

#[test]
fn a_form_without_a_key_and_one_with_another_password_are_dealt_with_each_time() {
    let world = World::new();
    let (mut visitor, mut fields) = login_form(&world, "wrong");
    assert_eq!(ask(&visitor, "/login", &fields).status, 422);
    for (name, value) in &mut fields {
        if name == "password" {
            *value = PASSWORD.to_owned();
        }
    }
    let answer = ask(&visitor, "/login", &fields);
    assert_eq!(answer.status, 303);
    visitor.keep(&answer);
    assert!(visitor.is_signed_in());
    fields.retain(|(name, _)| name != "idempotency_key");
    for sessions in [2, 3] {
        assert_eq!(ask(&world.visitor(), "/login", &fields).status, 303);
        assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE state = 'live'"), sessions);
    }
}

#[test]
fn a_wrong_password_sent_twice_counts_and_is_recorded_once() {
    let world = World::new();
    let (visitor, fields) = login_form(&world, "wrong");
    for _ in 0..3 {
        assert_eq!(ask(&visitor, "/login", &fields).status, 422);
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_failed'"), 1);
}

#[test]
fn a_pause_is_not_remembered() {
    let world = World::new();
    for number in 0..10 {
        world.visitor().post("/login", &[("username", "ada"), ("password", &format!("guess {number}"))]);
    }
    let (visitor, fields) = login_form(&world, PASSWORD);
    assert_eq!(ask(&visitor, "/login", &fields).status, 429);
    world.database.execute("DELETE FROM throttle_locks");
    world.database.execute("DELETE FROM throttle_tries");
    assert_eq!(ask(&visitor, "/login", &fields).status, 303);
}

#[test]
fn a_session_that_has_ended_since_does_not_come_back_with_a_remembered_answer() {
    let world = World::new();
    let (mut visitor, fields) = login_form(&world, PASSWORD);
    let first = ask(&visitor, "/login", &fields);
    let mut same = visitor.clone();
    same.keep(&first);
    same.post("/logout", &[]);
    let again = ask(&visitor, "/login", &fields);
    assert!(again.status == 303 && !again.set_cookies().iter().any(|cookie| cookie.starts_with("refresh=")));
    visitor.keep(&again);
    assert!(!visitor.is_signed_in());
}

#[test]
fn after_a_minute_and_a_half_the_form_is_dealt_with_anew_and_its_answer_goes() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let user = path_of(&world, "ada");
    press(&mut root, &user, "password-reset", &[]);
    assert!(world.database.number("SELECT COUNT(*) FROM form_answers WHERE sealed_answer IS NOT NULL") > 0);
    world.advance(91);
    let swept = world.app().block_on(|desk| async move { doorward::auth::janitor::sweep(&desk).await });
    assert!(swept.expect("swept").answers > 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM form_answers"), 0);
}

#[test]
fn a_claim_of_an_instance_that_died_is_taken_over_when_it_is_over() {
    let world = World::new();
    let (visitor, fields) = login_form(&world, PASSWORD);
    assert_eq!(ask(&visitor, "/login", &fields).status, 303);
    // As an instance leaves it that was killed in the middle.
    world.database.execute("UPDATE form_answers SET sealed_answer = NULL");
    let waiting = {
        let (visitor, fields) = (visitor.clone(), fields.clone());
        thread::spawn(move || ask(&visitor, "/login", &fields))
    };
    world.advance(31);
    assert_eq!(waiting.join().expect("answered").status, 303);
}

#[test]
fn what_is_remembered_cannot_be_read_in_the_database() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let shown = press(&mut root, &path_of(&world, "ada"), "password-reset", &[]);
    assert!(shown.says("/password-reset/"));
    let hex =
        if world.database.url.starts_with("sqlite") { "hex(sealed_answer)" } else { "encode(sealed_answer, 'hex')" };
    let kept =
        world.database.texts(&format!("SELECT {hex} AS value FROM form_answers WHERE sealed_answer IS NOT NULL"));
    assert!(!kept.is_empty());
    let word: String = b"password".iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(kept.iter().all(|answer| !answer.to_lowercase().contains(&word)));
}

#[test]
fn forms_are_dealt_with_even_if_nobody_can_tell_whether_they_came_before() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let page = visitor.get("/account");
    let fields = page.filled("/logout", &[]);
    world.database.execute("DROP TABLE form_answers");
    assert_eq!(ask(&visitor, "/logout", &fields).status, 303);
    assert!(!visitor.is_signed_in());
}
