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
    // A test proves that it parses and is complete; if it did not, pages would be English.
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
    use std::collections::BTreeSet;
    use std::path::Path;

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

    /// Every English sentence that is asked for, in templates and code: the text after `t(`, `with(` or `say(`.
    fn sentences(folder: &Path, found: &mut BTreeSet<String>) {
        for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                sentences(&path, found);
            } else if !path.ends_with("language.rs") {
                let text = std::fs::read_to_string(&path).expect("text");
                for call in ["t(", "with(", "say("] {
                    for (at, _) in text.match_indices(call) {
                        let is_word = |c: char| c.is_alphanumeric() || c == '_';
                        let after = text[at + call.len()..].trim_start();
                        if !text[..at].ends_with(is_word) && after.starts_with('"') {
                            found.insert(after[1..].split('"').next().expect("a sentence").to_owned());
                        }
                    }
                }
            }
        }
    }

    /// What advice says: after the name of its setting, each text of every `say(`.
    fn said(code: &str) -> impl Iterator<Item = String> {
        let calls = code.split(" say(").skip(1).filter(|call| call.trim_start().starts_with('"'));
        calls.flat_map(|call| call.split('"').skip(3).step_by(2).take(2).map(str::to_owned))
    }

    #[test]
    fn every_sentence_is_translated_and_no_translation_is_left_over() {
        let korean: HashMap<String, String> = toml::from_str(include_str!("../../locales/ko.toml")).expect("TOML");
        let known: BTreeSet<String> = korean.keys().cloned().collect();
        let (mut asked, root) = (BTreeSet::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
        sentences(&root.join("templates"), &mut asked);
        sentences(&root.join("src/web"), &mut asked);
        sentences(&root.join("src/domain"), &mut asked);
        let advice = include_str!("../config/advice.rs").split("#[cfg(test)]").next().unwrap_or_default();
        asked.extend(said(advice));
        let missing: Vec<_> = asked.difference(&known).collect();
        let unused: Vec<_> = known.difference(&asked).collect();
        assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:#?}\nunused: {unused:#?}");
        for (english, korean) in &korean {
            assert_eq!(english.matches("{}").count(), korean.matches("{}").count(), "{english}");
        }
    }
}
