//! The answers to the proxy, and through it to the person or program that asked.

use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use crate::desk::active_session::ActiveSession;
use crate::domain::net::{Destination, Origin};
use crate::web::api::call::Call;
use crate::web::apps::forward_auth::request::{Asked, Shape};
use crate::web::error::Problem;
use crate::web::language::{Language, say};
use crate::web::paths;

const REMOTE_USER: HeaderName = HeaderName::from_static("remote-user");
const REMOTE_ID: HeaderName = HeaderName::from_static("remote-id");
const REMOTE_ROLE: HeaderName = HeaderName::from_static("remote-role");
const NOT_TO_BE_KEPT: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// The page is shown under the app's address, where our style sheet is not: so it brings the door along, in little.
const STYLE: &str = ":root{color-scheme:light dark}\
    body{font:1rem/1.5 system-ui,sans-serif;margin:8vh 1rem;overflow-wrap:anywhere;\
    background:light-dark(#f3efe6,#101315);color:light-dark(#1e2328,#eeebe4)}\
    main{max-width:25rem;box-sizing:border-box;margin:auto;padding:2.5rem min(2rem,8vw) 2rem;background:light-dark(#fffdf9,#191d20);\
    border-radius:50% 50% .6rem .6rem/6.5rem 6.5rem .6rem .6rem}\
    .brand{display:grid;justify-items:center;gap:.5rem;margin:0;text-align:center}.mark{width:3rem;height:3rem}\
    .wall{fill:light-dark(#14505a,#2f7f8b)}.light{fill:light-dark(#f3cf86,#ffdf9c)}.leaf{fill:light-dark(#0b343b,#123f47)}\
    h1{font-size:min(1.5rem,10vw);line-height:1.25;text-align:center}:lang(ko){word-break:keep-all}\
    a{color:light-dark(#14505a,#93d4da)}";

static CONTENT_SECURITY_POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// A page that loads nothing else.
#[derive(Template)]
#[template(path = "forward_auth.html")]
struct Standalone<'a> {
    language: Language,
    style: &'static str,
    /// Whether the site has a logo of its own, which cannot be loaded from here, and so not our mark either.
    has_logo: bool,
    site_name: &'a str,
    title: &'a str,
    explanation: &'a str,
    link: Option<(&'a str, &'a str)>,
}

/// 200: go on. The rest of the cookies is sent along, even if it is empty: the proxy puts it in the place of the
/// cookies that the client sent.
pub fn allowed(session: Option<&ActiveSession>, cookies_left: HeaderValue) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if let Some(session) = session {
        // Names, ids and roles are ASCII without control characters.
        response
            .insert_header((REMOTE_USER, session.username.as_str()))
            .insert_header((REMOTE_ID, session.user_id.as_str()))
            .insert_header((REMOTE_ROLE, session.role.as_str()));
    }
    response.insert_header((header::COOKIE, cookies_left)).insert_header(NOT_TO_BE_KEPT).finish()
}

/// Nobody is signed in: a person who only reads is led to the login page; nobody else is redirected.
pub fn sign_in_first(call: &Call, asked: &Asked, headers: &HeaderMap) -> HttpResponse {
    let page_asked_for = || format!("{}{}", asked.origin(), asked.target());
    match (asked.is_of_person, &asked.method) {
        (true, &Method::GET) => {
            let status = match asked.shape {
                Shape::Forwarded => StatusCode::FOUND,
                Shape::Original => StatusCode::UNAUTHORIZED,
            };
            let location = (header::LOCATION, login(call, &page_asked_for()));
            HttpResponse::build(status).insert_header(location).insert_header(NOT_TO_BE_KEPT).finish()
        }
        (false, _) | (true, &Method::HEAD) => text(StatusCode::UNAUTHORIZED, call.language.t("forward-auth-sign-in")),
        (true, _) => {
            let back = page_of_form(call, asked, headers).unwrap_or_else(page_asked_for);
            let explanation = say("forward-auth-signed-out");
            page(
                call,
                StatusCode::UNAUTHORIZED,
                call.language.t("forward-auth-form-not-sent"),
                call.language.t(explanation),
                Some((&login(call, &back), call.language.t("sign-in"))),
            )
        }
    }
}

/// Somebody is signed in, but may not use the app.
pub fn forbidden(call: &Call, asked: &Asked, session: &ActiveSession) -> HttpResponse {
    let title = call.language.t("forward-auth-forbidden-title");
    let explanation = call.language.with("forward-auth-forbidden-text", &[("username", &session.username)]);
    let account = format!("{}{}", call.desk.settings().public_url(), paths::ACCOUNT);
    let link = Some((account.as_str(), call.language.t("own-account")));
    page_or_text(call, asked, StatusCode::FORBIDDEN, title, &explanation, link)
}

/// Nobody may use the app.
pub fn closed(call: &Call, asked: &Asked) -> HttpResponse {
    let explanation = call.language.t("forward-auth-no-rule");
    page_or_text(call, asked, StatusCode::FORBIDDEN, call.language.t("forward-auth-no-rule-title"), explanation, None)
}

/// The question itself cannot be trusted. The log says what is wrong with it.
pub fn misstated(call: &Call) -> HttpResponse {
    let explanation = call.language.t("forward-auth-unreliable");
    text(StatusCode::FORBIDDEN, explanation)
}

/// It cannot be found out whether the session is alive.
pub fn unavailable(call: &Call, asked: &Asked) -> HttpResponse {
    let problem = Problem::Unavailable;
    let (title, explanation) = (problem.title(call.language), problem.explanation(call.language));
    let mut response = page_or_text(call, asked, StatusCode::SERVICE_UNAVAILABLE, title, explanation, None);
    if let Some(seconds) = problem.error_response().headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.clone());
    }
    response
}

/// The page with the form, as far as the browser says, if it is one of the same app.
fn page_of_form(call: &Call, asked: &Asked, headers: &HeaderMap) -> Option<String> {
    let referer = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let is_same = Origin::of(&referer)? == asked.origin();
    Some(String::from(referer)).filter(|page| is_same && destination(call, page).is_app())
}

fn destination(call: &Call, page: &str) -> Destination {
    Destination::parse(page, |origin| call.desk.settings().may_return_to(origin))
}

/// The login page that leads back to `page`; to the front page of the app, if the address is too long to be carried
/// along.
fn login(call: &Call, page: &str) -> String {
    let next = destination(call, page);
    let is_too_long = Destination::is_too_long(page);
    let path = if is_too_long { paths::login_leading_to_front(&next) } else { paths::login_leading_to(&next) };
    format!("{}{path}", call.desk.settings().public_url())
}

fn page_or_text(
    call: &Call,
    asked: &Asked,
    status: StatusCode,
    title: &str,
    explanation: &str,
    link: Option<(&str, &str)>,
) -> HttpResponse {
    if asked.is_of_person { page(call, status, title, explanation, link) } else { text(status, explanation) }
}

fn page(call: &Call, status: StatusCode, title: &str, explanation: &str, link: Option<(&str, &str)>) -> HttpResponse {
    let settings = call.desk.settings();
    let (has_logo, site_name) = (settings.logo_file.is_some(), settings.site_name.as_str());
    let page = Standalone { language: call.language, style: STYLE, has_logo, site_name, title, explanation, link };
    let Ok(html) = page.render() else { return text(status, explanation) };
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY.as_str()))
        .insert_header(NOT_TO_BE_KEPT)
        .body(html)
}

fn text(status: StatusCode, sentence: &str) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header(NOT_TO_BE_KEPT)
        .body(format!("{sentence}\n"))
}
