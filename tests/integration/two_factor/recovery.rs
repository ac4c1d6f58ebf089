//! Recovery codes: they are short, work once each, work when codes from the app do not, and have a limit of their own.

use aws_lc_rs::digest::{SHA256, digest};
use doorward::account::Role;
use serde_json::json;

use super::{ask_for_key, begin, enrol, give, next_step};
use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::database::is_postgres;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

const WRONG: &str = "zzzzz-zzzzz";

fn by_api(world: &World, code: &str) -> Answer {
    world.client().post("/api/tokens", &json!({"username": "ada", "password": PASSWORD, "code": code}))
}

fn confirm(visitor: &mut Visitor, code: &str) -> Answer {
    visitor.post("/account/two-factor/enrolment", &[("current_password", PASSWORD), ("current_code", code)])
}

#[test]
fn recovery_codes_are_ten_of_two_groups_of_five() {
    let world = World::new();
    let (_, codes) = enrol(&world, &mut world.signed_in("ada"));
    let alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    for code in &codes {
        let groups: Vec<_> = code.split('-').collect();
        assert!(groups.len() == 2 && groups.iter().all(|group| group.len() == 5), "{code}");
        assert!(groups.concat().chars().all(|c| alphabet.contains(c)), "{code}");
        assert_eq!(give(&mut begin(&world, "ada"), code).status, 303, "{code}");
    }
    assert_eq!(codes.len(), 10);
}

#[test]
fn where_the_password_is_asked_for_again_a_recovery_code_has_a_field_of_its_own() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let (_, codes) = enrol(&world, &mut ada);
    let (page, path) = (ada.get("/account/two-factor"), "/account/two-factor/recovery-codes");
    let asked = ada.submit(&page, path, &[]);
    let fold = "<details class=\"fold\" open>";
    assert!(asked.says("autocomplete=\"one-time-code\" inputmode=\"numeric\"") && asked.hides(fold), "{}", asked.body);
    let nothing = ada.submit(&asked, path, &[("current_password", PASSWORD)]);
    assert!(nothing.status == 422 && nothing.says("id=\"current_code_error\"") && nothing.hides(fold));
    let wrong = ada.submit(&asked, path, &[("current_password", PASSWORD), ("current_recovery_code", WRONG)]);
    assert!(wrong.status == 422 && wrong.says("id=\"current_recovery_code_error\"") && wrong.says(fold));
    let right = [("current_password", PASSWORD), ("current_recovery_code", codes[0].as_str())];
    assert!(ada.submit(&wrong, path, &right).says("These replace your old codes"));

    let page = ada.get("/account/password");
    let new = [("new_password", "eight green umbrellas argue"), ("new_password_again", "eight green umbrellas argue")];
    let fields = [&[("current_password", PASSWORD), ("recovery_code", WRONG)][..], &new].concat();
    let wrong = ada.submit(&page, "/account/password", &fields);
    assert!(wrong.status == 422 && wrong.says("id=\"recovery_code_error\"") && wrong.says(fold), "{}", wrong.body);
}

#[test]
fn recovery_codes_are_saved_as_a_file_without_a_script() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let offer = ask_for_key(&mut ada);
    let app = Authenticator::scan(&offer);
    let done = ada.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(
        done.says("download=\"recovery-codes-ada.txt\" href=\"data:text/plain;charset=utf-8,Doorward%20"),
        "{}",
        done.body
    );
    for code in recovery_codes(&done) {
        assert!(done.says(&format!("%0D%0A{code}%0D%0A")), "{code}");
    }
}

#[test]
fn a_code_as_they_were_made_before_works_once() {
    let world = World::new();
    let (_, codes) = enrol(&world, &mut world.signed_in("ada"));
    let (old, bytes) = ("MFRG-GZDF-MZTW-Q2LK-NNWG-23TP", b"abcdefghijklmno");
    let hex = data_encoding::HEXUPPER.encode(digest(&SHA256, bytes).as_ref());
    let value = if is_postgres() { format!("'\\x{hex}'::bytea") } else { format!("x'{hex}'") };
    world.database.execute(&format!(
        "INSERT INTO recovery_codes (digest, user_id, created_at) SELECT {value}, user_id, 0 FROM two_factor"
    ));
    let typed = old.to_lowercase().replace('-', " ");
    assert_eq!(give(&mut begin(&world, "ada"), &typed).status, 303);
    let again = give(&mut begin(&world, "ada"), old);
    assert!(again.status == 422 && again.says("This recovery code was already used"), "{}", again.body);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
}

#[test]
fn a_right_recovery_code_works_while_app_codes_pause_and_the_page_says_so() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut desk);
    // They work at a sign-in, by form and by API.
    for code in &codes[..2] {
        for _ in 0..5 {
            assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
        }
        let mut visitor = begin(&world, "ada");
        let refused = give(&mut visitor, &app.code(&world.clock));
        assert!(refused.status == 429 && refused.says("You can still use a recovery code."), "{}", refused.body);
        let api = by_api(&world, &app.code(&world.clock));
        assert!(api.status == 429 && api.says(": send a recovery code"), "{}", api.body);
        match code == &codes[0] {
            true => assert_eq!(give(&mut visitor, code).status, 303),
            false => assert_eq!(by_api(&world, code).status, 200),
        }
        // The recovery code resets the count of wrong app codes.
        assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
        next_step(&world);
    }
    // They work in a session.
    for _ in 0..5 {
        assert_eq!(confirm(&mut desk, &app.wrong_code(&world.clock)).status, 422);
    }
    let refused = confirm(&mut desk, &app.code(&world.clock));
    assert!(refused.status == 429 && refused.says("You can still use a recovery code."), "{}", refused.body);
    assert_eq!(confirm(&mut desk, &codes[2]).status, 200);
    // They work when otherwise only an admin could help.
    let mut visitor = begin(&world, "ada");
    assert_eq!(give(&mut visitor, &app.wrong_code(&world.clock)).status, 422);
    world.database.execute("UPDATE code_failures SET failures = 100");
    let refused = give(&mut visitor, &app.code(&world.clock));
    assert!(
        refused.says("Ask an administrator") && refused.says("You can still use a recovery code."),
        "{}",
        refused.body
    );
    assert_eq!(give(&mut visitor, &codes[3]).status, 303);
    next_step(&world);
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
    // The page does not promise recovery codes when there are none left.
    world.database.execute("DELETE FROM recovery_codes");
    for _ in 0..5 {
        give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock));
    }
    let refused = give(&mut begin(&world, "ada"), &app.code(&world.clock));
    assert!(refused.status == 429 && refused.hides("can still use"), "{}", refused.body);
}

#[test]
fn a_used_recovery_code_sent_again_is_no_guess_and_is_told_from_a_wrong_one() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut desk);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
    for _ in 0..7 {
        let again = give(&mut begin(&world, "ada"), &codes[0]);
        assert!(again.status == 422 && again.says("This recovery code was already used"), "{}", again.body);
        let again = confirm(&mut desk, &codes[0].to_uppercase());
        assert!(again.status == 422 && again.says("This recovery code was already used"), "{}", again.body);
        let api = by_api(&world, &codes[0]);
        assert!(api.says("two_factor_refused") && api.says("was already used"), "{}", api.body);
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'code_refused'"), 0);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[1]).status, 303);
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
    let wrong = give(&mut begin(&world, "ada"), WRONG);
    assert!(wrong.status == 422 && wrong.says("This recovery code is wrong"), "{}", wrong.body);
    // A recovery code of another user is wrong like any other.
    world.add_user("bob", Role::User);
    enrol(&world, &mut world.signed_in("bob"));
    for code in [&codes[0], &codes[2]] {
        let wrong = give(&mut begin(&world, "bob"), code);
        assert!(wrong.status == 422 && wrong.says("This recovery code is wrong"), "{}", wrong.body);
    }
    assert_eq!(give(&mut begin(&world, "ada"), &codes[2]).status, 303);
}

#[test]
fn wrong_recovery_codes_have_a_limit_of_their_own() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut desk);
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), WRONG).status, 422);
    }
    let refused = give(&mut begin(&world, "ada"), &codes[0]);
    assert!(refused.status == 429 && refused.says("You can still use a code from your app."), "{}", refused.body);
    assert!(refused.says("Too many wrong recovery codes. Try again in 1 minute."), "{}", refused.body);
    assert!(by_api(&world, &codes[0]).says(": send a code from the app"));
    // The refused code was not used up. Codes given in a session have their own limit.
    assert_eq!(confirm(&mut desk, &codes[1]).status, 200);
    world.advance(61);
    assert_eq!(give(&mut begin(&world, "ada"), WRONG).status, 422);
    assert!(give(&mut begin(&world, "ada"), &codes[0]).says("Try again in 2 minutes"));
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
    world.add_user("root", Role::Admin);
    assert!(
        world
            .signed_in("root")
            .get("/admin/events?kind=sign_in_locked")
            .says("too many wrong recovery codes, for 1 minute")
    );
}

#[test]
fn many_guesses_at_recovery_codes_at_once_are_no_more_than_five() {
    let world = World::with(2, |_| {});
    enrol(&world, &mut world.signed_in("ada"));
    let visitor = begin(&world, "ada");
    let ports = [world.app().port, world.other_app().port];
    let threads: Vec<_> = (0..20)
        .zip(ports.into_iter().cycle())
        .map(|(_, port)| {
            let mut visitor = visitor.at(port);
            std::thread::spawn(move || give(&mut visitor, WRONG).status)
        })
        .collect();
    let statuses: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("asks")).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 5, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 15, "{statuses:?}");
}
