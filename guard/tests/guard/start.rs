//! A guard starts when it has what it needs, and ends with its last clone.

use std::time::Duration;

use actix_web::rt::time::sleep;
use doorward_guard::{Guard, RefreshError, StartError};
use serde_json::json;

use crate::app::status;
use crate::issuer::{Issuer, now};
use crate::signer::Signer;

async fn failure(issuer: &Issuer) -> String {
    Guard::builder(&issuer.url).start().await.err().expect("not started").to_string()
}

#[actix_web::test]
async fn what_is_no_origin_is_named() {
    for url in ["login.example.org", "https://login.example.org/doorward", "ftp://login.example.org", ""] {
        let error = Guard::builder(url).start().await.err().expect("refused");
        assert!(matches!(error, StartError::Origin { setting: "issuer", .. }), "{error}");
    }
    let error = Guard::builder("https://login.example.org").own_origin("/notes").start().await.err().expect("refused");
    assert_eq!(error.to_string(), "own_origin: \"/notes\" is not an origin such as https://login.example.org");
}

#[actix_web::test]
async fn plain_http_is_for_loopback_unless_somebody_says_otherwise() {
    let error = Guard::builder("http://login.example.org").start().await.err().expect("refused");
    assert!(matches!(error, StartError::Insecure(_)), "{error}");
    let issuer = Issuer::start();
    let builder = Guard::builder("https://login.example.org").fetch_from("http://192.0.2.1");
    assert!(matches!(builder.start().await.err(), Some(StartError::Insecure(_))));
    assert!(Guard::builder(&issuer.url).start().await.is_ok());
}

#[actix_web::test]
async fn an_issuer_can_be_fetched_from_elsewhere_and_keeps_its_name() {
    let issuer = Issuer::start();
    let name = "https://login.example.org";
    let builder = Guard::builder(name).fetch_from(&issuer.url);
    assert!(builder.clone().start().await.is_err(), "the list belongs to another issuer");
    issuer.publish_list(|list| {
        list["iss"] = json!(name);
        list["sub"] = json!(format!("{name}/recall-list.jwt"));
    });
    let guard = builder.start().await.expect("started");
    assert_eq!(status(&guard, &issuer.token_with(|claims| claims["iss"] = json!(name))).await, 200);
    assert_eq!(status(&guard, &issuer.token()).await, 401);
}

#[actix_web::test]
async fn an_issuer_that_is_not_there_is_named_with_the_reason() {
    let error = Guard::builder("http://127.0.0.1:1").start().await.err().expect("nobody answers").to_string();
    assert!(error.starts_with("http://127.0.0.1:1/.well-known/jwks.json: ") && !error.contains('\n'), "{error}");
}

#[actix_web::test]
async fn an_issuer_without_public_keys_is_of_no_use() {
    let issuer = Issuer::start();
    issuer.publish_keys(&[]);
    issuer.publish_list(|_| {});
    let error = Guard::builder(&issuer.url).without_recall().start().await.err().expect("refused");
    assert!(matches!(error, StartError::Refresh(RefreshError::NoKeys { .. })), "{error}");
    assert!(failure(&issuer).await.contains("HS256"));
}

#[actix_web::test]
async fn redirects_are_not_followed_and_long_answers_not_read() {
    let issuer = Issuer::start();
    issuer.fail(302);
    assert!(failure(&issuer).await.ends_with("it answers with status 302"));
    issuer.publish_keys(&[&issuer.signer]);
    issuer.publish_text(&"A".repeat(9 << 20));
    assert!(failure(&issuer).await.contains("/recall-list.jwt: "));
    issuer.site().keys.body = vec![b' '; 300 << 10];
    assert!(failure(&issuer).await.contains("/jwks.json: "));
}

#[actix_web::test]
async fn a_list_that_cannot_be_relied_on_prevents_the_start() {
    let issuer = Issuer::start();
    issuer.publish_list(|list| list["exp"] = json!(now() - 1));
    assert!(failure(&issuer).await.contains("clock is ahead"));
    issuer.publish_list(|list| list["iat"] = json!(now() + 100));
    assert!(failure(&issuer).await.contains("clock is behind"));
    let header = issuer.signer.header("at+jwt").to_string();
    issuer.publish_text(&issuer.signer.sign(&header, &issuer.list().to_string()));
    assert!(failure(&issuer).await.contains("another type"));
    let stranger = Signer::es256("two");
    let header = stranger.header("recall-list+jwt").to_string();
    issuer.publish_text(&stranger.sign(&header, &issuer.list().to_string()));
    assert!(failure(&issuer).await.contains("key that is not known"));
}

#[actix_web::test]
async fn static_keys_that_are_none_are_refused() {
    for text in ["", "{}", "{\"keys\":[]}", "{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"a\",\"alg\":\"HS256\"}"] {
        let builder = Guard::builder("https://login.example.org").static_keys(text).without_recall();
        let error = builder.start().await.err().expect("refused");
        assert!(matches!(error, StartError::StaticKeys(_)), "{error}");
    }
}

#[actix_web::test]
async fn nobody_is_asked_any_more_when_the_last_clone_is_gone() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let clone = guard.clone();
    drop(guard);
    sleep(Duration::from_millis(1500)).await;
    let asked = issuer.site().list.asked;
    assert!(asked >= 2, "a clone keeps the guard alive");
    assert_eq!(status(&clone, &issuer.token()).await, 200);
    drop(clone);
    sleep(Duration::from_millis(200)).await;
    let asked = issuer.site().list.asked;
    sleep(Duration::from_millis(2500)).await;
    assert_eq!(issuer.site().list.asked, asked);
}
