//! Whether a person waits for the answer: what browsers tell about a request besides its method.

use actix_web::http::header::{self, HeaderMap};

/// Whether the browser guesses about the next page, and may throw the answer away.
pub fn is_prefetch(headers: &HeaderMap) -> bool {
    let values = ["sec-purpose", "purpose", "x-moz"].into_iter().flat_map(|name| headers.get_all(name));
    values.map(|value| value.as_bytes().to_ascii_lowercase()).any(|value| has(&value, b"prefetch"))
}

/// Whether somebody goes to a page, rather than a page fetching something: browsers say so, and of one that does not,
/// what it accepts must do.
pub fn is_of_person(headers: &HeaderMap) -> bool {
    if is_prefetch(headers) {
        return false;
    }
    if headers.keys().any(|name| name.as_str().starts_with("sec-fetch-")) {
        let mut destinations = headers.get_all("sec-fetch-dest");
        let first = destinations.next().map(|value| value.as_bytes());
        return first == Some(b"document") && destinations.next().is_none();
    }
    let mut accepted = headers.get_all(header::ACCEPT).map(|value| value.as_bytes().to_ascii_lowercase());
    accepted.any(|value| has(&value, b"text/html")) && !headers.contains_key("x-requested-with")
}

fn has(value: &[u8], word: &[u8]) -> bool {
    value.windows(word.len()).any(|window| window == word)
}
