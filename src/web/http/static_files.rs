//! Style sheet and icon: compiled in, named by their content, cached for ever.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::web::error::Problem;

struct File {
    name: String,
    content_type: &'static str,
    content: Bytes,
}

static FILES: LazyLock<[File; 2]> = LazyLock::new(|| {
    [
        file("style", "css", "text/css; charset=utf-8", &compact(include_str!("../../../static/style.css"))),
        file("favicon", "svg", "image/svg+xml", include_str!("../../../static/favicon.svg")),
    ]
});

fn file(stem: &str, extension: &str, content_type: &'static str, content: &str) -> File {
    let fingerprint = HEXLOWER.encode(&digest(&SHA256, content.as_bytes()).as_ref()[..6]);
    File {
        name: format!("{stem}-{fingerprint}.{extension}"),
        content_type,
        content: Bytes::copy_from_slice(content.as_bytes()),
    }
}

/// Leaves out comments, line breaks and blanks that mean nothing: nobody sees a page before the style sheet is there.
fn compact(css: &str) -> String {
    let code: String = css.split("*/").filter_map(|piece| piece.split("/*").next()).collect();
    let line: String = code.lines().map(str::trim).collect();
    [(" {", "{"), ("{ ", "{"), ("; ", ";"), (";}", "}"), (", ", ","), (" > ", ">")]
        .iter()
        .fold(line, |css, (wide, narrow)| css.replace(wide, narrow))
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
    Ok(HttpResponse::Ok().content_type(file.content_type).insert_header(for_ever).body(file.content.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compact_style_sheet_says_the_same_in_less() {
        let css = "/* Two\n   lines */\na:hover, b { margin: 0 1px; }\nul {\n  color: red;\n  content: \" ·\";\n}\n";
        assert_eq!(compact(css), "a:hover,b{margin: 0 1px}ul{color: red;content: \" ·\"}");
        assert!(FILES[0].content.len() < 20_000, "{} bytes", FILES[0].content.len());
    }
}
