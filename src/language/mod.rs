//! The languages of pages and sentences, one file each in `locales`: English and whatever else is there.
//!
//! Code and templates name a message by its id; what it says stands in `locales/en.ftl` and in the files beside it, in
//! the syntax of [Fluent](https://projectfluent.org/fluent/guide/). `build.rs` lists the folder, and refuses to build
//! while an id is missing or left over in one of them. **To add a language**, add its file.

mod messages;
mod numbers;

use std::fmt;
use std::sync::LazyLock;

pub use fluent_bundle::FluentValue as Value;

use self::messages::Messages;

/// What `build.rs` found in `locales`: `FILES`, each with its language tag and its text, English first, and `CODES`,
/// the tags as people say them: `en or ko`.
mod found {
    include!(concat!(env!("OUT_DIR"), "/languages.rs"));
}

pub use self::found::CODES;

static MESSAGES: LazyLock<Vec<Messages>> =
    LazyLock::new(|| found::FILES.iter().map(|(code, text)| Messages::read(code, text)).collect());

/// Marks the id of a message that is chosen in one place and shown in another, so that `build.rs` finds it.
pub const fn say(id: &'static str) -> &'static str {
    id
}

/// One of the languages in `locales`: its place in the list of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Language(usize);

impl Language {
    /// What everything is written in first. The command line and the log speak it.
    pub const ENGLISH: Language = Language(0);

    /// Every language, English first.
    pub fn all() -> impl ExactSizeIterator<Item = Language> {
        (0..found::FILES.len()).map(Language)
    }

    /// Finds the language of a tag, exactly as `code` writes it.
    pub fn parse(code: &str) -> Option<Language> {
        Self::all().find(|language| language.code() == code)
    }

    /// The language tag (BCP 47).
    pub fn code(self) -> &'static str {
        found::FILES[self.0].0
    }

    /// Its name in the language itself.
    pub fn name(self) -> &'static str {
        self.t("language-name")
    }

    /// The text of a message without values. It was put together at the start, and is borrowed from there.
    pub fn t(self, id: &str) -> &str {
        let text = self.messages().text(id);
        debug_assert!(text.is_some(), "{self}: there is no message {id} without values");
        text.unwrap_or(id)
    }

    /// The text of a message with these values, by their names. A number is written as the language writes it, and
    /// chooses among the forms of a plural.
    pub fn with<'a, V: Into<Value<'a>> + Clone>(self, id: &str, values: &[(&'a str, V)]) -> String {
        let text = self.messages().format(id, values.iter().map(|(name, value)| (*name, value.clone().into())));
        text.unwrap_or_else(|| id.to_owned())
    }

    /// What stands before and after the value in a message that has just this one, for a page that marks it.
    pub fn around(self, id: &str, name: &str) -> (String, String) {
        const PLACE: &str = "\u{0}";
        let text = self.with(id, &[(name, PLACE)]);
        text.split_once(PLACE).map(|(before, after)| (before.to_owned(), after.to_owned())).unwrap_or_default()
    }

    /// A number in groups of three digits.
    pub fn number(self, number: i64) -> String {
        numbers::grouped(number, self.messages().separator)
    }

    fn messages(self) -> &'static Messages {
        &MESSAGES[self.0]
    }
}

/// Writes the tag.
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_the_first_and_each_is_found_by_its_tag() {
        assert_eq!(Language::ENGLISH.code(), "en");
        assert_eq!(Language::all().next(), Some(Language::ENGLISH));
        for language in Language::all() {
            assert_eq!(Language::parse(language.code()), Some(language));
            assert!(!language.name().is_empty() && CODES.contains(language.code()), "{language}");
        }
        assert_eq!((Language::parse("EN"), Language::parse("xx"), Language::parse("")), (None, None, None));
    }

    #[test]
    fn values_stand_in_their_places() {
        let said = Language::ENGLISH.with("detail-renamed", &[("new", "grace"), ("old", "ada")]);
        assert_eq!(said, "ada is now grace");
        let (before, after) = Language::ENGLISH.around("events-text", "command");
        assert!(before.ends_with("the command ") && after.starts_with(" shows"), "{before}…{after}");
    }

    #[test]
    fn numbers_choose_the_form_and_are_written_as_elsewhere() {
        let others = |count: i64| Language::ENGLISH.with("home-others", &[("count", count)]);
        assert_eq!(others(1), "You are signed in on 1 other device.");
        assert_eq!(others(2), "You are signed in on 2 other devices.");
        assert_eq!(others(12_345), "You are signed in on 12,345 other devices.");
        for language in Language::all() {
            let said = language.with("home-others", &[("count", 1_234_567)]);
            assert!(said.contains(&language.number(1_234_567)), "{language}: {said}");
        }
    }

    #[test]
    fn no_mark_of_direction_is_put_around_values() {
        let said = Language::ENGLISH.with("home-hello", &[("username", "ada")]);
        assert_eq!(said, "Hello, ada");
    }
}
