//! Keys come and go at the issuer, and the guard follows.

use std::time::Duration;

use actix_web::rt::time::sleep;
use doorward_guard::{Guard, TokenError};
use serde_json::json;

use crate::app::status;
use crate::issuer::{Issuer, wait_until};
use crate::signer::Signer;

#[actix_web::test]
async fn a_token_with_a_new_key_is_let_in_at_once() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let next = Signer::eddsa("two");
    issuer.publish_keys(&[&issuer.signer, &next]);
    issuer.publish_list(|list| list["keys"] = json!(["one", "two"]));
    let token = next.sign_access(&issuer.claims());
    assert_eq!(status(&guard, &token).await, 200);
    assert_eq!(status(&guard, &issuer.token()).await, 200);
}

#[actix_web::test]
async fn unknown_keys_make_the_guard_ask_once_and_no_more() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let stranger = Signer::es256("nobody's");
    let asked = |issuer: &Issuer| issuer.site().keys.asked;
    assert_eq!(asked(&issuer), 1);
    for _ in 0..50 {
        assert_eq!(status(&guard, &stranger.sign_access(&issuer.claims())).await, 401);
    }
    assert_eq!(asked(&issuer), 2);
    // A text that cannot be a token does not make the guard ask.
    sleep(Duration::from_millis(5100)).await;
    assert_eq!(status(&guard, "x.y.z").await, 401);
    assert_eq!(asked(&issuer), 2);
    assert_eq!(status(&guard, &stranger.sign_access(&issuer.claims())).await, 401);
    assert_eq!(asked(&issuer), 3);
}

#[actix_web::test]
async fn many_who_come_with_a_new_key_all_wait_for_one_answer() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let next = Signer::es256("two");
    issuer.publish_keys(&[&issuer.signer, &next]);
    issuer.publish_list(|list| list["keys"] = json!(["one", "two"]));
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (guard, token) = (guard.clone(), next.sign_access(&issuer.claims()));
            actix_web::rt::spawn(async move { guard.verify(&token).await.is_ok() })
        })
        .collect();
    for task in tasks {
        assert!(task.await.expect("finished"));
    }
    assert_eq!(issuer.site().keys.asked, 2);
}

#[actix_web::test]
async fn a_key_that_was_given_up_is_refused_although_its_copy_is_still_here() {
    let mut issuer = Issuer::start();
    let guard = issuer.guard().await;
    let old = issuer.token();
    assert_eq!(status(&guard, &old).await, 200);
    let (next, asked) = (Signer::es256("two"), issuer.site().keys.asked);
    issuer.publish_keys(&[&issuer.signer, &next]);
    issuer.signer = next;
    // Only the list says that the key is gone, and the new key has signed it.
    issuer.publish_list(|_| {});
    wait_until(async || status(&guard, &old).await == 401).await;
    assert_eq!(status(&guard, &issuer.token()).await, 200);
    assert!(issuer.site().keys.asked > asked);
}

#[actix_web::test]
async fn static_keys_need_nobody() {
    let issuer = Issuer::start();
    let jwks = json!({"keys": [issuer.signer.jwk()]}).to_string();
    for text in [jwks, issuer.signer.jwk().to_string()] {
        let guard = issuer.guard_with(|builder| builder.static_keys(&text).without_recall()).await;
        assert_eq!(status(&guard, &issuer.token()).await, 200);
        let stranger = Signer::es256("two").sign_access(&issuer.claims());
        assert_eq!(status(&guard, &stranger).await, 401);
    }
    let site = issuer.site();
    assert_eq!((site.keys.asked, site.list.asked), (0, 0));
}

#[actix_web::test]
async fn static_keys_verify_the_recall_list_too() {
    let issuer = Issuer::start();
    let key = issuer.signer.jwk().to_string();
    let guard = issuer.guard_with(|builder| builder.static_keys(&key)).await;
    assert_eq!(status(&guard, &issuer.token()).await, 200);
    issuer.publish_list(|list| list["sessions"] = json!([crate::issuer::fingerprint("session-1")]));
    wait_until(async || status(&guard, &issuer.token()).await == 419).await;
    assert_eq!(issuer.site().keys.asked, 0);
}

#[actix_web::test]
async fn a_set_that_cannot_be_read_changes_nothing() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    issuer.site().keys.body = b"<html>".to_vec();
    let stranger = Signer::es256("two").sign_access(&issuer.claims());
    assert_eq!(status(&guard, &stranger).await, 401);
    assert_eq!(issuer.site().keys.asked, 2);
    assert_eq!(status(&guard, &issuer.token()).await, 200);
}

#[actix_web::test]
async fn tokens_can_be_checked_without_http() {
    let issuer = Issuer::start();
    let guard: Guard = issuer.guard().await;
    let session = guard.verify(&issuer.token()).await.expect("good");
    assert_eq!((session.username.as_str(), session.user_id.as_str()), ("ada", "user-1"));
    assert!(matches!(guard.verify("x").await, Err(TokenError::Invalid(_))));
}
