//! English and Korean: which of them a request wants, and how sentences are translated.
//!
//! Templates and code are written in English; `locales/ko.toml` translates whole sentences, found by the English one.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header::HeaderMap;
use doorward_guard::headers::best_language;

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
        let wanted = || best_language(headers, &Self::ALL.map(Language::code)).and_then(Language::parse);
        chosen.or_else(wanted).unwrap_or(Language::English)
    }

    pub fn t(self, english: &str) -> &str {
        match self {
            Language::English => english,
            Language::Korean => KOREAN.get(english).map_or(english, String::as_str),
        }
    }

    /// Translates the sentence, and replaces each `{}` by the next value.
    pub fn with(self, english: &str, values: &[&str]) -> String {
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
    fn values_are_put_in_from_left_to_right() {
        assert_eq!(Language::English.with("{} of {}", &["1", "2"]), "1 of 2");
    }
}
