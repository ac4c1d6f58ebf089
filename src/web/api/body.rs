//! JSON bodies, read strictly: one object, each member once, no unknown member.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use crate::web::api::problem::ApiProblem;
use crate::web::http::form::read_body;

/// `T` should deny unknown fields; the derive refuses repeated ones.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Json<T> {
    type Error = ApiProblem;
    type Future = LocalBoxFuture<'static, Result<Self, ApiProblem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().eq_ignore_ascii_case("application/json")
            && request.headers().get_all(header::CONTENT_TYPE).count() == 1;
        let payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(ApiProblem::NotJson);
            }
            parse(&read_body(payload).await?).map(Json).ok_or(ApiProblem::BadRequest)
        })
    }
}

/// A derived `Deserialize` would also accept an array, with its elements as the members in order.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let is_object = body.trim_ascii_start().first() == Some(&b'{');
    if is_object { serde_json::from_slice(body).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fields {
        name: String,
        tick: Option<bool>,
    }

    #[test]
    fn an_object_is_read_and_nothing_else() {
        let read = |text: &str| parse::<Fields>(text.as_bytes()).map(|fields| fields.name);
        assert_eq!(read(" {\"name\":\"\\uD55C\"}\n").as_deref(), Some("한"));
        let hostile = [
            "",
            "{}",
            "[\"ada\",true]",
            "\"ada\"",
            "null",
            "{\"name\":\"a\"}{}",
            "{\"name\":\"a\",}",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{\"name\":\"a\",\"role\":\"admin\"}",
            "{\"name\":1}",
            "{\"name\":null}",
            "{\"name\":\"\\ud800\"}",
            "{\"name\":\"\u{1}\"}",
            "{'name':'a'}",
            "{\"name\":\"a\",\"tick\":\"true\"}",
        ];
        for text in hostile {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(parse::<Fields>(b"{\"name\":\"\xff\"}"), None);
    }
}
