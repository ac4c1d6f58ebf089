//! The description of the API (OpenAPI 3.1), generated from the handlers.

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::content::{Content, ContentBuilder};
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Required, ResponseBuilder, Type};
use utoipa::{OpenApi, PartialSchema};

use crate::web::api::admin::schemas;
use crate::web::api::cursor::UNKNOWN;
use crate::web::api::problem::{ApiProblem, ErrorBody};
use crate::web::description::endpoints;
use crate::web::http::conditional;
use crate::web::language::Language;

/// The name under which operations refer to the one way to send a token.
const TOKEN: &str = "accessToken";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Doorward",
        // The version of the API, which only ever gets additions; nobody needs to know that of the program.
        version = "1",
        description = "Signs people in for other programs, keeps their sessions, and tells who is signed in where.\n\n\
            Sign in at `/api/tokens`, then send the access token as `Authorization: Bearer`. When an answer has the status \
            419, or is a 401 with `invalid_token`, send the refresh token to `/api/tokens/refresh` and try again with \
            the new access token; when the refresh answers 401, sign in again. Cookies are not looked at. Times are NumericDates: seconds since 1970 (RFC 7519).",
    ),
    components(schemas(ErrorBody)),
)]
struct Description;

pub static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
    let mut document = Description::openapi().merge_from(endpoints::description());
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    let bearer = bearer.description(Some("The access token that `/api/tokens` answers with")).build();
    document.components.get_or_insert_default().add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    for (path, is_read, operation) in endpoints::operations(&mut document) {
        complete(path, is_read, operation);
    }
    document
});

/// The document as it is sent, with its tag.
static JSON: LazyLock<Option<(String, String)>> = LazyLock::new(|| {
    let json = DOCUMENT.to_pretty_json().ok()?;
    Some((conditional::tag_of(&json), json))
});

/// `GET /openapi.json`. [`ApiProblem::Internal`] never occurs: a test proves that the document can be written.
pub async fn show(request: HttpRequest) -> Result<HttpResponse, ApiProblem> {
    let (tag, json) = JSON.as_ref().ok_or(ApiProblem::Internal)?;
    Ok(conditional::answer(&request, "application/json", Duration::from_secs(300), tag.clone(), || json.clone()))
}

/// Adds what endpoints have in common, so that each handler only describes what is its own. An operation asks for a token
/// unless its handler says `security(())`.
fn complete(path: &str, is_read: bool, operation: &mut Operation) {
    let needs_token = operation.security.is_none();
    operation.security = needs_token.then(|| vec![SecurityRequirement::new(TOKEN, [""; 0])]);
    if let Some(parameter) = in_path(path) {
        operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
    }
    let is_cursor = |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(it) if it.name == "cursor");
    let has_cursor = operation.parameters.iter().flatten().any(is_cursor);
    let (is_admins, has_body) = (path.starts_with("/api/admin/"), operation.request_body.is_some());

    let common = [
        (true, ApiProblem::Internal),
        (true, ApiProblem::Unavailable),
        (needs_token || has_body, ApiProblem::BadRequest),
        (needs_token, ApiProblem::TokenInvalid),
        (needs_token, ApiProblem::TokenExpired),
        (is_admins, ApiProblem::NotAllowed),
        (needs_token && !is_read, ApiProblem::TooManyWrites { seconds: 5 }),
        (path.contains('{'), ApiProblem::NotFound),
        (has_cursor, ApiProblem::Conflict(UNKNOWN)),
        (has_body, ApiProblem::TooSlow),
        (has_body, ApiProblem::TooLarge),
        (has_body, ApiProblem::NotJson),
    ];
    let responses = &mut operation.responses.responses;
    for (_, problem) in common.into_iter().filter(|(may_come, _)| *may_come) {
        let words = match problem {
            ApiProblem::TokenInvalid if is_admins => {
                "No good access token. Where something is to be changed, also: the password was entered more than 15 \
                 minutes ago, or more than two for the gravest, as `max_age` says; then `error` is \
                 `insufficient_user_authentication`, and the answer is to sign in again"
            }
            ApiProblem::TokenInvalid => "No good access token",
            ApiProblem::BadRequest if needs_token => "The request is not as documented, or has several access tokens",
            ApiProblem::Unavailable => "Too much to do, or the database is away: try again in a few seconds",
            ApiProblem::TokenExpired => "The access token has expired, or was recalled: refresh",
            ApiProblem::TooManyWrites { .. } => "The caller has made too many changes lately: nothing was changed",
            ApiProblem::NotFound => "There is none with this id",
            problem => problem.sentence(Language::ENGLISH),
        };
        let content = error(serde_json::to_value(problem.body(Language::ENGLISH, "8f3c0a51b2d4")).ok());
        let response = ResponseBuilder::new().description(words).content("application/json", content);
        responses.entry(problem.status().as_str().to_owned()).or_insert_with(|| response.into());
    }
    for (status, response) in responses {
        let RefOr::T(response) = response else { continue };
        if status.as_str() >= "400" && response.content.is_empty() {
            response.content.insert("application/json".to_owned(), error(None).into());
        }
        response.headers.insert("X-Request-Id".into(), text_header("The number under which the log has more"));
        let more = match status.as_str() {
            "401" | "403" | "419" => Some(("WWW-Authenticate", "The challenge (RFC 6750)")),
            "429" | "503" => Some(("Retry-After", "Seconds after which trying again makes sense")),
            _ => None,
        };
        response.headers.extend(more.map(|(name, description)| (name.to_owned(), text_header(description))));
    }
}

/// The one parameter that a path may have.
fn in_path(path: &str) -> Option<Parameter> {
    let (name, description, schema) = if path.contains("{id}") {
        ("id", "The id.", schemas::Id::schema())
    } else if path.contains("{kid}") {
        ("kid", "The id of the key.", schemas::KeyId::schema())
    } else {
        return None;
    };
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
    Some(parameter.description(Some(description)).schema(Some(schema)).build())
}

fn error(example: Option<serde_json::Value>) -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Error"))).example(example).build()
}

fn text_header(description: &str) -> RefOr<Header> {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    RefOr::T(HeaderBuilder::new().schema(Some(text)).description(Some(description)).build())
}
