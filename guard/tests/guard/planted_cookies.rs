//! Cookies that somebody else planted beside the one that Doorward set: only authentic ones count.

use actix_web::http::Method;
use serde_json::json;

use crate::app::{Answer, ask};
use crate::issuer::{Issuer, now};

const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

async fn ask_with(guard: &doorward_guard::Guard, tokens: &[&str]) -> Answer {
    let cookies: Vec<_> = tokens.iter().map(|token| format!("app-access={token}")).collect();
    ask(Some(guard), Method::GET, "/mine", &[PAGE, ("cookie", &cookies.join("; "))]).await
}

/// Returns tokens that this app does not accept.
fn worthless(issuer: &Issuer) -> Vec<String> {
    let other = Issuer::start();
    let good = issuer.token();
    vec![
        String::new(),
        "x.y.z".to_owned(),
        good[1..].to_owned(),
        format!("{good}="),
        other.token(),
        other.token_with(|claims| claims["iss"] = json!(issuer.url)),
        issuer.token_with(|claims| claims["iss"] = json!("http://127.0.0.1:1")),
        issuer.token_with(|claims| claims["iat"] = json!(now() + 60)),
        issuer.token_with(|claims| claims["aud"] = json!("other")),
        issuer.token_with(|claims| claims["aud"] = json!("doorward")),
        issuer.token_with(|claims| claims["aud"] = json!("doorward/api")),
        String::from_utf8(issuer.site().list.body.clone()).expect("text"),
    ]
}

#[actix_web::test]
async fn junk_beside_the_cookie_is_passed_over() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let good = issuer.token();
    for junk in worthless(&issuer) {
        for tokens in [[junk.as_str(), &good], [&good, &junk]] {
            assert_eq!(ask_with(&guard, &tokens).await.status, 200, "{junk}");
        }
    }
}

#[actix_web::test]
async fn of_several_cookies_of_one_session_the_best_counts() {
    let issuer = Issuer::start();
    issuer.publish_list(|list| list["issued_after"] = json!(now() - 100));
    let guard = issuer.guard().await;
    let good = issuer.token_with(|claims| claims["preferred_username"] = json!("grace"));
    let older = issuer.token_with(|claims| claims["iat"] = json!(now() - 60));
    let expired = issuer.token_with(|claims| (claims["iat"], claims["exp"]) = (json!(now() - 90), json!(now() - 1)));
    let recalled = issuer.token_with(|claims| claims["iat"] = json!(now() - 100));
    for other in [&older, &expired, &recalled, &good] {
        for tokens in [[other.as_str(), &good], [&good, other]] {
            let answer = ask_with(&guard, &tokens).await;
            assert!(answer.status == 200 && answer.body.contains(" grace "), "{}", answer.body);
        }
    }
    let answer = ask_with(&guard, &[&expired, &recalled]).await;
    assert_eq!(answer.status, 302, "the login page renews it");
}

#[actix_web::test]
async fn two_sessions_are_nobody() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let (one, other) = (issuer.token(), issuer.token_with(|claims| claims["sid"] = json!("session-2")));
    let expired = issuer.token_with(|claims| {
        (claims["sid"], claims["iat"], claims["exp"]) = (json!("session-2"), json!(now() - 90), json!(now() - 1));
    });
    for second in [&other, &expired] {
        for tokens in [[one.as_str(), second], [second, &one]] {
            let answer = ask_with(&guard, &tokens).await;
            assert_eq!((answer.status, answer.body.as_str()), (302, ""));
        }
    }
}

#[actix_web::test]
async fn tokens_for_doorward_itself_are_no_good_and_the_person_is_sent_to_get_one_that_is() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    for audience in ["doorward", "doorward/api"] {
        let token = issuer.token_with(|claims| claims["aud"] = json!(audience));
        assert_eq!(ask_with(&guard, &[&token]).await.status, 302, "{audience}");
        let bearer = format!("Bearer {token}");
        let called = ask(Some(&guard), Method::GET, "/mine", &[("authorization", &bearer)]).await;
        assert_eq!(called.status, 401, "{audience}");
        for name in ["access", "refresh", "__Host-access", "__Secure-access"] {
            let cookie = format!("{name}={}", issuer.token());
            assert_eq!(ask(Some(&guard), Method::GET, "/mine", &[PAGE, ("cookie", &cookie)]).await.status, 302);
        }
    }
}
