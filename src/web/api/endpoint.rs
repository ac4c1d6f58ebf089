//! An address for programs and the methods it answers: everything else is 405, `HEAD` comes with `GET`, and whatever
//! goes wrong is answered in JSON, with the request's id.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, FromRequest, Handler, HttpResponse, Resource, Responder, guard, web};
use futures_util::FutureExt;

use super::call::Call;
use super::problem::ApiProblem;
use crate::desk::Desk;
use crate::web::access_log::context_of;
use crate::web::client_address::is_expected_peer;
use crate::web::language::Language;
use crate::web::spelling::is_ours;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// An address that is being described.
pub struct Endpoint {
    resource: Resource,
    methods: Vec<Method>,
}

impl Endpoint {
    /// The address with this path.
    pub fn at(path: &str) -> Endpoint {
        Endpoint { resource: web::resource(path).guard(guard::fn_guard(is_ours)), methods: Vec::new() }
    }

    /// Answers `GET` and `HEAD`.
    pub fn get<F, Args>(mut self, handler: F) -> Endpoint
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.methods.extend([Method::GET, Method::HEAD]);
        let reads = guard::Any(guard::Get()).or(guard::Head());
        Endpoint { resource: self.resource.route(web::route().guard(reads).to(handler)), ..self }
    }

    /// Answers `POST`.
    pub fn post<F, Args>(self, handler: F) -> Endpoint
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::POST, handler)
    }

    /// Answers `PUT`.
    pub fn put<F, Args>(self, handler: F) -> Endpoint
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::PUT, handler)
    }

    /// Answers `DELETE`.
    pub fn delete<F, Args>(self, handler: F) -> Endpoint
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::DELETE, handler)
    }

    fn on<F, Args>(mut self, method: Method, handler: F) -> Endpoint
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.methods.push(method.clone());
        Endpoint { resource: self.resource.route(web::method(method).to(handler)), ..self }
    }

    /// The finished resource.
    pub fn done(
        self,
    ) -> Resource<
        impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>,
    > {
        let allow = allow(&self.methods);
        let refuse = move || async move { Err::<&'static str, _>(ApiProblem::MethodNotAllowed { allow }) };
        self.resource.default_service(web::to(refuse)).wrap(from_fn(answer))
    }
}

/// The header `Allow`.
fn allow(methods: &[Method]) -> &'static str {
    let has = |method: &Method| methods.contains(method);
    match (has(&Method::GET), has(&Method::POST), has(&Method::PUT), has(&Method::DELETE)) {
        (true, false, false, true) => "GET, HEAD, DELETE",
        (true, true, _, _) => "GET, HEAD, POST",
        (true, _, _, _) => "GET, HEAD",
        (_, true, _, _) => "POST",
        (_, _, true, true) => "PUT, DELETE",
        (_, _, true, _) => "PUT",
        (_, _, _, _) => "DELETE",
    }
}

/// The middleware around each address for programs: turns problems into JSON, and panics into problems. A connection
/// past the proxies gets no further.
///
/// # Errors
/// None: they are answers here.
pub async fn answer(
    desk: web::Data<Desk>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let context = context_of(&desk, request.request());
    let language = Language::of_request(None, request.headers());
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
                (fresh, ApiProblem::Internal.error_response_of())
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

impl ApiProblem {
    fn error_response_of(self) -> HttpResponse {
        actix_web::ResponseError::error_response(&self)
    }
}

/// The answer for every other address below the API.
///
/// # Errors
/// Always [`ApiProblem::NotFound`].
pub async fn not_found(_: Call) -> Result<&'static str, ApiProblem> {
    Err(ApiProblem::NotFound)
}
