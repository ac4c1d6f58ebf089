//! One log line for each request, and the id of the request.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use data_encoding::HEXLOWER;

use crate::desk::Desk;
use crate::domain::net::ForwardingFault;
use crate::domain::request_context::RequestContext;
use crate::random;
use crate::web::http::client_address::find_client;
use crate::web::paths;

/// Logs each request by its route, never by its address: that may hold a one-time code.
pub async fn access_log(
    desk: web::Data<Desk>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let context = context_of(&desk, request.request());
    request.extensions_mut().insert(context.clone());
    let method = request.method().clone();
    let answer = next.call(request).await;
    let (status, route) = match &answer {
        Ok(response) => (response.status(), response.request().match_pattern()),
        Err(error) => (error.as_response_error().status_code(), None),
    };
    let took = started.elapsed();
    let level = match route.as_deref() {
        // Balancers ask for these every few seconds; what is missing then is logged where it is found.
        Some(paths::HEALTH | paths::READINESS) => log::Level::Debug,
        _ if status.is_server_error() => log::Level::Error,
        _ => log::Level::Info,
    };
    log::log!(
        level,
        request = context.request_id, ip = context.ip, method = method.as_str(), route = route.as_deref().unwrap_or("none"),
        status = status.as_u16(), milliseconds = took.as_millis() as u64;
        "answered"
    );
    desk.metrics().requests.answered(route, known_method(&method), status.as_u16(), took);
    answer
}

/// Clients can invent methods; the metrics distinguish only those that have a meaning.
fn known_method(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    known.into_iter().find(|known| method == *known).unwrap_or("other")
}

/// The request's context, made once. Its id is ours: a client could choose one that looks like that of another request.
pub fn context_of(desk: &Desk, request: &HttpRequest) -> RequestContext {
    if let Some(context) = request.extensions().get::<RequestContext>() {
        return context.clone();
    }
    let client = find_client(request.peer_addr(), request.headers(), desk.settings());
    if let Some(fault) = client.fault
        && !is_of_machines(request.path())
        && desk.forwarding().note(fault, desk.clock().now())
    {
        tell_of(fault, &client.address);
    }
    let user_agent = request.headers().get(header::USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    RequestContext {
        request_id: HEXLOWER.encode(&random::bytes::<6>()),
        ip: client.address,
        user_agent: RequestContext::clean_user_agent(user_agent),
        language: None,
    }
}

/// Whether balancers and other programs ask for this path by themselves, not for a person.
fn is_of_machines(path: &str) -> bool {
    matches!(path, paths::HEALTH | paths::READINESS | paths::METRICS | paths::PUBLIC_KEYS | paths::RECALL_LIST)
}

fn tell_of(fault: ForwardingFault, proxy: &str) {
    let sent = match fault {
        ForwardingFault::Missing => "no X-Forwarded-For",
        ForwardingFault::Unreadable => "an X-Forwarded-For that is no list of addresses",
    };
    log::warn!(
        proxy;
        "a trusted proxy sends {sent}, so everybody who comes through it shares one address and its limits; \
         \"doorward doctor --proxy\" prints settings for it"
    );
}
