//! English and Korean: which of them a request wants, and how sentences are translated.
//!
//! Templates and code are written in English; `locales/ko.toml` translates whole sentences, found by the English one.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderMap};

pub use crate::domain::text::say;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// The fallback for everything.
    English,
    Korean,
}

static KOREAN: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    // `build.rs` refuses to build while it is not complete; if it did not parse, pages would be English.
    toml::from_str(include_str!("../../locales/ko.toml")).unwrap_or_default()
});

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Korean];

    /// The language tag (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Korean => "ko",
        }
    }

    /// Its name in the language itself.
    pub const fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Korean => "한국어",
        }
    }

    pub fn parse(code: &str) -> Option<Language> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language that a person chose, else the one that their browser asks for.
    pub fn of_request(chosen: Option<Language>, headers: &HeaderMap) -> Language {
        chosen.unwrap_or_else(|| {
            let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            Self::of_accept_language(wanted)
        })
    }

    /// The best-rated language that Doorward has; of equal ones the first (RFC 9110 section 12.5.4).
    fn of_accept_language(header: &str) -> Language {
        let mut best = (0.0, Language::English);
        for item in header.split(',').take(50) {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let primary = tag.split('-').next().unwrap_or_default();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if let Some(language) = Language::parse(primary)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }

    pub fn t(self, english: &'static str) -> &'static str {
        match self {
            Language::English => english,
            Language::Korean => KOREAN.get(english).map_or(english, String::as_str),
        }
    }

    /// Translates a sentence that came as the text of an error.
    pub fn reason(self, english: &str) -> String {
        match self {
            Language::English => english.to_owned(),
            Language::Korean => KOREAN.get(english).map_or(english, String::as_str).to_owned(),
        }
    }

    /// Translates the sentence, and replaces each `{}` by the next value.
    pub fn with(self, english: &'static str, values: &[&str]) -> String {
        let mut pieces = self.t(english).split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (index, piece) in pieces.enumerate() {
            text.push_str(values.get(index).copied().unwrap_or_default());
            text.push_str(piece);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_rated_language_wins() {
        for (header, expected) in [
            ("", Language::English),
            ("ko", Language::Korean),
            ("ko-KR,ko;q=0.9,en;q=0.8", Language::Korean),
            ("en-US,en;q=0.9,ko;q=0.8", Language::English),
            ("fr, ko;q=0.5, en;q=0.4", Language::Korean),
            ("kok", Language::English),
            ("ko;q=0", Language::English),
            (";;;,,q=", Language::English),
        ] {
            assert_eq!(Language::of_accept_language(header), expected, "{header}");
        }
    }

    #[test]
    fn values_are_put_in_from_left_to_right() {
        assert_eq!(Language::English.with("{} of {}", &["1", "2"]), "1 of 2");
    }
}
