//! The error answers to administrators' calls, for the description of the API.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Header, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::web::api::problem::{ApiProblem, ErrorBody};
use crate::web::language::Language;

/// The error answers that every call may get.
pub struct Refusals;

/// The error answers that calls with a body may get besides.
pub struct BodyRefusals;

type Responses = BTreeMap<String, RefOr<Response>>;

impl IntoResponses for Refusals {
    fn responses() -> Responses {
        let all = [
            ("The request is not as documented", ApiProblem::BadRequest),
            (
                "No good access token. Where something is to be changed, also: the password was entered more than 15 \
                 minutes ago, or more than two for the gravest, as `max_age` says; then `error` is `insufficient_user_authentication`, and the answer is to log in anew",
                ApiProblem::TokenInvalid,
            ),
            ("The caller is not an administrator", ApiProblem::NotAllowed),
            ("The access token has expired: refresh", ApiProblem::TokenExpired),
            ("Something went wrong here and has been recorded", ApiProblem::Internal),
            ("Not available right now: try again in a few seconds", ApiProblem::Unavailable),
        ];
        described(all)
    }
}

impl IntoResponses for BodyRefusals {
    fn responses() -> Responses {
        described([
            ("The body came too slowly", ApiProblem::TooSlow),
            ("The body is too large", ApiProblem::TooLarge),
            ("The body is not `application/json`", ApiProblem::NotJson),
        ])
    }
}

fn described<const N: usize>(all: [(&str, ApiProblem); N]) -> Responses {
    all.into_iter().map(|(words, problem)| (problem.status().as_str().to_owned(), response(words, problem))).collect()
}

fn response(words: &str, problem: ApiProblem) -> RefOr<Response> {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(ErrorBody::name())))
        .example(Some(example(problem)))
        .build();
    let header = match problem {
        ApiProblem::TokenInvalid | ApiProblem::TokenExpired | ApiProblem::NotAllowed => {
            Some(("WWW-Authenticate", "What is wrong with the token (RFC 6750)", Type::String))
        }
        ApiProblem::Unavailable => Some(("Retry-After", "In how many seconds", Type::Integer)),
        _ => None,
    };
    let response = ResponseBuilder::new().description(words).content("application/json", content);
    let response = match header {
        Some((name, description, kind)) => {
            let mut header = Header::new(ObjectBuilder::new().schema_type(kind));
            header.description = Some(description.to_owned());
            response.header(name, header)
        }
        None => response,
    };
    response.build().into()
}

fn example(problem: ApiProblem) -> Value {
    let body = problem.body(Language::English, "8f3c0a51b2d4");
    serde_json::to_value(body).unwrap_or_else(|_| json!({}))
}
