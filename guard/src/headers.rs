//! How headers are read that decide something: here, and in Doorward itself.

use actix_web::http::header::{self, HeaderMap, HeaderName};

/// The largest number of cookies of one name that are read. Browsers keep at least as many per domain (RFC 6265 section
/// 6.1).
const MOST_VALUES: usize = 50;

/// Returns the values of the cookies with this name, each once, in the browser's order.
///
/// Headers are read as bytes, and names are compared raw, without decoding, so that `__%48ost-access` is not
/// `__Host-access`. A byte that is not UTF-8 in one cookie does not hide the others.
pub fn cookie_values(headers: &HeaderMap, name: &str) -> Vec<String> {
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let mut found: Vec<String> = Vec::new();
    for value in pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"=")) {
        let value = String::from_utf8_lossy(value).into_owned();
        if found.len() < MOST_VALUES && !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// Returns a header's only value. Returns `None` if it is absent, and `Some(None)` if it is unreadable or came more
/// than once.
pub fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Option<&'a str>> {
    let mut values = headers.get_all(name);
    let first = values.next()?;
    Some(if values.next().is_some() { None } else { first.to_str().ok() })
}

/// Returns the language of `available` that the request rates highest; of equal ones the one that it names first (RFC
/// 9110 section 12.5.4). `available` holds primary subtags in lower case. Returns `None` if the request accepts none.
pub fn best_language<'a>(headers: &HeaderMap, available: &[&'a str]) -> Option<&'a str> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, None);
    for item in wanted.split(',').take(50) {
        let mut parts = item.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        if let Some(language) = available.iter().find(|language| **language == primary)
            && weight > best.0
        {
            best = (weight, Some(*language));
        }
    }
    best.1
}
