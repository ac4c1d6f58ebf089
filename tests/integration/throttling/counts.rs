//! The rows that count tries, the events about them, and how long both last.

use std::time::Duration;

use doorward::account::{Password, Role, Username};
use doorward::internals::Browser;
use doorward::internals::login::{self, Attempt};
use doorward::internals::{RequestContext, janitor, refusals, restoration};

use super::{LOCKS, as_it_comes, at, guess, log_in, stranger, world};
use crate::support::{PASSWORD, Scrape};
use crate::world::World;

#[test]
fn a_right_password_whose_request_is_given_up_does_not_count_as_wrong() {
    let mut world = world();
    guess(&world, "ada", 0..9);
    for microseconds in (0..6000).step_by(150) {
        world.app().block_on(move |desk| async move {
            let attempt = Attempt {
                username: Username::parse("ada").expect("a name"),
                password: Password::new(PASSWORD.into()).expect("short"),
                remembered: false,
            };
            let context =
                RequestContext { ip: format!("192.0.2.{}", microseconds / 150), ..RequestContext::command_line() };
            let browser = Browser { replaced: None, device: None };
            let given_up = Duration::from_micros(microseconds);
            // The runtime is dropped as well, as a worker's is.
            drop(tokio::time::timeout(given_up, login::by_form(&desk, attempt, browser, context)).await);
        });
    }
    // Tries that have begun are completed before the instance stops.
    world.stop();
    assert_eq!(world.database.number("SELECT COUNT(*) FROM throttle_tries WHERE tries = 0"), 0);
    world.start(as_it_comes, |_| {});
    assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
}

#[test]
fn each_lock_is_on_record_once_and_refusals_are_counted() {
    let world = World::with(1, |settings| {
        as_it_comes(settings);
        settings.metrics_listen = "127.0.0.1:0".parse().ok();
    });
    let refused = || {
        let series = "doorward_sign_ins_total{outcome=\"throttled\",channel=\"browser\"}";
        Scrape::of(world.app().metrics_port.expect("asked for")).value(series)
    };
    assert_eq!(refused(), 0.0);
    guess(&world, "ada", 0..10);
    assert_eq!((world.database.number(LOCKS), refused()), (1, 0.0), "no request was refused yet");
    guess(&world, "ada", 10..20);
    assert_eq!((world.database.number(LOCKS), refused()), (1, 10.0));
    let refusals = || world.database.texts("SELECT detail AS value FROM events WHERE kind = 'tries_refused'");
    let write_down = || {
        let written = world.app().block_on(|desk| async move { refusals::write_down(&desk).await });
        written.expect("written down");
    };
    write_down();
    assert_eq!(refusals(), [""; 0], "the quarter is not over");
    world.advance(17 * 60);
    write_down();
    assert_eq!(refusals(), ["10 from 198.51.0.0/24"]);
    write_down();
    assert_eq!(refusals().len(), 1, "it is told once");
    let details = world.database.texts("SELECT detail AS value FROM events WHERE kind = 'sign_in_locked'");
    assert!(details[0].starts_with("account, unknown devices, "), "{details:?}");
    assert_eq!(world.database.number(&format!("{LOCKS} AND user_id = (SELECT id FROM users)")), 1);

    world.add_user("root", Role::Admin);
    let mut root = at(&world, "192.0.2.9");
    log_in(&mut root, "root", PASSWORD);
    assert!(root.get("/admin/events?kind=sign_in_locked").says("Sign-in locked"));
    assert!(root.get("/admin").says("Lockouts"));
}

#[test]
fn what_counts_no_more_is_put_away() {
    let world = world();
    guess(&world, "ada", 0..12);
    for number in 0..20 {
        log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), "wrong");
    }
    let rows = || {
        ["throttle_tries", "throttle_locks"]
            .map(|table| world.database.number(&format!("SELECT COUNT(*) FROM {table}")))
    };
    let sweep = || world.app().block_on(|desk| async move { janitor::sweep(&desk).await.map(drop) }).expect("swept");
    let [tries, locks] = rows();
    assert!(tries > 40 && locks == 1, "{tries} {locks}");
    sweep();
    assert_eq!(rows(), [tries, locks]);
    world.advance(16 * 60);
    // Wrong passwords in a row count for longer, at names that nobody has, too.
    sweep();
    assert_eq!(rows(), [10 + 15, 1]);
    world.advance(90 * 86_400);
    sweep();
    assert_eq!(rows(), [0, 0]);
}

#[test]
fn a_clock_that_was_wrong_locks_nobody_out() {
    let world = world();
    guess(&world, "ada", 0..10);
    for number in 0..15 {
        log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), "wrong");
    }
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 429);
    // The clock was wrong and has been corrected.
    world.database.execute("UPDATE throttle_tries SET at = at + 86400000, expires_at = expires_at + 86400000");
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
}

#[test]
fn a_restored_database_has_forgotten_all_tries() {
    let world = world();
    guess(&world, "ada", 0..12);
    world.app().block_on(|desk| async move { restoration::sign_everybody_out(&desk, |_| {}).await }).expect("restored");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM throttle_tries"), 0);
    assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
}

#[test]
fn nothing_that_was_typed_is_stored_so_that_it_could_be_guessed() {
    let world = world();
    guess(&world, "ada", 0..3);
    guess(&world, "bob", 0..3);
    // The same passwords for two names give six marks, and nobody can compute a mark without the key.
    let marks = "SELECT COUNT(DISTINCT mark) FROM throttle_tries WHERE expires_at - at = 7776000000";
    assert_eq!(world.database.number(marks), 6);
    assert_eq!(world.database.number("SELECT CAST(MAX(LENGTH(mark)) AS BIGINT) FROM throttle_tries"), 16);
}
