//! Who is a stranger to the connections of the database: whoever shows nothing, or something that anybody can make up,
//! or what was good once and is repeated without end.

use doorward::internals::{Channel, SessionId};
use serde_json::json;

use crate::lanes::{while_strangers_use_all_they_may, world_of_two_threads};
use crate::support::{ApiClient, PASSWORD, Visitor};
use crate::world::World;

/// The requests in a row for which a device vouches, and the readings of one session in a row.
const BURST: usize = 120;

/// Asks again and again until the answer is 503, as strangers get it, and returns how often it was another one. After
/// this nothing is earned for half a minute, however long the test takes.
fn until_refused(world: &World, mut ask: impl FnMut() -> u16) -> usize {
    let served = (0..2 * BURST).take_while(|_| ask() != 503).count();
    world.advance(-30);
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
    let session = SessionId::parse(&session).expect("an id");
    world
        .app()
        .block_on(|desk| async move { desk.secret().refresh.newest().issue(Channel::Api, &session, 1, &[7; 32]) })
}

/// Returns this token with another character at each of some places: its generation, its MAC, its tag.
fn made_up(token: &str) -> Vec<String> {
    let with_other = |place: usize| {
        let mut bytes = token.to_owned().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).expect("ASCII")
    };
    [30, 50, 90].map(with_other).to_vec()
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
        world.advance(35);
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
    let (mut over, mut live) = (world.logged_in("ada"), world.logged_in("ada"));
    let mut browser = world.signed_in("ada");
    let revoke =
        |client: &ApiClient| client.post("/api/tokens/revoke", &json!({"refresh_token": client.refresh})).status;
    assert_eq!(revoke(&over), 204);
    while_strangers_use_all_they_may(world, || {
        let mut asked = 0;
        let served = until_refused(world, || {
            asked += 1;
            if asked % 2 == 0 { over.renew().status } else { revoke(&over) }
        });
        // One reading was the one that ended the session.
        assert!(is_burst(served + 1), "{served}");
        assert_eq!((over.renew().status, revoke(&over)), (503, 503));
        assert_eq!(live.renew().status, 200);
        world.let_access_tokens_expire();
        browser.jar.remove("device");
        assert_eq!(browser.get("/account").status, 200, "a refresh cookie of ours is no stranger's");
    });
    assert_eq!((over.renew().status, revoke(&over)), (401, 204));
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
