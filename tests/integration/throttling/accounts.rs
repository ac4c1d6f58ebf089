//! Different wrong passwords in a row that strangers give for one account.

use std::collections::BTreeMap;

use doorward::account::Role;
use serde_json::json;

use super::{LOCKS, as_it_comes, at, at_once, guess, log_in, stranger, waits, world};
use crate::admin_users::path_of;
use crate::support::{PASSWORD, Visitor};
use crate::world::World;

#[test]
fn ten_different_wrong_passwords_pause_an_account_for_longer_and_longer_until_a_right_one() {
    let world = world();
    assert_eq!(guess(&world, "ada", 0..10), [422; 10]);
    for (number, minutes) in (10..).zip([1, 2, 4, 8, 15, 30, 60, 60]) {
        for password in [PASSWORD, "another one", "guess 1"] {
            let answer = log_in(&mut stranger(&world, 500), "Ada", password);
            assert!(waits(&answer, minutes * 60), "{minutes}: {}", answer.header("retry-after"));
        }
        world.advance(minutes * 60 + 1);
        // One that was wrong before is merely wrong.
        assert_eq!(log_in(&mut stranger(&world, 502), "ada", "guess 1").status, 422);
        assert_eq!(guess(&world, "ada", number..number + 1), [422]);
    }
    world.advance(3601);
    assert_eq!(log_in(&mut stranger(&world, 501), "ada", PASSWORD).status, 303);
    assert_eq!(guess(&world, "ada", 100..109), [422; 9]);
    assert_eq!(log_in(&mut stranger(&world, 501), "ada", PASSWORD).status, 303);
    assert_eq!(world.database.number(LOCKS), 1);
}

#[test]
fn what_strangers_gave_for_a_name_before_somebody_had_it_is_shown_and_forgotten_like_any() {
    let world = world();
    world.add_user("root", Role::Admin);
    assert_eq!(guess(&world, "grace", 0..10), [422; 10]);
    world.add_user("grace", Role::User);
    assert_eq!(guess(&world, "lovelace", 0..10), [422; 10]);
    let mut root = at(&world, "192.0.2.9");
    assert_eq!(log_in(&mut root, "root", PASSWORD).status, 303);
    root = root.confirming();
    let locked = |root: &mut Visitor, name: &str| root.get(&path_of(&world, name)).says("Too many wrong passwords");
    assert!(locked(&mut root, "grace") && !locked(&mut root, "ada"));
    for (name, new) in [("grace", "hopper"), ("ada", "lovelace")] {
        let page = root.get(&path_of(&world, name));
        let form = format!("{}/name", path_of(&world, name));
        assert_eq!(root.submit(&page, &form, &[("username", new)]).status, 303);
    }
    assert!(!locked(&mut root, "hopper") && locked(&mut root, "lovelace"));
    let path = path_of(&world, "lovelace");
    let page = root.get(&path);
    assert_eq!(root.submit(&page, &format!("{path}/sign-in-reopening"), &[]).status, 303);
    assert_eq!(log_in(&mut stranger(&world, 500), "lovelace", PASSWORD).status, 303);
}

/// Guesses as soon as a password is looked at, until no more are.
fn guess_until_closed(world: &World, name: &str) {
    for number in 0..100 {
        if number >= 10 {
            world.advance(3601);
        }
        assert_eq!(guess(world, name, number..number + 1), [422], "{number}");
    }
}

#[test]
fn after_a_hundred_wrong_passwords_in_a_row_strangers_are_let_in_when_an_admin_says_so() {
    let world = world();
    world.add_user("root", Role::Admin);
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    guess_until_closed(&world, "ada");
    guess_until_closed(&world, "ghost");
    world.advance(86_400);
    let program = world.client().with_header("x-forwarded-for", "198.51.101.7");
    for name in ["ada", "ghost"] {
        let refused = log_in(&mut stranger(&world, 500), name, PASSWORD);
        assert!(waits(&refused, 3600), "{name}");
        assert!(
            refused.says("Too many attempts from new browsers. An administrator must allow more.")
                && refused.hides("Try again in"),
            "{name}"
        );
        assert!(refused.says("ask an administrator for a device link"), "{name}");
        let refused = program.post("/api/tokens", &json!({"username": name, "password": PASSWORD}));
        assert!(waits(&refused, 3600), "{name}");
        let message = refused.json()["message"].as_str().expect("a message").to_owned();
        assert!(message.ends_with("or ask an administrator to allow new ones"), "{message}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_closed'"), 2);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303, "a known device is let in");
    assert!(owner.get("/account").says("Someone is guessing your password"));

    let mut root = at(&world, "192.0.2.9");
    assert_eq!(log_in(&mut root, "root", PASSWORD).status, 303);
    let overview = root.get("/admin");
    assert!(
        overview.says("Other known devices can still sign in")
            && overview.says("100 different wrong passwords in a row from unknown devices")
    );
    assert!(overview.says("Unknown devices can no longer sign in") && overview.hides("ghost"));
    let page = root.get(&path_of(&world, "ada"));
    assert!(page.says("Too many wrong passwords"), "{}", page.body);
    let done = root.submit(&page, &format!("{}/sign-in-reopening", path_of(&world, "ada")), &[]);
    assert_eq!(done.status, 303);
    let page = root.get(done.header("location"));
    assert!(page.says("New attempts are possible") && page.hides("Too many wrong passwords"), "{}", page.body);
    assert!(owner.get("/account").hides("Someone is guessing your password"));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_reopened'"), 1);
    assert_eq!(log_in(&mut stranger(&world, 501), "ada", PASSWORD).status, 303);
}

#[test]
fn nine_are_not_too_many_and_only_a_right_one_ends_the_row() {
    let world = world();
    assert_eq!(guess(&world, "ada", 0..9), [422; 9]);
    assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
    assert_eq!(guess(&world, "ada", 9..18), [422; 9]);
    assert_eq!(world.database.number(LOCKS), 0);
    world.advance(30 * 86_400);
    assert_eq!(guess(&world, "ada", 18..20), [422, 429]);
    assert_eq!(world.database.number(LOCKS), 1);
}

#[test]
fn the_same_wrong_password_counts_once() {
    let world = world();
    for number in 0..40 {
        assert_eq!(log_in(&mut stranger(&world, number), "ada", "the one from last year").status, 422);
        world.advance(20);
    }
    assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
    assert_eq!(world.database.number(LOCKS), 0);
}

#[test]
fn a_hundred_guesses_at_once_do_not_slip_past_the_limits() {
    let world = World::with(2, as_it_comes);
    let address = |number: usize| format!("198.51.100.{number}");
    // Only as many tries are checked as the limit allows; the rest are refused.
    let of_account = at_once(&world, |number| (address(number), "ada".into(), format!("guess {number}")));
    assert_eq!(of_account, BTreeMap::from([(422, 10), (429, 90)]));
    let of_nobody = at_once(&world, |number| (address(number), "nobody".into(), format!("guess {number}")));
    assert_eq!(of_nobody, BTreeMap::from([(422, 10), (429, 90)]));
    let of_names = at_once(&world, |number| ("192.0.2.1".into(), format!("name{number}"), "wrong".into()));
    assert_eq!(of_names, BTreeMap::from([(422, 15), (429, 85)]));
    let of_address = at_once(&world, |_| ("192.0.2.2".into(), "somebody".into(), "always the same".into()));
    assert_eq!(of_address, BTreeMap::from([(422, 30), (429, 70)]));
    assert_eq!(world.database.number(LOCKS), 2);
}

#[test]
fn right_passwords_at_once_all_sign_in() {
    let world = World::with(2, |settings| {
        as_it_comes(settings);
        settings.sign_in_tries_per_address = 200;
        settings.max_sessions_per_user = 200;
    });
    let statuses = at_once(&world, |_| ("192.0.2.1".into(), "ada".into(), PASSWORD.into()));
    // On a slow machine some are told that the server is busy, and try again.
    let busy = statuses.get(&503).copied().unwrap_or(0);
    assert_eq!(statuses.get(&303).copied().unwrap_or(0) + busy, 100, "{statuses:?}");
    for _ in 0..busy {
        assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
    }
    assert_eq!(guess(&world, "ada", 0..9), [422; 9]);
    assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
}

#[test]
fn a_try_that_brought_a_lock_and_was_right_takes_it_back() {
    let world = world();
    assert_eq!(guess(&world, "ada", 0..9), [422; 9]);
    for number in 500..520 {
        assert_eq!(log_in(&mut stranger(&world, number), "ada", PASSWORD).status, 303);
    }
    assert_eq!(world.database.number(LOCKS), 0);
    assert_eq!(guess(&world, "ada", 9..19), [422; 10]);
    assert!(waits(&log_in(&mut stranger(&world, 500), "ada", PASSWORD), 60));
}

#[test]
fn instances_share_what_they_count_and_a_restart_keeps_it() {
    let mut world = World::with(2, as_it_comes);
    let other = world.other_app().port;
    for number in 0..10 {
        let port = if number % 2 == 0 { world.app().port } else { other };
        let mut visitor = stranger(&world, number).at(port);
        assert_eq!(log_in(&mut visitor, "ada", &format!("guess {number}")).status, 422);
    }
    assert!(waits(&log_in(&mut stranger(&world, 500), "ada", PASSWORD), 60));
    assert!(waits(&log_in(&mut stranger(&world, 500).at(other), "ada", PASSWORD), 60));
    world.stop();
    world.start(as_it_comes, |_| {});
    assert!(waits(&log_in(&mut stranger(&world, 500), "ada", PASSWORD), 60));
    world.advance(61);
    assert_eq!(log_in(&mut stranger(&world, 500), "ada", PASSWORD).status, 303);
    assert_eq!(world.database.number(LOCKS), 1);
}
