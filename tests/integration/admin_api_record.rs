//! Events and signing keys in the API.

use doorward::account::Role;
use serde_json::{Value, json};

use crate::admin_users::{id_of, world};
use crate::support::{Answer, ApiClient};
use crate::world::World;

fn list(root: &ApiClient, query: &str) -> Answer {
    root.get(&format!("/api/admin/events?{query}"))
}

fn items(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["items"].as_array().expect("items").clone()
}

fn walk(root: &ApiClient, query: &str) -> Vec<Value> {
    let (mut all, mut answer) = (Vec::new(), list(root, query));
    loop {
        all.extend(items(&answer));
        let Some(next) = answer.json()["next"].as_str().map(str::to_owned) else { return all };
        answer = list(root, &format!("{query}&cursor={next}"));
    }
}

fn add_events(world: &World, count: usize, kind: &str, ip: &str) {
    let at = world.clock.now().milliseconds();
    world.database.execute(&format!(
        "INSERT INTO events (at, kind, ip, user_agent, request_id)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         SELECT {at} + i, '{kind}', '{ip}', 'curl/8', 'r' || CAST(100000 + i AS TEXT) FROM n"
    ));
}

#[test]
fn events_have_the_members_of_an_export() {
    let world = world(1);
    let ada = world.logged_in("ada");
    let root = world.logged_in("root");
    let mut browser = world.signed_in("root");
    let listed = walk(&root, "kind=signed_in&user=ada");
    let exported = browser.post("/admin/events/export", &[("format", "jsonl"), ("kind", "signed_in"), ("user", "ada")]);
    let exported: Vec<Value> =
        exported.body.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!((listed.len(), &listed), (1, &exported));
    let session = ada.get("/api/me").json()["session_id"].clone();
    assert_eq!((&listed[0]["session_id"], &listed[0]["actor"]), (&session, &json!("ada")));
}

#[test]
fn events_are_searched_newest_first_and_walked_by_cursors() {
    let world = world(1);
    world.logged_in("ada");
    let root = world.logged_in("root");
    let (ada, now) = (id_of(&world, "ada"), world.clock.now().numeric_date());
    add_events(&world, 120, "session_renewed", "192.0.2.7");
    add_events(&world, 30, "sign_in_failed", "192.0.2.8");
    let count = |query: &str| walk(&root, query).len();
    let whole = walk(&root, "limit=50");
    let ids: Vec<i64> = whole.iter().map(|event| event["id"].as_i64().expect("a number")).collect();
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "the newest comes first, and none comes twice");
    assert_eq!(i64::try_from(ids.len()).expect("few"), world.database.number("SELECT COUNT(*) FROM events"));
    assert_eq!(count("kind=session_renewed&limit=7"), 120);
    assert_eq!(count("ip=192.0.2.8&kind=sign_in_failed&limit=200"), 30);
    assert_eq!(count("ip=192.0.2.8&kind=session_renewed"), 0);
    assert_eq!(count("kind=signed_in&user=ada"), 1);
    assert_eq!(count(&format!("kind=signed_in&user={ada}")), 1);
    assert_eq!(count("kind=signed_in&actor=nobody"), 0, "no user has that name");
    assert_eq!(count(&format!("user={}", "0".repeat(32))), 0);
    assert_eq!(count(&format!("kind=signed_in&from={}", now - 3600)), 2);
    assert_eq!(count(&format!("kind=signed_in&from={}", now + 3600)), 0);
    assert_eq!(count(&format!("kind=signed_in&until={}", now + 3600)), 2);
    assert_eq!(count(&format!("kind=signed_in&until={}", now - 3600)), 0);
    assert_eq!(count("from=0&until=999999999999&ip=local&kind=signed_in"), 0);
    for query in [
        "kind=dead",
        "user=ad*",
        "user=a@b",
        "actor=",
        "session=x",
        "ip=192.0.2.0/24",
        "ip=here",
        "from=yesterday",
        "from=-1",
        "until=1000000000000",
        "until=1.5",
        "limit=201",
        "before=1",
        "format=csv",
    ] {
        assert_eq!(list(&root, query).status, 400, "{query}");
    }
    for query in ["cursor=AAAA", "cursor=LWlkfn4x".trim_end_matches('x')] {
        let answer = list(&root, query);
        assert_eq!((answer.status, &answer.json()["error"]), (409, &json!("unknown_cursor")), "{query}");
    }
}

#[test]
fn a_search_that_hardly_any_event_fits_goes_on_by_its_cursor() {
    let world = world(1);
    let root = world.logged_in("root");
    add_events(&world, 1, "sign_in_failed", "192.0.2.9");
    add_events(&world, 21_000, "sign_in_failed", "192.0.2.7");
    // No index begins with `kind`, and few events match both filters.
    add_events(&world, 1, "session_renewed", "192.0.2.7");
    let query = "ip=192.0.2.7&kind=session_renewed";
    let first = list(&root, query);
    assert!(items(&first).len() == 1 && first.json()["next"].is_string(), "{}", first.body);
    assert_eq!(walk(&root, query).len(), 1);
}

#[test]
fn keys_are_listed_rotated_and_retired() {
    let world = world(2);
    let mut root = world.logged_in("root");
    let keys = |root: &ApiClient| root.get("/api/admin/keys").json();
    let before = keys(&root);
    assert_eq!((before["items"].as_array().map(Vec::len), &before["next"]), (Some(1), &Value::Null));
    let old = &before["items"][0];
    assert_eq!(
        (&old["state"], &old["algorithm"], &old["retires_at"]),
        (&json!("signing"), &json!("ES256"), &Value::Null)
    );
    let made = root.send("POST", "/api/admin/keys/rotations", None);
    assert_eq!((made.status, &made.json()["state"]), (201, &json!("upcoming")), "{}", made.body);
    let again = root.send("POST", "/api/admin/keys/rotations", None);
    assert_eq!((again.status, again.json()), (200, made.json()), "one key is enough");
    let states: Vec<Value> =
        keys(&root)["items"].as_array().expect("keys").iter().map(|key| key["state"].clone()).collect();
    assert_eq!(states, [json!("signing"), json!("upcoming")]);
    world.advance(61);
    assert_eq!(root.renew().status, 200);
    let now = keys(&root);
    assert_eq!(now["items"][0]["kid"], made.json()["kid"]);
    assert_eq!((&now["items"][1]["kid"], &now["items"][1]["state"]), (&old["kid"], &json!("retiring")));

    let ada = world.logged_in("ada");
    let retire = format!("/api/admin/keys/{}/retirement", made.json()["kid"].as_str().expect("an id"));
    assert_eq!(root.send("POST", &retire, None).status, 204);
    assert_eq!(ada.get("/api/me").status, 401, "tokens of the retired key are not accepted");
    let mut renewed = ada.clone();
    assert_eq!(renewed.renew().status, 200, "the session goes on");
    assert_eq!(root.renew().status, 200);
    assert_eq!(root.send("POST", &retire, None).status, 404);
    let by = "SELECT COUNT(*) FROM events JOIN users ON users.id = events.actor_id
              WHERE username = 'root' AND kind IN ('signing_key_created', 'signing_key_retired')";
    assert_eq!(world.database.number(by), 3);
}

#[test]
fn with_the_database_away_administrators_are_told_to_try_again() {
    let world = world(1);
    world.add_user("second", Role::Admin);
    let root = world.logged_in("root");
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    for path in ["users", "events", "keys", "sessions", "bulk-revocations"] {
        let answer = root.get(&format!("/api/admin/{path}"));
        assert_eq!((answer.status, answer.header("retry-after")), (503, "5"), "{path}");
    }
    let answer = root.put(&format!("/api/admin/users/{}/role", id_of(&world, "second")), &json!({"role": "user"}));
    assert_eq!(answer.status, 503);
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
    assert_eq!(root.get("/api/admin/users").status, 200);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE role = 'admin'"), 2);
}
