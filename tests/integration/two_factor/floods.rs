//! Codes that will not be looked at, by the thousand: whoever knows a password may send them, and others notice nothing.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use doorward::account::Username;
use doorward::config::TwoFactorPolicy;
use doorward::internals::users;
use serde_json::json;
use ureq::http::HeaderMap;

use super::{ask_for_key, begin, enrol, give, next_step};
use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::{Answer, PASSWORD, Scrape, Visitor};
use crate::world::World;

const ACTIVATION: &str = "/account/two-factor/activation";

fn world() -> World {
    World::with(1, |settings| settings.metrics_listen = "127.0.0.1:0".parse().ok())
}

/// Returns the number of slow hashes that were made meanwhile, and what `act` returns.
fn hashes<T>(world: &World, act: impl FnOnce() -> T) -> (f64, T) {
    let scrape = || Scrape::of(world.app().metrics_port.expect("asked for"));
    let before = scrape();
    let done = act();
    (scrape().growth(&before, "doorward_hashes_total").values().sum(), done)
}

fn wait_for_release(released: &Mutex<Receiver<()>>) {
    assert!(released.lock().expect("whole").recv().is_err(), "nothing is sent");
}

/// Runs `act` while somebody else changes the account of `ada`: nobody can lock it, and on SQLite nobody can write.
fn while_the_account_is_held<T>(world: &World, act: impl FnOnce() -> T) -> T {
    let (app, (begin, begun)) = (world.app(), mpsc::channel());
    thread::scope(|scope| {
        // It is dropped before the scope waits, also when `act` fails.
        let (release, released) = mpsc::channel::<()>();
        scope.spawn(move || {
            app.block_on(move |desk| async move {
                let (name, released) = (Username::parse("ada").expect("a name"), Mutex::new(released));
                let hold = move |connection: &mut doorward::internals::Connection| {
                    let ada = users::find_by_name(connection, &name)?.expect("there");
                    users::hold(connection, &ada.id)?;
                    begin.send(()).expect("somebody waits");
                    wait_for_release(&released);
                    Ok(())
                };
                desk.store().write(hold).await.expect("held");
            });
        });
        begun.recv().expect("held");
        let done = act();
        drop(release);
        done
    })
}

/// Lets nothing be left of a budget that was used before, for nearly ten minutes.
fn spend(world: &World, subjects: &str) {
    let now = world.clock.now().milliseconds();
    // The time in which such a budget is whole again, and half of the debt that is possible.
    let owed = if subjects == "codes" { 4_200_000 } else { 2_000_000 };
    let changed = format!("UPDATE write_budgets SET whole_at = {now} + {owed} WHERE subject LIKE '{subjects} %'");
    world.database.execute(&changed);
    let spent = format!("SELECT COUNT(*) FROM write_budgets WHERE whole_at > {now} + 500000");
    assert!(world.database.number(&spent) > 0, "there is such a budget");
}

#[test]
fn codes_that_are_not_looked_at_wait_for_nobody_and_keep_nobody_waiting() {
    let world = world();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let (mut first, visitor) = (begin(&world, "ada"), begin(&world, "ada"));
    let used = app.code(&world.clock);
    assert_eq!(give(&mut first, &used).status, 303);
    let at_once = |code: &str, number: usize| {
        let send = |_| {
            let (mut visitor, code) = (visitor.clone(), code.to_owned());
            thread::spawn(move || give(&mut visitor, &code))
        };
        let sent: Vec<_> = (0..number).map(send).collect();
        sent.into_iter().map(|answer| answer.join().expect("answered")).collect::<Vec<_>>()
    };
    let all = |answers: Vec<Answer>, status: u16| answers.iter().all(|answer| answer.status == status);
    while_the_account_is_held(&world, || {
        assert!(all(at_once(&used, 20), 422), "it was used");
        assert!(all(at_once("no code", 20), 422), "it cannot be one");
    });
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'code_refused'"), 0);
    next_step(&world);
    for _ in 0..5 {
        assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    }
    while_the_account_is_held(&world, || {
        let answers = at_once(&app.code(&world.clock), 100);
        assert!(answers.iter().all(|answer| answer.status == 429 && answer.says("Too many wrong codes")));
    });
    world.advance(61);
    spend(&world, "codes");
    while_the_account_is_held(&world, || {
        let answers = at_once(&app.code(&world.clock), 20);
        assert!(answers.iter().all(|answer| answer.status == 429 && answer.says("Too many changes")));
    });
}

#[test]
fn a_program_has_the_same_budget_of_codes() {
    let world = world();
    let (app, recovery) = enrol(&world, &mut world.signed_in("ada"));
    let log_in = |code: &str| {
        let body = json!({"username": "ada", "password": PASSWORD, "code": code});
        world.client().post("/api/tokens", &body)
    };
    let mut given = 0;
    let refused = loop {
        let is_right = given % 5 == 4;
        if is_right {
            next_step(&world);
        }
        let answer = log_in(&if is_right { app.code(&world.clock) } else { app.wrong_code(&world.clock) });
        match answer.status {
            200 | 401 if given < 60 => given += 1,
            _ => break answer,
        }
    };
    assert!((40..55).contains(&given), "{given}");
    assert_eq!((refused.status, refused.json()["error"].as_str()), (429, Some("too_many_writes")));
    assert!(!refused.header("retry-after").is_empty());
    spend(&world, "codes");
    let (made, refused) = hashes(&world, || log_in(&recovery[0]));
    assert_eq!((refused.status, made), (429, 1.0), "the password alone is hashed: {}", refused.body);
}

#[test]
fn a_recovery_code_that_no_budget_is_left_for_is_not_hashed() {
    let world = world();
    let mut owner = world.signed_in("ada");
    let (app, recovery) = enrol(&world, &mut owner);
    assert_eq!(give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock)).status, 422);
    let mut visitor = begin(&world, "ada");
    spend(&world, "codes");
    let (made, refused) = hashes(&world, || give(&mut visitor, &recovery[0]));
    assert_eq!((refused.status, made), (429, 0.0), "{}", refused.body);

    // In a session its own budget counts. This instance does not know yet that it is spent.
    let path = format!("/account/sessions/{}/label", owner.session_id());
    assert_eq!(owner.post(&path, &[("label", "mine")]).status, 303);
    let page = owner.get("/account/password");
    spend(&world, "session");
    let new = "quietly mauve hinges";
    let fields =
        [("current_password", PASSWORD), ("code", &*recovery[0]), ("new_password", new), ("new_password_again", new)];
    // The password is hashed once, and then this instance knows.
    for expected in [1.0, 0.0] {
        let (made, refused) = hashes(&world, || owner.submit(&page, "/account/password", &fields));
        assert_eq!((refused.status, made), (429, expected), "{}", refused.body);
    }
}

/// Sends the form with the first code of an app, as a program would that no form stops from being sent twice.
fn activate(visitor: &mut Visitor, offer: &Answer, action: &str, code: &str) -> Answer {
    let fields = offer.filled(action, &[("code", code)]);
    let fields: Vec<_> = fields.iter().filter(|(name, _)| name != "idempotency_key").collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post(action, &fields)
}

#[test]
fn the_first_code_of_an_app_causes_its_hashes_once() {
    let world = world();
    let mut ada = world.signed_in("ada");
    let offer = ask_for_key(&mut ada);
    let app = Authenticator::scan(&offer);
    let code = app.code(&world.clock);
    let statuses = || {
        let send = |_| {
            let (mut visitor, offer, code) = (ada.clone(), offer.body.clone(), code.clone());
            let offer = Answer { status: 200, headers: HeaderMap::new(), body: offer };
            thread::spawn(move || activate(&mut visitor, &offer, ACTIVATION, &code).status)
        };
        let sent: Vec<_> = (0..20).map(send).collect();
        let mut statuses: Vec<_> = sent.into_iter().map(|answer| answer.join().expect("answered")).collect();
        statuses.sort_unstable();
        statuses
    };
    let (made, answered) = hashes(&world, statuses);
    assert_eq!(made, 10.0, "one set of recovery codes: {answered:?}");
    assert_eq!(answered, [&[200][..], &[303; 19]].concat());
    while_the_account_is_held(&world, || {
        let (made, again) = hashes(&world, || activate(&mut ada, &offer, ACTIVATION, &code));
        assert_eq!((made, again.status, again.header("location")), (0.0, 303, "/account/two-factor"));
    });
    let refused = (0..200).map(|_| activate(&mut ada, &offer, ACTIVATION, &code)).find(|answer| answer.status != 303);
    assert_eq!(refused.expect("a budget").status, 429);
}

#[test]
fn the_first_code_at_a_sign_in_causes_its_hashes_once_and_a_wrong_one_no_write() {
    const ACTIVATION: &str = "/login/two-factor/activation";
    let world = World::with(1, |settings| {
        settings.two_factor = TwoFactorPolicy::Everyone;
        settings.metrics_listen = "127.0.0.1:0".parse().ok();
    });
    let mut visitor = begin(&world, "ada");
    let page = visitor.get("/login/two-factor");
    let offer = visitor.submit(&page, "/login/two-factor/enrolment", &[]);
    let app = Authenticator::scan(&offer);
    let wrong = app.wrong_code(&world.clock);
    while_the_account_is_held(&world, || {
        let (made, answer) = hashes(&world, || activate(&mut visitor, &offer, ACTIVATION, &wrong));
        assert_eq!((made, answer.status), (0.0, 422), "{}", answer.body);
    });
    let refused = (0..60).map(|_| activate(&mut visitor, &offer, ACTIVATION, &wrong)).find(|one| one.status != 422);
    let refused = refused.expect("a budget");
    assert!(refused.status == 429 && !refused.header("retry-after").is_empty(), "{}", refused.body);
    // It is of this sign-in alone, and what is earned is enough for the right code.
    world.advance(91);
    let other = visitor.clone();
    let (made, done) = hashes(&world, || activate(&mut visitor, &offer, ACTIVATION, &app.code(&world.clock)));
    assert_eq!((made, done.status, recovery_codes(&done).len()), (10.0, 200, 10), "{}", done.body);
    let (made, late) = hashes(&world, || activate(&mut other.clone(), &offer, ACTIVATION, &app.code(&world.clock)));
    assert_eq!((made, late.status), (0.0, 303), "{}", late.body);
}
