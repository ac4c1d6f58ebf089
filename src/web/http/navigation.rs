//! Whether a person waits for the answer: what browsers say about a request besides its method.

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};

/// Whether the browser only guesses that the page will be needed, and may throw the answer away.
pub fn is_prefetch(headers: &HeaderMap) -> bool {
    let values = ["sec-purpose", "purpose", "x-moz"].into_iter().flat_map(|name| headers.get_all(name));
    values.map(|value| value.as_bytes().to_ascii_lowercase()).any(|value| has(&value, b"prefetch"))
}

/// Whether a person goes to a page, rather than a page fetching something. Browsers say so; for one that does not, the
/// header `Accept` decides.
pub fn is_of_person(method: &Method, headers: &HeaderMap) -> bool {
    if is_prefetch(headers) {
        return false;
    }
    if headers.keys().any(|name| name.as_str().starts_with("sec-fetch-")) {
        return is_only(headers, "sec-fetch-dest", b"document") || is_passed_on_by_worker(method, headers);
    }
    accepts_html(headers) && !headers.contains_key("x-requested-with")
}

/// Whether a service worker fetches the page that a person goes to, and passes it on. The request keeps its mode, but
/// its destination is then that of the worker: empty (Fetch standard, section 5.4). A download link looks the same, but
/// does not ask for HTML.
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

/// Whether the header is there exactly once, with this value.
fn is_only(headers: &HeaderMap, name: &str, expected: &[u8]) -> bool {
    let mut values = headers.get_all(name);
    values.next().is_some_and(|value| value.as_bytes() == expected) && values.next().is_none()
}

fn has(value: &[u8], word: &[u8]) -> bool {
    value.windows(word.len()).any(|window| window == word)
}
