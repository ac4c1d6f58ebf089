//! Whoever is known: devices and sessions have limits of their own, and no stranger locks them out.

use std::collections::BTreeSet;

use doorward::account::Role;

use super::{LOCKS, at, guess, log_in, waits, world};
use crate::admin_users::path_of;
use crate::support::PASSWORD;

#[test]
fn the_owner_on_a_known_device_is_never_locked_out_by_a_stranger() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    let mut elsewhere = at(&world, "192.0.2.1");
    log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD);
    owner.post("/logout", &[]);
    assert!(owner.jar.contains_key("device"), "signing out keeps it: {:?}", owner.jar);
    guess(&world, "ada", 0..30);
    assert_eq!(log_in(&mut elsewhere, "ada", PASSWORD).status, 429);
    for _ in 0..11 {
        assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    }
    guess(&world, "ada", 30..60);
    assert!(owner.is_signed_in());
    // Somebody who is signed in can still confirm the password, too.
    world.advance(16 * 60);
    guess(&world, "ada", 60..80);
    let page = owner.get("/account/sessions");
    let asked = owner.submit(&page, "/account/sessions/revocations", &[]);
    assert_eq!(owner.submit(&asked, "/account/sessions/revocations", &[("current_password", PASSWORD)]).status, 303);
}

#[test]
fn a_neighbour_at_the_same_address_locks_out_nobody_who_is_known() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    for number in 0..15 {
        log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), "guess");
    }
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 429);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    let change = [
        ("current_password", PASSWORD),
        ("new_password", "quietly mauve hinges"),
        ("new_password_again", "quietly mauve hinges"),
    ];
    assert_eq!(owner.post("/account/password", &change).status, 303);
}

#[test]
fn with_another_password_only_the_device_that_chose_it_is_known() {
    let world = world();
    let (mut desk, mut phone) = (at(&world, "192.0.2.1"), at(&world, "192.0.2.2"));
    for device in [&mut desk, &mut phone] {
        assert_eq!(log_in(device, "ada", PASSWORD).status, 303);
    }
    let new = "quietly mauve hinges";
    let change = [("current_password", PASSWORD), ("new_password", new), ("new_password_again", new)];
    assert_eq!(desk.post("/account/password", &change).status, 303);
    guess(&world, "ada", 0..10);
    assert_eq!(log_in(&mut phone, "ada", new).status, 429);
    assert_eq!(log_in(&mut desk, "ada", new).status, 303);
}

#[test]
fn a_known_device_has_wrong_passwords_of_its_own_and_is_forgotten_after_a_hundred() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    for number in 0..100 {
        if number >= 10 {
            for password in ["guess 1", PASSWORD] {
                assert_eq!(log_in(&mut owner, "ada", password).status, 429, "{number}");
            }
            assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303, "others are not affected");
            world.advance(15 * 60 + 1);
        }
        assert_eq!(log_in(&mut owner, "ada", &format!("guess {number}")).status, 422, "{number}");
    }
    assert_eq!(world.database.number(LOCKS), 1);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_closed'"), 1);
    // It is a stranger now, and known again after a right password.
    assert_eq!(guess(&world, "ada", 0..10), [422; 10]);
    assert!(waits(&log_in(&mut owner, "ada", PASSWORD), 60));
    world.advance(61);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    assert_eq!(guess(&world, "ada", 10..20), [422; 10]);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
}

#[test]
fn a_known_device_has_as_many_tries_as_an_address_after_each_sign_in() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    for _ in 0..2 {
        assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
        for number in 0..29 {
            assert_eq!(log_in(&mut owner, "ada", "last year's").status, 422, "{number}");
        }
    }
    assert_eq!(log_in(&mut owner, "ada", "last year's").status, 422);
    assert!(waits(&log_in(&mut owner, "ada", PASSWORD), 300));
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303, "others are not affected");
    world.advance(301);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
}

#[test]
fn what_the_owner_does_gives_a_copy_of_the_device_no_new_tries_and_the_copy_pauses_nobody_else() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    let mut thief = owner.clone().with_header("x-forwarded-for", "203.0.113.66");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    for number in 0..10 {
        assert_eq!(log_in(&mut thief, "ada", &format!("guess {number}")).status, 422, "{number}");
        assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303, "{number}");
    }
    assert!(waits(&log_in(&mut thief, "ada", "one more"), 60));
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
}

#[test]
fn a_device_or_session_that_waits_is_listed_and_an_admin_lets_it_try_again() {
    let world = world();
    world.add_user("root", Role::Admin);
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    let mut root = at(&world, "192.0.2.9");
    assert_eq!(log_in(&mut root, "root", PASSWORD).status, 303);
    for number in 0..10 {
        let fields = [("current_password", format!("guess {number}"))];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(owner.post("/account/two-factor/enrolment", &fields).status, 422);
        assert_eq!(log_in(&mut owner, "ada", &format!("guess {number}")).status, 422);
    }
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 429);
    let page = root.get(&path_of(&world, "ada"));
    for told in ["row from a known device", "row from someone who was signed in"] {
        assert!(root.get("/admin").says(told) && page.says(told), "{}", page.body);
    }
    let program = world.logged_in("root");
    let locks = program.get(&format!("/api{}", path_of(&world, "ada"))).json()["sign_in_locks"].clone();
    let by = |index: usize| locks[index]["by"].as_str().expect("whose they are").to_owned();
    assert_eq!(BTreeSet::from([by(0), by(1)]), BTreeSet::from(["known device".to_owned(), "one session".to_owned()]));
    assert_eq!(root.submit(&page, &format!("{}/sign-in-reopening", path_of(&world, "ada")), &[]).status, 303);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM throttle_locks"), 0);
    let right = [("current_password", PASSWORD)];
    assert_eq!(owner.post("/account/two-factor/enrolment", &right).status, 200);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
}

#[test]
fn a_device_is_known_to_everybody_who_signed_in_with_it_and_to_nobody_else() {
    let world = world();
    world.add_user("bob", Role::User);
    world.add_user("eve", Role::User);
    let mut browser = at(&world, "192.0.2.1");
    for name in ["ada", "bob"] {
        assert_eq!(log_in(&mut browser, name, PASSWORD).status, 303);
    }
    for name in ["ada", "bob", "eve"] {
        guess(&world, name, 0..10);
    }
    let statuses = ["ada", "bob", "eve"].map(|name| log_in(&mut browser.clone(), name, PASSWORD).status);
    assert_eq!(statuses, [303, 303, 429]);
}

#[test]
fn broken_device_cookies_are_as_good_as_none_and_of_two_devices_neither_counts() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    let answer = log_in(&mut owner, "ada", PASSWORD);
    let cookies = answer.set_cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("device=")).expect("given");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000"), "{cookie}");
    guess(&world, "ada", 0..10);
    let good = owner.jar["device"].clone();
    let with = |cookie: String| {
        let mut visitor = at(&world, "192.0.2.1").with_header("cookie", cookie);
        log_in(&mut visitor, "ada", PASSWORD).status
    };
    assert_eq!(with(format!("device={good}")), 303);
    assert_eq!(with(format!("device={good}; device={good}")), 303);
    assert_eq!(with(format!("device=x; device={good}; device=")), 303);
    world.add_user("bob", Role::User);
    let mut other = at(&world, "192.0.2.1");
    other.log_in("bob");
    let changed = if good.ends_with('A') { "B" } else { "A" };
    for cookie in [
        format!("device={good}; device={}", other.jar["device"]),
        format!("device={}; device={good}", other.jar["device"]),
        format!("device={}{changed}", &good[..good.len() - 1]),
        format!("Device={good}"),
        format!("device=\"{good}\""),
        format!("device={}", &good[4..]),
        "device".to_owned(),
        "device=".to_owned(),
    ] {
        assert_eq!(with(cookie.clone()), 429, "{cookie}");
    }
    assert_eq!(at(&world, "192.0.2.1").with_header("cookie", b"device=\xff").get("/login").status, 200);
}

#[test]
fn confirmations_and_changes_of_a_password_count_for_their_session_alone() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
    world.advance(16 * 60);
    let mut account = owner.get("/account/sessions");
    account = owner.submit(&account, "/account/sessions/revocations", &[]);
    assert!(account.says("Confirm it is you"));
    for number in 0..5 {
        let wrong = format!("guess {number}");
        account = owner.submit(&account, "/account/sessions/revocations", &[("current_password", &wrong)]);
        assert_eq!(account.status, 422);
        let wrong = format!("another guess {number}");
        let change = [
            ("current_password", wrong.as_str()),
            ("new_password", "quietly mauve hinges"),
            ("new_password_again", "quietly mauve hinges"),
        ];
        assert_eq!(owner.post("/account/password", &change).status, 422);
    }
    let refused = owner.submit(&account, "/account/sessions/revocations", &[("current_password", PASSWORD)]);
    assert!(
        waits(&refused, 60) && refused.says("Confirm it is you") && refused.says("Too many attempts"),
        "{}",
        refused.body
    );
    let change = [
        ("current_password", PASSWORD),
        ("new_password", "quietly mauve hinges"),
        ("new_password_again", "quietly mauve hinges"),
    ];
    let refused = owner.post("/account/password", &change);
    assert!(waits(&refused, 60) && refused.says("Change password") && refused.says("Too many attempts"));
    assert!(refused.hides("quietly mauve hinges"));
    // None of the thirty tries of the address has been used.
    for _ in 0..30 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "nobody", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "nobody", "always the same"), 300));
    world.advance(61);
    assert_eq!(owner.post("/account/password", &change).status, 303);
    assert_eq!(world.database.number(LOCKS), 1);
}

#[test]
fn whoever_must_wait_in_a_session_goes_on_at_once_in_a_new_one() {
    fn change(current: &str) -> [(&str, &str); 3] {
        let new = "quietly mauve hinges";
        [("current_password", current), ("new_password", new), ("new_password_again", new)]
    }
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303, "another device to sign out");
    for number in 0..10 {
        assert_eq!(owner.post("/account/password", &change(&format!("guess {number}"))).status, 422);
    }
    world.advance(16 * 60);
    let devices = owner.get("/account/sessions");
    let asked = owner.submit(&devices, "/account/sessions/revocations", &[]);
    assert_eq!(owner.post("/account/password", &change("guess 10")).status, 422);
    let confirmation = [("current_password", PASSWORD)];
    let paused = [
        owner.post("/account/password", &change(PASSWORD)),
        owner.submit(&asked, "/account/sessions/revocations", &confirmation),
    ];
    for page in paused {
        assert!(waits(&page, 120), "{}", page.body);
        assert!(
            page.says("If you are sure of your password, do not wait: sign out and sign in again."),
            "{}",
            page.body
        );
    }
    let page = owner.get("/account");
    assert_eq!(owner.submit(&page, "/logout", &[]).status, 303);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    let devices = owner.get("/account/sessions");
    assert_eq!(owner.submit(&devices, "/account/sessions/revocations", &[]).status, 303);
    assert_eq!(owner.post("/account/password", &change(PASSWORD)).status, 303);
}

#[test]
fn an_interrupted_form_is_not_lost_to_too_many_tries() {
    let world = world();
    world.add_user("root", Role::Admin);
    let mut root = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut root, "root", PASSWORD).status, 303);
    world.advance(16 * 60);
    let fields = [("username", "newcomer"), ("role", "user"), ("email", "new@example.org")];
    let mut page = root.post("/admin/users/new", &fields);
    assert!(page.says("Confirm it is you"), "{}", page.body);
    for number in 0..10 {
        page = root.submit(&page, "/admin/users/new", &[("current_password", &format!("wrong {number}"))]);
        assert_eq!(page.status, 422);
    }
    page = root.submit(&page, "/admin/users/new", &[("current_password", PASSWORD)]);
    assert!(waits(&page, 60) && page.says("value=\"newcomer\"") && page.says("value=\"new@example.org\""));
    world.advance(61);
    page = root.submit(&page, "/admin/users/new", &[("current_password", PASSWORD)]);
    assert!(page.status < 400, "{}", page.body);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE username = 'newcomer'"), 1);
}
