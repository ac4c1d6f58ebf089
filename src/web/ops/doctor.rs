//! `GET /doctor`: which client address would be recorded for this request, and which keys this server works with; for
//! `doorward doctor`, which proves that it has the server secret. Everybody else gets 404.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::desk::Desk;
use crate::domain::token::doctor_key::HEADER;
use crate::web::http::access_log::context_of;
use crate::web::ops::plain;

pub async fn show(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    let now = desk.clock().now();
    let proof = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    let is_known = |proof: &str| desk.secret().doctor.all().iter().any(|key| key.is_proof(proof, now));
    if !proof.is_some_and(is_known) {
        return plain::not_found().await;
    }
    let told = json!({ "address": context_of(&desk, &request).ip, "keys": desk.issuer().kids(now) });
    plain::answer(StatusCode::OK, told.to_string())
}
