//! A recalled token is refused within seconds, and without a valid list nobody is let in.

use std::time::{Duration, Instant};

use actix_web::http::Method;
use actix_web::rt::time::sleep;
use serde_json::{Value, json};

use crate::app::{ask, call, status};
use crate::issuer::{Issuer, fingerprint, now, wait_until};
use crate::signer::Signer;

/// The guard has let two tokens in when the list changes. It must then answer 419 to the first, and still accept the
/// other.
async fn recalls(change: impl FnOnce(&mut Value), other: impl FnOnce(&mut Value)) {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let (token, other) = (issuer.token(), issuer.token_with(other));
    assert_eq!((status(&guard, &token).await, status(&guard, &other).await), (200, 200));
    issuer.publish_list(change);
    let begin = Instant::now();
    wait_until(async || status(&guard, &token).await == 419).await;
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    assert_eq!(call(&guard, &token).await.body, r#"{"code":419,"message":"The token has expired"}"#);
    assert_eq!(status(&guard, &other).await, 200);
}

#[actix_web::test]
async fn a_session_that_was_ended_is_recalled() {
    let ended = [fingerprint("another"), fingerprint("session-1")];
    recalls(|list| list["sessions"] = json!(ended), |claims| claims["sid"] = json!("session-2")).await;
}

#[actix_web::test]
async fn tokens_of_an_older_version_of_a_user_are_recalled() {
    recalls(
        |list| list["versions"] = json!({fingerprint("user-1"): 4, fingerprint("user-2"): 3}),
        |claims| claims["ver"] = json!(4),
    )
    .await;
}

#[actix_web::test]
async fn a_date_recalls_everything_that_is_not_newer() {
    let date = now() - 5;
    recalls(|list| list["issued_after"] = json!(date), |claims| claims["iat"] = json!(date + 1)).await;
}

#[actix_web::test]
async fn a_list_that_was_not_renewed_in_time_lets_nobody_in_until_there_is_a_new_one() {
    let issuer = Issuer::start();
    let short = |list: &mut Value| list["exp"] = json!(now() + 2);
    issuer.publish_list(short);
    let guard = issuer.guard().await;
    issuer.fail(503);
    assert_eq!(status(&guard, &issuer.token()).await, 200, "the list is valid until its end");
    wait_until(async || status(&guard, &issuer.token()).await == 503).await;
    let answer = call(&guard, &issuer.token()).await;
    assert_eq!((answer.header("retry-after"), answer.header("cache-control")), ("5", "no-store"));
    let cookie = format!("app-access={}", issuer.token());
    let page = [("cookie", cookie.as_str()), ("accept", "text/html")];
    let answer = ask(Some(&guard), Method::GET, "/mine", &page).await;
    assert_eq!(answer.status, 503);
    assert!(answer.header("content-type").starts_with("text/html") && answer.body.contains("try again"));
    assert_eq!(ask(Some(&guard), Method::GET, "/open", &page).await.body, "nobody");
    // A decision that does not need the list is still possible.
    assert_eq!(status(&guard, "x.y.z").await, 401);
    issuer.publish_list(|_| {});
    wait_until(async || status(&guard, &issuer.token()).await == 200).await;
}

#[actix_web::test]
async fn lists_that_are_not_the_issuers_word_are_not_believed() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let header = issuer.signer.header("recall-list+jwt").to_string();
    let with = |change: fn(&mut Value)| {
        let mut list = issuer.list();
        list["sessions"] = json!([fingerprint("session-1")]);
        change(&mut list);
        list.to_string()
    };
    let recalling = with(|_| {});
    let stranger = Signer::es256("one");
    let texts = [
        stranger.sign(&header, &recalling),
        Signer::es256("two").sign(&Signer::es256("two").header("recall-list+jwt").to_string(), &recalling),
        issuer.signer.sign(&issuer.signer.header("at+jwt").to_string(), &recalling),
        issuer.signer.sign(&issuer.signer.header("JWT").to_string(), &recalling),
        issuer.signer.sign(&header.replace('}', ",\"crit\":[]}"), &recalling),
        issuer.signer.sign(&header, &with(|list| list["iss"] = json!("http://127.0.0.1:1"))),
        issuer.signer.sign(&header, &with(|list| list["sub"] = json!("http://127.0.0.1:1/recall-list.jwt"))),
        issuer.signer.sign(&header, &with(|list| list["exp"] = json!(now()))),
        issuer.signer.sign(&header, &with(|list| list["iat"] = json!(now() + 60))),
        issuer.signer.sign(&header, &with(|list| list["exp"] = json!(i64::MAX))),
        issuer.signer.sign(&header, &recalling.replace("\"iss\":", "\"iss\":\"x\",\"iss\":")),
        issuer.signer.sign(&header, &format!("[{recalling}]")),
        recalling.clone(),
        String::new(),
    ];
    for text in texts {
        issuer.publish_text(&text);
        let asked = issuer.site().list.asked;
        wait_until(async || issuer.site().list.asked > asked).await;
        sleep(Duration::from_millis(50)).await;
        assert_eq!(status(&guard, &issuer.token()).await, 200, "{text}");
    }
    // The guard obeys the same list if it is valid.
    issuer.publish_text(&issuer.signer.sign(&header, &recalling));
    wait_until(async || status(&guard, &issuer.token()).await == 419).await;
}

#[actix_web::test]
async fn an_older_list_does_not_undo_a_newer_one() {
    let issuer = Issuer::start();
    issuer.publish_list(|list| list["sessions"] = json!([fingerprint("session-1")]));
    let guard = issuer.guard().await;
    issuer.publish_list(|list| list["iat"] = json!(now() - 10));
    let asked = issuer.site().list.asked;
    wait_until(async || issuer.site().list.asked > asked + 1).await;
    assert_eq!(status(&guard, &issuer.token()).await, 419);
    issuer.publish_list(|_| {});
    wait_until(async || status(&guard, &issuer.token()).await == 200).await;
}

#[actix_web::test]
async fn a_list_that_has_not_changed_is_not_sent_again() {
    let issuer = Issuer::start();
    let _guard = issuer.guard().await;
    wait_until(async || issuer.site().list.asked >= 3).await;
    let site = issuer.site();
    assert_eq!(site.list.unchanged, site.list.asked - 1);
}

#[actix_web::test]
async fn a_list_is_asked_for_as_often_as_it_says_and_not_without_a_pause() {
    let issuer = Issuer::start();
    issuer.publish_list(|list| list["ttl"] = json!(0));
    let _guard = issuer.guard().await;
    sleep(Duration::from_millis(2500)).await;
    assert!((2..=4).contains(&issuer.site().list.asked), "{}", issuer.site().list.asked);
}

#[actix_web::test]
async fn a_large_list_is_read() {
    let issuer = Issuer::start();
    let sessions: Vec<_> = (0..100_000).map(|number| fingerprint(&format!("s{number}"))).collect();
    let versions: serde_json::Map<_, _> =
        (0..100_000).map(|number| (fingerprint(&format!("u{number}")), json!(2))).collect();
    issuer.publish_list(|list| {
        list["sessions"] = json!(sessions);
        list["versions"] = json!(versions);
    });
    let guard = issuer.guard().await;
    assert_eq!(status(&guard, &issuer.token()).await, 200);
    assert_eq!(status(&guard, &issuer.token_with(|claims| claims["sid"] = json!("s99999"))).await, 419);
    let below = issuer.token_with(|claims| (claims["sub"], claims["ver"]) = (json!("u99999"), json!(1)));
    assert_eq!(status(&guard, &below).await, 419);
}

#[actix_web::test]
async fn without_recall_a_token_counts_to_its_end() {
    let issuer = Issuer::start();
    issuer.publish_list(|list| list["sessions"] = json!([fingerprint("session-1")]));
    let guard = issuer.guard_with(|builder| builder.without_recall()).await;
    assert_eq!(status(&guard, &issuer.token()).await, 200);
    assert_eq!(issuer.site().list.asked, 0);
    let expired = issuer.token_with(|claims| (claims["iat"], claims["exp"]) = (json!(now() - 9), json!(now())));
    assert_eq!(status(&guard, &expired).await, 419);
}
