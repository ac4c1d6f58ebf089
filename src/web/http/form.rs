//! Forms and queries, read strictly: valid UTF-8, no control characters except tabs, each field once, none unknown.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use serde::de::value::{self, MapDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Visitor};

use crate::web::error::Problem;

/// In bytes. Our forms stay below 4 KiB, except for the place to return to: the language switch encodes it twice, so
/// 8,000 bytes may become 40,000.
const MAX_LENGTH: usize = 64 * 1024;
/// The name of the fields that have several lines.
const OF_LINES: &str = "message";
/// How long a body may make no progress.
const STALL: Duration = Duration::from_secs(10);
/// How long a body may take in all.
const TOTAL: Duration = Duration::from_secs(60);

/// The fields of a submitted form. `T` should deny unknown fields; repeated ones are refused by the derive.
pub struct Form<T>(pub T);

/// For a form without fields.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoFields {}

impl<T: DeserializeOwned> FromRequest for Form<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = is_form(request);
        let payload = payload.take();
        Box::pin(async move {
            if !is_form {
                return Err(Problem::NotAForm);
            }
            let body = read_body(payload).await?;
            deserialize(&body).map(Form)
        })
    }
}

/// The parameters after `?`. Unknown ones are ignored: other programs add some to links.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(deserialize(request.query_string().as_bytes()).map(Query))
    }
}

/// Whether the body is a form, in the one encoding that our forms use.
pub fn is_form(request: &HttpRequest) -> bool {
    request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && request.headers().get_all(header::CONTENT_TYPE).count() == 1
}

/// Reads a body within its limits of size and time.
pub async fn read_body(mut payload: Payload) -> Result<Vec<u8>, Problem> {
    let (started, mut body) = (Instant::now(), Vec::new());
    loop {
        let left = TOTAL.saturating_sub(started.elapsed()).min(STALL);
        match tokio::time::timeout(left, payload.next()).await {
            Ok(Some(Ok(chunk))) if body.len() + chunk.len() <= MAX_LENGTH => body.extend_from_slice(&chunk),
            Ok(Some(Ok(_))) => return Err(Problem::TooLarge),
            Ok(Some(Err(_))) => return Err(Problem::BadRequest),
            Ok(None) => return Ok(body),
            Err(_) => return Err(Problem::TooSlow),
        }
    }
}

/// Splits and decodes once; `None` for anything that is not text. Only a message has line breaks, which browsers send as
/// CR LF, and no other control character has a meaning. A tab counts as a space: text that is copied from a table may
/// hold some.
pub fn parse_pairs(encoded: &[u8]) -> Option<Vec<(String, String)>> {
    let pairs = encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let split = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = (decode(&pair[..split])?, decode(pair.get(split + 1..).unwrap_or_default())?);
            let may_break = name == OF_LINES;
            let is_meant = |c: char| !c.is_control() || c == '\t' || (may_break && matches!(c, '\r' | '\n'));
            (!name.contains(char::is_control) && value.chars().all(is_meant)).then_some((name, value))
        })
        .collect()
}

/// Percent-decodes as the URL standard does for forms, but refuses what that would silently change: broken escapes
/// and invalid UTF-8, which would make different passwords equal.
fn decode(encoded: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [*rest.next()?, *rest.next()?].map(|digit| char::from(digit).to_digit(16));
                u8::try_from(digits[0]? * 16 + digits[1]?).ok()?
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn deserialize<T: DeserializeOwned>(encoded: &[u8]) -> Result<T, Problem> {
    read(&parse_pairs(encoded).ok_or(Problem::BadRequest)?)
}

/// Makes a struct of fields that are decoded already.
///
/// # Errors
/// [`Problem::BadRequest`] if a field is missing, comes twice, is unknown to a struct that denies that, or is not a
/// number where one is needed.
pub fn read<T: DeserializeOwned>(fields: &[(String, String)]) -> Result<T, Problem> {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), Value(value)));
    T::deserialize(MapDeserializer::new(fields)).map_err(|_| Problem::BadRequest)
}

/// The text of a field. As an `Option`, a field that is there is `Some`; as a number, the text is parsed.
struct Value<'a>(&'a str);

impl<'a> IntoDeserializer<'a> for Value<'a> {
    type Deserializer = Value<'a>;

    fn into_deserializer(self) -> Value<'a> {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, value::Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, value::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, value::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, value::Error> {
        self.0.parse().map_err(value::Error::custom).and_then(|number| visitor.visit_u32(number))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fields {
        name: String,
        tick: Option<String>,
        count: Option<u32>,
    }

    fn read(encoded: &str) -> Option<Fields> {
        deserialize(encoded.as_bytes()).ok()
    }

    #[test]
    fn a_form_is_decoded_once_and_exactly() {
        let fields = read("name=a+b%2Bc%25%32%42&tick=on").expect("a form");
        assert_eq!((fields.name.as_str(), fields.tick.as_deref()), ("a b+c%2B", Some("on")));
        assert_eq!(read("name=%ED%95%9C").expect("a form").name, "한");
        assert_eq!(read("name=").expect("a form").name, "");
        assert_eq!(read("name=ada%09").expect("a form").name, "ada\t");
        assert_eq!(read("name=&count=007").expect("a form").count, Some(7));
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        let hostile = [
            "",
            "tick=on",
            "name=a&name=b",
            "name=a&role=admin",
            "name=%00",
            "name=%ff",
            "name=%ed%a0%80",
            "name=%",
            "name=%zz",
            "name=%4",
            "name=a%0d%0ab",
            "name=%1b[2J",
            "name=%c0%af",
            "name[]=a",
            "name=%+1",
            "name=a&count=",
            "name=a&count=-1",
            "name=a&count=4294967296",
        ];
        for encoded in hostile {
            assert_eq!(read(encoded), None, "{encoded}");
        }
    }
}
