//! The answers to people and programs.

use actix_web::http::Method;
use serde_json::json;

use crate::app::{ask, call};
use crate::issuer::{Issuer, now};

const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const DOCUMENT: (&str, &str) = ("sec-fetch-dest", "document");
const KOREAN: (&str, &str) = ("accept-language", "ko-KR,ko;q=0.9,en;q=0.8");

fn expired(issuer: &Issuer) -> String {
    issuer.token_with(|claims| (claims["iat"], claims["exp"]) = (json!(now() - 1800), json!(now())))
}

fn sign_in_from(issuer: &Issuer, path: &str) -> String {
    format!("{}/login?next=http%3A%2F%2Fnotes.example.org{path}", issuer.url)
}

#[actix_web::test]
async fn a_person_is_sent_to_sign_in_and_comes_back_to_the_page() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    for headers in [[PAGE].as_slice(), &[DOCUMENT], &[DOCUMENT, PAGE, ("host", "evil.example")]] {
        let answer = ask(Some(&guard), Method::GET, "/mine?a=b", headers).await;
        assert_eq!((answer.status, answer.header("location")), (302, &*sign_in_from(&issuer, "%2Fmine%3Fa%3Db")));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!((answer.body.as_str(), answer.header("www-authenticate")), ("", ""));
    }
}

#[actix_web::test]
async fn a_person_whose_cookie_is_old_recalled_or_broken_is_sent_there_too() {
    let issuer = Issuer::start();
    issuer.publish_list(|list| list["issued_after"] = json!(now() - 100));
    let guard = issuer.guard().await;
    let recalled = issuer.token_with(|claims| claims["iat"] = json!(now() - 100));
    for token in [expired(&issuer), recalled, "x.y.z".to_owned()] {
        let cookie = format!("app-access={token}");
        let answer = ask(Some(&guard), Method::GET, "/mine", &[PAGE, ("cookie", &cookie)]).await;
        assert_eq!((answer.status, answer.header("location")), (302, &*sign_in_from(&issuer, "%2Fmine")));
        let answer = ask(Some(&guard), Method::GET, "/mine", &[("cookie", &cookie)]).await;
        assert_eq!((answer.status, answer.header("location")), (401, ""), "a script");
    }
}

#[actix_web::test]
async fn a_person_whom_signing_in_anew_would_not_help_is_not_sent_round_in_circles() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let others = issuer.token_with(|claims| claims["aud"] = json!("other"));
    let early = issuer.token_with(|claims| claims["iat"] = json!(now() + 60));
    for token in [others, early] {
        let cookie = format!("app-access={token}");
        let answer = ask(Some(&guard), Method::GET, "/mine", &[PAGE, ("cookie", &cookie)]).await;
        assert_eq!((answer.status, answer.header("location")), (401, ""));
    }
}

#[actix_web::test]
async fn the_cookie_lets_a_person_in() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let cookie = format!("a=b; app-access={}", issuer.token());
    for headers in [[PAGE, ("cookie", cookie.as_str())], [("accept", "*/*"), ("cookie", &cookie)]] {
        assert_eq!(ask(Some(&guard), Method::GET, "/mine", &headers).await.status, 200);
        assert_eq!(ask(Some(&guard), Method::GET, "/open", &headers).await.body, "ada");
    }
}

#[actix_web::test]
async fn a_form_that_comes_too_late_is_not_redirected_and_says_what_to_do() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let own = ("origin", "http://notes.example.org");
    let cookie = format!("app-access={}", expired(&issuer));
    let answer = ask(Some(&guard), Method::POST, "/mine", &[DOCUMENT, own, ("cookie", &cookie)]).await;
    assert_eq!((answer.status, answer.header("location")), (401, ""));
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.body.contains("Nothing was saved") && answer.body.contains(&sign_in_from(&issuer, "%2F")));
    let answer = ask(Some(&guard), Method::POST, "/mine", &[DOCUMENT, own, KOREAN]).await;
    assert!(answer.body.contains("저장된 것은 없습니다") && answer.body.contains("lang=\"ko\""), "{}", answer.body);
}

#[actix_web::test]
async fn a_program_without_a_token_is_told_how_to_send_one() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    for headers in [[].as_slice(), &[("accept", "application/json")], &[("sec-fetch-dest", "empty"), PAGE]] {
        let answer = ask(Some(&guard), Method::GET, "/mine", headers).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"));
        assert_eq!(answer.json()["code"], 401);
    }
}

#[actix_web::test]
async fn an_expired_bearer_token_answers_419_in_the_language_asked_for() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let bearer = format!("Bearer {}", expired(&issuer));
    let bearer = ("authorization", bearer.as_str());
    for (headers, body) in [
        (vec![bearer], r#"{"code":419,"message":"The token has expired"}"#),
        (vec![bearer, PAGE], r#"{"code":419,"message":"The token has expired"}"#),
        (vec![bearer, KOREAN], r#"{"code":419,"message":"토큰이 만료되었습니다"}"#),
        (vec![("authorization", "Bearer x"), KOREAN], r#"{"code":401,"message":"유효하지 않은 토큰입니다"}"#),
        (vec![("authorization", "Bearer")], r#"{"code":401,"message":"The token is not valid"}"#),
    ] {
        let answer = ask(Some(&guard), Method::POST, "/mine", &headers).await;
        assert_eq!(answer.body, body);
        assert_eq!(answer.json()["code"], answer.status);
        assert!(answer.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[actix_web::test]
async fn several_authorizations_are_a_bad_request() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let bearer = format!("Bearer {}", issuer.token());
    let headers = [("authorization", bearer.as_str()), ("authorization", &bearer)];
    let answer = ask(Some(&guard), Method::GET, "/mine", &headers).await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
    assert!(answer.header("www-authenticate").contains("invalid_request"));
}

#[actix_web::test]
async fn a_bearer_token_counts_alone_and_a_cookie_beside_it_does_not() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let cookie = format!("app-access={}", issuer.token());
    let answer =
        ask(Some(&guard), Method::GET, "/mine", &[("cookie", &cookie), ("authorization", "Bearer x.y.z")]).await;
    assert_eq!(answer.status, 401);
}

#[actix_web::test]
async fn only_administrators_pass_their_guard() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let bearer = format!("Bearer {}", issuer.token());
    let answer = ask(Some(&guard), Method::GET, "/admin", &[("authorization", &bearer)]).await;
    assert_eq!((answer.status, &answer.json()["error"]), (403, &json!("insufficient_scope")));
    assert!(answer.header("www-authenticate").contains("insufficient_scope"));
    let cookie = format!("app-access={}", issuer.token());
    let answer = ask(Some(&guard), Method::GET, "/admin", &[PAGE, KOREAN, ("cookie", &cookie)]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("관리자만"), "{}", answer.body);
    assert_eq!(ask(Some(&guard), Method::GET, "/admin", &[PAGE]).await.status, 302);
    let root = issuer.token_with(|claims| claims["role"] = json!("admin"));
    let answer = ask(Some(&guard), Method::GET, "/admin", &[("authorization", &format!("Bearer {root}"))]).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "ada"));
}

#[actix_web::test]
async fn another_sites_form_cannot_use_the_cookie() {
    let issuer = Issuer::start();
    let guard = issuer.guard().await;
    let cookie = format!("app-access={}", issuer.token());
    let post = async |headers: &[(&str, &str)]| {
        let headers = [&[("cookie", cookie.as_str())], headers].concat();
        ask(Some(&guard), Method::POST, "/mine", &headers).await
    };
    assert_eq!(post(&[("sec-fetch-site", "same-origin")]).await.status, 200);
    assert_eq!(post(&[("origin", "http://notes.example.org")]).await.status, 200);
    let answer = post(&[("sec-fetch-site", "same-site")]).await;
    assert_eq!((answer.status, &answer.json()["error"]), (403, &json!("cross_site")));
    let answer = post(&[("origin", "https://evil.example"), DOCUMENT]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("another site"));
    // A program sends no such headers and needs none, since no browser adds a bearer token by itself.
    let bearer = format!("Bearer {}", issuer.token());
    assert_eq!(ask(Some(&guard), Method::POST, "/mine", &[("authorization", &bearer)]).await.status, 200);
}

#[actix_web::test]
async fn an_app_for_programs_only_knows_neither_cookies_nor_redirects() {
    let issuer = Issuer::start();
    let guard = doorward_guard::Guard::builder(&issuer.url).start().await.expect("started");
    let cookie = format!("app-access={}", issuer.token());
    assert_eq!(ask(Some(&guard), Method::GET, "/mine", &[PAGE, ("cookie", &cookie)]).await.status, 401);
    assert_eq!(call(&guard, &issuer.token()).await.status, 200);
}

#[actix_web::test]
async fn an_app_that_forgot_its_guard_lets_nobody_in() {
    let issuer = Issuer::start();
    let bearer = format!("Bearer {}", issuer.token());
    assert_eq!(ask(None, Method::GET, "/mine", &[("authorization", &bearer)]).await.status, 500);
    assert_eq!(ask(None, Method::GET, "/open", &[("authorization", &bearer)]).await.body, "nobody");
}
