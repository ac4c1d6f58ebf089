//! The description of the API (OpenAPI 3.1), generated from the handlers.

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Header, HeaderBuilder, ObjectBuilder, Ref, RefOr, Type};
use utoipa::{Modify, OpenApi};

use crate::web::api::problem::{ApiProblem, ErrorBody};
use crate::web::description::endpoints::Endpoints;
use crate::web::http::conditional;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Doorward",
        // The version of the API, which only ever gets additions; nobody needs to know that of the program.
        version = "1",
        description = "Signs people in for other programs, keeps their sessions, and tells who is signed in where.\n\n\
            Log in at `/api/tokens`, then send the access token as `Authorization: Bearer`. When an answer has the status \
            419, or is a 401 with `invalid_token`, send the refresh token to `/api/tokens/refresh` and try again with \
            the new access token; when the refresh answers 401, log in anew. Cookies are not looked at. Times are NumericDates: seconds since 1970 (RFC 7519).",
    ),
    components(schemas(ErrorBody)),
    tags(
        (name = "Tokens", description = "Logging in, going on, and logging out."),
        (name = "Own account", description = "Who one is, and where one is signed in."),
        (name = "Administration: sessions", description = "Everybody's sessions: found, looked at, and ended. For administrators."),
        (name = "Administration: users", description = "Everybody's accounts. For administrators."),
        (name = "Administration: events", description = "The record of what happened. For administrators."),
        (name = "Administration: keys", description = "The keys that sign access tokens. For administrators."),
        (name = "Checking tokens", description = "What an app needs that checks access tokens itself."),
    )
)]
struct Description;

pub static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
    let mut document = Description::openapi().merge_from(Endpoints::openapi());
    Security.modify(&mut document);
    CommonAnswers.modify(&mut document);
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

/// How the token is sent.
struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        let bearer = bearer.description(Some("The access token that `/api/tokens` answers with")).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("accessToken", SecurityScheme::Http(bearer));
    }
}

/// The answers that every call may get, whatever its handler: they are described once here.
struct CommonAnswers;

impl Modify for CommonAnswers {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for item in document.paths.paths.values_mut() {
            for operation in operations(item) {
                add_common(operation);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().filter_map(Option::as_mut)
}

fn add_common(operation: &mut Operation) {
    let (has_body, needs_token) = (operation.request_body.is_some(), operation.security.is_some());
    let mut common = vec![("500", "A fault of ours"), ("503", "Too much to do, or the database is away: try again")];
    if has_body {
        common.extend([
            ("400", "The body is not as documented"),
            ("408", "The body came too slowly"),
            ("413", "The body is too large"),
            ("415", "The body is not application/json"),
        ]);
    }
    if needs_token {
        common.extend([
            ("400", "The request is not as documented, or has several access tokens"),
            ("401", "No good access token"),
            ("419", "The access token has expired, or was recalled: refresh"),
        ]);
    }
    for (status, description) in common {
        let responses = &mut operation.responses.responses;
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(error(status, description)));
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        response.headers.insert("X-Request-Id".into(), text_header("The number under which the log has more"));
        let more: &[(&str, &str)] = match status.as_str() {
            "401" | "403" | "419" => &[("WWW-Authenticate", "The challenge (RFC 6750)")],
            "429" | "503" => &[("Retry-After", "Seconds after which trying again makes sense")],
            _ => &[],
        };
        for (name, description) in more {
            response.headers.insert((*name).into(), text_header(description));
        }
    }
}

fn error(status: &str, description: &str) -> Response {
    let example = serde_json::json!({ "code": status.parse::<u16>().unwrap_or_default(), "message": description });
    let mut content = Content::new(Some(Ref::from_schema_name("Error")));
    content.example = Some(example);
    ResponseBuilder::new().description(description).content("application/json", content).build()
}

fn text_header(description: &str) -> RefOr<Header> {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    RefOr::T(HeaderBuilder::new().schema(Some(text)).description(Some(description)).build())
}
