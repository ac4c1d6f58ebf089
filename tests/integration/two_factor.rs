//! The second factor: set up, asked for everywhere, used up, and removed.

use std::thread::sleep;
use std::time::{Duration, Instant};

use doorward::domain::two_factor::TwoFactorPolicy;
use doorward::domain::user::Role;
use serde_json::json;

use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::database::is_postgres;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

/// Asks for the key of an app, giving the password with it.
fn ask_for_key(visitor: &mut Visitor) -> Answer {
    let page = visitor.get("/account/two-factor");
    let asked = visitor.submit(&page, "/account/two-factor/enrolment", &[]);
    assert!(asked.says("This asks for your password each time") && asked.hides("otpauth"), "{}", asked.body);
    let offer = visitor.submit(&asked, "/account/two-factor/enrolment", &[("current_password", PASSWORD)]);
    assert_eq!(offer.status, 200, "{}", offer.body);
    offer
}

/// Goes on to where the app shows another code, and has nearly its whole time before it.
fn next_step(world: &World) {
    world.advance(30 - world.clock.now().numeric_date().rem_euclid(30));
}

/// Sets up an app for whoever is signed in; the codes of this step are used up.
fn enrol(world: &World, visitor: &mut Visitor) -> (Authenticator, Vec<String>) {
    let offer = ask_for_key(visitor);
    let app = Authenticator::scan(&offer);
    let done = visitor.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.status == 200 && done.says("The second factor is on"), "{}", done.body);
    let codes = recovery_codes(&done);
    assert_eq!(codes.len(), 8);
    next_step(world);
    (app, codes)
}

/// Waits for what other instances learn within a second.
fn soon(mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "not within 30 s");
        sleep(Duration::from_millis(50));
    }
}

/// The password step of somebody who has a second factor.
fn begin(world: &World, name: &str) -> Visitor {
    let mut visitor = world.visitor();
    let answer = visitor.log_in(name);
    assert_eq!(answer.header("location"), "/login/two-factor");
    visitor
}

fn give(visitor: &mut Visitor, code: &str) -> Answer {
    let field = if code.len() > 6 { "recovery_code" } else { "code" };
    visitor.post("/login/two-factor", &[(field, code)])
}

#[test]
fn whoever_has_set_one_up_signs_in_with_password_and_code() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let mut visitor = begin(&world, "ada");
    assert!(!visitor.is_signed_in());
    let page = visitor.get("/login/two-factor");
    assert!(page.status == 200 && page.says("Enter the code"));
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
    assert!(wrong.status == 422 && wrong.says("This code does not fit"));
    let answer = visitor.submit(&wrong, "/login/two-factor", &[("code", &app.code(&world.clock))]);
    assert_eq!(answer.header("location"), "/account/sessions");
}

#[test]
fn an_app_that_was_not_proved_is_not_asked_for() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let offer = ask_for_key(&mut visitor);
    assert_eq!(offer.header("cache-control"), "no-store");
    let app = Authenticator::scan(&offer);
    let wrong = [("code", &*app.wrong_code(&world.clock))];
    let again = visitor.submit(&offer, "/account/two-factor/activation", &wrong);
    assert!(again.status == 422 && again.says("This is not the code that goes with the key"));
    // The same key as before, so that what was scanned is not scanned in vain.
    assert_eq!(Authenticator::scan(&again).code(&world.clock), app.code(&world.clock));
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
    let done = visitor.submit(&again, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert_eq!(done.status, 200);
}

#[test]
fn setting_up_takes_the_password_and_ends_other_sessions() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), world.signed_in("ada"));
    let before = desk.session_id();
    let offer = ask_for_key(&mut desk);
    assert_ne!(desk.session_id(), before);
    let app = Authenticator::scan(&offer);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert_eq!(done.status, 200);
    assert!(desk.is_signed_in());
    assert!(phone.get("/login").says("The second factor of this account was set up, changed or removed"));
    assert!(!phone.is_signed_in());
}

#[test]
fn a_key_is_good_for_who_asked_for_it_and_for_a_quarter_of_an_hour() {
    let world = World::new();
    let (mut desk, mut phone) = (world.signed_in("ada"), world.signed_in("ada"));
    let offer = ask_for_key(&mut desk);
    let app = Authenticator::scan(&offer);
    let sealed = offer.body.split("name=\"offer\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sealed = sealed.expect("what the form carries").to_owned();
    let send = |visitor: &mut Visitor, sealed: &str, code: &str| {
        visitor.post("/account/two-factor/activation", &[("offer", sealed), ("code", code)])
    };
    // Neither another session, nor a sign-in, nor somebody with nothing of it sees or proves the key.
    let wrong = app.wrong_code(&world.clock);
    for code in [&wrong, &app.code(&world.clock)] {
        let answer = send(&mut phone, &sealed, code);
        assert_eq!((answer.status, answer.header("location")), (303, "/account/two-factor?late"));
        assert_eq!(send(&mut desk, "", code).header("location"), "/account/two-factor?late");
        let changed = sealed.char_indices().map(|(at, c)| if at == 20 { if c == 'A' { 'B' } else { 'A' } } else { c });
        let changed: String = changed.collect();
        assert_eq!(send(&mut desk, &changed, code).header("location"), "/account/two-factor?late");
    }
    assert!(phone.get("/account/two-factor?late").says("not good any more"));
    world.advance(14 * 60);
    assert_eq!(send(&mut desk, &sealed, &app.wrong_code(&world.clock)).status, 422);
    world.advance(61);
    let late = app.code(&world.clock);
    assert_eq!(send(&mut desk, &sealed, &late).header("location"), "/account/two-factor?late");
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
}

#[test]
fn a_copy_of_the_cookies_is_not_enough_to_change_it() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    enrol(&world, &mut desk);
    let mut thief = desk.clone();
    for path in ["enrolment", "recovery-codes", "removal"] {
        let answer = thief.post(&format!("/account/two-factor/{path}"), &[]);
        assert!(answer.says("This asks for your password each time") && answer.set_cookies().is_empty(), "{path}");
        assert!(answer.says("Six digits from your authenticator app"), "{path}");
    }
}

#[test]
fn a_new_phone_takes_the_place_of_the_old_one() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (old, old_codes) = enrol(&world, &mut desk);
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/enrolment", &[]);
    let typed = [("current_password", PASSWORD), ("current_code", &*old.code(&world.clock))];
    let offer = desk.submit(&asked, "/account/two-factor/enrolment", &typed);
    let new = Authenticator::scan(&offer);
    next_step(&world);
    // Until the new one is proved the old one works.
    assert_eq!(give(&mut begin(&world, "ada"), &old.code(&world.clock)).status, 303);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &new.code(&world.clock))]);
    assert!(done.status == 200 && recovery_codes(&done).len() == 8, "{}", done.body);
    next_step(&world);
    assert_eq!(give(&mut begin(&world, "ada"), &old.code(&world.clock)).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &old_codes[0]).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &new.code(&world.clock)).status, 303);
}

#[test]
fn a_code_works_once_in_its_step_and_the_next() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    world.advance(300);
    let mut visitor = begin(&world, "ada");
    for steps in [-3, -2, 1, 2, 3] {
        assert_eq!(give(&mut visitor, &app.code_at(&world.clock, steps)).status, 422, "{steps}");
    }
    world.advance(60);
    let newest = app.code(&world.clock);
    assert_eq!(give(&mut visitor, &newest).status, 303);
    // Neither again nor an older one, in whichever sign-in.
    for used in [newest, app.code_at(&world.clock, -1)] {
        assert_eq!(give(&mut begin(&world, "ada"), &used).status, 422);
    }
    next_step(&world);
    let before_this = app.code_at(&world.clock, -1);
    assert_eq!(give(&mut begin(&world, "ada"), &before_this).status, 422, "used in its own step");
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
        // Whatever was counted against the account.
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
    assert!(visitor.get("/account/two-factor").says("7 left"));
    assert!(visitor.get("/").says("Recovery code used"));
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    assert!(root.get("/admin/events?kind=recovery_code_used").says("7 left"));
    assert!(root.get("/admin/events?kind=signed_in").says("by password and recovery code"));
}

#[test]
fn new_recovery_codes_replace_the_old_ones() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, old) = enrol(&world, &mut desk);
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/recovery-codes", &[]);
    let typed = [("current_password", PASSWORD), ("current_code", &*app.code(&world.clock))];
    let answer = desk.submit(&asked, "/account/two-factor/recovery-codes", &typed);
    let new = recovery_codes(&answer);
    assert!(new.len() == 8 && new.iter().all(|code| !old.contains(code)));
    assert_eq!(give(&mut begin(&world, "ada"), &old[0]).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &new[0]).status, 303);
}

#[test]
fn wrong_codes_count_for_the_account_whoever_gives_them() {
    let world = World::new();
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    }
    // Not even the right one is looked at, of whichever kind and wherever.
    let refused = give(&mut begin(&world, "ada"), &app.code(&world.clock));
    assert!(refused.status == 429 && refused.says("Try again in a minute"), "{}", refused.body);
    let seconds: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&seconds));
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 429);
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
    // A right one makes up for all of them.
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
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
fn after_a_hundred_wrong_codes_an_admin_must_help() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    world.database.execute("UPDATE two_factor SET sign_in_failures = 99");
    let mut visitor = begin(&world, "ada");
    assert_eq!(give(&mut visitor, "not a code").status, 422);
    world.advance(86_400);
    let mut visitor = begin(&world, "ada");
    let refused = give(&mut visitor, &app.code(&world.clock));
    assert!(refused.status == 429 && refused.says("Ask an administrator"), "{}", refused.body);
    assert_eq!(refused.header("retry-after"), "");
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
    assert!(visitor.get("/").says("You are not signed in"));
    let token = visitor.jar["second-step"].clone();
    for cookie in ["access", "refresh"] {
        let mut thief = world.visitor();
        thief.jar.insert(cookie.into(), token.clone());
        assert!(!thief.is_signed_in());
    }
    assert_eq!(world.client().with_token(&token).get("/api/me").status, 401);
    // The set-up of an app is not for whoever has one.
    let answer = visitor.post("/login/two-factor/enrolment", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/login/two-factor"));
    let code = app.code(&world.clock);
    let answer = visitor.post("/login/two-factor/activation", &[("code", &code), ("offer", "x")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/login/two-factor"));
    // Twice the same cookie is none.
    let twice = format!("second-step={token}; second-step={token}");
    let mut doubled = visitor.with_header("cookie", twice);
    doubled.jar.clear();
    let answer = doubled.post("/login/two-factor", &[("code", &code)]);
    assert_eq!(answer.header("location"), "/login?again");
    assert_eq!(give(&mut visitor, &code).status, 303);
    // And the token is used up.
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
    assert!(late.get("/login?again").says("Begin again with your password"));
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
fn changing_the_password_and_confirming_take_a_code_too() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    let page = desk.get("/account/password");
    let new = "quietly mauve hinges";
    let fields =
        |code| [("current_password", PASSWORD), ("code", code), ("new_password", new), ("new_password_again", new)];
    let missing = desk.submit(&page, "/account/password", &fields(""));
    assert!(missing.status == 422 && missing.says("Enter a code too"));
    let wrong = desk.submit(&page, "/account/password", &fields(&app.wrong_code(&world.clock)));
    assert!(wrong.status == 422 && wrong.says("This code does not fit"));
    let page = desk.get("/account/two-factor");
    let asked = desk.submit(&page, "/account/two-factor/removal", &[]);
    assert!(asked.says("Is it you?") && asked.says("Six digits from your authenticator app"));
    let removal = |desk: &mut Visitor, code: &str| {
        let typed = [("current_password", PASSWORD), ("current_code", code)];
        desk.submit(&asked, "/account/two-factor/removal", &typed)
    };
    let wrong = removal(&mut desk, &app.wrong_code(&world.clock));
    assert!(wrong.status == 422 && wrong.says("This code does not fit") && wrong.hides(PASSWORD));
    let done = removal(&mut desk, &app.code(&world.clock));
    assert_eq!((done.status, done.header("location")), (303, "/account/two-factor?off"));
    assert!(desk.get("/account/two-factor?off").says("The second factor is off"));
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
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
    // Nothing is said of a second factor to whoever does not know the password.
    let body = json!({"username": "ada", "password": "not this one at all", "code": code});
    let refused = world.client().post("/api/tokens", &body);
    assert_eq!(refused.json()["error"].as_str(), Some("invalid_grant"));
    // Whoever has none may send one.
    world.add_user("bob", Role::User);
    let body = json!({"username": "bob", "password": PASSWORD, "code": "123456"});
    assert_eq!(world.client().post("/api/tokens", &body).status, 200);
}

#[test]
fn whoever_must_have_one_is_led_to_set_it_up() {
    let mut world = World::empty();
    world.start(|settings| settings.two_factor = TwoFactorPolicy::Admins, |_| {});
    world.add_user("root", Role::Admin);
    world.add_user("ada", Role::User);
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
    let mut visitor = begin(&world, "root");
    let page = visitor.get("/login/two-factor");
    assert!(page.says("This site asks for a second factor too"));
    assert_eq!(visitor.get("/admin").status, 303);
    let api = world.client().post("/api/tokens", &json!({"username": "root", "password": PASSWORD}));
    assert_eq!((api.status, api.json()["error"].as_str()), (401, Some("two_factor_enrolment_required")));
    let offer = visitor.submit(&page, "/login/two-factor/enrolment", &[]);
    let app = Authenticator::scan(&offer);
    let wrong = app.wrong_code(&world.clock);
    let again = visitor.submit(&offer, "/login/two-factor/activation", &[("code", &wrong)]);
    assert_eq!(again.status, 422);
    let done = visitor.submit(&again, "/login/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.status == 200 && recovery_codes(&done).len() == 8);
    assert_eq!(visitor.get("/admin").status, 200);
    // It cannot be turned off, whatever the page shows.
    next_step(&world);
    assert!(visitor.get("/account/two-factor").hides("Turn it off"));
    let typed = [("current_password", PASSWORD), ("current_code", &*app.code(&world.clock))];
    let answer = visitor.post("/account/two-factor/removal", &typed);
    assert_eq!((answer.status, answer.header("location")), (303, "/account/two-factor"));
    assert!(visitor.get("/account/two-factor").says("so it cannot be turned off"));
}

#[test]
fn setting_one_up_on_demand_ends_sessions_of_the_password_alone() {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world.add_user("ada", Role::User);
    let mut program = world.logged_in("ada");
    let strict = world.start(|settings| settings.two_factor = TwoFactorPolicy::Everyone, |_| {}).port;
    // Opened where it is not demanded, after the other instance has looked for such sessions.
    soon(|| program.get("/api/me").status != 200);
    let mut thief = world.signed_in("ada");
    let mut owner = world.visitor().at(strict);
    owner.log_in("ada");
    let page = owner.get("/login/two-factor");
    let offer = owner.submit(&page, "/login/two-factor/enrolment", &[]);
    let app = Authenticator::scan(&offer);
    let done = owner.submit(&offer, "/login/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.says("every other session of yours has ended") && done.says("Signed in as"));
    soon(|| !thief.is_signed_in());
    assert_eq!(program.renew().status, 401);
}

#[test]
fn whoever_becomes_an_admin_without_one_is_signed_out() {
    let mut world = World::empty();
    world.start(|settings| settings.two_factor = TwoFactorPolicy::Admins, |_| {});
    world.add_user("ada", Role::User);
    let mut visitor = world.signed_in("ada");
    world.app().block_on(|desk| async move {
        use doorward::auth::{accounts, actor::Actor};
        let name = doorward::domain::username::Username::parse("ada").expect("a name");
        let user = accounts::find(&desk, name).await.expect("found");
        let context = doorward::domain::request_context::RequestContext::command_line();
        accounts::set_role(&desk, user.id, Role::Admin, Actor::Operator, context).await.expect("changed");
    });
    let background = visitor.with_header("sec-fetch-dest", "empty").get("/admin/users");
    assert_ne!(background.status, 200);
    assert!(visitor.get("/login").says("This account needs a second factor now"));
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
    // In a session there is a limit too.
    for _ in 0..5 {
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
    // Lockouts are on record.
    world.add_user("root", Role::Admin);
    assert!(world.signed_in("root").get("/admin/events?kind=sign_in_locked").says("codes, 60 s"));
}

#[test]
fn the_same_set_up_sent_again_changes_nothing() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let offer = ask_for_key(&mut desk);
    let app = Authenticator::scan(&offer);
    let code = app.code(&world.clock);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &code)]);
    let codes = recovery_codes(&done);
    next_step(&world);
    for code in [code, app.code(&world.clock)] {
        let again = desk.submit(&offer, "/account/two-factor/activation", &[("code", &code)]);
        assert_eq!((again.status, again.header("location")), (303, "/account/two-factor"));
    }
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
}

#[test]
fn a_form_sent_again_is_no_guess() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    let code = app.code(&world.clock);
    let typed = [("current_password", PASSWORD), ("current_code", &*code)];
    let shown = desk.post("/account/two-factor/recovery-codes", &typed);
    assert_eq!(recovery_codes(&shown).len(), 8);
    for _ in 0..6 {
        let again = desk.post("/account/two-factor/recovery-codes", &typed);
        assert!(again.status == 422 && again.says("This code was used already"), "{}", again.body);
    }
    assert_eq!(give(&mut begin(&world, "ada"), &recovery_codes(&shown)[0]).status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'code_refused'"), 0);
}

#[test]
fn admins_cannot_use_the_administration_on_themselves() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    enrol(&world, &mut root);
    let id = root.claims()["sub"].as_str().expect("an id").to_owned();
    let account = root.get(&format!("/admin/users/{id}"));
    assert!(account.hides("Remove the second factor") && account.hides("Start a password reset"));
    let path = format!("/admin/users/{id}/two-factor-removal");
    assert_eq!(root.get(&path).header("location"), "/account/two-factor");
    for (path, fields) in
        [(path, &[("identity_check", "it is me, believe me")][..]), (format!("/admin/users/{id}/password-reset"), &[])]
    {
        let answer = root.post(&path, fields);
        assert!(answer.status == 409 && answer.says("this is your own account"), "{path}: {}", answer.status);
    }
    // The access token of a browser is good for the API, so it must not be a way around.
    let program = world.client().with_token(&root.access_cookie());
    let reset = program.send("POST", &format!("/api/admin/users/{id}/password-reset"), None);
    assert_eq!((reset.status, reset.json()["error"].as_str()), (409, Some("own_account")));
    let check = json!({"identity_check": "it is me, believe me"});
    let removal = program.post(&format!("/api/admin/users/{id}/two-factor-removal"), &check);
    assert_eq!((removal.status, removal.json()["error"].as_str()), (409, Some("own_account")));
    assert!(root.get("/account/two-factor").says("8 left"));
}

#[test]
fn a_removal_voids_links_and_a_new_password_ends_the_pause() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut desk = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut desk);
    for _ in 0..5 {
        give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock));
    }
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 429);
    let page = desk.get("/account/password");
    let (new, code) = ("quietly mauve hinges", app.code(&world.clock));
    let fields = [("current_password", PASSWORD), ("code", &*code), ("new_password", new), ("new_password_again", new)];
    assert_eq!(desk.submit(&page, "/account/password", &fields).status, 303);
    let mut phone = world.visitor();
    phone.post("/login", &[("username", "ada"), ("password", new)]);
    assert_eq!(give(&mut phone, &codes[0]).status, 303);
    let id = desk.claims()["sub"].as_str().expect("an id").to_owned();
    let root = world.logged_in("root");
    let link = root.send("POST", &format!("/api/admin/users/{id}/password-reset"), None).json();
    let link = link["link"].as_str().and_then(|link| link.find("/password-reset").map(|at| link[at..].to_owned()));
    let link = link.expect("a link");
    assert_eq!(world.visitor().get(&link).status, 200);
    let check = json!({"identity_check": "met in person at the desk"});
    assert_eq!(root.post(&format!("/api/admin/users/{id}/two-factor-removal"), &check).status, 204);
    assert_eq!(world.visitor().get(&link).status, 403);
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

#[test]
fn a_seed_of_a_lost_secret_is_named_and_recovery_codes_still_work() {
    let world = World::new();
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    let bytes = if is_postgres() { "'\\x00'::bytea" } else { "x'00'" };
    world.database.execute(&format!("UPDATE two_factor SET sealed_seed = {bytes}"));
    let answer = give(&mut begin(&world, "ada"), &app.code(&world.clock));
    assert!(answer.status == 422 && answer.says("cannot be checked any more"), "{}", answer.body);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
}

#[test]
fn sessions_from_before_the_policy_end_when_they_are_renewed() {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world.add_user("ada", Role::User);
    let mut visitor = world.signed_in("ada");
    let strict = world.start(|settings| settings.two_factor = TwoFactorPolicy::Everyone, |_| {}).port;
    world.let_access_tokens_expire();
    let mut there = visitor.at(strict);
    assert!(there.get("/login").says("This account needs a second factor now"));
    assert!(!visitor.is_signed_in());
}

#[test]
fn an_admin_removes_it_and_says_how_they_made_sure() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut phone = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut phone);
    let mut waiting = begin(&world, "ada");
    let mut root = world.signed_in("root");
    let id = phone.claims()["sub"].as_str().expect("an id").to_owned();
    let account = root.get(&format!("/admin/users/{id}"));
    assert!(account.says("8 recovery codes left") && account.says("Remove the second factor"));
    let path = format!("/admin/users/{id}/two-factor-removal");
    let ask = root.get(&path);
    assert!(ask.says("only when you are sure that it is them"));
    let short = root.submit(&ask, &path, &[("identity_check", "trust me")]);
    assert!(short.status == 422 && short.says("10 to 200 characters") && short.says("trust me"));
    let done = root.submit(&ask, &path, &[("identity_check", "met in person at the desk")]);
    assert_eq!(done.status, 303);
    assert!(root.get(done.header("location")).says("The second factor is removed"));
    assert!(root.get("/admin/events?kind=two_factor_removed").says("met in person at the desk"));
    assert!(!phone.is_signed_in());
    assert_eq!(give(&mut waiting, &app.code(&world.clock)).header("location"), "/login?again");
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
    // There is nothing left to remove, and what is left of the old one is worth nothing.
    assert_eq!(root.get(&path).status, 404);
    let (_, _) = enrol(&world, &mut world.signed_in("ada"));
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 422);
    // Somebody who is no admin finds no such page.
    world.add_user("bob", Role::User);
    assert_eq!(world.signed_in("bob").get(&path).status, 403);
}

#[test]
fn the_api_removes_it_too() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut desk = world.signed_in("ada");
    let id = desk.claims()["sub"].as_str().expect("an id").to_owned();
    enrol(&world, &mut desk);
    let root = world.logged_in("root");
    assert_eq!(root.get(&format!("/api/admin/users/{id}")).json()["two_factor"]["recovery_codes"], json!(8));
    let path = format!("/api/admin/users/{id}/two-factor-removal");
    assert_eq!(root.post(&path, &json!({})).status, 400);
    assert_eq!(root.post(&path, &json!({"identity_check": "trust me"})).status, 400);
    let check = json!({"identity_check": "met in person at the desk"});
    assert_eq!(root.post(&path, &check).status, 204);
    assert_eq!(root.get(&format!("/api/admin/users/{id}")).json()["two_factor"], json!(null));
    assert_eq!(root.post(&path, &check).status, 204, "what was so already is as good as done");
    assert!(!desk.is_signed_in());
    let missing = format!("/api/admin/users/{}/two-factor-removal", "0".repeat(32));
    assert_eq!(root.post(&missing, &check).status, 404);
}

#[test]
fn a_reset_of_the_password_leaves_it_in_place() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let link = world.app().block_on(|desk| async move {
        use doorward::auth::{account_links, accounts, actor::Actor};
        let name = doorward::domain::username::Username::parse("ada").expect("a name");
        let user = accounts::find(&desk, name).await.expect("found");
        let context = doorward::domain::request_context::RequestContext::command_line();
        account_links::start_password_reset(&desk, user.id, Actor::Operator, context).await.expect("made")
    });
    let path = format!("/password-reset/{}", link.token.expose());
    let mut visitor = world.visitor();
    let new = "quietly mauve hinges";
    let page = visitor.get(&path);
    assert_eq!(visitor.submit(&page, &path, &[("new_password", new), ("new_password_again", new)]).status, 303);
    let answer = visitor.post("/login", &[("username", "ada"), ("password", new)]);
    assert_eq!(answer.header("location"), "/login/two-factor");
    assert_eq!(give(&mut visitor, &app.code(&world.clock)).status, 303);
}

#[test]
fn a_restore_brings_no_used_recovery_code_back_and_leaves_the_app() {
    let world = World::new();
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    let mut waiting = begin(&world, "ada");
    world.app().block_on(|desk| async move {
        doorward::auth::restoration::sign_everybody_out(&desk, |_| {}).await.expect("restored");
    });
    assert_eq!(give(&mut waiting, &app.code(&world.clock)).header("location"), "/login?again");
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 422);
    let mut visitor = begin(&world, "ada");
    assert_eq!(give(&mut visitor, &app.code(&world.clock)).status, 303);
    // The new key signs from the moment that this instance has heard of it.
    soon(|| visitor.get("/account/two-factor").says("0 left"));
}

#[test]
fn neither_key_nor_codes_are_in_the_database() {
    let world = World::new();
    let mut desk = world.signed_in("ada");
    let offer = ask_for_key(&mut desk);
    let key: String = offer.body.split("secret=").nth(1).expect("a key").chars().take(32).collect();
    let app = Authenticator::scan(&offer);
    let done = desk.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    let kept = in_hexadecimal(&world);
    let codes = recovery_codes(&done);
    let written = codes.iter().flat_map(|code| [code.clone(), code.replace('-', "")]).chain([key.clone()]);
    let raw = codes.iter().map(|code| code.replace('-', "")).chain([key]);
    let raw = raw.map(|text| data_encoding::BASE32_NOPAD.decode(text.as_bytes()).expect("base32"));
    for secret in written.map(String::into_bytes).chain(raw) {
        let secret = data_encoding::HEXUPPER.encode(&secret);
        assert!(kept.iter().all(|value| !value.contains(&secret)), "{secret}");
    }
    // What is looked through is not nothing: a seed, and eight digests.
    assert_eq!(kept.len(), 9);
}

/// What the tables keep of secrets.
fn in_hexadecimal(world: &World) -> Vec<String> {
    let hex = |column: &str| match is_postgres() {
        true => format!("upper(encode({column}, 'hex'))"),
        false => format!("hex({column})"),
    };
    let sql = format!(
        "SELECT {} AS value FROM two_factor UNION ALL SELECT {} FROM recovery_codes",
        hex("sealed_seed"),
        hex("digest")
    );
    world.database.texts(&sql)
}
