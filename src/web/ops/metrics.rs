//! `GET /metrics`: the metrics, in the format that is asked for.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::desk::Desk;
use crate::desk::upkeep::Format;
use crate::desk::upkeep::metrics::exposition;
use crate::web::ops::plain;

/// OpenMetrics if the request asks for it, as Prometheus does; otherwise the older text format.
pub async fn show(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    let accepts = |value: &header::HeaderValue| value.to_str().is_ok_and(|text| text.contains("openmetrics-text"));
    let format = match request.headers().get_all(header::ACCEPT).any(accepts) {
        true => Format::OpenMetrics,
        false => Format::Prometheus,
    };
    let mut response = plain::answer(actix_web::http::StatusCode::OK, exposition(&desk, format));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(format.content_type()));
    response
}
