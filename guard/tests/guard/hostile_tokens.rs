//! A token that Doorward has not made for apps gets 401, as a bearer token and as a cookie.

use actix_web::http::Method;
use doorward_guard::Guard;
use serde_json::{Value, json};

use crate::app::{ask, call, status};
use crate::issuer::{Issuer, now};
use crate::signer::{Signer, encode, sign_hs256};

async fn is_refused(guard: &Guard, token: &str) {
    let answer = call(guard, token).await;
    let shown = &token[..token.len().min(200)];
    assert_eq!(answer.status, 401, "{shown}");
    assert_eq!(answer.body, r#"{"code":401,"message":"The token is not valid"}"#);
    assert!(answer.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""), "{shown}");
    let cookie = format!("app-access={token}");
    let answer = ask(Some(guard), Method::GET, "/mine", &[("cookie", &cookie)]).await;
    assert_eq!(answer.status, 401, "as cookie: {shown}");
    assert_eq!(ask(Some(guard), Method::GET, "/open", &[("cookie", &cookie)]).await.body, "nobody");
}

#[actix_web::test]
async fn a_good_token_says_who_it_is() {
    for signer in [Signer::es256("a"), Signer::eddsa("b"), Signer::rs256("c")] {
        let issuer = Issuer::with(signer);
        let (guard, claims) = (issuer.guard().await, issuer.claims());
        let answer = call(&guard, &issuer.signer.sign_access(&claims)).await;
        let expected = format!("session-1 user-1 ada user {} {}", claims["auth_time"], claims["exp"]);
        assert_eq!((answer.status, answer.body), (200, expected));
    }
}

#[actix_web::test]
async fn headers_that_doorward_does_not_write_are_refused() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let (good, claims) = (issuer.signer.header("at+jwt"), issuer.claims().to_string());
    let with = |name: &str, value: Value| {
        let mut header = good.clone();
        header[name] = value;
        header.to_string()
    };
    let own = Signer::es256("one");
    let headers = [
        with("alg", json!("none")),
        with("alg", json!("None")),
        with("alg", json!("HS256")),
        with("alg", json!("RS256")),
        with("alg", json!(null)),
        with("typ", json!("JWT")),
        with("typ", json!("AT+JWT")),
        with("typ", json!("application/at+jwt")),
        with("typ", json!("recall-list+jwt")),
        with("kid", json!("../../dev/null")),
        with("crit", json!(["exp"])),
        with("jwk", own.jwk()),
        with("jku", json!("http://127.0.0.1:1/keys")),
        with("x5u", json!("http://127.0.0.1:1/certificate")),
        with("x5c", json!(["AAAA"])),
        with("b64", json!(false)),
        with("zip", json!("DEF")),
        json!({"alg": "ES256", "typ": "at+jwt"}).to_string(),
        json!(["ES256", "at+jwt", "one"]).to_string(),
        r#"{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"one"}"#.to_owned(),
        r#"{"alg":"ES256","typ":"at+jwt","kid":"two","kid":"one"}"#.to_owned(),
        "{}".to_owned(),
        String::new(),
    ];
    for header in headers {
        // It is refused even if the issuer itself has signed it, and also without a signature or with another one.
        let signed = issuer.signer.sign(&header, &claims);
        is_refused(&guard, &signed).await;
        is_refused(&guard, &own.sign(&header, &claims)).await;
        is_refused(&guard, &format!("{}.", signed.rsplit_once('.').expect("three parts").0)).await;
    }
}

#[actix_web::test]
async fn a_public_key_does_not_serve_as_a_shared_secret() {
    for signer in [Signer::es256("one"), Signer::rs256("one")] {
        let issuer = Issuer::with(signer);
        let guard = issuer.guard().await;
        let header = json!({"alg": "HS256", "typ": "at+jwt", "kid": "one"}).to_string();
        let jwk = issuer.signer.jwk().to_string();
        let public = issuer.signer.public();
        for secret in [&public[..], &public[1..], jwk.as_bytes(), b"one", b""] {
            is_refused(&guard, &sign_hs256(secret, &header, &issuer.claims().to_string())).await;
        }
    }
}

#[actix_web::test]
async fn a_symmetric_key_in_the_set_verifies_nothing() {
    let issuer = Issuer::start();
    let secret = json!({"kty": "oct", "k": encode([7; 32]), "kid": "two", "alg": "HS256", "use": "sig"});
    issuer.site().keys.body = json!({"keys": [issuer.signer.jwk(), secret]}).to_string().into();
    issuer.publish_list(|list| list["keys"] = json!(["one", "two"]));
    let guard = issuer.guard().await;
    assert_eq!(status(&guard, &issuer.token()).await, 200);
    let header = json!({"alg": "HS256", "typ": "at+jwt", "kid": "two"}).to_string();
    is_refused(&guard, &sign_hs256(&[7; 32], &header, &issuer.claims().to_string())).await;
}

#[actix_web::test]
async fn other_forms_are_refused() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let token = issuer.token();
    let parts: Vec<_> = token.split('.').collect();
    let (h, c, s) = (parts[0], parts[1], parts[2]);
    let forms = [
        "x".to_owned(),
        ".".into(),
        "..".into(),
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
        format!("{token}{}", "A".repeat(4096)),
        "A".repeat(60_000),
    ];
    for form in forms {
        is_refused(&guard, &form).await;
    }
    // The first token has the greatest length that is allowed, the second is one byte longer.
    let padded = |length: usize| {
        let name = "a".repeat(length);
        issuer.token_with(|claims| claims["note"] = json!(name))
    };
    let longest = (2000..4000).map(padded).take_while(|token| token.len() <= 4096).last().expect("one");
    assert!(longest.len() > 4090);
    assert_eq!(status(&guard, &longest).await, 200);
    is_refused(&guard, &padded(4000)).await;
}

#[actix_web::test]
async fn no_changed_byte_goes_unnoticed() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let token = issuer.token();
    for index in (0..token.len()).step_by(7) {
        let mut changed = token.clone().into_bytes();
        changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("ASCII");
        assert!(changed == token || status(&guard, &changed).await == 401, "byte {index}");
    }
}

#[actix_web::test]
async fn claims_are_held_to_the_rules_whoever_signed_them() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let now = now();
    let good = issuer.claims();
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims.to_string()
    };
    let text = good.to_string();
    let exp = format!("\"exp\":{}", good["exp"]);
    assert!(text.contains(&exp));
    let bad = [
        with("iss", json!("http://127.0.0.1:1")),
        with("iss", json!(format!("{}/", issuer.url))),
        with("aud", json!("other")),
        with("aud", json!(["doorward/apps"])),
        with("exp", json!((now + 60).to_string())),
        with("exp", json!(null)),
        with("exp", json!(now as f64 + 60.5)),
        with("iat", json!(now + 60)),
        with("nbf", json!(now + 60)),
        with("role", json!("root")),
        with("sub", json!(7)),
        text.replace(&exp, "\"x\":1"),
        text.replace(&exp, &format!("{exp},{exp}")),
        text.replace("\"sub\":", "\"sub\":\"admin\",\"sub\":"),
        text.replace("\"sid\":", "\"sid\":\"other\",\"sid\":"),
        format!("[{text}]"),
        format!("{text}{text}"),
        "{}".to_owned(),
        String::new(),
    ];
    for claims in bad {
        is_refused(&guard, &issuer.signer.sign(&issuer.signer.header("at+jwt").to_string(), &claims)).await;
    }
    let allowed = [with("iat", json!(now + 4)), with("nbf", json!(now)), with("a_new_one", json!({"a": [1]}))];
    for claims in allowed {
        let token = issuer.signer.sign(&issuer.signer.header("at+jwt").to_string(), &claims);
        assert_eq!(status(&guard, &token).await, 200, "{claims}");
    }
}

#[actix_web::test]
async fn a_token_of_another_issuer_is_a_strangers() {
    let (one, other) = (Issuer::start(), Issuer::start());
    let (guard, others_guard) = (one.guard().await, other.guard().await);
    // Both issuers' keys have the same id.
    let token = other.token_with(|claims| claims["iss"] = json!(one.url));
    is_refused(&guard, &token).await;
    is_refused(&guard, &other.token()).await;
    assert_eq!(status(&others_guard, &other.token()).await, 200);
}

#[actix_web::test]
async fn an_audience_of_ones_own_is_the_only_one() {
    let issuer = Issuer::start();
    let guard = issuer.guard_with(|builder| builder.audience("notes")).await;
    assert_eq!(status(&guard, &issuer.token_with(|claims| claims["aud"] = json!("notes/apps"))).await, 200);
    for audience in ["notes", "notes/api", "notes/apps/apps", "notes/Apps"] {
        is_refused(&guard, &issuer.token_with(|claims| claims["aud"] = json!(audience))).await;
    }
    is_refused(&guard, &issuer.token()).await;
}

#[actix_web::test]
async fn the_recall_list_is_no_access_token() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let list = String::from_utf8(issuer.site().list.body.clone()).expect("text");
    is_refused(&guard, &list).await;
    // Access claims with the list's type are refused, too.
    let header = issuer.signer.header("recall-list+jwt").to_string();
    is_refused(&guard, &issuer.signer.sign(&header, &issuer.claims().to_string())).await;
}
