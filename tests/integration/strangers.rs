//! Who is a stranger to the connections of the database: whoever shows nothing, or something that anybody can make up,
//! or what was good once and is repeated without end.

use doorward::account::Role;
use doorward::internals::{Allowance, Channel, SessionId, UserId};
use serde_json::json;

use crate::lanes::{while_strangers_use_all_they_may, world_of_two_threads};
use crate::support::{PASSWORD, Visitor};
use crate::two_factor::soon;
use crate::world::World;

/// The requests in a row for which a device vouches, and the readings of one session in a row.
const BURST: usize = Allowance::Person.burst() as usize;
/// The readings in a row of all sessions of an account together.
const ACCOUNT: usize = Allowance::Administrator.burst() as usize;
/// After a burst the clock goes back by this much, in seconds.
const BACK: i64 = 60;

/// Asks again and again until the answer is 503, as strangers get it, and returns how often it was another one. After
/// this nothing is earned for a minute, however long the test takes.
fn until_refused(world: &World, mut ask: impl FnMut() -> u16) -> usize {
    let served = (0..2 * ACCOUNT).take_while(|_| ask() != 503).count();
    world.advance(-BACK);
    served
}

/// Tells whether this is a burst and what was earned meanwhile.
fn is_burst(served: usize) -> bool {
    (BURST..BURST + 20).contains(&served)
}

/// A page that asks the database and is for everybody.
const PAGE: &str = "/device/x";

/// Returns a browser that has nothing of this one but the device cookie.
fn with_device_alone(visitor: &Visitor) -> Visitor {
    let mut other = visitor.clone();
    other.jar.retain(|name, _| name == "device");
    assert_eq!(other.jar.len(), 1);
    other
}

/// Returns a refresh token for the only session that was made with the server secret and without the database.
pub fn made_without_the_seed(world: &World) -> String {
    let session = world.database.texts("SELECT id AS value FROM sessions").pop().expect("a session");
    made(world, vec![SessionId::parse(&session).expect("an id")]).remove(0)
}

/// Returns refresh tokens of `ada` for these sessions, with a right tag and a wrong MAC.
fn made(world: &World, sessions: Vec<SessionId>) -> Vec<String> {
    let account = world.database.texts("SELECT id AS value FROM users WHERE username = 'ada'").remove(0);
    let account = UserId::parse(&account).expect("an id");
    world.app().block_on(move |desk| async move {
        let key = desk.secret().refresh.newest();
        sessions.iter().map(|session| key.issue(Channel::Api, session, &account, 1, &[7; 32])).collect()
    })
}

/// Returns this token with another character at each of some places: its session, its account, its
/// generation, its MAC, its tag.
fn made_up(token: &str) -> Vec<String> {
    let with_other = |place: usize| {
        let mut bytes = token.to_owned().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).expect("ASCII")
    };
    [20, 40, 55, 80, 110].map(with_other).to_vec()
}

#[test]
fn a_device_of_whatever_account_vouches_for_so_many_requests_and_then_its_sender_is_a_stranger() {
    let world = &world_of_two_threads();
    let (signed_in, other) = (world.signed_in("ada"), with_device_alone(&world.signed_in("ada")));
    let mut former = with_device_alone(&signed_in);
    world.database.execute("UPDATE users SET status = 'suspended'");
    let looks = |visitor: &mut Visitor| visitor.get(PAGE).status;
    while_strangers_use_all_they_may(world, || {
        // What never asks the database takes nothing.
        for _ in 0..3 {
            assert_eq!(former.get("/static/x").status, 404);
        }
        let served = until_refused(world, || looks(&mut former));
        assert!(is_burst(served), "{served}");
        assert_ne!(looks(&mut other.clone()), 503, "another device of the account");
        assert_eq!(looks(&mut former), 503);
        world.advance(BACK + Allowance::Person.price().as_secs() as i64 + 1);
        assert_ne!(looks(&mut former), 503, "one is earned again");
    });
    assert_ne!(looks(&mut former), 503, "a stranger is served where there is room");
}

#[test]
fn a_live_session_takes_nothing_from_its_device() {
    let world = &world_of_two_threads();
    let mut visitor = world.signed_in("ada");
    while_strangers_use_all_they_may(world, || {
        for _ in 0..=BURST {
            assert_eq!(visitor.get("/account").status, 200);
        }
        assert_ne!(with_device_alone(&visitor).get(PAGE).status, 503);
    });
}

#[test]
fn a_program_whose_device_has_vouched_for_too_much_logs_in_as_a_stranger() {
    let world = &world_of_two_threads();
    let first = world.client().post("/api/tokens", &json!({"username": "ada", "password": PASSWORD}));
    let device = first.json()["device_token"].clone();
    let log_in = |name: &str, password: &str| {
        let body = json!({"username": name, "password": password, "device_token": device});
        world.client().post("/api/tokens", &body).status
    };
    // What can be nobody's name is refused before the device is looked at.
    assert_eq!(log_in("<<<<", "x"), 401);
    while_strangers_use_all_they_may(world, || {
        let served = until_refused(world, || log_in("ada", PASSWORD));
        assert!(is_burst(served), "{served}");
        assert_eq!(log_in("ada", PASSWORD), 503);
    });
    assert_eq!(log_in("ada", PASSWORD), 200);
}

#[test]
fn a_refresh_token_that_somebody_has_made_up_is_answered_without_the_database() {
    let world = World::new();
    let (visitor, client) = (world.signed_in("ada"), world.logged_in("ada"));
    world.let_access_tokens_expire();
    let renew = |token: &str| world.client().post("/api/tokens/refresh", &json!({"refresh_token": token}));
    let revoke = |token: &str| world.client().post("/api/tokens/revoke", &json!({"refresh_token": token}));
    let look = |token: &str| {
        let mut visitor = world.visitor();
        visitor.jar.insert("refresh".into(), token.to_owned());
        visitor.get("/account")
    };
    let (nothing, nobody) = (renew("x"), look("x"));
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    assert_eq!((renew(&client.refresh).status, revoke(&client.refresh).status), (503, 503));
    assert_eq!(look(&visitor.refresh_cookie()).status, 503);
    for token in made_up(&client.refresh) {
        let answer = renew(&token);
        assert_eq!((answer.status, &answer.json()["error"]), (401, &nothing.json()["error"]));
        assert_eq!((revoke(&token).status, revoke(&token).body), (204, String::new()));
    }
    for token in made_up(&visitor.refresh_cookie()) {
        let answer = look(&token);
        assert_eq!((answer.status, answer.header("location")), (303, nobody.header("location")));
        assert_eq!(answer.set_cookies(), Vec::<String>::new());
        // Signing out is the same, whoever it is.
        let mut visitor = world.visitor();
        visitor.jar.insert("refresh".into(), token);
        assert_eq!(visitor.post("/logout", &[]).status, 303);
    }
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
    assert_eq!(renew(&client.refresh).status, 200);
}

#[test]
fn whoever_has_the_server_secret_alone_makes_no_token() {
    let world = World::new();
    let client = world.logged_in("ada");
    let forged = made_without_the_seed(&world);
    let body = json!({"refresh_token": forged});
    assert_eq!(world.client().post("/api/tokens/refresh", &body).status, 401);
    assert_eq!(world.client().post("/api/tokens/revoke", &body).status, 204);
    assert_eq!(client.get("/api/me").status, 200, "it ends nothing");
}

#[test]
fn the_session_of_a_token_that_comes_without_end_is_read_as_a_strangers() {
    let world = &world_of_two_threads();
    let (repeated, mut live) = (world.logged_in("ada"), world.logged_in("ada"));
    let mut browser = world.signed_in("ada");
    let body = json!({"refresh_token": repeated.refresh});
    let renew = || world.client().post("/api/tokens/refresh", &body).status;
    assert_eq!(renew(), 200);
    while_strangers_use_all_they_may(world, || {
        let served = until_refused(world, renew);
        // One reading was the one that renewed the session.
        assert!(is_burst(served + 1), "{served}");
        assert_eq!(renew(), 503);
        assert_eq!(live.renew().status, 200);
        world.let_access_tokens_expire();
        browser.jar.remove("device");
        assert_eq!(browser.get("/account").status, 200, "a refresh cookie of ours is no stranger's");
    });
}

#[test]
fn whoever_repeats_a_token_of_a_session_that_is_over_is_answered_without_the_database() {
    let world = &World::new();
    let (over, mut browser) = (world.logged_in("ada"), world.signed_in("ada"));
    let gone = made(world, vec![SessionId::generate()]).remove(0);
    let revoke = |token: &str| world.client().post("/api/tokens/revoke", &json!({"refresh_token": token})).status;
    let renew = |token: &str| {
        let answer = world.client().post("/api/tokens/refresh", &json!({"refresh_token": token}));
        (answer.status, answer.json()["reason"].clone())
    };
    world.database.execute("UPDATE sessions SET revoked_at = 1, revocation_reason = 'signed_out'");
    world.let_access_tokens_expire();
    let first = (renew(&over.refresh), renew(&gone), browser.clone().get("/account").header("location").to_owned());
    assert_eq!((first.0.0, first.1.0), (401, 401));
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    for _ in 0..2 * BURST {
        assert_eq!((renew(&over.refresh), renew(&gone)), (first.0.clone(), first.1.clone()));
        assert_eq!((revoke(&over.refresh), revoke(&gone)), (204, 204));
    }
    assert_eq!(browser.get("/account").header("location"), first.2);
    // What this instance remembers is not relied on for long.
    world.advance(61);
    assert_eq!((renew(&over.refresh).0, renew(&gone).0), (503, 503));
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
}

#[test]
fn many_tokens_of_one_account_are_worth_no_more_than_a_few() {
    let world = &world_of_two_threads();
    world.add_user("bob", Role::User);
    let (mut ada, mut bob) = (world.logged_in("ada"), world.logged_in("bob"));
    let mut hoarded = made(world, (0..2 * ACCOUNT).map(|_| SessionId::generate()).collect()).into_iter();
    while_strangers_use_all_they_may(world, || {
        let mut renew = || {
            let token = hoarded.next().expect("more");
            world.client().post("/api/tokens/refresh", &json!({"refresh_token": token})).status
        };
        let served = until_refused(world, &mut renew);
        // Some are earned meanwhile, two in a second.
        assert!((ACCOUNT..ACCOUNT + 300).contains(&served), "{served}");
        assert_eq!((renew(), ada.renew().status), (503, 503));
        assert_eq!(bob.renew().status, 200, "others notice nothing");
    });
    assert_eq!(ada.renew().status, 200);
}

#[test]
fn to_sign_out_of_a_session_of_long_ago_recalls_nothing() {
    let world = World::new();
    let client = world.logged_in("ada");
    let session = world.database.texts("SELECT id AS value FROM sessions").remove(0);
    let session = SessionId::parse(&session).expect("an id");
    let revoke = || client.post("/api/tokens/revoke", &json!({"refresh_token": client.refresh})).status;
    let is_recalled = || world.app().desk.recall().is_session_recalled(&session);
    assert_eq!((revoke(), is_recalled()), (204, true));
    world.advance(2 * 24 * 3600);
    soon(|| !is_recalled());
    assert_eq!((revoke(), is_recalled()), (204, false));
}

#[test]
fn to_sign_out_of_a_session_that_is_over_writes_nothing() {
    let world = World::new();
    let client = world.logged_in("ada");
    let body = json!({"refresh_token": client.refresh});
    let revoke = || client.post("/api/tokens/revoke", &body).status;
    let idle = world.logged_in("ada");
    assert_eq!(revoke(), 204);
    world.advance(13 * 3600);
    world.database.while_locked("sessions, events, users", || {
        assert_eq!(revoke(), 204);
        assert_eq!(idle.post("/api/tokens/revoke", &json!({"refresh_token": idle.refresh})).status, 204);
    });
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'session_revoked'"), 1);
}

#[test]
fn a_session_that_was_ended_at_another_instance_is_recalled_where_somebody_signs_out_of_it() {
    let world = World::with(2, |_| {});
    let client = world.logged_in("ada");
    let there = client.at(world.other_app().port);
    let body = json!({"refresh_token": client.refresh});
    assert_eq!((client.get("/api/me").status, there.get("/api/me").status), (200, 200));
    for instance in [&client, &there] {
        assert_eq!(instance.post("/api/tokens/revoke", &body).status, 204);
        assert_eq!(instance.get("/api/me").status, 419);
    }
}
