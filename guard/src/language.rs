//! Chooses English or Korean for a request (RFC 9110 section 12.5.4).

use actix_web::http::header::HeaderMap;

use crate::headers::best_language;

/// A language of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Korean,
}

impl Language {
    /// Returns the available language that the request rates highest, or English if none is available.
    pub(crate) fn of(headers: &HeaderMap) -> Language {
        match best_language(headers, &["en", "ko"]) {
            Some("ko") => Language::Korean,
            _ => Language::English,
        }
    }

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Korean => "ko",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{self, HeaderValue};

    #[test]
    fn the_best_rated_language_wins() {
        for (text, expected) in [
            ("", Language::English),
            ("ko", Language::Korean),
            ("ko-KR,ko;q=0.9,en;q=0.8", Language::Korean),
            ("en-US,en;q=0.9,ko;q=0.8", Language::English),
            ("fr, ko;q=0.5, en;q=0.4", Language::Korean),
            ("kok", Language::English),
            ("ko;q=0", Language::English),
            (";;;,,q=", Language::English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            assert_eq!(Language::of(&headers), expected, "{text}");
        }
    }
}
