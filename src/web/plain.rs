//! Addresses that answer machines in plain text: `GET` and `HEAD`, for everybody who reaches them.

use actix_web::dev::AppService;
use actix_web::dev::HttpServiceFactory;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, Handler, HttpResponse, Resource, Responder, guard, web};

use super::spelling::is_ours;

/// The address with this path.
pub fn at<F, Args>(path: &str, handler: F) -> impl HttpServiceFactory + 'static
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let reads = guard::Any(guard::Get()).or(guard::Head());
    let resource = web::resource(path).guard(guard::fn_guard(is_ours));
    Plain(resource.route(web::route().guard(reads).to(handler)).default_service(web::to(refuse_method)))
}

struct Plain(Resource);

impl HttpServiceFactory for Plain {
    fn register(self, config: &mut AppService) {
        self.0.register(config);
    }
}

/// An answer of some words.
pub fn answer(status: StatusCode, text: impl Into<String>) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(text.into())
}

/// The answer for every other address of a listener that has only such.
pub async fn not_found() -> HttpResponse {
    answer(StatusCode::NOT_FOUND, "There is nothing here.\n")
}

async fn refuse_method() -> HttpResponse {
    let mut response = answer(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD work here.\n");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
