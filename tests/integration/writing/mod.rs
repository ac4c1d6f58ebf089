//! What one person may write while signed in, and what of it the record keeps.

mod growth;
mod owner;

use std::time::Duration;

use doorward::account::Role;
use doorward::internals::{Allowance, janitor};

use crate::admin_users::path_of;
use crate::support::{Answer, ApiClient, PASSWORD, Visitor};
use crate::world::World;

const BURST: u64 = Allowance::Person.burst();
const DAY: Duration = Duration::from_secs(86_400);

fn label_path(visitor: &Visitor) -> String {
    format!("/account/sessions/{}/label", visitor.session_id())
}

/// Names this device until that is refused, and returns how often it was done. Fails if it is never refused.
fn write_until_refused(visitor: &mut Visitor) -> (u64, Answer) {
    let path = label_path(visitor);
    for number in 0..5000 {
        let answer = visitor.post(&path, &[("label", &format!("device {number}"))]);
        match answer.status {
            303 => {}
            429 => return (number, answer),
            status => panic!("{status}: {}", answer.body),
        }
    }
    panic!("never refused");
}

fn count(world: &World, kind: &str) -> i64 {
    world.database.number(&format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'"))
}

fn events(world: &World) -> i64 {
    world.database.number("SELECT COUNT(*) FROM events")
}

#[test]
fn a_person_may_write_a_burst_and_is_then_told_when_to_come_again() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let (done, refused) = write_until_refused(&mut ada);
    // The machine's clock goes on meanwhile.
    assert!((BURST..BURST + 20).contains(&done), "{done}");
    assert!((1..=12).contains(&refused.header("retry-after").parse::<u64>().expect("seconds")));
    assert!(refused.says("Too many changes"), "{}", refused.body);
    assert!(refused.says(&format!("device {done}")), "what was typed is kept: {}", refused.body);
    assert_eq!(count(&world, "session_labelled"), i64::try_from(done).expect("small"), "a refusal leaves nothing");
    let label = world.database.texts("SELECT label AS value FROM sessions");
    assert_eq!(label, [format!("device {}", done - 1)]);
    assert!(ada.is_signed_in(), "reading goes on");

    world.advance(12);
    let path = label_path(&ada);
    assert_eq!(ada.post(&path, &[("label", "x")]).status, 303);
    world.advance(1500);
    assert!((BURST..BURST + 20).contains(&write_until_refused(&mut ada).0));
}

#[test]
fn administrators_may_write_ten_times_as_much() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    let (done, _) = write_until_refused(&mut root);
    assert!(done >= Allowance::Administrator.burst(), "{done}");
}

#[test]
fn the_api_refuses_with_a_word() {
    let world = World::new();
    let ada = world.logged_in("ada");
    let unknown = "/api/sessions/c41f6e20b7d94a0c93e5d8f1a6b27e03";
    let refused = (0..BURST + 100).map(|_| ada.delete(unknown)).find(|answer| answer.status != 404).expect("refused");
    assert_eq!((refused.status, refused.json()["error"].as_str()), (429, Some("too_many_writes")));
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=12).contains(&seconds)));
    assert_eq!(ada.get("/api/me").status, 200);
    let own = world.database.texts("SELECT id AS value FROM sessions").remove(0);
    assert_eq!(ada.delete(&format!("/api/sessions/{own}")).status, 204, "going out is never refused");
}

#[test]
fn ending_many_sessions_counts_as_one() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let others: Vec<Visitor> = (0..5).map(|_| world.signed_in("ada")).collect();
    assert_eq!(ada.post("/account/sessions/revocations", &[]).status, 303);
    assert_eq!(count(&world, "session_revoked"), i64::try_from(others.len()).expect("small"));
    let of_session = format!("subject = 'session {}'", ada.session_id());
    let whole_at = world.database.number(&format!("SELECT whole_at FROM write_budgets WHERE {of_session}"));
    assert!(whole_at <= world.clock.now().milliseconds() + 12_000, "one write");
}

#[test]
fn going_out_and_ending_other_sessions_works_whatever_another_session_writes() {
    let world = World::new();
    let (mut thief, mut owner) = (world.signed_in("ada"), world.signed_in("ada"));
    write_until_refused(&mut thief);
    let path = label_path(&owner);
    assert_eq!(owner.post(&path, &[("label", "mine")]).status, 429, "the account has one budget");
    let path = format!("/account/sessions/{}/revocation", thief.session_id());
    assert_eq!(owner.post(&path, &[]).status, 303);
    assert!(!thief.is_signed_in());
    write_until_refused(&mut owner);
    assert_eq!(owner.post("/logout", &[]).status, 303);
    assert!(!owner.is_signed_in());
}

/// Lets all budgets owe so much that none earns a write while a test goes on.
fn owe_a_minute(world: &World) {
    world.database.execute("UPDATE write_budgets SET whole_at = whole_at + 60000");
}

#[test]
fn a_budget_is_the_same_on_all_instances_and_after_a_restart() {
    let mut world = World::with(2, |_| {});
    let mut ada = world.signed_in("ada");
    let mut there = ada.at(world.other_app().port);
    let (here, path) = (write_until_refused(&mut ada).0, label_path(&there));
    owe_a_minute(&world);
    assert_eq!(there.post(&path, &[("label", "x")]).status, 429, "after {here} at the other instance");
    world.stop();
    world.start(|_| {}, |_| {});
    let mut again = there.at(world.app().port);
    let refused = (0..20).any(|_| again.post(&path, &[("label", "x")]).status == 429);
    assert!(refused);
}

#[test]
fn entering_the_password_makes_no_new_budget() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let path = "/account/two-factor/enrolment";
    let confirm = |ada: &mut Visitor| ada.post(path, &[("current_password", PASSWORD)]).status;
    let mut confirmed = 0;
    while confirm(&mut ada) != 429 {
        confirmed += 1;
        assert!(confirmed < 200);
    }
    // Each is two events: the end of the session before, and the password.
    assert!((BURST / 2..BURST / 2 + 20).contains(&confirmed), "{confirmed}");
    assert_eq!(count(&world, "password_confirmed"), i64::try_from(confirmed).expect("small"));
    let path = label_path(&ada);
    assert_eq!(ada.post(&path, &[("label", "x")]).status, 429);
    let sessions = "SELECT COUNT(*) FROM write_budgets WHERE subject LIKE 'session%'";
    assert_eq!(world.database.number(sessions), 1, "the successor has taken it over");
}

#[test]
fn who_has_nothing_left_is_refused_while_nobody_can_write() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    // Within these tries the machine's clock can have earned one more.
    write_until_refused(&mut ada);
    let page = ada.get("/account/sessions");
    let path = label_path(&ada);
    write_until_refused(&mut ada);
    owe_a_minute(&world);
    assert_eq!(ada.post(&path, &[("label", "x")]).status, 429);
    let refused = world.database.while_locked("form_answers", || ada.submit(&page, &path, &[("label", "x")]));
    assert_eq!(refused.status, 429, "{}", refused.body);
    let confirmed = world
        .database
        .while_locked("form_answers", || ada.post("/account/two-factor/enrolment", &[("current_password", PASSWORD)]));
    assert_eq!(confirmed.status, 429, "{}", confirmed.body);
    assert_eq!(count(&world, "password_confirmed"), 0);
}

#[test]
fn forms_that_change_nothing_do_not_fill_the_database_with_answers() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let page = ada.get("/account/password");
    // Without the current password nothing is checked, so no budget of acts is taken from.
    for number in 0..BURST + 60 {
        let again = format!("another password {number}");
        let fields = [("current_password", ""), ("new_password", "a new password"), ("new_password_again", &again)];
        assert_eq!(ada.submit(&page, "/account/password", &fields).status, 422);
    }
    let answers = world.database.number("SELECT COUNT(*) FROM form_answers");
    // The form of the sign-in is another one.
    assert!((100..BURST as i64 + 20).contains(&answers), "{answers}");
    let path = label_path(&ada);
    assert_eq!(ada.post(&path, &[("label", "x")]).status, 303, "they have not used up what changes something");
}

#[test]
fn a_session_that_replaces_another_may_claim_as_many_forms_as_that_had_left() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let answers = |ada: &mut Visitor, forms: u64| {
        let page = ada.get("/account/password");
        for number in 0..forms {
            let again = format!("another password {number}");
            let fields = [("current_password", ""), ("new_password", "a new password"), ("new_password_again", &again)];
            assert_eq!(ada.submit(&page, "/account/password", &fields).status, 422);
        }
        world.database.number("SELECT COUNT(*) FROM form_answers")
    };
    let before = answers(&mut ada, BURST + 20);
    assert!(before >= 100, "{before}");
    let old = ada.session_id();
    let confirmed = ada.post("/account/two-factor/enrolment", &[("current_password", PASSWORD)]);
    assert!(confirmed.status == 200 && ada.session_id() != old, "{}", confirmed.body);
    let after = answers(&mut ada, 60);
    assert!(after < before + 20, "{before} and {after}: none but what was earned meanwhile");
}

#[test]
fn a_right_password_that_changes_nothing_has_a_budget_too() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let fields = [("current_password", PASSWORD), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let answers: Vec<u16> = (0..BURST + 20).map(|_| ada.post("/account/password", &fields).status).collect();
    assert_eq!((answers[0], answers.iter().filter(|status| **status == 422).count() >= 120), (422, true));
    assert_eq!(answers.last(), Some(&429));
}

#[test]
fn whole_budgets_are_forgotten() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let path = label_path(&ada);
    assert_eq!(ada.post(&path, &[("label", "x")]).status, 303);
    let rows = || world.database.number("SELECT COUNT(*) FROM write_budgets");
    assert_eq!(rows(), 2);
    world.advance(13);
    world.app().block_on(|desk| async move { janitor::sweep(&desk).await.expect("swept") });
    assert_eq!(rows(), 0);
}

#[test]
fn a_program_that_refreshes_in_a_loop_gets_the_same_tokens_and_writes_nothing() {
    let world = World::new();
    let mut program = world.logged_in("ada");
    assert_eq!(program.renew().status, 200);
    let (refresh, generation) = (program.refresh.clone(), "SELECT generation FROM sessions");
    let rows = "SELECT rotated_at + last_seen_at + confirmed_generation FROM sessions";
    let (before, events_before) = (world.database.number(rows), events(&world));
    for _ in 0..30 {
        assert_eq!(program.renew().status, 200);
        assert_eq!(program.refresh, refresh);
    }
    assert_eq!(world.database.number(generation), 2);
    assert_eq!((world.database.number(rows), events(&world)), (before, events_before));
    world.advance(10);
    assert_eq!(program.renew().status, 200);
    assert_ne!(program.refresh, refresh);
    assert_eq!(world.database.number(generation), 3);
}

#[test]
fn a_copy_that_is_used_within_the_repeat_window_is_found_out_all_the_same() {
    let world = World::new();
    let mut owner = world.logged_in("ada");
    assert_eq!(owner.renew().status, 200);
    let mut thief = owner.clone();
    world.advance(5);
    assert_eq!(thief.renew().status, 200, "the same tokens once more");
    assert_eq!(thief.refresh, owner.refresh);
    world.advance(60);
    assert_eq!(owner.renew().status, 200);
    assert_eq!(owner.get("/api/me").status, 200);
    world.advance(60);
    assert_eq!(thief.renew().status, 401);
    assert_eq!(owner.renew().status, 401);
    assert_eq!(count(&world, "refresh_token_reused"), 1);
}

#[test]
fn a_renewal_is_recorded_from_elsewhere_or_after_a_day() {
    let world = World::with(1, |settings| settings.session_absolute = 10 * DAY);
    let mut ada = world.logged_in("ada");
    let renew = |ada: &mut ApiClient, seconds| {
        world.advance(seconds);
        assert_eq!(ada.renew().status, 200);
        count(&world, "session_renewed")
    };
    let named = |user_agent: &str| vec![("user-agent".to_owned(), user_agent.to_owned())];
    ada.headers = named("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0");
    ada.log_in("ada");
    assert_eq!(renew(&mut ada, 3600), 0, "the sign-in has told it all");
    ada.headers = named("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/141.0");
    assert_eq!(renew(&mut ada, 3600), 0, "the browser was updated");
    ada.headers = named("curl/8.5.0");
    assert_eq!(renew(&mut ada, 3600), 1, "another device");
    assert_eq!(renew(&mut ada, 3600), 1);
    for _ in 0..4 {
        renew(&mut ada, 6 * 3600);
    }
    assert_eq!(count(&world, "session_renewed"), 2, "a day later");
    assert_eq!(world.database.number("SELECT MAX(generation) FROM sessions"), 9);
}

#[test]
fn a_renewal_goes_on_without_a_budget_and_its_event_follows() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    write_until_refused(&mut ada);
    world.database.execute("UPDATE write_budgets SET whole_at = whole_at + 500000");
    let mut program = world.logged_in("ada").with_header("user-agent", "w3m/0.5");
    world.advance(60);
    assert_eq!(program.renew().status, 200, "renewing is never refused");
    assert_eq!(count(&world, "session_renewed"), 0);
    world.advance(1200);
    assert_eq!(program.renew().status, 200);
    assert_eq!(count(&world, "session_renewed"), 1, "although nothing has changed since");
}

#[test]
fn who_becomes_an_administrator_does_not_wait_for_what_they_wrote_before() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let (mut ada, mut root) = (world.signed_in("ada"), world.signed_in("root").confirming());
    // Twelve minutes of a person's budget are more than the ten of an administrator's.
    let label = label_path(&ada);
    for _ in 0..BURST / 2 {
        assert_eq!(ada.post(&label, &[("label", "x")]).status, 303);
    }
    let path = path_of(&world, "ada");
    let page = root.get(&path);
    assert_eq!(root.submit(&page, &format!("{path}/role"), &[("role", "admin")]).status, 303);
    let done = write_until_refused(&mut ada).0;
    assert!(done >= Allowance::Administrator.burst(), "{done}");
}
