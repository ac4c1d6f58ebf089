//! What people can do for their own account while another session of it writes as fast as it can.

use regex::Regex;

use super::{label_path, write_until_refused};
use crate::sent_twice::cases::{CASES, Sent};
use crate::support::PASSWORD;
use crate::world::World;

/// The only forms of one's own account that wait for what other sessions write.
const HARMLESS: [&str; 3] = ["activity::export::submit", "sessions::label", "time_zone::submit"];

/// Takes from the budgets of all accounts what they earn in many minutes.
fn spend_accounts(world: &World) {
    let until = world.clock.now().milliseconds() + 2_000_000;
    world.database.execute(&format!(
        "DELETE FROM write_budgets WHERE subject LIKE 'account %';
         INSERT INTO write_budgets (subject, whole_at) SELECT 'account ' || id, {until} FROM users"
    ));
}

#[test]
fn only_harmless_forms_of_ones_own_account_wait_for_what_other_sessions_write() {
    let routes = include_str!("../../../src/web/routes.rs");
    let own = Regex::new(r"\.post\((?:own::([a-z_:]+)|(logout::[a-z_]+))\)").expect("a pattern");
    let own: Vec<&str> = own
        .captures_iter(routes)
        .filter_map(|found| found.get(1).or(found.get(2)).map(|handler| handler.as_str()))
        .collect();
    assert!(own.len() >= 10, "{own:?}");
    for handler in own {
        let case = CASES.iter().find(|case| case.handler == handler).expect(handler);
        let world = (case.world)();
        let Sent { visitor, action, fields } = (case.form)(&world);
        spend_accounts(&world);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let answer = visitor.ask("POST", &action, Some(("application/x-www-form-urlencoded", body.as_bytes())));
        let is_refused = answer.status == 429;
        assert_eq!(is_refused, HARMLESS.contains(&handler), "{handler}: {} {}", answer.status, answer.body);
        assert!(is_refused || [200, 303].contains(&answer.status), "{handler}: {} {}", answer.status, answer.body);
    }
}

#[test]
fn the_owner_chooses_a_new_password_while_a_thief_writes_in_another_session() {
    let world = World::new();
    let (mut thief, mut owner, other) = (world.signed_in("ada"), world.signed_in("ada"), world.logged_in("ada"));
    write_until_refused(&mut thief);
    spend_accounts(&world);
    let path = label_path(&owner);
    assert_eq!(owner.post(&path, &[("label", "mine")]).status, 429, "the account has nothing left");
    let wrong = owner.post("/account/two-factor/enrolment", &[("current_password", "a wrong one, to be sure")]);
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let ended = world.database.texts("SELECT id AS value FROM sessions ORDER BY signed_in_at DESC LIMIT 1").remove(0);
    let program = world.logged_in("ada");
    assert_eq!(program.delete(&format!("/api/sessions/{ended}")).status, 204);
    assert_ne!(other.get("/api/me").status, 200, "the API ends sessions, too");
    let new = "another password, chosen in a hurry";
    let fields = [("current_password", PASSWORD), ("new_password", new), ("new_password_again", new)];
    let page = owner.get("/account/password");
    let changed = owner.submit(&page, "/account/password", &fields);
    assert_eq!(changed.status, 303, "{}", changed.body);
    assert!(owner.is_signed_in() && !thief.is_signed_in());
    // The form is remembered all the same: sent again, it comes to the same.
    assert_eq!(owner.submit(&page, "/account/password", &fields).header("location"), changed.header("location"));
    assert_eq!(owner.post("/logout", &[]).status, 303);
}

#[test]
fn a_session_that_wrote_too_much_waits_by_itself() {
    let world = World::new();
    let mut thief = world.signed_in("ada");
    write_until_refused(&mut thief);
    world.database.execute("UPDATE write_budgets SET whole_at = whole_at + 60000 WHERE subject LIKE 'session %'");
    let fields =
        [("current_password", PASSWORD), ("new_password", "a new password"), ("new_password_again", "a new password")];
    assert_eq!(thief.post("/account/password", &fields).status, 429, "its own budget is for all that it does");
}
