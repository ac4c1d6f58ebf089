//! The cross-site check, in front of everything that could change something.
//!
//! Forms hold no tokens, so no form can become stale: the browser itself says where a request comes from, and the first
//! header of these that it sends decides (OWASP CSRF cheat sheet, *Fetch Metadata* and *Origin*).

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use doorward_guard::headers::only;

use crate::config::PublicUrl;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a request may go on: it cannot change anything, or it comes from Doorward's own pages.
///
/// `carries` says whether it has a cookie of ours or a form; without both, and without a header that says where it
/// comes from, it can do no harm.
pub fn is_allowed(method: &Method, headers: &HeaderMap, public_url: &PublicUrl, carries: bool) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    if let Some(site) = only(headers, &SEC_FETCH_SITE) {
        return matches!(site, Some("same-origin" | "none"));
    }
    if let Some(origin) = only(headers, &header::ORIGIN) {
        return origin.is_some_and(|origin| public_url.is_origin_of(origin));
    }
    // Text browsers send neither of these headers.
    if let Some(referer) = only(headers, &header::REFERER) {
        return referer.is_some_and(|referer| public_url.is_origin_of(referer));
    }
    !carries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&str, &str)]) -> bool {
        let header = |(name, value): &(&str, &str)| (name.parse().expect("a name"), value.parse().expect("a value"));
        let map = headers.iter().map(header).collect();
        let url = PublicUrl::parse("https://login.example.org").expect("an origin");
        is_allowed(&Method::POST, &map, &url, true)
    }

    #[test]
    fn our_own_forms_pass_in_every_kind_of_browser() {
        assert!(check(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(check(&[("sec-fetch-site", "none")]));
        assert!(check(&[("origin", "https://login.example.org")]));
        assert!(check(&[("referer", "https://login.example.org/login?next=%2F")]));
    }

    #[test]
    fn everybody_elses_do_not() {
        let refused: [&[(&str, &str)]; 14] = [
            &[],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://login.example.org")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "Same-Origin")],
            &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
            &[("origin", "null")],
            &[("origin", "https://login.example.org.evil")],
            &[("origin", "https://evil/login.example.org")],
            &[("origin", "http://login.example.org")],
            &[("origin", "https://login.example.org:8443")],
            &[("origin", "https://evil.example"), ("referer", "https://login.example.org/")],
            &[("referer", "https://evil.example/https://login.example.org/")],
            &[("referer", "about:blank")],
            &[("origin", "https://login.example.org"), ("origin", "https://evil.example")],
        ];
        for headers in refused {
            assert!(!check(headers), "{headers:?}");
        }
    }

    #[test]
    fn reading_is_always_allowed() {
        let url = PublicUrl::parse("https://login.example.org").expect("an origin");
        assert!(is_allowed(&Method::GET, &HeaderMap::new(), &url, true));
        assert!(!is_allowed(&Method::DELETE, &HeaderMap::new(), &url, true));
        assert!(is_allowed(&Method::POST, &HeaderMap::new(), &url, false));
    }
}
