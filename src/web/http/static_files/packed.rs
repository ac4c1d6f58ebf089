//! A file in the forms in which it travels: as it is, and compressed with gzip if it is text. It is compressed once.
//!
//! Only files are compressed that are the same for everybody. A page is not, since it has secrets beside what a request
//! can put there, and its length would tell of them.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use actix_web::http::header::{self, EntityTag, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::web::http::conditional::is_known;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const GZIP: &str = "gzip";

pub(super) struct Packed {
    content_type: &'static str,
    content: Bytes,
    /// `None` if it is no text, or too short to gain anything.
    gzip: Option<Bytes>,
}

/// The files that were asked for, by their names, which tell their content. The names are ours, so they are few.
static PACKED: LazyLock<Mutex<HashMap<String, Arc<Packed>>>> = LazyLock::new(Mutex::default);

/// Returns a file that is named by its content.
pub(super) fn of(name: &str, content_type: &'static str, content: impl FnOnce() -> Bytes) -> Arc<Packed> {
    let mut packed = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = packed.get(name) {
        return known.clone();
    }
    let new = Arc::new(Packed::new(content_type, content()));
    packed.insert(name.to_owned(), new.clone());
    new
}

impl Packed {
    fn new(content_type: &'static str, content: Bytes) -> Packed {
        let is_text = content_type.starts_with("text/") || content_type.ends_with("+xml");
        let gzip = is_text.then(|| compressed(&content)).flatten().filter(|gzip| gzip.len() < content.len());
        Packed { content_type, content, gzip }
    }

    /// Each form has an entity tag of its own (RFC 9110 section 8.8.3.3), by which a client that has it is told so.
    /// The name of the file tells its content, so it is all that the tag must tell.
    pub(super) fn answer(&self, request: &HttpRequest, name: &str) -> HttpResponse {
        let gzip = self.gzip.as_ref().filter(|_| accepts_gzip(request.headers()));
        let tag = EntityTag::new_strong(match gzip {
            Some(_) => format!("{name}-{GZIP}"),
            None => name.to_owned(),
        });
        let is_known = is_known(request, &tag);
        let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response.insert_header((header::CACHE_CONTROL, FOR_EVER)).insert_header(header::ETag(tag));
        if self.gzip.is_some() {
            response.insert_header((header::VARY, HeaderValue::from_static("accept-encoding")));
        }
        if is_known {
            return response.finish();
        }
        if gzip.is_some() {
            response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(GZIP)));
        }
        response.content_type(self.content_type).body(gzip.unwrap_or(&self.content).clone())
    }
}

fn compressed(content: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Tells whether a client wants gzip at least as much as a file that is not compressed (RFC 9110 section 12.5.3). What
/// cannot be read counts as not said, since every client can read a file as it is.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let (mut gzip, mut identity, mut any) = (None, None, None);
    for field in headers.get_all(header::ACCEPT_ENCODING) {
        for item in field.to_str().unwrap_or_default().split(',') {
            let (coding, quality) = item.split_once(';').unwrap_or((item, "q=1"));
            let place = match coding.trim().to_ascii_lowercase().as_str() {
                GZIP | "x-gzip" => &mut gzip,
                "identity" => &mut identity,
                "*" => &mut any,
                _ => continue,
            };
            *place = thousandths(quality.trim());
        }
    }
    gzip.or(any).is_some_and(|gzip| gzip > 0 && gzip >= identity.unwrap_or(0))
}

/// Reads a weight such as `q=0.5`, in thousandths.
fn thousandths(text: &str) -> Option<u32> {
    let weight = text.strip_prefix("q=").or_else(|| text.strip_prefix("Q="))?.trim();
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let is_weight = matches!(whole, "0" | "1") && fraction.len() <= 3 && fraction.bytes().all(|c| c.is_ascii_digit());
    let value: u32 = format!("{whole}{fraction:0<3}").parse().ok()?;
    (is_weight && value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn accepts(fields: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_str(field).expect("a value"));
        }
        accepts_gzip(&headers)
    }

    #[test]
    fn gzip_is_sent_to_those_who_want_it() {
        for wanted in [
            "gzip",
            "GZIP",
            "x-gzip",
            "gzip, deflate, br, zstd",
            "br;q=1, gzip ; q=0.8",
            "*",
            "*;q=0.1",
            "gzip;q=1.000",
        ] {
            assert!(accepts(&[wanted]), "{wanted}");
        }
        assert!(accepts(&["br", "gzip"]) && accepts(&["identity;q=0.5, gzip;q=0.5"]) && accepts(&["identity;q=0, *"]));
        for unwanted in [
            "",
            "br",
            "identity",
            "gzip;q=0",
            "gzip;q=0.000",
            "*, gzip;q=0",
            "gzip;q=0.5, identity",
            "gzipped",
            "gzip;q=2",
            "gzip;q=0.0001",
            "gzip;level=9",
            "gzip;q=-1",
            "gzip;q=",
        ] {
            assert!(!accepts(&[unwanted]), "{unwanted}");
        }
        assert!(!accepts(&[]) && !accepts(&["gzip;q=0", "br"]));
    }

    #[test]
    fn text_is_compressed_and_comes_out_as_it_was_and_nothing_else_is() {
        let text = Bytes::from("a { color: red }\n".repeat(100));
        let packed = Packed::new("text/css; charset=utf-8", text.clone());
        let gzip = packed.gzip.expect("it is shorter");
        let mut unpacked = Vec::new();
        GzDecoder::new(&gzip[..]).read_to_end(&mut unpacked).expect("gzip");
        assert!(unpacked == text && gzip.len() < 100, "{}", gzip.len());
        assert!(Packed::new("image/png", text).gzip.is_none());
        assert!(Packed::new("text/css", Bytes::from_static(b"a")).gzip.is_none(), "it would be longer");
    }
}
