//! Signing in with a second factor, by form and by API.

use doorward::account::Role;
use serde_json::json;

use super::{begin, enrol, give, next_step};
use crate::support::PASSWORD;
use crate::world::World;

#[test]
fn whoever_has_set_one_up_signs_in_with_password_and_code() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = begin(&world, "ada");
    assert!(!visitor.is_signed_in());
    let page = visitor.get("/login/two-factor");
    assert!(page.status == 200 && page.says("Enter your code"));
    let answer = give(&mut visitor, &app.code(&world.clock));
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert!(visitor.is_signed_in() && !visitor.jar.contains_key("second-step"));
    world.add_user("root", Role::Admin);
    assert!(world.signed_in("root").get("/admin/events?kind=signed_in").says("by password and code"));
}

#[test]
fn the_way_to_a_page_survives_both_steps() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = world.visitor();
    let page = visitor.get("/login?next=%2Faccount%2Fsessions");
    let answer = visitor.submit(&page, "/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!(answer.header("location"), "/login/two-factor?next=%2Faccount%2Fsessions");
    let page = visitor.get(answer.header("location"));
    let wrong = visitor.submit(&page, "/login/two-factor", &[("code", &app.wrong_code(&world.clock))]);
    assert!(wrong.status == 422 && wrong.says("This code is wrong"));
    let answer = visitor.submit(&wrong, "/login/two-factor", &[("code", &app.code(&world.clock))]);
    assert_eq!(answer.header("location"), "/account/sessions");
}

#[test]
fn a_code_works_once_in_its_step_and_in_those_beside_it() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    world.advance(300);
    let mut visitor = begin(&world, "ada");
    for steps in [-3, -2, 2, 3] {
        assert_eq!(give(&mut visitor, &app.code_at(&world.clock, steps)).status, 422, "{steps}");
    }
    world.advance(60);
    let newest = app.code(&world.clock);
    assert_eq!(give(&mut visitor, &newest).status, 303);
    // Neither this code nor an older one is accepted again, in any sign-in.
    for used in [newest, app.code_at(&world.clock, -1)] {
        assert_eq!(give(&mut begin(&world, "ada"), &used).status, 422);
    }
    next_step(&world);
    let before_this = app.code_at(&world.clock, -1);
    assert_eq!(give(&mut begin(&world, "ada"), &before_this).status, 422, "the code was used in its own step");
    next_step(&world);
    assert_eq!(give(&mut begin(&world, "ada"), &app.code_at(&world.clock, -1)).status, 303);
}

#[test]
fn of_the_same_code_many_times_at_once_one_fits() {
    let world = World::with(2, |_| {});
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    for code in [app.code(&world.clock), codes[0].clone()] {
        let waiting: Vec<_> = (0..8).map(|_| begin(&world, "ada")).collect();
        let ports = [world.app().port, world.other_app().port];
        let threads: Vec<_> = waiting
            .into_iter()
            .zip(ports.into_iter().cycle())
            .map(|(visitor, port)| {
                let code = code.clone();
                std::thread::spawn(move || give(&mut visitor.at(port), &code).status)
            })
            .collect();
        let statuses: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("asks")).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
        // The wrong codes that count against the account are forgotten by then.
        world.advance(16 * 60);
        assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 303);
        next_step(&world);
    }
}

#[test]
fn recovery_codes_work_once_each_and_are_counted() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (_, codes) = enrol(&world, &mut desk);
    let mut visitor = begin(&world, "ada");
    let typed = codes[3].to_lowercase().replace('-', " ");
    assert_eq!(give(&mut visitor, &typed).status, 303);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[3]).status, 422);
    assert!(visitor.get("/account/two-factor").says("9 left"));
    assert!(visitor.get("/").says("Recovery code used"));
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    assert!(root.get("/admin/events?kind=recovery_code_used").says("9 left"));
    assert!(root.get("/admin/events?kind=signed_in").says("by password and recovery code"));
}

#[test]
fn between_the_steps_nothing_else_can_be_done() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = begin(&world, "ada");
    for path in ["/account", "/account/sessions", "/account/two-factor", "/admin"] {
        let answer = visitor.get(path);
        assert!(answer.status == 303 && answer.header("location").starts_with("/login"), "{path}");
    }
    assert!(visitor.get("/").says("name=\"password\""));
    let token = visitor.jar["second-step"].clone();
    for cookie in ["access", "refresh"] {
        let mut thief = world.visitor();
        thief.jar.insert(cookie.into(), token.clone());
        assert!(!thief.is_signed_in());
    }
    assert_eq!(world.client().with_token(&token).get("/api/me").status, 401);
    // A user who has an app cannot set one up in the sign-in.
    let answer = visitor.post("/login/two-factor/enrolment", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/login/two-factor"));
    let code = app.code(&world.clock);
    let answer = visitor.post("/login/two-factor/activation", &[("code", &code), ("offer", "x")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/login/two-factor"));
    // If two pending sign-ins arrive, neither counts, since one was planted.
    let other = begin(&world, "ada").jar["second-step"].clone();
    let twice = format!("second-step={token}; second-step={other}");
    let mut doubled = visitor.with_header("cookie", twice);
    doubled.jar.clear();
    let answer = doubled.post("/login/two-factor", &[("code", &code)]);
    assert_eq!(answer.header("location"), "/login?again");
    assert_eq!(give(&mut visitor, &code).status, 303);
    // The token is used up.
    let mut replay = world.visitor();
    replay.jar.insert("second-step".into(), token);
    next_step(&world);
    assert_eq!(give(&mut replay, &app.code(&world.clock)).header("location"), "/login?again");
}

#[test]
fn the_second_step_is_over_after_ten_minutes_and_when_the_account_changes() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut desk);
    let mut late = begin(&world, "ada");
    world.advance(601);
    assert_eq!(give(&mut late, &app.code(&world.clock)).header("location"), "/login?again");
    assert!(late.get("/login?again").says("Start again with your password"));
    let mut waiting = begin(&world, "ada");
    world.advance(1);
    let page = desk.get("/account/password");
    let new = "quietly mauve hinges";
    let fields = [
        ("current_password", PASSWORD),
        ("code", codes[0].as_str()),
        ("new_password", new),
        ("new_password_again", new),
    ];
    assert_eq!(desk.submit(&page, "/account/password", &fields).status, 303);
    assert_eq!(give(&mut waiting, &app.code(&world.clock)).header("location"), "/login?again");
    assert_eq!(waiting.get("/login/two-factor").header("location"), "/login?again");
}

#[test]
fn api_clients_give_the_code_with_the_password() {
    let world = World::new();
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    let ask = |code: Option<&str>| {
        let mut body = json!({"username": "ada", "password": PASSWORD});
        if let Some(code) = code {
            body["code"] = json!(code);
        }
        world.client().post("/api/tokens", &body)
    };
    let missing = ask(None);
    assert_eq!((missing.status, missing.json()["error"].as_str()), (401, Some("two_factor_required")));
    assert_eq!(missing.header("www-authenticate"), "Bearer");
    assert_eq!(ask(Some("")).json()["error"].as_str(), Some("two_factor_required"));
    for wrong in ["000", "١٢٣٤٥٦", &app.wrong_code(&world.clock)] {
        let refused = ask(Some(wrong));
        assert_eq!((refused.status, refused.json()["error"].as_str()), (401, Some("two_factor_refused")), "{wrong}");
    }
    let code = app.code(&world.clock);
    assert_eq!(ask(Some(&code)).status, 200);
    assert_eq!(ask(Some(&code)).status, 401);
    assert_eq!(ask(Some(&codes[0])).status, 200);
    // An attacker who does not know the password does not learn of the second factor.
    let body = json!({"username": "ada", "password": "not this one at all", "code": code});
    let refused = world.client().post("/api/tokens", &body);
    assert_eq!(refused.json()["error"].as_str(), Some("invalid_grant"));
    // A user without a second factor may send a code.
    world.add_user("bob", Role::User);
    let body = json!({"username": "bob", "password": PASSWORD, "code": "123456"});
    assert_eq!(world.client().post("/api/tokens", &body).status, 200);
}

#[test]
fn a_sign_in_can_be_given_up() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = begin(&world, "ada");
    let token = visitor.jar["second-step"].clone();
    let page = visitor.get("/login/two-factor");
    let answer = visitor.submit(&page, "/login/two-factor/cancellation", &[]);
    assert_eq!(answer.header("location"), "/login");
    assert!(!visitor.jar.contains_key("second-step"));
    visitor.jar.insert("second-step".into(), token);
    assert_eq!(give(&mut visitor, &app.code(&world.clock)).header("location"), "/login?again");
}

#[test]
fn the_language_can_be_switched_between_the_steps() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = world.visitor();
    let page = visitor.get("/login?next=%2Faccount%2Fsessions");
    let led = visitor.submit(&page, "/login", &[("username", "ada"), ("password", PASSWORD)]);
    let page = visitor.get(led.header("location"));
    let wrong = visitor.submit(&page, "/login/two-factor", &[("code", &app.wrong_code(&world.clock))]);
    let switched = visitor.submit(&wrong, "/language", &[("language", "ko")]);
    assert_eq!(switched.header("location"), "/login/two-factor?next=%2Faccount%2Fsessions");
    assert!(visitor.get(switched.header("location")).says("코드 입력"));
}
