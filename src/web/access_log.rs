//! One line a request, and the request's id.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};

use super::client_address::client_address;
use crate::auth::Desk;
use crate::domain::request_context::RequestContext;
use crate::random;

/// Logs each request by its route, never by its address: that may hold a one-time code.
///
/// # Errors
/// Those of the rest.
pub async fn access_log(
    desk: web::Data<Desk>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let context = context_of(&desk, request.request());
    request.extensions_mut().insert(context.clone());
    let method = request.method().to_string();
    let answer = next.call(request).await;
    let (status, route) = match &answer {
        Ok(response) => (response.status(), response.request().match_pattern()),
        Err(error) => (error.as_response_error().status_code(), None),
    };
    let level = if status.is_server_error() { log::Level::Error } else { log::Level::Info };
    log::log!(
        level,
        request = context.request_id, ip = context.ip, method, route = route.as_deref().unwrap_or("none"),
        status = status.as_u16(), milliseconds = started.elapsed().as_millis() as u64;
        "answered"
    );
    answer
}

/// The request's context, made once. Its id is ours: one that the client chose could be made to look like another's.
pub fn context_of(desk: &Desk, request: &HttpRequest) -> RequestContext {
    if let Some(context) = request.extensions().get::<RequestContext>() {
        return context.clone();
    }
    let user_agent = request.headers().get(header::USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    RequestContext {
        request_id: random::bytes::<6>().iter().map(|byte| format!("{byte:02x}")).collect(),
        ip: client_address(request.peer_addr(), request.headers(), desk.settings()),
        user_agent: RequestContext::clean_user_agent(user_agent),
    }
}
