//! Who may call the administrators' API, how wrong calls are answered, and that no answer contains a secret.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use doorward::account::Role;
use serde_json::{Value, json};

use crate::admin_users::id_of;
use crate::support::{Answer, ApiClient};
use crate::world::World;

/// A call that an administrator may make, with the status of its answer.
struct Call {
    method: &'static str,
    path: String,
    body: Option<Value>,
    status: u16,
}

/// Makes a user `ada`, an administrator `root`, somebody who is invited, and calls of every kind about them. In this
/// order all calls succeed.
fn world_and_calls(instances: usize) -> (World, Vec<Call>) {
    let world = World::with(instances, |_| {});
    world.add_user("root", Role::Admin);
    let root = world.logged_in("root");
    world.logged_in("ada");
    let invited = root.post("/api/admin/users", &json!({"username": "invited"}));
    assert_eq!(invited.status, 201, "{}", invited.body);
    let (invited, ada_id) = (id_of(&world, "invited"), id_of(&world, "ada"));
    let begun = root.post("/api/admin/bulk-revocations", &json!({"filter": {"user": "ada"}}));
    assert_eq!(begun.status, 202, "{}", begun.body);
    let bulk = begun.json()["id"].as_str().expect("an id").to_owned();
    let began = Instant::now();
    while root.get(begun.header("location")).json()["finished_at"].is_null() {
        assert!(began.elapsed() < Duration::from_secs(20), "the ending takes too long");
        std::thread::sleep(Duration::from_millis(20));
    }
    let session = session_of(&world.logged_in("ada"));
    let kid = root.get("/api/admin/keys").json()["items"][0]["kid"].as_str().expect("a key").to_owned();
    let call = |method, path: &str, body: Option<Value>, status| Call {
        method,
        path: format!("/api/admin{path}"),
        body,
        status,
    };
    let user = |part: &str| format!("/users/{ada_id}{part}");
    let calls = vec![
        call("GET", "/sessions", None, 200),
        call("GET", &format!("/sessions/{session}"), None, 200),
        call("GET", "/bulk-revocations", None, 200),
        call("GET", "/bulk-revocations/preview", None, 200),
        call("GET", &format!("/bulk-revocations/{bulk}"), None, 200),
        call("GET", "/users", None, 200),
        call("GET", &user(""), None, 200),
        call("GET", "/events", None, 200),
        call("GET", "/keys", None, 200),
        call("POST", "/bulk-revocations", Some(json!({"filter": {"user": "ada"}})), 202),
        call("POST", "/sessions/revocations", Some(json!({"ids": [session]})), 200),
        call("DELETE", &format!("/sessions/{session}"), None, 204),
        call("POST", "/users", Some(json!({"username": "eve", "role": "admin"})), 201),
        call("POST", &format!("/users/{invited}/invitation"), None, 200),
        call("POST", &user("/password-reset"), None, 200),
        call("POST", &user("/device-link"), None, 200),
        call("DELETE", &user("/sign-in-locks"), None, 204),
        call("GET", "/mail", None, 200),
        call("POST", &user("/sign-out"), None, 200),
        call("POST", &user("/two-factor-removal"), Some(json!({"identity_check": "met in person"})), 204),
        call("PUT", &user("/role"), Some(json!({"role": "admin"})), 204),
        call("PUT", &user("/name"), Some(json!({"username": "ada"})), 204),
        call("PUT", &user("/email"), Some(json!({"email": "ada@example.org"})), 204),
        call("POST", &user("/mail"), Some(json!({"link": "password_reset"})), 202),
        call("PUT", &user("/suspension"), None, 204),
        call("DELETE", &user("/suspension"), None, 204),
        call("DELETE", &user(""), None, 204),
        call("POST", "/keys/rotations", None, 201),
        call("POST", &format!("/keys/{kid}/retirement"), None, 204),
    ];
    (world, calls)
}

impl Call {
    fn is_read(&self) -> bool {
        self.method == "GET"
    }

    fn make(&self, client: &ApiClient) -> Answer {
        let body = self.body.as_ref().map(Value::to_string);
        client.send(self.method, &self.path, body.as_ref().map(|body| ("application/json", body.as_bytes())))
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

fn session_of(client: &ApiClient) -> String {
    client.get("/api/me").json()["session_id"].as_str().expect("an id").to_owned()
}

/// Returns the part of the database that a refused call must not change.
fn fingerprint(world: &World) -> (Vec<String>, [i64; 4]) {
    let users = "SELECT username || role || status || version || COALESCE(email, '') AS value FROM users ORDER BY id";
    let count = |what: &str| world.database.number(&format!("SELECT COUNT(*) FROM {what}"));
    (
        world.database.texts(users),
        [
            count("account_links"),
            count("sessions WHERE revoked_at IS NOT NULL"),
            count("bulk_revocations"),
            count("signing_keys"),
        ],
    )
}

#[test]
fn an_administrator_may_make_every_call_that_there_is() {
    let (world, calls) = world_and_calls(1);
    let root = world.logged_in("root");
    for call in &calls {
        let answer = call.make(&root);
        assert_eq!(answer.status, call.status, "{}: {}", call.name(), answer.body);
        assert_eq!(answer.header("cache-control"), "no-store", "{}", call.name());
        assert!(answer.set_cookies().is_empty());
    }
    // The table of calls has every address that the map of addresses has.
    let id = regex::Regex::new("/[0-9a-f]{16,32}").expect("a pattern");
    let called: BTreeSet<String> =
        calls.iter().map(|call| id.replace_all(&call.path, "/{id}").replacen("/api", "", 1)).collect();
    let document = world.client().get("/openapi.json").json();
    let described = document["paths"].as_object().expect("paths").keys();
    let mapped: BTreeSet<String> = described
        .filter_map(|path| path.strip_prefix("/api"))
        .filter(|path| path.starts_with("/admin/"))
        .map(|path| path.replace("{kid}", "{id}"))
        .collect();
    assert!(mapped.len() > 15);
    assert_eq!(called, mapped);
}

#[test]
fn nobody_but_an_active_administrator_gets_in() {
    let (world, calls) = world_and_calls(1);
    for name in ["demoted", "suspended", "gone"] {
        world.add_user(name, Role::Admin);
    }
    let [user, demoted, suspended, gone] = ["ada", "demoted", "suspended", "gone"].map(|name| world.logged_in(name));
    // The server does not notice these changes, so the access tokens still say that their owners are admins.
    let over = session_of(&gone);
    world.database.execute(&format!(
        "UPDATE users SET role = 'user' WHERE username = 'demoted';
         UPDATE users SET status = 'suspended' WHERE username = 'suspended';
         UPDATE sessions SET revoked_at = 1, revocation_reason = 'operator', state = 'operator' WHERE id = '{over}'"
    ));
    let browser = world.signed_in("root");
    let by_cookie = world.client().with_header("cookie", &format!("access={}", browser.access_cookie()));
    let identities = [
        ("nobody", world.client(), 401),
        ("a cookie", by_cookie, 401),
        ("garbage", world.client().with_token("a.b.c"), 401),
        ("a user", user, 403),
        ("a demoted administrator", demoted, 403),
        ("a suspended administrator", suspended, 419),
        ("an administrator whose session is over", gone, 419),
    ];
    let before = fingerprint(&world);
    for (who, client, status) in &identities {
        for call in &calls {
            let answer = call.make(client);
            assert_eq!(answer.status, *status, "{who}, {}: {}", call.name(), answer.body);
            let challenge = answer.header("www-authenticate");
            assert!(challenge.starts_with("Bearer"), "{who}");
            assert_eq!(challenge.contains("insufficient_scope"), *status == 403, "{who}: {challenge}");
            assert_eq!(answer.json()["code"], json!(status));
            // A caller who may not ask does not learn, either, whether the request is well formed.
            let wrong = client.send(call.method, &format!("{}?x=y", call.path), Some(("text/plain", b"{")));
            assert_eq!(wrong.status, *status, "{who}, {}", call.name());
        }
    }
    assert_eq!(fingerprint(&world), before);
}

#[test]
fn every_change_asks_for_a_password_that_was_entered_within_fifteen_minutes() {
    let (world, calls) = world_and_calls(1);
    let root = world.logged_in("root");
    world.advance(16 * 60);
    let before = fingerprint(&world);
    for call in &calls {
        let answer = call.make(&root);
        if call.is_read() {
            assert_eq!(answer.status, 200, "{}", call.name());
            continue;
        }
        assert_eq!(answer.status, 401, "{}: {}", call.name(), answer.body);
        assert!(answer.header("www-authenticate").contains("error=\"insufficient_user_authentication\""));
        assert_eq!(answer.json()["error"], json!("insufficient_user_authentication"));
    }
    assert_eq!(fingerprint(&world), before);
    // A refresh does not count as entering the password; a login does.
    let mut renewed = root.clone();
    assert_eq!(renewed.renew().status, 200);
    assert_eq!(calls[9].make(&renewed).status, 401);
    assert_eq!(calls[9].make(&world.logged_in("root")).status, calls[9].status);
}

#[test]
fn what_is_not_documented_is_refused() {
    let (world, calls) = world_and_calls(1);
    let root = world.logged_in("root");
    let before = fingerprint(&world);
    let is_refused = |answer: Answer, status: u16, what: &str| {
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/json", "{what}");
        let body = answer.json();
        assert_eq!(body["code"], json!(status), "{what}");
        let members: Vec<_> = body.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(members, ["code", "message", "request_id"], "{what}: the answer shows nothing internal");
    };
    for call in &calls {
        let (name, path) = (call.name(), &call.path);
        let body = call.body.as_ref().map(|body| body.to_string().into_bytes());
        let with = |path: &str, kind: &str, body: &[u8]| root.send(call.method, path, Some((kind, body)));
        let query = |query: &str| match &body {
            Some(body) => with(&format!("{path}?{query}"), "application/json", body),
            None => root.send(call.method, &format!("{path}?{query}"), None),
        };
        for text in ["nonsense=1", "limit", "%ff=1", "user=%00", "=", "dry_run=true"] {
            is_refused(query(text), 400, &format!("{name}?{text}"));
        }
        let Some(sent) = &call.body else { continue };
        is_refused(root.send(call.method, path, None), 415, &name);
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"] {
            is_refused(with(path, kind, sent.to_string().as_bytes()), 415, &name);
        }
        let (member, value) = sent.as_object().and_then(|members| members.iter().next()).expect("a member");
        let mut more = sent.clone();
        more["password_hash"] = json!("x");
        let wrong = [
            String::new(),
            "{}".into(),
            "[]".into(),
            "null".into(),
            format!("[{sent}]"),
            format!("[{value}]"),
            more.to_string(),
            format!("{{\"{member}\":{value},\"{member}\":{value}}}"),
            json!({member: Value::Null, "x": 1}).to_string(),
            json!({member: 7}).to_string(),
            json!({member: [7]}).to_string(),
            json!({member: {"id": 7}}).to_string(),
            format!("{sent}{sent}"),
        ];
        for body in wrong {
            is_refused(with(path, "application/json", body.as_bytes()), 400, &format!("{name} {body}"));
        }
        let large = format!("{{\"{member}\":\"{}\"}}", "a".repeat(70_000));
        is_refused(with(path, "application/json", large.as_bytes()), 413, &name);
    }
    assert_eq!(fingerprint(&world), before);
}

#[test]
fn ids_that_are_not_there_are_not_found() {
    let (world, calls) = world_and_calls(1);
    let root = world.logged_in("root");
    let id = regex::Regex::new("[0-9a-f]{32}|[0-9a-f]{16}").expect("a pattern");
    let mut tried = 0;
    for call in calls.iter().filter(|call| id.is_match(&call.path)) {
        let right = id.find(&call.path).expect("an id").as_str();
        for bad in ["x", "%00", "%ff", "..%2f..", &"0".repeat(right.len()), &right[1..], &format!("{right}0"), "%F0%9F"]
        {
            let path = call.path.replace(right, bad);
            let answer = Call { path: path.clone(), body: call.body.clone(), ..*call }.make(&root);
            assert_eq!(answer.status, 404, "{} {path}: {}", call.method, answer.body);
            assert_eq!(
                (answer.json()["code"].clone(), answer.header("content-type")),
                (json!(404), "application/json")
            );
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried}");
}

#[test]
fn wrong_methods_are_told_which_are_right() {
    let (world, _) = world_and_calls(1);
    let root = world.logged_in("root");
    let id = id_of(&world, "ada");
    for (path, allow) in [
        ("sessions", "GET, HEAD"),
        ("sessions/revocations", "POST"),
        ("bulk-revocations", "GET, HEAD, POST"),
        ("bulk-revocations/preview", "GET, HEAD"),
        (&format!("users/{id}"), "GET, HEAD, DELETE"),
        (&format!("users/{id}/role"), "PUT"),
        (&format!("users/{id}/suspension"), "PUT, DELETE"),
        ("keys/rotations", "POST"),
        ("events", "GET, HEAD"),
    ] {
        let answer = root.send("PATCH", &format!("/api/admin/{path}"), None);
        assert_eq!((answer.status, answer.header("allow")), (405, allow), "{path}");
    }
    let head = root.send("HEAD", "/api/admin/users", None);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for path in ["/api/admin", "/api/admin/", "/api/admin/user", "/api/admin/users/", "/api/admin/settings"] {
        assert_eq!(root.get(path).status, 404, "{path}");
    }
}

/// Collects all names of members, and all texts, in a value.
fn collect(value: &Value, names: &mut BTreeSet<String>, texts: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            names.insert(name.clone());
            collect(value, names, texts);
        }),
        Value::Array(items) => items.iter().for_each(|item| collect(item, names, texts)),
        Value::String(text) => texts.push(text.clone()),
        _ => {}
    }
}

#[test]
fn no_answer_holds_a_secret() {
    let (world, calls) = world_and_calls(1);
    let mut root = world.logged_in("root");
    let (mut names, mut texts) = (BTreeSet::new(), Vec::new());
    for call in &calls {
        collect(&call.make(&root).json(), &mut names, &mut texts);
    }
    root.log_in("root");
    for path in ["sessions?state=any&limit=200", "events?limit=200", "users?status=deleted", "keys"] {
        collect(&root.get(&format!("/api/admin/{path}")).json(), &mut names, &mut texts);
    }
    collect(&root.get("/api/activity?limit=200").json(), &mut names, &mut texts);
    assert!(names.len() > 40 && texts.len() > 200, "{} {}", names.len(), texts.len());
    let known = [
        "absolute_expires_at",
        "actor",
        "actor_id",
        "address",
        "algorithm",
        "at",
        "by",
        "code_locks",
        "confirmed_at",
        "count",
        "created_at",
        "created_by",
        "deleted_at",
        "detail",
        "device",
        "device_link_expires_at",
        "email",
        "ended",
        "ended_at",
        "ended_by",
        "events",
        "everybody",
        "expires_at",
        "failed",
        "filed",
        "filter",
        "finished_at",
        "id",
        "idle_expires_at",
        "invitation",
        "invitation_expires_at",
        "ip",
        "is_current",
        "is_remembered",
        "items",
        "kid",
        "kind",
        "label",
        "last_answer",
        "last_seen_at",
        "last_signed_in_at",
        "link",
        "live_sessions",
        "matched",
        "next",
        "oldest_at",
        "password_reset_expires_at",
        "renewals",
        "renewed_at",
        "request_id",
        "retires_at",
        "role",
        "session_id",
        "sign_in_locks",
        "signed_in_at",
        "signs_from_at",
        "signs_until_at",
        "state",
        "two_factor",
        "user",
        "user_agent",
        "user_id",
        "username",
        "waiting",
    ];
    let unknown: Vec<_> = names.iter().filter(|name| !known.contains(&name.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new());
    let hex = if crate::support::database::is_postgres() { "ENCODE({}, 'hex')" } else { "LOWER(HEX({}))" };
    let column = |table: &str, column: &str| {
        world.database.texts(&format!("SELECT {} AS value FROM {table}", hex.replace("{}", column)))
    };
    let hashes = "SELECT password_hash AS value FROM users WHERE password_hash IS NOT NULL";
    let mut secrets = world.database.texts(hashes);
    secrets.extend(column("sessions", "seed"));
    secrets.extend(column("account_links", "digest"));
    secrets.extend(column("signing_keys", "sealed_private_key"));
    secrets.extend([root.token().to_owned(), root.refresh.clone()]);
    assert!(secrets.len() > 6 && secrets.iter().all(|secret| secret.len() > 40), "{}", secrets.len());
    for text in &texts {
        let is_shown = |secret: &String| text.contains(secret.as_str()) || text.contains(&secret.to_uppercase());
        assert!(!secrets.iter().any(is_shown), "{text}");
        assert!(!text.contains("argon2"), "{text}");
    }
}
