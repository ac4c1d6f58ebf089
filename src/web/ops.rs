//! For the operator and the programs that watch over the server: answers in plain text.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::desk::Desk;
use crate::desk::upkeep::metrics::exposition;
use crate::desk::upkeep::{Format, readiness};
use crate::domain::token::doctor_key::HEADER;
use crate::web::http::access_log::context_of;

/// `GET /healthz`: whether the process answers. Asks nothing else, so that no process is restarted because the database
/// is away.
pub async fn alive() -> HttpResponse {
    answer(StatusCode::OK, "alive\n")
}

/// `GET /readyz`: whether the process can do its work; if not, what is missing, one word on each line.
pub async fn ready(desk: web::Data<Desk>) -> HttpResponse {
    let missing: String =
        readiness::missing(&desk).await.iter().map(|missing| format!("{}\n", missing.as_str())).collect();
    if missing.is_empty() {
        answer(StatusCode::OK, "ready\n")
    } else {
        answer(StatusCode::SERVICE_UNAVAILABLE, missing)
    }
}

/// `GET /metrics`: in OpenMetrics if the request asks for it, as Prometheus does; otherwise in the older text format.
pub async fn metrics(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    let accepts = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("openmetrics-text"));
    let is_open = request.headers().get_all(header::ACCEPT).any(accepts);
    let format = if is_open { Format::OpenMetrics } else { Format::Prometheus };
    let mut response = answer(StatusCode::OK, exposition(&desk, format));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    response
}

/// `GET /doctor`: which client address would be recorded for this request, and which keys this server works with; for
/// `doorward doctor`, which proves that it has the server secret. Everybody else gets 404.
pub async fn doctor(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    let now = desk.clock().now();
    let proof = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    let is_known = |proof: &str| desk.secret().doctor.all().iter().any(|key| key.is_proof(proof, now));
    if !proof.is_some_and(is_known) {
        return not_found().await;
    }
    let told = json!({ "address": context_of(&desk, &request).ip, "keys": desk.issuer().kids(now) });
    answer(StatusCode::OK, told.to_string())
}

/// For every other address of a listener that has plain addresses only.
pub async fn not_found() -> HttpResponse {
    answer(StatusCode::NOT_FOUND, "There is nothing here.\n")
}

/// For a method that an address does not have.
pub fn refuse_method(allow: &'static str) -> HttpResponse {
    let mut response = answer(StatusCode::METHOD_NOT_ALLOWED, format!("This address answers {allow} only.\n"));
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    response
}

fn answer(status: StatusCode, text: impl Into<String>) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(text.into())
}
