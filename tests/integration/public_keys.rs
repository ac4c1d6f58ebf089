//! The documents with which others check tokens: the public keys, and the recall list of tokens that must not be
//! accepted.

use std::thread::sleep;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorward::account::{self, Role};
use doorward::config::SigningAlgorithm;
use doorward::internals::key_rotation;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use crate::support::{Answer, ApiClient};
use crate::world::World;

fn keys(client: &ApiClient) -> Vec<Value> {
    let answer = client.get("/.well-known/jwks.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/jwk-set+json"));
    assert_eq!(answer.header("cache-control"), "public, max-age=30");
    assert!(answer.set_cookies().is_empty());
    answer.json()["keys"].as_array().expect("keys").clone()
}

fn header_of(token: &str) -> Value {
    let header = token.split('.').next().expect("a header");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON")
}

/// Returns the claims of a token, checked by another library with nothing but the public keys.
fn verified(client: &ApiClient, token: &str, audience: Option<&str>) -> Option<Value> {
    let set: JwkSet = serde_json::from_value(json!({"keys": keys(client)})).expect("a JWK set");
    let header = jsonwebtoken::decode_header(token).expect("a header");
    let key = DecodingKey::from_jwk(set.find(&header.kid?)?).expect("usable");
    let mut validation = Validation::new(header.alg);
    assert!(matches!(header.alg, Algorithm::ES256 | Algorithm::EdDSA | Algorithm::RS256));
    match audience {
        Some(audience) => validation.set_audience(&[audience]),
        None => validation.validate_aud = false,
    }
    jsonwebtoken::decode(token, &key, &validation).ok().map(|data| data.claims)
}

fn list(answer: &Answer, client: &ApiClient) -> Value {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/recall-list+jwt"), "{}", answer.body);
    assert_eq!(header_of(&answer.body)["typ"], json!("recall-list+jwt"));
    verified(client, &answer.body, None).expect("signed with a published key")
}

fn recalled(client: &ApiClient) -> Value {
    list(&client.get("/recall-list.jwt"), client)
}

fn fingerprint(id: &Value) -> Value {
    let digest = digest(&SHA256, id.as_str().expect("an id").as_bytes());
    json!(URL_SAFE_NO_PAD.encode(digest)[..12])
}

#[test]
fn a_live_token_is_verified_from_the_public_keys_alone_with_every_algorithm() {
    for algorithm in [SigningAlgorithm::Es256, SigningAlgorithm::EdDsa, SigningAlgorithm::Rs256] {
        let mut world = World::empty();
        let change: fn(&mut doorward::config::Settings) = match algorithm {
            SigningAlgorithm::EdDsa => |settings| settings.jwt_algorithm = SigningAlgorithm::EdDsa,
            SigningAlgorithm::Rs256 => |settings| settings.jwt_algorithm = SigningAlgorithm::Rs256,
            _ => |_| {},
        };
        world.start(change, |_| {});
        world.add_user("ada", Role::User);
        let client = world.logged_in("ada");
        verified(&client, &client.app_access, Some("doorward/apps")).expect("verified");
        let claims = verified(&client, client.token(), Some("doorward/api")).expect("verified");
        assert_eq!(claims["preferred_username"], json!("ada"));
        for key in keys(&client) {
            let key = key.as_object().expect("an object");
            let public = ["alg", "crv", "e", "kid", "kty", "n", "use", "x", "y"];
            assert!(key.keys().all(|name| public.contains(&name.as_str())), "{key:?}");
            assert_eq!((&key["use"], &key["alg"]), (&json!("sig"), &json!(algorithm.as_str())));
        }
    }
}

#[test]
fn secret_keys_are_never_shown_and_there_is_no_list_that_nobody_could_check() {
    let world = World::with(1, |settings| settings.jwt_algorithm = SigningAlgorithm::Hs256);
    let client = world.logged_in("ada");
    assert_eq!(header_of(client.token())["alg"], json!("HS256"));
    assert!(keys(&client).is_empty());
    let answer = client.get("/recall-list.jwt");
    assert_eq!((answer.status, &answer.json()["error"]), (404, &json!("not_public")));
}

#[test]
fn a_new_key_is_published_long_before_it_signs_and_an_old_one_until_its_last_token_has_expired() {
    let world = World::new();
    let before = world.logged_in("ada");
    let old = header_of(before.token())["kid"].clone();
    world.app().block_on(|desk| async move {
        key_rotation::rotate(&desk, doorward::By::operator()).await.expect("rotated");
    });
    let published = |client: &ApiClient| -> Vec<Value> { keys(client).iter().map(|key| key["kid"].clone()).collect() };
    assert_eq!(published(&before).len(), 2);
    // A reader may keep the keys for 30 s. Nothing that is signed meanwhile names a key that it lacks.
    world.advance(45);
    assert_eq!(header_of(world.logged_in("ada").token())["kid"], old);
    world.advance(20);
    let after = world.logged_in("ada");
    assert_ne!(header_of(after.token())["kid"], old);
    for client in [&before, &after] {
        assert!(verified(client, client.token(), Some("doorward/api")).is_some());
    }
    world.advance(3600 + 180);
    assert!(!published(&after).contains(&old));
}

#[test]
fn whoever_has_the_keys_and_the_list_already_is_told_so() {
    let world = World::new();
    let client = world.client();
    for path in ["/.well-known/jwks.json", "/recall-list.jwt"] {
        let first = client.get(path);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{tag}");
        let again = client.with_header("if-none-match", &format!("\"x\", W/{tag}")).get(path);
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag.as_str()));
        assert_eq!(client.with_header("if-none-match", "\"x\"").get(path).status, 200);
        assert_eq!(client.send("POST", path, None).status, 405);
    }
    // The list stays the same until something changes or 20 seconds have passed, so a reader who asks again never has
    // an expired one.
    let tag = |client: &ApiClient| client.get("/recall-list.jwt").header("etag").to_owned();
    let first = tag(&client);
    world.advance(15);
    assert_eq!(tag(&client), first);
    world.advance(10);
    assert_ne!(tag(&client), first);
}

#[test]
fn the_list_tells_at_once_whose_tokens_must_not_be_believed() {
    let world = World::with(2, |_| {});
    let (ended, other) = (world.logged_in("ada"), world.logged_in("ada"));
    let before = recalled(&ended);
    assert_eq!(
        (&before["iss"], &before["sub"]),
        (&json!("http://127.0.0.1:8080"), &json!("http://127.0.0.1:8080/recall-list.jwt"))
    );
    assert_eq!(before["exp"].as_i64().expect("a date") - before["iat"].as_i64().expect("a date"), 60);
    assert_eq!((&before["ttl"], &before["sessions"], &before["versions"]), (&json!(2), &json!([]), &json!({})));
    assert_eq!(before["keys"], json!([header_of(ended.token())["kid"]]));

    ended.post("/api/tokens/revoke", &json!({"refresh_token": ended.refresh}));
    let session = ended_session(&ended);
    assert_eq!(recalled(&ended)["sessions"], json!([fingerprint(&session)]));
    // The other instance recalls the session within a second, and the same keys sign its list.
    sleep(Duration::from_millis(1500));
    assert_eq!(recalled(&ended.at(world.other_app().port))["sessions"], json!([fingerprint(&session)]));
    assert_ne!(fingerprint(&session), fingerprint(&ended_session(&other)));

    let user = verified(&other, other.token(), Some("doorward/api")).expect("verified");
    let id = doorward::internals::UserId::parse(user["sub"].as_str().expect("an id")).expect("an id");
    world.app().block_on(move |desk| async move {
        let by = doorward::By::operator();
        account::set_role(&desk, id, Role::Admin, by).await.expect("changed");
    });
    let versions = recalled(&other)["versions"].clone();
    let minimum = &versions[fingerprint(&user["sub"]).as_str().expect("text")];
    assert!(minimum.as_i64().expect("a number") > user["ver"].as_i64().expect("a number"));
}

fn ended_session(client: &ApiClient) -> Value {
    verified(client, client.token(), Some("doorward/api")).expect("verified")["sid"].clone()
}

#[test]
fn what_was_recalled_stays_so_when_tokens_are_given_a_shorter_life() {
    let mut world = World::with(1, |settings| settings.access_token_ttl = Duration::from_secs(3600));
    let ended = world.logged_in("ada");
    let session = ended_session(&ended);
    ended.post("/api/tokens/revoke", &json!({"refresh_token": ended.refresh}));
    world.stop();
    world.start(|settings| settings.access_token_ttl = Duration::from_secs(2), |_| {});
    // Other programs do not know the new setting, and accept the token for the whole hour that it names.
    world.advance(50 * 60);
    sleep(Duration::from_millis(1500));
    assert_eq!(recalled(&world.client())["sessions"], json!([fingerprint(&session)]));
}

#[test]
fn an_emergency_is_told_by_the_keys_in_the_list() {
    let world = World::new();
    let client = world.logged_in("ada");
    let kid = header_of(client.token())["kid"].as_str().expect("an id").to_owned();
    let retired = kid.clone();
    world.app().block_on(move |desk| async move {
        let by = doorward::By::operator();
        key_rotation::retire(&desk, &retired, by).await.expect("retired");
    });
    assert!(!recalled(&client)["keys"].as_array().expect("keys").contains(&json!(kid)));
    assert_eq!(client.get("/api/me").status, 401);
}

#[test]
fn a_list_is_no_access_token_and_an_access_token_no_list() {
    let world = World::new();
    let client = world.logged_in("ada");
    let list = client.get("/recall-list.jwt").body;
    assert_eq!(client.with_token(&list).get("/api/me").status, 401);
    assert_eq!(header_of(client.token())["typ"], json!("at+jwt"));
}

#[test]
fn an_instance_that_does_not_know_says_so() {
    let world = World::new();
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    sleep(Duration::from_millis(6500));
    let answer = world.client().get("/recall-list.jwt");
    assert_eq!((answer.status, answer.header("retry-after")), (503, "5"));
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
}
