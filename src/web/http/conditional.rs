//! Answers that are the same for everybody and are asked for often. They have an entity tag, and a client that already
//! has the content is told so (RFC 9110 section 13.1.2).

use std::time::Duration;

use actix_web::http::header::{self, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub fn tag_of(content: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, content.as_bytes()).as_ref()[..12])
}

/// 200 with this content, or 304 if the client names its tag. Copies may be used for `max_age`, in whole seconds.
pub fn answer(
    request: &HttpRequest,
    content_type: &'static str,
    max_age: Duration,
    tag: String,
    content: impl FnOnce() -> String,
) -> HttpResponse {
    let tag = EntityTag::new_strong(tag);
    let is_known = is_known(request, &tag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let lifetime = format!("public, max-age={}", max_age.as_secs());
    response.insert_header((header::CACHE_CONTROL, lifetime)).insert_header(header::ETag(tag));
    if is_known { response.finish() } else { response.content_type(content_type).body(content()) }
}

/// Tells whether the client names this tag, and so has the content.
pub fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}
