//! Whether a person waits for the answer: what browsers tell about a request besides its method.

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};

/// Whether the browser guesses about the next page, and may throw the answer away.
pub fn is_prefetch(headers: &HeaderMap) -> bool {
    let values = ["sec-purpose", "purpose", "x-moz"].into_iter().flat_map(|name| headers.get_all(name));
    values.map(|value| value.as_bytes().to_ascii_lowercase()).any(|value| has(&value, b"prefetch"))
}

/// Whether somebody goes to a page, rather than a page fetching something: browsers say so, and of one that does not,
/// what it accepts must do.
pub fn is_of_person(method: &Method, headers: &HeaderMap) -> bool {
    if is_prefetch(headers) {
        return false;
    }
    if headers.keys().any(|name| name.as_str().starts_with("sec-fetch-")) {
        return is_only(headers, "sec-fetch-dest", b"document") || is_passed_on_by_worker(method, headers);
    }
    accepts_html(headers) && !headers.contains_key("x-requested-with")
}

/// Whether a service worker fetches the page that somebody goes to, and passes it on. The request keeps its mode, but its
/// destination is then the worker's own, which is none (Fetch standard, section 5.4). A link that downloads looks like
/// that too, but asks for no HTML.
pub fn is_passed_on_by_worker(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::GET
        && is_only(headers, "sec-fetch-mode", b"navigate")
        && is_only(headers, "sec-fetch-dest", b"empty")
        && accepts_html(headers)
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let mut accepted = headers.get_all(header::ACCEPT).map(|value| value.as_bytes().to_ascii_lowercase());
    accepted.any(|value| has(&value, b"text/html"))
}

/// Whether a header came once, and says this.
fn is_only(headers: &HeaderMap, name: &str, expected: &[u8]) -> bool {
    let mut values = headers.get_all(name);
    values.next().is_some_and(|value| value.as_bytes() == expected) && values.next().is_none()
}

fn has(value: &[u8], word: &[u8]) -> bool {
    value.windows(word.len()).any(|window| window == word)
}
