//! All users' sessions in the API: they are searched, shown and ended, and an ending takes effect at once.

use std::time::{Duration, Instant};

use doorward::account::Role;
use serde_json::{Value, json};

use crate::admin_users::world;
use crate::support::{Answer, ApiClient};
use crate::world::World;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Logs a program in with this `User-Agent`.
fn logged_in(world: &World, name: &str, user_agent: &str) -> ApiClient {
    let mut client = world.client().with_header("user-agent", user_agent);
    assert_eq!(client.log_in(name).status, 200);
    client
}

fn session_of(client: &ApiClient) -> String {
    client.get("/api/me").json()["session_id"].as_str().expect("an id").to_owned()
}

fn list(root: &ApiClient, query: &str) -> Answer {
    root.get(&format!("/api/admin/sessions?{query}"))
}

fn items(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["items"].as_array().expect("items").clone()
}

fn ids(answer: &Answer) -> Vec<String> {
    items(answer).iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

/// Follows the cursors and returns all items.
fn walk(root: &ApiClient, query: &str) -> Vec<String> {
    let (mut all, mut answer) = (Vec::new(), list(root, query));
    loop {
        all.extend(ids(&answer));
        let next = answer.json()["next"].as_str().map(str::to_owned);
        let Some(next) = next else { return all };
        answer = list(root, &format!("{query}&cursor={next}"));
        assert!(all.len() < 1000, "{query}");
    }
}

/// Tells whether a NumericDate is in the last few seconds.
fn is_now(world: &World, date: &Value) -> bool {
    date.as_i64().is_some_and(|date| (0..10).contains(&(world.clock.now().numeric_date() - date)))
}

fn is_over_soon(client: &ApiClient) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(1500) {
        if client.get("/api/me").status == 419 {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

#[test]
fn sessions_are_found_by_the_words_of_the_page() {
    let world = world(1);
    let root = world.logged_in("root");
    let (firefox, curl) = (logged_in(&world, "ada", FIREFOX), logged_in(&world, "ada", "curl/8"));
    let over = logged_in(&world, "ada", "w3m/0.5");
    assert_eq!(over.post("/api/tokens/revoke", &json!({"refresh_token": over.refresh})).status, 204);
    let [firefox, curl, over] = [firefox, curl, over].map(|client| session_of_token(&client));
    let hour_ago = world.clock.now().numeric_date() - 3600;
    let both = [&firefox, &curl];
    let cases: [(String, &[&String]); 18] = [
        ("user=ada".into(), &both),
        ("user=ADA".into(), &both),
        ("user=ad*".into(), &both),
        ("user=nobody".into(), &[]),
        ("user=ada&device=linux+fire".into(), &[&firefox]),
        ("user=ada&device=netscape".into(), &[]),
        ("user=ada&address=127.0.0.0/8".into(), &both),
        ("user=ada&address=2001:db8::/32".into(), &[]),
        ("user=ada&state=signed_out".into(), &[&over]),
        ("user=ada&state=revoked".into(), &[&over]),
        ("user=ada&state=any&device=w3m".into(), &[&over]),
        ("user=ada&signed_in=within-1h".into(), &both),
        ("user=ada&signed_in=beyond-1h".into(), &[]),
        (format!("user=ada&last_seen=since-{hour_ago}"), &both),
        (format!("user=ada&last_seen=until-{hour_ago}"), &[]),
        ("user=ada&state=expired".into(), &[]),
        ("user=ada&remembered=yes".into(), &[]),
        ("user=ada&remembered=no".into(), &both),
    ];
    for (query, expected) in cases {
        let mut found = ids(&list(&root, &query));
        let mut expected: Vec<String> = expected.iter().map(|id| (*id).clone()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{query}");
    }
    assert_eq!(ids(&list(&root, "user=ada&sort=-signed_in")), [curl.as_str(), &firefox]);
    assert_eq!(ids(&list(&root, "user=ada&sort=signed_in")), [firefox.as_str(), &curl]);
    let own: Vec<_> = items(&list(&root, "")).into_iter().filter(|item| item["is_current"] == json!(true)).collect();
    assert_eq!(own.len(), 1);
    assert_eq!(
        (&own[0]["username"], &own[0]["state"], &own[0]["ended_at"]),
        (&json!("root"), &json!("live"), &Value::Null)
    );
}

/// Returns the id of the session that an access token names. The session may be over.
fn session_of_token(client: &ApiClient) -> String {
    use base64::Engine;
    let payload = client.token().split('.').nth(1).expect("a payload").to_owned();
    let json = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).expect("base64url");
    let claims: Value = serde_json::from_slice(&json).expect("JSON");
    claims["sid"].as_str().expect("an id").to_owned()
}

#[test]
fn every_order_is_walked_to_its_end_by_cursors() {
    let world = world(1);
    for number in 0..4 {
        world.add_user(&format!("user{number}"), Role::User);
    }
    for number in 0..12 {
        let agents = [FIREFOX, "curl/8", "w3m/0.5"];
        logged_in(&world, &format!("user{}", number % 4), agents[number % 3]);
    }
    let root = world.logged_in("root");
    let all = walk(&root, "user=user*&limit=200");
    assert_eq!(all.len(), 12);
    for sort in ["user", "device", "address", "signed_in", "last_seen"] {
        let up = walk(&root, &format!("user=user*&limit=5&sort={sort}"));
        let mut down = walk(&root, &format!("user=user*&limit=1&sort=-{sort}"));
        down.reverse();
        assert_eq!(up, down, "{sort}");
        let mut sorted = up.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 12, "{sort}");
    }
    let answer = list(&root, "user=user*&limit=5&sort=user");
    let next = answer.json()["next"].as_str().expect("more").to_owned();
    assert_eq!(items(&answer).len(), 5);
    // A cursor belongs to one search.
    let others = ["cursor=AAAA", "cursor=_", "cursor=", "cursor=a~b", "cursor=a%3D"].map(str::to_owned);
    for query in others.into_iter().chain([format!("sort=-user&cursor={next}"), format!("cursor={next}")]) {
        let answer = list(&root, &query);
        assert_eq!((answer.status, &answer.json()["error"]), (409, &json!("unknown_cursor")), "{query}");
    }
    for query in [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1e2",
        "limit=05",
        "limit=%2B5",
        "limit=",
        "limit=5&limit=5",
        "user=",
        "user=a+b",
        "address=here",
        "address=192.0.2.0/33",
        "device=",
        "state=dead",
        "state=Live",
        "sort=seed",
        "sort=--user",
        "signed_in=2026-01-01",
        "signed_in=within-0h",
        "last_seen=within-1d",
        "remembered=maybe",
        "remembered=",
        "after=x",
        "utm_source=x",
    ] {
        let answer = list(&root, query);
        assert_eq!((answer.status, &answer.json()["error"]), (400, &Value::Null), "{query}: {}", answer.body);
    }
}

#[test]
fn a_search_that_finds_hardly_anything_goes_on_by_cursors_until_it_has_looked_everywhere() {
    let world = world(1);
    let root = world.logged_in("root");
    logged_in(&world, "ada", FIREFOX);
    let now = world.clock.now().milliseconds();
    let id = match crate::support::database::is_postgres() {
        true => "LPAD(CAST(i AS TEXT), 32, '0')",
        false => "PRINTF('%032d', i)",
    };
    // Many sessions have one address, many have one device, and a single session has both and was used long ago.
    world.database.execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
         INSERT INTO sessions (id, user_id, seed, generation, confirmed_generation, rotated_at, remembered, signed_in_at,
             password_confirmed_at, last_seen_at, idle_milliseconds, idle_expires_at, absolute_expires_at, ip, user_agent,
             username, device, ip_sortable, state)
         SELECT {id}, user_id, seed, 1, 1, rotated_at, remembered, {now} - i, {now}, {now} - i, idle_milliseconds,
             idle_expires_at, absolute_expires_at, '192.0.2.1', user_agent, username,
             CASE WHEN i % 2 = 0 OR i = 5999 THEN 'curl' ELSE 'w3m' END,
             CASE WHEN i % 2 = 1 THEN '00000000000000000000ffffc0000201' ELSE ip_sortable END, state
         FROM n, (SELECT * FROM sessions WHERE username = 'ada') AS template"
    ));
    let first = list(&root, "address=192.0.2.1&device=curl&sort=-last_seen");
    assert!(items(&first).is_empty() && first.json()["next"].is_string(), "{}", first.body);
    let found = walk(&root, "address=192.0.2.1&device=curl&sort=-last_seen");
    assert_eq!(found, [format!("{:032}", 5999)]);
}

#[test]
fn a_session_is_shown_with_its_whole_life() {
    let world = world(1);
    let root = world.logged_in("root");
    // A renewal from another device is on record.
    let mut ada = logged_in(&world, "ada", "curl/8.5.0");
    ada.headers = vec![("user-agent".into(), FIREFOX.into())];
    let id = session_of(&ada);
    world.let_access_tokens_expire();
    assert_eq!(ada.renew().status, 200);
    let mut root = root;
    root.log_in("root");
    let path = format!("/api/admin/sessions/{id}");
    let shown = root.get(&path).json();
    assert_eq!((&shown["state"], &shown["renewals"], &shown["ended_by"]), (&json!("live"), &json!(1), &Value::Null));
    assert_eq!((&shown["device"], &shown["user_agent"]), (&json!("Firefox on Linux"), &json!(FIREFOX)));
    let kinds: Vec<_> = shown["events"].as_array().expect("events").iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, [json!("session_renewed"), json!("signed_in")]);
    assert_eq!(root.delete(&path).status, 204);
    let shown = root.get(&path).json();
    assert_eq!((&shown["state"], &shown["ended_by"]["username"]), (&json!("administrator"), &json!("root")));
    assert!(is_now(&world, &shown["ended_at"]), "{shown}");
    let event = &shown["events"][0];
    assert_eq!(
        (&event["kind"], &event["actor"], &event["user"]),
        (&json!("session_revoked"), &json!("root"), &json!("ada"))
    );
    for n in 0..60 {
        world.database.execute(&format!(
            "INSERT INTO events (at, kind, session_id, request_id) VALUES (1, 'session_renewed', '{id}', 'r{n}')"
        ));
    }
    assert_eq!(root.get(&path).json()["events"].as_array().map(Vec::len), Some(50), "bounded");
}

#[test]
fn ended_sessions_are_refused_at_once_here_and_within_a_second_elsewhere() {
    let world = world(2);
    let root = world.logged_in("root");
    let (here, there) = (world.logged_in("ada"), world.logged_in("ada").at(world.other_app().port));
    let (third, fourth) = (world.logged_in("ada"), world.logged_in("ada"));
    assert_eq!(there.get("/api/me").status, 200);
    for client in [&here, &there] {
        let path = format!("/api/admin/sessions/{}", session_of(client));
        let answer = root.delete(&path);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
        assert_eq!(root.delete(&path).status, 204, "ending an ended session succeeds");
    }
    assert_eq!(here.get("/api/me").status, 419);
    assert!(is_over_soon(&there));
    let unknown = "0".repeat(32);
    let sessions = [session_of(&third), session_of(&fourth), session_of_token(&here), unknown];
    let answer = root.post("/api/admin/sessions/revocations", &json!({"ids": sessions}));
    assert_eq!((answer.status, answer.json()), (200, json!({"ended": 2})));
    assert_eq!((third.get("/api/me").status, fourth.get("/api/me").status), (419, 419));
    let many: Vec<String> = (0..201).map(|number| format!("{number:032}")).collect();
    assert_eq!(root.post("/api/admin/sessions/revocations", &json!({"ids": many[..200]})).json(), json!({"ended": 0}));
    for ids in [json!([]), json!(many), json!(["x"]), json!("x"), json!({})] {
        assert_eq!(root.post("/api/admin/sessions/revocations", &json!({"ids": ids})).status, 400);
    }
    // An administrator can end their own session, too.
    assert_eq!(root.delete(&format!("/api/admin/sessions/{}", session_of(&root))).status, 204);
    assert_eq!(root.get("/api/admin/sessions").status, 419);
    let by = "SELECT COUNT(*) FROM events JOIN users ON users.id = events.actor_id
              WHERE username = 'root' AND kind = 'session_revoked' AND detail = 'administrator'";
    assert_eq!(world.database.number(by), 5);
}

#[test]
fn all_that_match_are_counted_first_and_then_ended() {
    let world = world(1);
    world.add_user("grace", Role::User);
    let root = world.logged_in("root");
    let (ada, other, grace) = (world.logged_in("ada"), logged_in(&world, "ada", FIREFOX), world.logged_in("grace"));
    let count = |query: &str| root.get(&format!("/api/admin/bulk-revocations/preview?{query}")).json();
    assert_eq!(count("user=ada"), json!({"count": 2}));
    assert_eq!(count("user=ada&device=firefox"), json!({"count": 1}));
    assert_eq!(count("user=ada&device=netscape"), json!({"count": 0}));
    assert_eq!(count("user=ada&remembered=yes"), json!({"count": 0}));
    assert_eq!(count("user=ada&remembered=no"), json!({"count": 2}));
    assert_eq!(count(""), json!({"count": 4}));
    for query in ["user=ada@*", "state=live", "limit=5", "everybody=yes", "user="] {
        assert_eq!(count(query)["code"], json!(400), "{query}");
    }
    let begin = |body: Value| root.post("/api/admin/bulk-revocations", &body);
    for body in [
        json!({}),
        json!({"filter": {}}),
        json!({"filter": []}),
        json!({"filter": ["ada"]}),
        json!({"filter": {"user": null}}),
        json!({"filter": {"user": "ada@*"}}),
        json!({"filter": {"state": "live"}}),
        json!({"filter": {"user": "ada"}, "expected": -1}),
        json!({"filter": {"user": "ada"}, "expected": null}),
        json!({"filter": {"user": "ada"}, "expected": 1.5}),
        json!({"filter": {"user": "ada"}, "expected": 1e12}),
        json!({"filter": {"user": "ada"}, "expected": "2"}),
        json!({"filter": {"user": "ada"}, "everybody": true}),
        json!({"everybody": false}),
        json!({"everybody": "yes"}),
        json!({"expected": 5}),
        json!({"user": "ada"}),
    ] {
        assert_eq!(begin(body.clone()).status, 400, "{body}");
    }
    for body in [json!({"filter": {"user": "nobody"}}), json!({"filter": {"device": "netscape"}})] {
        let answer = begin(body);
        assert_eq!((answer.status, &answer.json()["error"]), (409, &json!("nothing_matches")));
    }
    let answer = begin(json!({"filter": {"user": "ada"}, "expected": 1}));
    assert_eq!((answer.status, &answer.json()["error"]), (409, &json!("more_than_expected")));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM bulk_revocations"), 0);
    assert_eq!(ada.get("/api/me").status, 200);

    let answer = begin(json!({"filter": {"user": "ada", "last_seen": "within-24h"}, "expected": 2.0}));
    assert_eq!(answer.status, 202, "{}", answer.body);
    let begun = answer.json();
    assert_eq!(
        answer.header("location"),
        format!("/api/admin/bulk-revocations/{}", begun["id"].as_str().expect("an id"))
    );
    let since = begun["filter"]["last_seen"].as_str().and_then(|text| text.strip_prefix("since-")?.parse::<i64>().ok());
    assert!(is_now(&world, &json!(since.expect("a moment") + 24 * 3600)), "the span is a fixed one");
    assert_eq!(
        begun["filter"].as_object().map(|filter| (filter.len(), filter["user"].clone())),
        Some((2, json!("ada")))
    );
    assert_eq!((&begun["matched"], &begun["everybody"]), (&json!(2), &json!(false)));
    assert_eq!(begun["created_by"]["username"], json!("root"));
    assert!(is_over_soon(&ada) || is_over_soon(&ada), "the session ends in a later batch");
    assert!(is_over_soon(&other));
    let began = Instant::now();
    let done = loop {
        let shown = root.get(answer.header("location")).json();
        if shown["finished_at"].is_i64() || began.elapsed() > Duration::from_secs(20) {
            break shown;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(done["ended"], json!(2), "{done}");
    assert_eq!(root.get("/api/admin/bulk-revocations").json(), json!({"items": [done], "next": null}));
    assert_eq!((grace.get("/api/me").status, root.get("/api/me").status), (200, 200));
}

#[test]
fn everybodys_sessions_end_at_once_also_the_one_that_asks() {
    let world = world(2);
    let root = world.logged_in("root");
    let (here, there) = (world.logged_in("ada"), world.logged_in("ada").at(world.other_app().port));
    assert_eq!(there.get("/api/me").status, 200);
    let answer = root.post("/api/admin/bulk-revocations", &json!({"everybody": true}));
    assert_eq!(answer.status, 202, "{}", answer.body);
    let begun = answer.json();
    assert_eq!((&begun["everybody"], &begun["filter"], &begun["matched"]), (&json!(true), &Value::Null, &json!(3)));
    assert_eq!((here.get("/api/me").status, root.get("/api/me").status), (419, 419));
    assert!(is_over_soon(&there));
    let mut renewed = here.clone();
    assert_eq!(renewed.renew().status, 401);
    // A new login is accepted as soon as no other instance's clock can have dated the token before the ending.
    world.advance(6);
    assert_eq!(world.logged_in("ada").get("/api/me").status, 200);
}
