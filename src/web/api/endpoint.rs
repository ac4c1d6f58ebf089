//! The middleware around each endpoint: every error is answered in JSON, with the request's id.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError, web};
use futures_util::FutureExt;

use crate::desk::Desk;
use crate::web::api::call::Call;
use crate::web::api::problem::ApiProblem;
use crate::web::http::access_log::context_of;
use crate::web::http::client_address::is_expected_peer;
use crate::web::language;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Turns problems into JSON, and panics into problems. Refuses a connection that bypassed the proxies. Never returns an
/// error: errors are answers here.
pub async fn answer(
    desk: web::Data<Desk>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let context = context_of(&desk, request.request());
    let language = language::of_request(None, request.headers(), desk.settings());
    let path = request.match_pattern().unwrap_or_default();
    let fresh = request.request().clone();
    let (http, response) = if !is_expected_peer(request.peer_addr(), desk.settings()) {
        log::warn!(request = context.request_id, ip = context.ip; "a connection past the proxy refused");
        (fresh, ApiProblem::PastTheProxy.answer(language, &context.request_id))
    } else {
        match AssertUnwindSafe(next.call(request)).catch_unwind().await {
            Ok(Ok(response)) => {
                let (http, response) = response.into_parts();
                (http, response.map_into_boxed_body())
            }
            Ok(Err(error)) => (fresh, error.error_response()),
            Err(_) => {
                log::error!(request = context.request_id, path; "a handler panicked");
                (fresh, ApiProblem::Internal.error_response())
            }
        }
    };
    let problem = response.extensions().get::<ApiProblem>().copied();
    let mut response = problem.map_or(response, |problem| problem.answer(language, &context.request_id));
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        response.headers_mut().insert(X_REQUEST_ID, id);
    }
    Ok(ServiceResponse::new(http, response))
}

/// The answer for every other address below the API.
pub async fn not_found(_: Call) -> Result<&'static str, ApiProblem> {
    Err(ApiProblem::NotFound)
}
