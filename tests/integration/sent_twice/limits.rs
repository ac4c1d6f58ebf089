//! Limits of the memory of forms: other browsers, other fields, pauses, faults, and what the database stores.

use std::thread;
use std::time::Instant;

use crate::admin_users::{path_of, press, world};
use crate::support::{Answer, PASSWORD, Scrape, Visitor};
use crate::world::World;

pub(super) const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn body(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub fn ask(visitor: &Visitor, path: &str, fields: &[(String, String)]) -> Answer {
    visitor.ask("POST", path, Some((FORM, body(fields).as_bytes())))
}

pub(super) fn login_form(world: &World, password: &str) -> (Visitor, Vec<(String, String)>) {
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
    for other in [world.visitor(), world.signed_in("ada")] {
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
    world.database.execute("DELETE FROM throttle_tries");
    assert_eq!(ask(&visitor, "/login", &fields).status, 303);
}

#[test]
fn whoever_signs_in_out_and_in_again_on_a_page_that_the_browser_has_kept_is_signed_in() {
    let world = World::new();
    let (mut visitor, fields) = login_form(&world, PASSWORD);
    for sessions in [1, 2] {
        let answer = ask(&visitor, "/login", &fields);
        visitor.keep(&answer);
        assert!(visitor.is_signed_in());
        visitor.post("/logout", &[]);
        assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions"), sessions);
    }
}

#[test]
fn a_button_pressed_again_on_a_page_that_the_browser_has_kept_does_it_again() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let user = path_of(&world, "ada");
    let action = format!("{user}/sign-out");
    let fields = root.get(&user).filled(&action, &[]);
    let mut thief = world.signed_in("ada");
    assert_eq!(ask(&root, &action, &fields).status, 303);
    assert!(!thief.is_signed_in());
    thief.log_in("ada");
    world.advance(16);
    assert_eq!(ask(&root, &action, &fields).status, 303);
    assert!(!thief.is_signed_in());
}

#[test]
fn whoever_may_not_any_more_is_not_answered_from_memory() {
    for change in ["UPDATE users SET role = 'user', version = version + 1", "UPDATE users SET status = 'suspended'"] {
        let world = world(1);
        let mut root = world.signed_in("root");
        let action = format!("{}/password-reset", path_of(&world, "ada"));
        let page = root.get(&path_of(&world, "ada"));
        let asked = root.submit(&page, &action, &[]);
        let fields = asked.filled(&action, &[("current_password", PASSWORD)]);
        let first = ask(&root, &action, &fields);
        assert!(first.says("/password-reset/"));
        let mut successor = root.clone();
        successor.keep(&first);
        world.database.execute(&format!("{change} WHERE username = 'root'"));
        for visitor in [root, successor] {
            let again = ask(&visitor, &action, &fields);
            assert!(again.status != 200 || again.hides("<code>http"), "{change}: {}", again.body);
        }
    }
}

#[test]
fn a_page_is_loaded_anew_also_after_the_session_was_replaced_in_another_tab() {
    let world = world(1);
    world.add_user("bob", doorward::account::Role::User);
    let mut root = world.signed_in("root").confirming();
    let user = path_of(&world, "ada");
    let action = format!("{user}/password-reset");
    let page = root.get(&user);
    let asked = ask(&root, &action, &page.filled(&action, &[]));
    let fields = asked.filled(&action, &[("current_password", PASSWORD)]);
    let first = ask(&root, &action, &fields);
    root.keep(&first);
    press(&mut root, &path_of(&world, "bob"), "password-reset", &[]);
    let again = ask(&root, &action, &fields);
    assert_eq!(again.body, first.body);
    root.keep(&again);
    assert!(root.is_signed_in());
}

#[test]
fn after_a_minute_and_a_half_the_form_is_dealt_with_anew_and_its_answer_goes() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let user = path_of(&world, "ada");
    press(&mut root, &user, "password-reset", &[]);
    assert!(world.database.number("SELECT COUNT(*) FROM form_answers WHERE sealed_answer IS NOT NULL") > 0);
    world.advance(91);
    let swept = world.app().block_on(|desk| async move { doorward::internals::janitor::sweep(&desk).await });
    assert!(swept.expect("swept").answers > 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM form_answers"), 0);
}

#[test]
fn a_claim_of_an_instance_that_died_is_taken_over_when_it_is_over() {
    let world = World::new();
    let (visitor, fields) = login_form(&world, PASSWORD);
    assert_eq!(ask(&visitor, "/login", &fields).status, 303);
    // An instance that was killed while it worked on the form leaves this row.
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
fn a_form_is_refused_at_once_while_nobody_can_tell_whether_it_came_before() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let page = visitor.get("/account");
    let fields = page.filled("/logout", &[]);
    world.database.execute("ALTER TABLE form_answers RENAME TO form_answers_elsewhere");
    let answer = ask(&visitor, "/logout", &fields);
    assert_eq!(answer.status, 503, "{}", answer.body);
    world.database.execute("ALTER TABLE form_answers_elsewhere RENAME TO form_answers");
    assert!(visitor.is_signed_in());
    assert_eq!(ask(&visitor, "/logout", &fields).status, 303);
    assert!(!visitor.is_signed_in());
}

#[test]
fn what_is_kept_for_the_forms_of_one_account_takes_up_only_so_much_room() {
    let world = world(1);
    world.add_user("bob", doorward::account::Role::Admin);
    let (mut root, mut bob) = (world.signed_in("root"), world.signed_in("bob"));
    let action = format!("{}/email", path_of(&world, "ada"));
    let refuse = |visitor: &mut Visitor, number: usize| {
        let page = visitor.get(&path_of(&world, "ada"));
        let fields = page.filled(&action, &[("email", &format!("nothing {number}"))]);
        for _ in 0..2 {
            assert_eq!(ask(visitor, &action, &fields).status, 422);
        }
    };
    let kept = || {
        let of = |what: &str| world.database.number(&format!("SELECT COALESCE({what}, 0) FROM form_answers"));
        (of("COUNT(*)"), of("SUM(LENGTH(sealed_answer))"))
    };
    let began = Instant::now();
    // Beyond the budget, forms are handled and not remembered.
    let refused = (0..3000).find(|number| {
        let before = kept().0;
        refuse(&mut root, *number);
        kept().0 == before
    });
    let (count, bytes) = kept();
    let earned = 30_000 * i64::try_from(began.elapsed().as_secs()).expect("a short time");
    assert!(refused.is_some() && (2_000_000..6_300_000 + earned).contains(&bytes), "{count} with {bytes} bytes");
    refuse(&mut bob, 0);
    assert_eq!(kept().0, count + 1, "others notice nothing");
}

/// The form is refused as soon as it cannot be claimed: whoever deals with it would have to wait for the database as long
/// again.
#[test]
fn a_form_waits_for_a_locked_database_once() {
    let world = World::with(1, |settings| settings.metrics_listen = "127.0.0.1:0".parse().ok());
    let (visitor, fields) = login_form(&world, PASSWORD);
    let without_key: Vec<_> = fields.iter().filter(|(name, _)| name != "idempotency_key").cloned().collect();
    let table = if crate::support::database::is_postgres() { "form_answers, users, sessions" } else { "all" };
    let metrics = world.app().metrics_port.expect("set");
    let failed = r#"doorward_sign_ins_total{outcome="unavailable",channel="browser"}"#;
    let tries = |fields: &[(String, String)]| {
        let before = Scrape::of(metrics).value(failed);
        let answer = ask(&visitor, "/login", fields);
        assert_eq!(answer.status, 503, "{}", answer.body);
        Scrape::of(metrics).value(failed) - before
    };
    world.database.while_locked(table, || {
        assert_eq!(tries(&without_key), 1.0, "it got as far as the sign-in");
        assert_eq!(tries(&fields), 0.0);
    });
}

#[test]
fn each_file_of_events_that_says_more_than_the_one_before_is_recorded() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let page = root.get("/admin/events");
    let fields = page.filled("/admin/events/export", &[("format", "csv")]);
    let recorded = || world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'events_exported'");
    let first = ask(&root, "/admin/events/export", &fields);
    assert_eq!((first.status, recorded()), (200, 1));
    // In a double click, something can happen between the two clicks.
    world.signed_in("ada");
    let second = ask(&root, "/admin/events/export", &fields);
    assert_eq!((&second.body, recorded()), (&first.body, 1));
    // The answer was a file, so the page has stayed and its form can be sent again.
    for exports in [2, 3] {
        world.advance(16);
        let later = ask(&root, "/admin/events/export", &fields);
        assert!(later.body.lines().count() > first.body.lines().count());
        assert_eq!(recorded(), exports);
    }
}
