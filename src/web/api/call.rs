//! What every handler of the API uses: the desk, the request's context, and functions for the answer.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::Desk;
use crate::domain::request_context::RequestContext;
use crate::web::api::problem::ApiProblem;
use crate::web::http::access_log::context_of;
use crate::web::language::{self, Language};

#[derive(Clone)]
pub struct Call {
    pub desk: Desk,
    pub context: RequestContext,
    /// The language of sentences in the answer.
    pub language: Language,
}

impl Call {
    pub fn of(request: &HttpRequest) -> Result<Call, ApiProblem> {
        let Some(desk) = request.app_data::<web::Data<Desk>>() else {
            log::error!("there is no desk in the app's data; every call is refused");
            return Err(ApiProblem::Internal);
        };
        let context = context_of(desk, request);
        let language = language::of_request(None, request.headers(), desk.settings());
        Ok(Call { desk: desk.get_ref().clone(), context, language })
    }
}

impl FromRequest for Call {
    type Error = ApiProblem;
    type Future = Ready<Result<Call, ApiProblem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Call::of(request))
    }
}

pub type Answer = Result<HttpResponse, ApiProblem>;

/// Some of a longer list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// They, in order.
    pub items: Vec<T>,
    /// To be sent as `cursor` for those that come after; null at the end.
    #[schema(required = true)]
    pub next: Option<String>,
}

/// Answers 200.
pub fn json(value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().json(value)
}

/// Answers 204, without a body.
pub fn done() -> HttpResponse {
    HttpResponse::NoContent().finish()
}
