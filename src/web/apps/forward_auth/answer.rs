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

/// The page is shown under the app's address, where our style sheet is not.
const STYLE: &str =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;word-break:keep-all}";

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
    title: &'a str,
    explanation: &'a str,
    link: Option<(&'a str, &'a str)>,
}

/// 200: go on. The rest of the cookies is sent along, even if it is empty: the proxy puts it in the place of the
/// cookies that the client sent.
pub fn allowed(session: Option<&ActiveSession>, cookies_left: HeaderValue) -> HttpResponse {
    let mut response = HttpResponse::Ok().finish();
    let headers = response.headers_mut();
    if let Some(session) = session {
        // Names, ids and roles are ASCII without control characters.
        for (name, value) in [
            (REMOTE_USER, session.username.as_str()),
            (REMOTE_ID, session.user_id.as_str()),
            (REMOTE_ROLE, session.role.as_str()),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
    headers.insert(header::COOKIE, cookies_left);
    not_to_be_kept(response)
}

/// Nobody is signed in: a person who only reads is led to the login page; nobody else is redirected.
pub fn sign_in_first(call: &Call, asked: &Asked, headers: &HeaderMap) -> HttpResponse {
    match (asked.is_of_person, asked.method == Method::GET) {
        (true, true) => {
            let status = match asked.shape {
                Shape::Forwarded => StatusCode::FOUND,
                Shape::Original => StatusCode::UNAUTHORIZED,
            };
            let mut response = HttpResponse::build(status).finish();
            let login = login(call, &page_asked_for(call, asked));
            if let Ok(location) = HeaderValue::from_str(&login) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            not_to_be_kept(response)
        }
        (true, false) if asked.method != Method::HEAD => {
            let back = page_of_form(call, asked, headers).unwrap_or_else(|| page_asked_for(call, asked));
            let explanation = say("You are not signed in, or not any more. Sign in, then go back and send it again.");
            page(
                call,
                StatusCode::UNAUTHORIZED,
                call.language.t("Your form was not sent"),
                call.language.t(explanation),
                Some((&login(call, &back), call.language.t("Sign in"))),
            )
        }
        _ => text(StatusCode::UNAUTHORIZED, call.language.t("Sign in first. Nothing was sent to the app.")),
    }
}

/// Somebody is signed in, but may not use the app.
pub fn forbidden(call: &Call, asked: &Asked, session: &ActiveSession) -> HttpResponse {
    let title = call.language.t("Not for you");
    let explanation = call.language.with(
        "You are signed in as {}, who may not use this. Ask an administrator for access, or sign out and come back as somebody else.",
        &[&session.username],
    );
    let account = format!("{}{}", call.desk.settings().public_url(), paths::ACCOUNT);
    let link = Some((account.as_str(), call.language.t("Your account")));
    page_or_text(call, asked, StatusCode::FORBIDDEN, title, &explanation, link)
}

/// Nobody may use the app.
pub fn closed(call: &Call, asked: &Asked) -> HttpResponse {
    let explanation = call.language.t(
        "The settings of this site let nobody in at this address, or it is written in a way that could mean two places. Check it, or tell whoever runs this site.",
    );
    page_or_text(call, asked, StatusCode::FORBIDDEN, call.language.t("There is no way in here"), explanation, None)
}

/// The question itself cannot be trusted. The log says what is wrong with it.
pub fn misstated(call: &Call) -> HttpResponse {
    let explanation =
        call.language.t("The proxy's question could not be relied on. Tell whoever runs this site; the log says more.");
    text(StatusCode::FORBIDDEN, explanation)
}

/// It cannot be found out whether the session is alive.
pub fn unavailable(call: &Call, asked: &Asked) -> HttpResponse {
    let problem = Problem::Unavailable;
    let (title, explanation) = (call.language.t(problem.title()), problem.explanation(call.language));
    let mut response = page_or_text(call, asked, StatusCode::SERVICE_UNAVAILABLE, title, explanation, None);
    if let Some(seconds) = problem.error_response().headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.clone());
    }
    response
}

fn page_asked_for(call: &Call, asked: &Asked) -> Place {
    place(call, &format!("{}{}", asked.origin(), asked.target()))
}

/// The page with the form, as far as the browser says, if it is one of the same app.
fn page_of_form(call: &Call, asked: &Asked, headers: &HeaderMap) -> Option<Place> {
    let referer = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let is_same = Origin::of(&referer)? == asked.origin();
    is_same.then(|| place(call, referer.as_str())).filter(|place| place.destination.is_app())
}

/// Where to return to: the front page of the app, if the page itself has an address that is too long to be carried
/// along.
struct Place {
    destination: Destination,
    is_too_long: bool,
}

fn place(call: &Call, text: &str) -> Place {
    let destination = Destination::parse(text, |origin| call.desk.settings().may_return_to(origin));
    Place { destination, is_too_long: Destination::is_too_long(text) }
}

fn login(call: &Call, place: &Place) -> String {
    let path = match place.is_too_long {
        true => paths::login_leading_to_front(&place.destination),
        false => paths::login_leading_to(&place.destination),
    };
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
    let page = Standalone { language: call.language, style: STYLE, title, explanation, link };
    let Ok(html) = page.render() else { return text(status, explanation) };
    let mut response = HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html);
    if let Ok(policy) = HeaderValue::from_str(&CONTENT_SECURITY_POLICY) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    not_to_be_kept(response)
}

fn text(status: StatusCode, sentence: &str) -> HttpResponse {
    let body = format!("{sentence}\n");
    not_to_be_kept(HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(body))
}

fn not_to_be_kept(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
