//! The token API: logging in, renewing and logging out by JSON, and the answers on which clients depend.

use serde_json::{Value, json};

use crate::support::{Answer, ApiClient, PASSWORD};
use crate::world::World;

fn is_error(answer: &Answer, status: u16, challenge: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header("www-authenticate"), challenge);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.json()["code"], json!(status));
    assert!(!answer.header("x-request-id").is_empty());
    assert!(answer.set_cookies().is_empty());
}

const EXPIRED: &str = "Bearer error=\"invalid_token\", error_description=\"The token has expired\"";
const INVALID: &str = "Bearer error=\"invalid_token\", error_description=\"The token is not valid\"";

fn post_tokens(client: &ApiClient, body: Value) -> Answer {
    client.post("/api/tokens", &body)
}

#[test]
fn all_tokens_come_at_once_against_credentials() {
    let world = World::new();
    let answer = world.client().log_in("ada");
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    assert!(answer.set_cookies().is_empty());
    let tokens = answer.json();
    let mut names: Vec<_> = tokens.as_object().expect("an object").keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "access_token",
            "app_access_token",
            "device_token",
            "expires_in",
            "refresh_expires_in",
            "refresh_token",
            "session_id",
            "token_type"
        ]
    );
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(1800)));
    assert_eq!(tokens["refresh_expires_in"], json!(12 * 3600));
    let client = world.client().with_token(tokens["access_token"].as_str().expect("a token"));
    let me = client.get("/api/me").json();
    assert_eq!((&me["username"], &me["role"]), (&json!("ada"), &json!("user")));
    assert_eq!(me["session_id"], tokens["session_id"]);
    let left = me["expires_at"].as_i64().expect("a number") - world.clock.now().numeric_date();
    assert!((1795..=1800).contains(&left), "{left}");
    let lasting =
        post_tokens(&world.client(), json!({"username": "ada", "password": PASSWORD, "keep_signed_in": true}));
    assert_eq!(lasting.json()["refresh_expires_in"], json!(30 * 86_400));
}

#[test]
fn an_expired_token_is_419_and_any_other_bad_one_401_in_the_clients_language() {
    let world = World::new();
    let client = world.logged_in("ada");
    let bad = client.with_token("no.token.this");
    world.let_access_tokens_expire();
    let korean = |client: &ApiClient| client.with_header("accept-language", "ko-KR,ko;q=0.9").get("/api/me");
    is_error(&korean(&client), 419, EXPIRED);
    assert_eq!(korean(&client).body, r#"{"code":419,"message":"토큰이 만료되었습니다"}"#);
    is_error(&korean(&bad), 401, INVALID);
    assert_eq!(korean(&bad).body, r#"{"code":401,"message":"유효하지 않은 토큰입니다"}"#);
    assert_eq!(client.get("/api/me").body, r#"{"code":419,"message":"The token has expired"}"#);
    assert_eq!(bad.get("/api/me").body, r#"{"code":401,"message":"The token is not valid"}"#);
}

#[test]
fn without_a_token_the_challenge_is_bare_and_two_are_a_bad_request() {
    let world = World::new();
    let client = world.logged_in("ada");
    let nobody = world.client();
    is_error(&nobody.get("/api/me"), 401, "Bearer");
    is_error(&nobody.with_header("authorization", "Basic YWRhOng=").get("/api/me"), 401, "Bearer");
    is_error(&nobody.with_header("authorization", "Bearer").get("/api/me"), 401, INVALID);
    let lower = nobody.with_header("authorization", &format!("bearer {}", client.token()));
    assert_eq!(lower.get("/api/me").status, 200);
    let several = "Bearer error=\"invalid_request\", error_description=\"Send one access token, in one header\"";
    let twice = client.with_header("authorization", &format!("Bearer {}", client.token()));
    is_error(&twice.get("/api/me"), 400, several);
    is_error(&client.get(&format!("/api/me?access_token={}", client.token())), 400, several);
}

#[test]
fn cookies_are_not_looked_at() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    assert_eq!(visitor.get("/api/me").status, 401);
    world.let_access_tokens_expire();
    let answer = visitor.get("/api/me");
    assert_eq!((answer.status, answer.set_cookies().len()), (401, 0));
    // A cookie does not turn a call with a valid token into somebody else's call.
    world.add_user("grace", doorward::account::Role::User);
    let grace = world.signed_in("grace");
    let ada = world.logged_in("ada").with_header("cookie", &format!("access={}", grace.access_cookie()));
    assert_eq!(ada.get("/api/me").json()["username"], json!("ada"));
}

#[test]
fn a_refresh_gives_the_next_pair_and_an_old_one_that_comes_back_ends_the_session() {
    let world = World::new();
    let mut client = world.logged_in("ada");
    let (first, session) = (client.clone(), client.get("/api/me").json()["session_id"].clone());
    world.let_access_tokens_expire();
    assert_eq!(client.get("/api/me").status, 419);
    let renewed = client.renew();
    assert_eq!((renewed.status, renewed.header("cache-control")), (200, "no-store"));
    assert_eq!(renewed.json()["session_id"], session);
    assert_ne!(client.refresh, first.refresh);
    assert_eq!(client.get("/api/me").status, 200);
    // A client that used the same refresh token at the same moment gets the same new one.
    let mut racer = first.clone();
    racer.renew();
    assert_eq!(racer.refresh, client.refresh);
    world.let_access_tokens_expire();
    client.renew();
    let replayed = first.clone().renew();
    is_error(&replayed, 401, "Bearer");
    assert_eq!(client.get("/api/me").status, 419);
    is_error(&client.clone().renew(), 401, "Bearer");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'refresh_token_reused'"), 1);
}

#[test]
fn refusals_of_refresh_tokens_look_the_same_whatever_the_reason() {
    let world = World::new();
    let reasons: Vec<String> = {
        let revoked = world.logged_in("ada");
        revoked.post("/api/tokens/revoke", &json!({"refresh_token": revoked.refresh}));
        let garbage = ["", "x", "AAAA", "\u{d55c}"].map(str::to_owned);
        let mut forged = world.logged_in("ada").refresh.into_bytes();
        forged[80] = if forged[80] == b'A' { b'B' } else { b'A' };
        let idle = world.logged_in("ada").refresh;
        world.advance(13 * 3600);
        garbage.into_iter().chain([revoked.refresh, idle, String::from_utf8(forged).expect("ASCII")]).collect()
    };
    let mut bodies: Vec<Value> = Vec::new();
    for token in reasons {
        let answer = world.client().post("/api/tokens/refresh", &json!({"refresh_token": token}));
        is_error(&answer, 401, "Bearer");
        let mut body = answer.json();
        assert_ne!(body["request_id"].take(), Value::Null);
        bodies.push(body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
}

#[test]
fn refresh_tokens_of_browsers_and_of_programs_are_not_interchangeable() {
    let world = World::new();
    let (mut visitor, mut client) = (world.signed_in("ada"), world.logged_in("ada"));
    let mut thief = client.clone();
    thief.refresh = visitor.refresh_cookie();
    is_error(&thief.renew(), 401, "Bearer");
    assert_eq!(world.client().post("/api/tokens/revoke", &json!({"refresh_token": thief.refresh})).status, 204);
    let mut other = world.visitor();
    other.jar.insert("refresh".into(), client.refresh.clone());
    assert!(!other.is_signed_in());
    // Neither session has been ended.
    world.let_access_tokens_expire();
    assert!(visitor.is_signed_in());
    assert_eq!(client.renew().status, 200);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE revoked_at IS NOT NULL"), 0);
}

#[test]
fn logging_out_recalls_the_access_token_at_once() {
    let world = World::new();
    let mut client = world.logged_in("ada");
    let body = json!({"refresh_token": client.refresh});
    let answer = client.post("/api/tokens/revoke", &body);
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    is_error(&client.get("/api/me"), 419, EXPIRED);
    is_error(&client.renew(), 401, "Bearer");
    // Revoking a token again, or something that is no token, succeeds as well (RFC 7009).
    assert_eq!(client.post("/api/tokens/revoke", &body).status, 204);
    assert_eq!(client.post("/api/tokens/revoke", &json!({"refresh_token": "x"})).status, 204);
}

#[test]
fn logins_are_refused_in_the_same_words_whoever_it_is() {
    let world = World::new();
    world.add_user("grace", doorward::account::Role::User);
    world.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'grace'");
    let long = "x".repeat(5000);
    let tries = [("ada", "wrong"), ("grace", PASSWORD), ("nobody", PASSWORD), ("Not A Name!", "x"), ("ada", &long)];
    for (name, password) in tries {
        let answer = post_tokens(&world.client(), json!({"username": name, "password": password}));
        is_error(&answer, 401, "Bearer");
        assert_eq!(answer.json()["message"], json!("Username or password is wrong"));
    }
}

#[test]
fn bodies_are_read_strictly() {
    let world = World::new();
    let client = world.client();
    let good = json!({"username": "ada", "password": PASSWORD}).to_string();
    let send =
        |content_type: &str, body: &str| client.send("POST", "/api/tokens", Some((content_type, body.as_bytes())));
    assert_eq!(send("application/json; charset=utf-8", &good).status, 200);
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/json-patch+json", "*/*"] {
        is_error(&send(content_type, &good), 415, "");
    }
    is_error(&client.send("POST", "/api/tokens", None), 415, "");
    for body in [
        "",
        "{",
        "[]",
        "null",
        r#"["ada","lamp otter violet sugar"]"#,
        r#"{"username":"ada"}"#,
        r#"{"username":"ada","password":null}"#,
        r#"{"username":"ada","password":"x","role":"admin"}"#,
        r#"{"username":"ada","username":"root","password":"x"}"#,
        r#"{"username":"ada","password":"x"} {}"#,
        r#"{"username":"ada","password":"x","keep_signed_in":"yes"}"#,
    ] {
        is_error(&send("application/json", body), 400, "");
    }
    is_error(&send("application/json", &format!(r#"{{"username":"{}"}}"#, "a".repeat(70_000))), 413, "");
}

#[test]
fn wrong_addresses_and_methods_are_answered_in_json() {
    let world = World::new();
    let client = world.logged_in("ada");
    for path in ["/api/nothing", "/api/tokens/", "/api//me", "/api/me/x", "/api/"] {
        is_error(&client.get(path), 404, "");
    }
    let cases = [
        ("GET", "/api/tokens", "POST"),
        ("DELETE", "/api/me", "GET, HEAD"),
        ("GET", "/api/tokens/refresh", "POST"),
        ("PUT", "/api/sessions/x", "DELETE"),
    ];
    for (method, path, allow) in cases {
        let answer = client.send(method, path, None);
        is_error(&answer, 405, "");
        assert_eq!(answer.header("allow"), allow);
    }
    let head = client.send("HEAD", "/api/me", None);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn own_sessions_are_listed_and_ended_and_nobody_elses() {
    let world = World::with(2, |_| {});
    world.add_user("grace", doorward::account::Role::User);
    let (ada, phone, grace) = (world.logged_in("ada"), world.signed_in("ada"), world.logged_in("grace"));
    let listed = ada.get("/api/sessions").json();
    assert_eq!(listed["next"], Value::Null);
    let items = listed["items"].as_array().expect("items");
    assert_eq!(items.len(), 2);
    assert_eq!(items.iter().filter(|item| item["is_current"] == json!(true)).count(), 1);
    let phone_id = phone.session_id();
    is_error(&grace.delete(&format!("/api/sessions/{phone_id}")), 404, "");
    is_error(&ada.delete("/api/sessions/none"), 404, "");
    let ended = ada.delete(&format!("/api/sessions/{phone_id}"));
    assert_eq!((ended.status, ended.body.as_str()), (204, ""));
    assert!(!phone.clone().is_signed_in());
    // The current session can be ended, too.
    let own = ada.get("/api/me").json()["session_id"].as_str().expect("an id").to_owned();
    assert_eq!(ada.delete(&format!("/api/sessions/{own}")).status, 204);
    is_error(&ada.get("/api/me"), 419, EXPIRED);
}

#[test]
fn with_the_database_away_nothing_is_lost() {
    let world = World::new();
    let mut client = world.logged_in("ada");
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    let answer = client.renew();
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(post_tokens(&client, json!({"username": "ada", "password": PASSWORD})).status, 503);
    assert_eq!(client.get("/api/me").status, 200);
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
    assert_eq!(client.renew().status, 200);
}
