//! Signing out.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};

use crate::auth::issuer::Verified;
use crate::auth::revocation::log_out;
use crate::domain::access_token::Audience;
use crate::web::cookies::{CookieChange, PresentedCookies};
use crate::web::error::Problem;
use crate::web::paths;
use crate::web::visit::Visit;

/// Never `"cookies"`: that would take the neighbours' with it.
const CLEAR_SITE_DATA: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// `POST /logout`. Whoever is not signed in any more wanted the same, and gets the same answer. Every session that an
/// access token for these pages names ends, even if cookies came twice or do not belong together.
pub async fn submit(visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let desk = &visit.desk;
    let mut named: Vec<_> =
        visit.session().map(|session| (session.id.clone(), session.user_id.clone())).into_iter().collect();
    for token in PresentedCookies::read(request.headers(), desk.settings()).access {
        if let Verified::Current(claims) | Verified::OutOfTime(claims) =
            desk.issuer().verify(&token, Audience::Pages, desk.clock().now())
            && !named.iter().any(|(session, _)| *session == claims.sid)
        {
            named.push((claims.sid, claims.sub));
        }
    }
    for (session, user) in named {
        log_out(desk, &session, &user, visit.context.clone()).await?;
    }
    Ok(signed_out(&visit))
}

/// The answer that leaves nothing behind in the browser.
pub fn signed_out(visit: &Visit) -> HttpResponse {
    let mut response = visit.see_other(paths::HOME_AFTER_LOGOUT);
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), CLEAR_SITE_DATA);
    response.extensions_mut().insert(CookieChange::Clear);
    response
}
