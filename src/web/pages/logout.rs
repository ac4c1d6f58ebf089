//! Signing out.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};

use crate::auth::revocation::log_out;
use crate::web::cookies::CookieChange;
use crate::web::error::Problem;
use crate::web::visit::Visit;

/// Never `"cookies"`: that would take the neighbours' with it.
const CLEAR_SITE_DATA: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// `POST /logout`. Whoever is not signed in any more wanted the same, and gets the same answer.
pub async fn submit(visit: Visit) -> Result<HttpResponse, Problem> {
    if let Some(session) = visit.session() {
        log_out(&visit.desk, &session.id, &session.user_id, visit.context.clone()).await?;
    }
    let mut response = visit.see_other("/?signed-out");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), CLEAR_SITE_DATA);
    response.extensions_mut().insert(CookieChange::Clear);
    Ok(response)
}
