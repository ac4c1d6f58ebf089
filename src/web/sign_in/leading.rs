//! Where a sign-in or a sign-out leads: to a page of ours, or to an app whose origin the settings name.

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};

use crate::domain::net::Destination;
use crate::web::http::headers;
use crate::web::visit::visit::Visit;

/// The parameter of a page that leads on.
#[derive(serde::Deserialize)]
pub struct Parameters {
    pub next: Option<String>,
}

/// The home page if `next` names nothing that it may lead to.
pub(super) fn destination(visit: &Visit, next: Option<&str>) -> Destination {
    Destination::parse(next.unwrap_or("/"), |origin| visit.desk.settings().may_return_to(origin))
}

/// Permits the form to lead to an app, if that is where it goes.
pub(super) fn leading_to(next: &Destination, mut page: HttpResponse, visit: &Visit) -> HttpResponse {
    let policy = headers::policy_leading_to(&visit.desk.settings().return_origins);
    if let Ok(policy) = HeaderValue::from_str(&policy)
        && next.is_app()
    {
        page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    page
}
