//! How many wrong codes are allowed, and whom the limit keeps out.

use doorward::account::Role;
use serde_json::json;

use super::{begin, enrol, give, next_step};
use crate::support::authenticator::Authenticator;
use crate::support::{PASSWORD, Visitor};
use crate::world::World;

#[test]
fn wrong_codes_count_for_the_account_whoever_gives_them() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    }
    // Even the right code is not checked now, wherever it is given.
    let refused = give(&mut begin(&world, "ada"), &app.code(&world.clock));
    assert!(refused.status == 429 && refused.says("Try again in 1 minute"), "{}", refused.body);
    let seconds: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&seconds));
    let api = world
        .client()
        .post("/api/tokens", &json!({"username": "ada", "password": PASSWORD, "code": app.code(&world.clock)}));
    assert_eq!((api.status, api.json()["error"].as_str()), (429, Some("too_many_codes")));
    assert!(!api.header("retry-after").is_empty());
    world.advance(61);
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    let refused = give(&mut begin(&world, "ada"), &app.code(&world.clock));
    assert!(refused.status == 429 && refused.says("Try again in 2 minutes"));
    world.advance(121);
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
    // The right code resets the count of wrong ones.
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
}

/// Signs in with a right code after four wrong ones, as long as codes are looked at. Returns how many were.
fn give_until_refused(world: &World, app: &Authenticator) -> usize {
    for given in 0..200 {
        let mut visitor = begin(world, "ada");
        let is_right = given % 5 == 4;
        if is_right {
            next_step(world);
        }
        let code = if is_right { app.code(&world.clock) } else { app.wrong_code(&world.clock) };
        let answer = give(&mut visitor, &code);
        match answer.status {
            303 | 422 => {}
            429 => {
                assert!(answer.says("Too many changes"), "{}", answer.body);
                return given;
            }
            status => panic!("{status}: {}", answer.body),
        }
    }
    panic!("never refused");
}

#[test]
fn whoever_has_the_app_cannot_have_any_number_of_wrong_codes_recorded() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut ada);
    let given = give_until_refused(&world, &app);
    // Each is one event. The steps of the app take some minutes.
    assert!((40..50).contains(&given), "{given}");
    let page = ada.get("/account/two-factor");
    let fields = [("current_password", PASSWORD), ("current_code", &*app.code_at(&world.clock, 1))];
    let codes = ada.post("/account/two-factor/recovery-codes", &fields);
    assert_eq!((page.status, codes.status), (200, 200), "a live session goes on: {}", codes.body);
    world.advance(90);
    next_step(&world);
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
}

#[test]
fn many_guesses_at_once_are_no_more_than_five() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let visitor = begin(&world, "ada");
    let threads: Vec<_> = (0..20)
        .map(|_| {
            let (mut visitor, wrong) = (visitor.clone(), app.wrong_code(&world.clock));
            std::thread::spawn(move || give(&mut visitor, &wrong).status)
        })
        .collect();
    let statuses: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("asks")).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 5, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 15, "{statuses:?}");
}

#[test]
fn after_a_hundred_wrong_codes_an_admin_helps_and_so_does_a_known_device() {
    let world = World::new();
    let mut owner = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut owner);
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    world.database.execute("UPDATE code_failures SET failures = 99");
    world.advance(900);
    let mut visitor = begin(&world, "ada");
    assert_eq!(give(&mut visitor, &app.wrong_code(&world.clock)).status, 422);
    world.advance(86_400);
    let mut visitor = begin(&world, "ada");
    let refused = give(&mut visitor, &app.code(&world.clock));
    assert!(refused.status == 429 && refused.says("Ask an administrator to allow codes again"), "{}", refused.body);
    assert_eq!(refused.header("retry-after"), "3600");
    owner.post("/logout", &[]);
    owner.log_in("ada");
    assert_eq!(give(&mut owner, &app.code(&world.clock)).status, 303);
}

#[test]
fn wrong_codes_elsewhere_keep_no_owner_from_changing_the_password() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    }
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 429);
    let page = desk.get("/account/password");
    let new = "quietly mauve hinges";
    let code = app.code(&world.clock);
    let fields = [("current_password", PASSWORD), ("code", &*code), ("new_password", new), ("new_password_again", new)];
    assert_eq!(desk.submit(&page, "/account/password", &fields).status, 303);
    // Codes given in a session have a limit, too.
    for _ in 0..5 {
        let page = desk.get("/account/password");
        let wrong = app.wrong_code(&world.clock);
        let fields = [
            ("current_password", new),
            ("code", &*wrong),
            ("new_password", PASSWORD),
            ("new_password_again", PASSWORD),
        ];
        assert_eq!(desk.submit(&page, "/account/password", &fields).status, 422);
    }
    next_step(&world);
    let code = app.code(&world.clock);
    let fields =
        [("current_password", new), ("code", &*code), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let refused = desk.submit(&page, "/account/password", &fields);
    assert!(refused.status == 429 && refused.says("Too many wrong codes") && !refused.header("retry-after").is_empty());
    // Lockouts are in the record.
    world.add_user("root", Role::Admin);
    assert!(
        world.signed_in("root").get("/admin/events?kind=sign_in_locked").says("too many wrong codes, for 1 minute")
    );
}

#[test]
fn another_app_makes_strangers_of_all_devices_but_the_one_where_it_was_set_up() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), world.visitor());
    let (first, _) = enrol(&world, &mut desk);
    let wrong_on = |visitor: &mut Visitor, app: &Authenticator| {
        visitor.post("/logout", &[]);
        visitor.log_in("ada");
        assert_eq!(give(visitor, &app.wrong_code(&world.clock)).status, 422);
        world.database.texts("SELECT door AS value FROM code_failures ORDER BY door")
    };
    phone.log_in("ada");
    assert_eq!(give(&mut phone, &first.code(&world.clock)).status, 303);
    next_step(&world);
    assert_eq!(wrong_on(&mut phone, &first), ["known_device"]);
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/enrolment", &[]);
    let typed = [("current_password", PASSWORD), ("current_code", &*first.code(&world.clock))];
    let offer = desk.submit(&asked, "/account/two-factor/enrolment", &typed);
    let app = Authenticator::scan(&offer);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.status == 200 && done.says("Two-factor authentication is on"), "{}", done.body);
    world.database.execute("DELETE FROM code_failures");
    assert_eq!(wrong_on(&mut phone, &app), ["sign_in"]);
    assert_eq!(wrong_on(&mut desk, &app), ["known_device", "sign_in"]);
}

#[test]
fn a_thief_of_the_password_keeps_the_owner_out_of_no_known_device() {
    let world = World::new();
    // Whoever signed in by the password alone is a stranger when there is a second factor.
    let mut thief = world.signed_in("ada");
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    let body = |code: &str| json!({"username": "ada", "password": PASSWORD, "code": code});
    let program = world.client().post("/api/tokens", &body(&app.code(&world.clock)));
    let device = program.json()["device_token"].as_str().expect("a token").to_owned();
    next_step(&world);
    assert_eq!(desk.post("/logout", &[]).status, 303);
    for _ in 0..5 {
        thief.log_in("ada");
        assert_eq!(give(&mut thief, &app.wrong_code(&world.clock)).status, 422);
    }
    let doors = world.database.texts("SELECT door AS value FROM code_failures");
    assert_eq!(doors, ["sign_in"]);
    world.database.execute("UPDATE code_failures SET failures = 100");
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 429);
    // The browser and the program that the account knows have tries of their own, both together.
    desk.log_in("ada");
    assert_eq!(give(&mut desk, &app.code(&world.clock)).status, 303);
    next_step(&world);
    let with_device = |code: &str| {
        let mut body = body(code);
        body["device_token"] = json!(device);
        world.client().post("/api/tokens", &body)
    };
    assert_eq!(with_device(&app.code(&world.clock)).status, 200);
    next_step(&world);
    for _ in 0..5 {
        assert_eq!(with_device(&app.wrong_code(&world.clock)).status, 401);
    }
    assert_eq!(with_device(&app.code(&world.clock)).status, 429);
    // Strangers are where they were: what is right on a known device lets nobody in elsewhere.
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 429);
}
