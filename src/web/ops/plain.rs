//! Answers in plain text, for programs.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};

pub fn answer(status: StatusCode, text: impl Into<String>) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(text.into())
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
