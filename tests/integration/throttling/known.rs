//! Whoever is known: devices and sessions have limits of their own, and no stranger locks them out.

use doorward::account::Role;

use super::{LOCKS, at, guess, log_in, waits, world};
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
fn a_known_device_has_as_many_tries_as_an_address_however_they_end() {
    let world = world();
    let mut owner = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303);
    for number in 0..30 {
        let (password, status) = if number % 2 == 0 { (PASSWORD, 303) } else { ("last year's", 422) };
        assert_eq!(log_in(&mut owner, "ada", password).status, status, "{number}");
    }
    assert!(waits(&log_in(&mut owner, "ada", PASSWORD), 300));
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303, "others are not affected");
    world.advance(301);
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
    assert!(account.says("Is it you?"));
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
    assert!(waits(&refused, 60) && refused.says("Is it you?") && refused.says("Too many tries"), "{}", refused.body);
    let change = [
        ("current_password", PASSWORD),
        ("new_password", "quietly mauve hinges"),
        ("new_password_again", "quietly mauve hinges"),
    ];
    let refused = owner.post("/account/password", &change);
    assert!(waits(&refused, 60) && refused.says("Change password") && refused.says("Too many tries"));
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
fn an_interrupted_form_is_not_lost_to_too_many_tries() {
    let world = world();
    world.add_user("root", Role::Admin);
    let mut root = at(&world, "192.0.2.1");
    assert_eq!(log_in(&mut root, "root", PASSWORD).status, 303);
    world.advance(16 * 60);
    let fields = [("username", "newcomer"), ("role", "user"), ("email", "new@example.org")];
    let mut page = root.post("/admin/users/new", &fields);
    assert!(page.says("Is it you?"), "{}", page.body);
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
