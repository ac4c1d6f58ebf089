//! Access tokens: what they contain, and that only Doorward's own are accepted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorward::config::SigningAlgorithm;
use doorward::internals::Claims;
use serde_json::{Value, json};

use crate::support::Visitor;
use crate::world::World;

/// Returns two tokens of the same person: a browser's for pages, and a program's for the API.
fn both(world: &World) -> [String; 2] {
    [world.signed_in("ada").access_cookie(), world.logged_in("ada").token().to_owned()]
}

/// Tells whether a stranger with this access token and nothing else is let in. The token is sent as a cookie and as a
/// bearer token, and at most one of the two may be accepted.
fn is_let_in(world: &World, token: &str) -> bool {
    let mut visitor = world.visitor();
    visitor.jar.insert("access".into(), token.to_owned());
    let answer = visitor.ask("GET", "/account", None);
    assert!(matches!(answer.status, 200 | 303), "{}", answer.status);
    let called = world.client().with_token(token).get("/api/me");
    assert!(matches!(called.status, 200 | 401 | 419), "{}", called.status);
    assert!(called.status != 200 || answer.status != 200, "the token is accepted for two audiences");
    called.status == 200 || answer.status == 200
}

/// Tells whether the token is at least known as one of ours. A token that is not ours is not even called expired.
fn is_taken_for_one(world: &World, token: &str) -> bool {
    let called = world.client().with_token(token).get("/api/me");
    assert!(called.header("www-authenticate").starts_with("Bearer"));
    is_let_in(world, token) || called.status != 401
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn parts(token: &str) -> Vec<&str> {
    token.split('.').collect()
}

fn header(visitor: &Visitor) -> Value {
    header_of(&visitor.access_cookie())
}

fn header_of(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts(token)[0]).expect("base64url")).expect("JSON")
}

/// Signs any claims with the server's own key.
fn sign(world: &World, audience: &str, change: impl FnOnce(&mut Claims)) -> String {
    let visitor = world.signed_in("ada");
    let mut claims: Claims = serde_json::from_value(visitor.claims()).expect("claims");
    claims.aud = audience.to_owned();
    change(&mut claims);
    world.app().desk.issuer().sign(&claims, world.clock.now()).expect("signed")
}

#[test]
fn a_token_says_what_it_should_and_no_more() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let claims = visitor.claims();
    let mut names: Vec<_> = claims.as_object().expect("an object").keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        ["aud", "auth_time", "exp", "gen", "iat", "iss", "jti", "preferred_username", "role", "sid", "sub", "ver"]
    );
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!("http://127.0.0.1:8080"), &json!("doorward")));
    assert_eq!(claims["exp"].as_i64().expect("a number") - claims["iat"].as_i64().expect("a number"), 1800);
    let header = header(&visitor);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES256"), &json!("at+jwt")));
    let longest = visitor.jar.iter().map(|(name, value)| name.len() + value.len()).max().expect("cookies");
    assert!(longest < 1200, "{longest}");
}

#[test]
fn every_algorithm_works_and_a_change_of_it_signs_nobody_out() {
    let mut world = World::new();
    let mut visitors = vec![world.signed_in("ada")];
    let changes: [fn(&mut doorward::config::Settings); 4] = [
        |settings| settings.jwt_algorithm = SigningAlgorithm::EdDsa,
        |settings| settings.jwt_algorithm = SigningAlgorithm::Hs256,
        |settings| settings.jwt_algorithm = SigningAlgorithm::Rs256,
        |settings| settings.jwt_algorithm = SigningAlgorithm::Es256,
    ];
    for (change, name) in changes.into_iter().zip(["EdDSA", "HS256", "RS256", "ES256"]) {
        world.stop();
        let port = world.start(change, |_| {}).port;
        // A new key signs only when every instance can be expected to know it.
        world.advance(61);
        visitors = visitors.into_iter().map(|visitor| visitor.at(port)).collect();
        visitors.push(world.signed_in("ada"));
        assert_eq!(header(visitors.last().expect("one"))["alg"], name);
        for visitor in &mut visitors {
            let answer = visitor.get("/account");
            assert_eq!((answer.status, answer.set_cookies()), (200, vec![]), "{name}");
        }
    }
    // When ES256 is set again, its first key signs again.
    assert_eq!(world.database.number("SELECT COUNT(*) FROM signing_keys"), 4);
}

#[test]
fn a_key_made_by_one_instance_is_known_to_the_other() {
    let mut world = World::with(1, |_| {});
    world.start(|settings| settings.jwt_algorithm = SigningAlgorithm::EdDsa, |_| {});
    let mut there = world.visitor().at(world.other_app().port);
    there.log_in("ada");
    let mut here = there.at(world.app().port);
    // The first instance may not have read the new key yet. Then it renews the session, and nobody notices.
    assert!(here.is_signed_in());
}

#[test]
fn no_changed_byte_goes_unnoticed() {
    let world = World::new();
    for token in both(&world) {
        assert!(is_let_in(&world, &token));
        for index in (0..token.len()).step_by(5) {
            let mut changed = token.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert!(changed == token || !is_let_in(&world, &changed), "byte {index}");
        }
    }
}

#[test]
fn hostile_headers_are_refused() {
    let world = World::new();
    for token in both(&world) {
        hostile_headers_are_refused_on(&world, &token);
    }
}

fn hostile_headers_are_refused_on(world: &World, token: &str) {
    let (good, parts) = (header_of(token), parts(token));
    let changed = |name: &str, value: Value| {
        let mut header = good.clone();
        header[name] = value;
        header
    };
    let headers = [
        changed("alg", json!("none")),
        changed("alg", json!("None")),
        changed("alg", json!("HS256")),
        changed("alg", json!("ES384")),
        changed("alg", json!("EdDSA")),
        changed("alg", json!(null)),
        changed("typ", json!("JWT")),
        changed("typ", json!("AT+JWT")),
        changed("kid", json!("another")),
        changed("kid", json!("' OR 1=1 --")),
        changed("kid", json!("../../../dev/null")),
        changed("crit", json!(["x"])),
        changed("jwk", json!({"kty": "oct", "k": "AAAA"})),
        changed("jku", json!("http://127.0.0.1:1/keys")),
        changed("x5u", json!("http://127.0.0.1:1/cert")),
        changed("b64", json!(false)),
        json!({"alg": "none"}),
        json!([]),
    ];
    for header in headers {
        for signature in [parts[2], "", "AAAA"] {
            assert!(!is_taken_for_one(world, &format!("{}.{}.{signature}", encode(&header), parts[1])), "{header}");
        }
    }
    // The attacker signs the header with a key of their own, or uses the public key as a shared secret.
    let hmac = |key: &[u8], message: &str| {
        let tag =
            aws_lc_rs::hmac::sign(&aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key), message.as_bytes());
        URL_SAFE_NO_PAD.encode(tag)
    };
    let message = format!("{}.{}", encode(&changed("alg", json!("HS256"))), parts[1]);
    for key in [&b""[..], b"secret", good["kid"].as_str().expect("text").as_bytes()] {
        assert!(!is_taken_for_one(world, &format!("{message}.{}", hmac(key, &message))));
    }
}

#[test]
fn hostile_forms_are_refused() {
    let world = World::new();
    for token in both(&world) {
        hostile_forms_are_refused_of(&world, &token);
    }
}

fn hostile_forms_are_refused_of(world: &World, token: &str) {
    let parts = parts(token);
    let (h, c, s) = (parts[0], parts[1], parts[2]);
    let forms = [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        h.into(),
        format!("{h}.{c}"),
        format!("{h}.{c}."),
        format!(".{c}.{s}"),
        format!("{h}..{s}"),
        format!("{h}.{c}.{s}."),
        format!("{h}.{c}.{s}.{s}.{s}"),
        format!("{h}=.{c}.{s}"),
        format!("{h}.{c}.{s}="),
        format!("{h}.{c}.{}", s.replace('-', "+").replace('_', "/") + "="),
        format!("{h}.{c}. {s}"),
        format!("\"{token}\""),
        format!("{token}{}", "A".repeat(5000)),
        "A".repeat(60_000),
        encode(&json!({"payload": c, "signature": s, "protected": h})),
    ];
    for form in forms {
        assert!(!is_taken_for_one(world, &form), "{}", &form[..form.len().min(80)]);
    }
    // Four bits in the last character of a 64-byte signature carry nothing. Only one spelling is accepted.
    let last = s.chars().last().expect("a character");
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let twin = alphabet.chars().nth(alphabet.find(last).expect("known") ^ 1).expect("another");
    assert!(!is_taken_for_one(world, &format!("{h}.{c}.{}{twin}", &s[..s.len() - 1])));
}

#[test]
fn signed_claims_are_still_held_to_the_rules() {
    let world = World::new();
    for audience in ["doorward", "doorward/api"] {
        signed_claims_are_held_to_the_rules(&world, audience);
    }
}

fn signed_claims_are_held_to_the_rules(world: &World, audience: &str) {
    let now = world.clock.now().numeric_date();
    assert!(is_let_in(world, &sign(world, audience, |_| {})));
    type Change = Box<dyn FnOnce(&mut Claims)>;
    let refused: [(&str, Change); 12] = [
        ("another issuer", Box::new(|claims| claims.iss = "http://127.0.0.1:8081".into())),
        ("a slash more", Box::new(|claims| claims.iss.push('/'))),
        ("another audience", Box::new(|claims| claims.aud = "other".into())),
        ("another case", Box::new(|claims| claims.aud = "DOORWARD".into())),
        ("a longer audience", Box::new(|claims| claims.aud = "doorward.evil".into())),
        ("an audience below", Box::new(|claims| claims.aud.push_str("/api/"))),
        ("that of apps", Box::new(|claims| claims.aud = "doorward/apps".into())),
        ("expired", Box::new(move |claims| claims.exp = now - 1)),
        ("expired right now", Box::new(move |claims| claims.exp = now)),
        ("from the future", Box::new(move |claims| claims.iat = now + 3600)),
        ("older than any token may get", Box::new(move |claims| (claims.iat, claims.exp) = (now - 1801, now + 3600))),
        ("negative", Box::new(|claims| claims.exp = -1)),
    ];
    for (what, change) in refused {
        assert!(!is_let_in(world, &sign(world, audience, change)), "{what}");
    }
}

#[test]
fn five_seconds_are_allowed_for_another_instances_clock() {
    let world = World::new();
    let now = world.clock.now().numeric_date();
    for audience in ["doorward", "doorward/api"] {
        assert!(is_let_in(&world, &sign(&world, audience, |claims| claims.iat = now + 4)));
    }
}

#[test]
fn a_token_of_another_installation_is_a_strangers() {
    let (one, other) = (World::new(), World::new());
    let token = other.signed_in("ada").access_cookie();
    assert!(!is_let_in(&one, &token));
    let mut visitor = one.visitor();
    visitor.jar = other.signed_in("ada").jar;
    let answer = visitor.ask("GET", "/account", None);
    assert_eq!((answer.status, answer.set_cookies()), (303, vec![]));
}
