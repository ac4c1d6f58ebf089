//! Signing out: a page with one button, for apps to link to, and what the button does.
//!
//! Reading the page changes nothing, so any site may lead there; the button is Doorward's own form, which no other site can
//! send.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::form_answers::standing;
use crate::desk::session::revocation::log_out;
use crate::domain::net::Destination;
use crate::domain::token::Audience;
use crate::web::error::Problem;
use crate::web::forms::sent_again::came_to_nothing;
use crate::web::http::cookies::{CookieChange, PresentedCookies};
use crate::web::http::form::{self, Query};
use crate::web::sign_in::leading::{Parameters, destination, leading_to};
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

/// Never `"cookies"`: that would also delete the cookies of neighbouring hosts.
const CLEAR_SITE_DATA: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

const NEXT: &str = "next";

#[derive(Template)]
#[template(path = "logout.html")]
struct LogoutPage<'a> {
    frame: Frame,
    next: &'a Destination,
    /// How the session ended that this browser still had cookies of.
    ended: Option<&'static str>,
}

/// `GET /logout`
pub async fn show(visit: Visit, Query(parameters): Query<Parameters>) -> HttpResponse {
    let next = destination(&visit, parameters.next.as_deref());
    let ended = visit.ended().map(|end| words::session_end(end, visit.language));
    let page = LogoutPage { frame: visit.frame(), next: &next, ended };
    leading_to(&next, visit.page_after_end(&page), &visit)
}

/// `POST /logout`. Somebody who is not signed in any more wanted the same, and gets the same answer. Every session ends
/// that an access token for these pages names, even if cookies came twice or do not belong together.
pub async fn submit(visit: Visit, request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Problem> {
    let next = if form::is_form(&request) { next_in(&form::read_body(body.into_inner()).await?) } else { None };
    let desk = &visit.desk;
    let mut named: Vec<_> =
        visit.session().map(|session| (session.id.clone(), session.user_id.clone())).into_iter().collect();
    for token in PresentedCookies::read(request.headers(), desk.settings()).access {
        if let Some((claims, _)) = desk.issuer().verify(&token, Audience::Pages, desk.clock().now())
            && !named.iter().any(|(session, _)| *session == claims.sid)
        {
            named.push((claims.sid, claims.sub));
        }
    }
    let mut is_somebody = visit.session().is_some();
    for (session, user) in named {
        is_somebody = is_somebody || standing(desk, session.clone()).await?.is_some();
        log_out(desk, &session, &user, visit.context.clone()).await?;
    }
    let response = signed_out_to(&destination(&visit, next.as_deref()), &visit);
    Ok(if is_somebody { response } else { came_to_nothing(response) })
}

/// `None` unless `next` comes exactly once: a form with anything else still signs out.
fn next_in(body: &[u8]) -> Option<String> {
    let mut fields = form::parse_pairs(body)?.into_iter().filter(|(name, _)| name == NEXT);
    let (first, second) = (fields.next(), fields.next());
    first.filter(|_| second.is_none()).map(|(_, value)| value)
}

/// The answer that leaves nothing of Doorward in the browser.
pub fn signed_out(visit: &Visit) -> HttpResponse {
    signed_out_to(&destination(visit, None), visit)
}

fn signed_out_to(next: &Destination, visit: &Visit) -> HttpResponse {
    let mut response = visit.see_other(if next.is_home() { paths::HOME_AFTER_LOGOUT } else { next.as_str() });
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), CLEAR_SITE_DATA);
    response.extensions_mut().insert(CookieChange::Clear);
    response
}
