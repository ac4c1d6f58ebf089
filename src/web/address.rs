//! An address and the methods that it answers. Any other method gets 405; `HEAD` is answered where `GET` is.
//!
//! An error is answered with a page on a page's address, with JSON on an endpoint, with text on a plain address.

use std::panic::AssertUnwindSafe;

use actix_web::body::MessageBody;
use actix_web::dev::{AppService, HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, FromRequest, Handler, Resource, Responder, guard, web};
use futures_util::FutureExt;

use crate::web::api::endpoint;
use crate::web::api::problem::ApiProblem;
use crate::web::error::Problem;
use crate::web::forms::idempotent::answer_once;
use crate::web::http::spelling::is_ours;
use crate::web::ops;
use crate::web::visit::senders::Senders;
use crate::web::visit::visit::Visit;

pub struct Address {
    resource: Resource,
    methods: Vec<Method>,
    kind: Kind,
}

enum Kind {
    /// For people. A form that is sent twice is handled once if its sender is one of these.
    Page(Senders),
    /// For programs that speak JSON.
    Endpoint,
    /// For programs that read text.
    Plain,
}

impl Address {
    /// Its forms come from people who are signed in.
    pub fn page(path: &str) -> Address {
        Address::at(path, Kind::Page(Senders::SignedIn))
    }

    pub fn endpoint(path: &str) -> Address {
        Address::at(path, Kind::Endpoint)
    }

    /// Answers everybody, in plain text.
    pub fn plain(path: &str) -> Address {
        Address::at(path, Kind::Plain)
    }

    fn at(path: &str, kind: Kind) -> Address {
        Address { resource: web::resource(path).guard(guard::fn_guard(is_ours)), methods: Vec::new(), kind }
    }

    /// Answers `GET` and `HEAD`.
    pub fn get<A: FromRequest + 'static>(self, handler: impl Handler<A, Output: Responder + 'static>) -> Address {
        self.on(Method::GET, handler)
    }

    pub fn post<A: FromRequest + 'static>(self, handler: impl Handler<A, Output: Responder + 'static>) -> Address {
        self.on(Method::POST, handler)
    }

    pub fn on<A: FromRequest + 'static>(
        mut self,
        method: Method,
        handler: impl Handler<A, Output: Responder + 'static>,
    ) -> Address {
        let route = match method {
            Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            _ => web::method(method.clone()),
        };
        self.methods.push(method);
        Address { resource: self.resource.route(route.to(handler)), ..self }
    }

    /// For a page whose forms come from other people than those who are signed in.
    pub fn sent_by(self, senders: Senders) -> Address {
        Address { kind: Kind::Page(senders), ..self }
    }
}

impl HttpServiceFactory for Address {
    fn register(self, config: &mut AppService) {
        let allow = allow(&self.methods);
        match self.kind {
            Kind::Page(senders) => {
                let refuse = move || async move { Err::<&'static str, _>(Problem::MethodNotAllowed { allow }) };
                let has_get = self.methods.contains(&Method::GET);
                let once = move |request: ServiceRequest, next| {
                    if has_get {
                        Visit::standing_here(request.request());
                    }
                    answer_once(request, next, senders)
                };
                let page = self.resource.default_service(web::to(refuse));
                page.wrap(from_fn(panic_to_problem)).wrap(from_fn(once)).register(config);
            }
            Kind::Endpoint => {
                let refuse = move || async move { Err::<&'static str, _>(ApiProblem::MethodNotAllowed { allow }) };
                self.resource.default_service(web::to(refuse)).wrap(from_fn(endpoint::answer)).register(config);
            }
            Kind::Plain => {
                let refuse = move || async move { ops::refuse_method(allow) };
                self.resource.default_service(web::to(refuse)).register(config);
            }
        }
    }
}

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

/// Without this, a handler that panics would close the connection without an answer.
async fn panic_to_problem(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let path = request.match_pattern().unwrap_or_default();
    let answered = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    match answered {
        Ok(response) => response,
        Err(_) => {
            log::error!(path; "a handler panicked");
            Err(Problem::Internal.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, body, http::StatusCode};

    use super::*;

    async fn broken() -> &'static str {
        panic!("a secret is in here")
    }

    #[actix_web::test]
    async fn a_handler_that_panics_is_answered_with_a_bland_500() {
        let well = Address::page("/well").get(|| async { "well" });
        let app = init_service(App::new().service(Address::page("/broken").get(broken)).service(well)).await;
        let error = match actix_web::dev::Service::call(&app, TestRequest::get().uri("/broken").to_request()).await {
            Ok(answer) => panic!("{}", answer.status()),
            Err(error) => error,
        };
        let response = error.error_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let text = body::to_bytes(response.into_body()).await.map_err(|_| "no body").expect("a body");
        assert!(!String::from_utf8_lossy(&text).contains("secret"));
        let answer = call_service(&app, TestRequest::get().uri("/well").to_request()).await;
        assert_eq!(answer.status(), StatusCode::OK);
    }
}
