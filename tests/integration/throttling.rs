//! Too many tries to sign in: which tries count against whom, and that strangers can lock nobody out.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use doorward::By;
use doorward::account::{self, Password, Role, Username};
use doorward::config::Settings;
use doorward::internals::login::{self, Attempt, Browser};
use doorward::internals::{RequestContext, janitor, refusals, restoration};
use serde_json::json;

use crate::admin_users::path_of;
use crate::support::{Answer, ApiClient, PASSWORD, Scrape, Visitor};
use crate::world::World;

const LOCKS: &str = "SELECT COUNT(*) FROM events WHERE kind = 'sign_in_locked'";

/// Uses the limit of the default settings, behind a proxy on this machine.
fn as_it_comes(settings: &mut Settings) {
    settings.sign_in_tries_per_address = 30;
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
}

fn world() -> World {
    World::with(1, as_it_comes)
}

/// Returns a new browser at an address.
fn at(world: &World, address: &str) -> Visitor {
    world.visitor().with_header("x-forwarded-for", address)
}

/// Returns a new browser at an address that no other number has.
fn stranger(world: &World, number: usize) -> Visitor {
    at(world, &format!("198.51.{}.{}", number / 200, number % 200 + 1))
}

fn log_in(visitor: &mut Visitor, name: &str, password: &str) -> Answer {
    visitor.post("/login", &[("username", name), ("password", password)])
}

/// Tries different wrong passwords for a name, each from another address, and returns the statuses.
fn guess(world: &World, name: &str, guesses: std::ops::Range<usize>) -> Vec<u16> {
    guesses.map(|number| log_in(&mut stranger(world, number), name, &format!("guess {number}")).status).collect()
}

/// Tells whether an answer asks to wait for about this number of seconds. The test itself has taken some of them.
fn waits(answer: &Answer, seconds: i64) -> bool {
    let told: i64 = answer.header("retry-after").parse().unwrap_or(-1);
    answer.status == 429 && (seconds - 30..=seconds).contains(&told) && told > 0
}

#[test]
fn an_address_has_thirty_tries_in_five_minutes_however_they_end() {
    let world = world();
    for _ in 0..15 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", "always the same").status, 422);
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
    }
    for (name, password) in [("ada", PASSWORD), ("ada", "wrong"), ("nobody", "wrong")] {
        assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), name, password), 300), "{name}");
    }
    assert_eq!(log_in(&mut at(&world, "192.0.2.2"), "ada", PASSWORD).status, 303);
    world.advance(200);
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD), 100));
    world.advance(101);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
    assert_eq!(world.database.number(LOCKS), 0);
}

#[test]
fn fifteen_different_names_may_fail_from_an_address_in_a_quarter_of_an_hour() {
    let world = world();
    for number in 0..15 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), PASSWORD).status, 422);
        // The pauses keep the limit of tries of this address from being reached first.
        world.advance(30);
    }
    for name in ["name15", "name3", "ada"] {
        assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), name, PASSWORD), 450), "{name}");
    }
    assert_eq!(log_in(&mut at(&world, "192.0.2.2"), "ada", PASSWORD).status, 303);
    world.advance(400);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 429);
    world.advance(51);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
}

#[test]
fn names_that_fail_again_count_once_and_those_that_sign_in_do_not_count() {
    let world = world();
    for number in 0..16 {
        world.add_user(&format!("user{number}"), Role::User);
    }
    for number in 0..16 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("user{number}"), PASSWORD).status, 303);
    }
    for _ in 0..14 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "Nobody", "always the same").status, 422);
    }
    world.advance(301);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
}

#[test]
fn names_whose_requests_were_cut_off_count_as_failed_after_a_moment() {
    let world = world();
    for number in 0..15 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), PASSWORD).status, 422);
    }
    // After this, the tries look as if none of their requests had ended.
    world.database.execute("UPDATE throttle_tries SET tries = 0 WHERE expires_at - at = 900000");
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "name15", PASSWORD), 10));
    world.advance(11);
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "name15", PASSWORD), 900));
}

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
    for name in ["ada", "ghost"] {
        assert!(waits(&log_in(&mut stranger(&world, 500), name, PASSWORD), 3600), "{name}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'sign_in_closed'"), 2);
    assert_eq!(log_in(&mut owner, "ada", PASSWORD).status, 303, "a known device is let in");
    assert!(owner.get("/account").says("Somebody is guessing your password"));

    let mut root = at(&world, "192.0.2.9");
    assert_eq!(log_in(&mut root, "root", PASSWORD).status, 303);
    let overview = root.get("/admin");
    assert!(overview.says("Locked now") && overview.says("gave 100 different wrong passwords in a row"));
    assert!(overview.says("No unknown device is let in any more") && overview.hides("ghost"));
    let page = root.get(&path_of(&world, "ada"));
    assert!(page.says("Too many wrong passwords"), "{}", page.body);
    let done = root.submit(&page, &format!("{}/sign-in-reopening", path_of(&world, "ada")), &[]);
    assert_eq!(done.status, 303);
    let page = root.get(done.header("location"));
    assert!(page.says("Unknown devices may try again") && page.hides("Too many wrong passwords"), "{}", page.body);
    assert!(owner.get("/account").hides("Somebody is guessing your password"));
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

/// Makes many tries at once, half of them at each instance, and counts their statuses.
fn at_once(world: &World, tries: impl Fn(usize) -> (String, String, String)) -> BTreeMap<u16, usize> {
    let ports = [world.app().port, world.other_app().port];
    let tries: Vec<_> = (0..100)
        .map(|number| {
            let (address, name, password) = tries(number);
            let mut visitor = at(world, &address).at(ports[number % 2]);
            thread::spawn(move || log_in(&mut visitor, &name, &password).status)
        })
        .collect();
    let mut statuses = BTreeMap::new();
    for one in tries {
        *statuses.entry(one.join().expect("answered")).or_default() += 1;
    }
    statuses
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

fn suspend(world: &World, name: &'static str) {
    let suspended = world.app().block_on(move |desk| async move {
        let user = account::find(&desk, Username::parse(name).expect("a name")).await.expect("found");
        account::suspend(&desk, user.id, By::operator()).await
    });
    assert!(suspended.expect("suspended"));
}

/// Returns everything of an answer that an attacker could compare, without the parts that belong to the request or the
/// name.
fn comparable(answer: &Answer, name: &str) -> (u16, String, Vec<String>, Vec<String>) {
    let own = ["date", "x-request-id", "retry-after", "content-length"];
    let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.retain(|header| !own.iter().any(|own| header.starts_with(own)));
    headers.sort();
    let body = answer.without_keys().replace(&format!("value=\"{name}\""), "value=\"\"");
    let body = match answer.json()["request_id"].as_str() {
        Some(id) => body.replace(id, ""),
        None => body,
    };
    (answer.status, body, headers, answer.set_cookies())
}

#[test]
fn whoever_is_meant_is_refused_alike() {
    let world = world();
    world.add_user("bob", Role::User);
    suspend(&world, "bob");
    let names = ["ada", "nobody", "bob", "no.name"];
    for name in names {
        assert_eq!(guess(&world, name, 0..10), [422; 10], "{name}");
    }
    world.advance(61);
    for name in names {
        assert_eq!(guess(&world, name, 10..11), [422], "{name}");
    }
    for password in [PASSWORD, "wrong"] {
        let pages = names.map(|name| comparable(&log_in(&mut stranger(&world, 500), name, password), name));
        assert!(pages[0].1.contains("Too many tries. Try again in 2 minutes."), "{}", pages[0].1);
        assert!(pages.iter().all(|page| page.0 == 429 && *page == pages[0]), "{pages:#?}");
        let client = world.client().with_header("x-forwarded-for", "198.51.101.7");
        let answers = names.map(|name| {
            comparable(&client.post("/api/tokens", &json!({"username": name, "password": password})), name)
        });
        assert!(answers.iter().all(|answer| answer.0 == 429 && *answer == answers[0]), "{answers:#?}");
    }
    // Two of the four names belong to nobody, so only the events of the other two name a user.
    assert_eq!(world.database.number(LOCKS), 4);
    assert_eq!(world.database.number(&format!("{LOCKS} AND user_id IS NOT NULL")), 2);
}

#[test]
fn the_page_keeps_the_name_and_where_it_leads_and_not_the_password() {
    let world = world();
    assert_eq!(guess(&world, "ada", 0..10), [422; 10]);
    let mut visitor = stranger(&world, 500).with_header("accept-language", "ko");
    let page = visitor.get("/login?next=/account");
    let answer = visitor.submit(&page, "/login", &[("username", "Ada"), ("password", "my own secret")]);
    assert!(answer.status == 429 && answer.says("value=\"Ada\"") && answer.says("value=\"/account\""));
    assert!(answer.says("시도가 너무 많았습니다") && answer.hides("my own secret"));
    world.advance(61);
    let answer = visitor.submit(&answer, "/login", &[("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/account"));
}

#[test]
fn form_and_api_share_one_budget() {
    let world = world();
    let api = |number: usize, password: &str| -> Answer {
        let client: ApiClient = world.client().with_header("x-forwarded-for", &format!("203.0.113.{number}"));
        client.post("/api/tokens", &json!({"username": "ADA", "password": password}))
    };
    assert_eq!(guess(&world, "ada", 0..5), [422; 5]);
    for number in 5..10 {
        assert_eq!(api(number, &format!("guess {number}")).status, 401);
    }
    assert!(waits(&log_in(&mut stranger(&world, 500), "ada", PASSWORD), 60));
    let refused = api(100, PASSWORD);
    assert!(waits(&refused, 60));
    let body = refused.json();
    assert_eq!((body["code"].as_i64(), body["error"].as_str()), (Some(429), Some("too_many_tries")));
    assert!(body["message"].as_str().is_some_and(|message| message.contains("Too many tries")), "{body}");
    world.advance(61);
    assert_eq!(api(100, PASSWORD).status, 200);
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

#[test]
fn what_an_untrusted_peer_says_of_its_address_changes_nothing() {
    let world = World::with(1, |settings| settings.sign_in_tries_per_address = 30);
    for number in 0..30 {
        let mut visitor = stranger(&world, number);
        assert_eq!(log_in(&mut visitor, "ada", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut stranger(&world, 99), "ada", PASSWORD), 300));
    assert!(waits(&log_in(&mut world.visitor(), "ada", PASSWORD), 300));
}

#[test]
fn addresses_of_one_ipv6_network_are_one() {
    let world = world();
    for number in 0..30 {
        let mut visitor = at(&world, &format!("2001:db8:0:1::{number:x}"));
        assert_eq!(log_in(&mut visitor, "ada", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "2001:db8:0:1:ffff::1"), "ada", PASSWORD), 300));
    assert_eq!(log_in(&mut at(&world, "2001:db8:0:2::1"), "ada", PASSWORD).status, 303);
}

#[test]
fn wider_networks_have_limits_so_that_many_addresses_of_one_customer_help_nobody() {
    for (addresses, tries) in [("2001:db8:1:1X::1", 60), ("2001:db8:1:X00::1", 120), ("192.0.2.X", 240)] {
        let world = world();
        let statuses: Vec<u16> = (16..16 + 240)
            .map(|number| {
                let number =
                    if addresses.contains(':') { format!("{:02x}", number % 256) } else { format!("{}", number % 256) };
                let address = addresses.replace('X', &number);
                log_in(&mut at(&world, &address), "ada", "always the same").status
            })
            .collect();
        assert_eq!(statuses, [vec![422; tries], vec![429; 240 - tries]].concat(), "{addresses}");
        let neighbour = addresses.replace('X', "01");
        assert_eq!(log_in(&mut at(&world, &neighbour.replace(".01", ".1")), "bob", "another").status, 429);
        assert_eq!(log_in(&mut at(&world, "198.51.100.1"), "ada", PASSWORD).status, 303);
    }
}

#[test]
fn two_hundred_people_of_one_office_sign_in_with_the_documented_setting() {
    let world = World::with(1, |settings| {
        as_it_comes(settings);
        // Twice the sign-ins of the busiest five minutes.
        settings.sign_in_tries_per_address = 400;
    });
    for number in 0..200 {
        world.add_user(&format!("user{number}"), Role::User);
    }
    for number in 0..200 {
        let mut newcomer = at(&world, "192.0.2.1");
        // Many mistype once.
        if number % 2 == 0 {
            assert_eq!(log_in(&mut newcomer, &format!("user{number}"), "mistyped").status, 422, "{number}");
        }
        assert_eq!(log_in(&mut newcomer, &format!("user{number}"), PASSWORD).status, 303, "{number}");
    }
}

#[test]
fn a_setting_lets_more_people_share_an_address() {
    let world = World::with(1, |settings| {
        as_it_comes(settings);
        settings.sign_in_tries_per_address = 50;
    });
    for number in 0..25 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), "wrong").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD), 900));
    for _ in 0..50 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.2"), "nobody", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "192.0.2.2"), "ada", PASSWORD), 300));
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
