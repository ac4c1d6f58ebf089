//! A page's address and the methods it answers: everything else is 405, `HEAD` comes with `GET`, a panic is a 500,
//! and a form that comes twice is dealt with once.

use std::panic::AssertUnwindSafe;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, FromRequest, Handler, Resource, Responder, guard, web};
use futures_util::FutureExt;

use super::error::Problem;
use super::idempotent::answer_once;
use super::senders::Senders;
use super::spelling::is_ours;
use super::visit::Visit;

/// An address that is being described.
pub struct Page {
    resource: Resource,
    has_get: bool,
    has_post: bool,
    senders: Senders,
}

impl Page {
    /// The page at this path.
    pub fn at(path: &str) -> Page {
        let resource = web::resource(path).guard(guard::fn_guard(is_ours));
        Page { resource, has_get: false, has_post: false, senders: Senders::SignedIn }
    }

    /// Answers `GET` and `HEAD`.
    pub fn get<F, Args>(self, handler: F) -> Page
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let reads = guard::Any(guard::Get()).or(guard::Head());
        Page { resource: self.resource.route(web::route().guard(reads).to(handler)), has_get: true, ..self }
    }

    /// Answers `POST` of a form that may be dealt with any number of times, since nothing is kept of it.
    pub fn post_idempotent<F, Args>(self, handler: F) -> Page
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Page { senders: Senders::Nobody, ..self.post(handler) }
    }

    /// Answers `POST` of those who are signed in; the same form sent twice is dealt with once.
    pub fn post<F, Args>(self, handler: F) -> Page
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Page { resource: self.resource.route(web::post().to(handler)), has_post: true, ..self }
    }

    /// The form may come from others than those who are signed in.
    pub fn sent_by(self, senders: Senders) -> Page {
        Page { senders, ..self }
    }

    /// The finished resource.
    pub fn done(
        self,
    ) -> Resource<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody>,
            Error = Error,
            InitError = (),
        >,
    > {
        let allow = match (self.has_get, self.has_post) {
            (true, true) => "GET, HEAD, POST",
            (true, false) => "GET, HEAD",
            (false, _) => "POST",
        };
        let refuse = move || async move { Err::<&'static str, _>(Problem::MethodNotAllowed { allow }) };
        let (senders, has_get) = (self.senders, self.has_get);
        let once = move |request: ServiceRequest, next| {
            if has_get {
                Visit::standing_here(request.request());
            }
            answer_once(request, next, senders)
        };
        self.resource.default_service(web::to(refuse)).wrap(from_fn(panic_to_problem)).wrap(from_fn(once))
    }
}

/// A handler that panics would close the connection without a word.
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
        let page = || Page::at("/broken").get(broken).done();
        let app =
            init_service(App::new().service(page()).service(Page::at("/well").get(|| async { "well" }).done())).await;
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
