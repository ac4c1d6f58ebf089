//! Style sheet and icon: compiled in, named by their content, cached for ever.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::web::error::Problem;

struct File {
    name: String,
    content_type: &'static str,
    content: &'static str,
}

static FILES: LazyLock<[File; 2]> = LazyLock::new(|| {
    [
        file("style", "css", "text/css; charset=utf-8", include_str!("../../../static/style.css")),
        file("favicon", "svg", "image/svg+xml", include_str!("../../../static/favicon.svg")),
    ]
});

fn file(stem: &str, extension: &str, content_type: &'static str, content: &'static str) -> File {
    let fingerprint = HEXLOWER.encode(&digest(&SHA256, content.as_bytes()).as_ref()[..6]);
    File { name: format!("{stem}-{fingerprint}.{extension}"), content_type, content }
}

pub fn style() -> String {
    format!("/static/{}", FILES[0].name)
}

pub fn icon() -> String {
    format!("/static/{}", FILES[1].name)
}

pub async fn show(name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let file = FILES.iter().find(|file| file.name == *name).ok_or(Problem::NotFound)?;
    let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    Ok(HttpResponse::Ok().content_type(file.content_type).insert_header(for_ever).body(file.content))
}
