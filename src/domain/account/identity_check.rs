//! How an administrator verified a person's identity before removing that person's second factor.

use serde::Deserialize;

use crate::domain::text::{checked_text, is_invisible};

/// A sentence for the record: 10 to 200 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct IdentityCheck(String);

impl IdentityCheck {
    /// The shortest length in characters: enough to say "met in person".
    pub const MIN_LENGTH: usize = 10;
    pub const MAX_LENGTH: usize = 200;

    /// Parses the sentence, with one space between words and none around them.
    ///
    /// # Errors
    /// Fails if it is too short or too long, or has invisible characters.
    pub fn parse(text: &str) -> Result<IdentityCheck, IdentityCheckError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_sentence = (Self::MIN_LENGTH..=Self::MAX_LENGTH).contains(&text.chars().count());
        (is_sentence && !text.chars().any(is_invisible)).then_some(IdentityCheck(text)).ok_or(IdentityCheckError)
    }
}

checked_text!(IdentityCheck, IdentityCheckError);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("say in 10 to 200 characters on one line how you made sure that it is them who ask")]
pub struct IdentityCheckError;

#[cfg(test)]
mod tests {
    use super::IdentityCheck;

    #[test]
    fn a_sentence_says_enough_and_is_one_line() {
        assert_eq!(IdentityCheck::parse("  met in person ").expect("a check").as_str(), "met in person");
        assert_eq!(IdentityCheck::parse("met in\n person").expect("a check").as_str(), "met in person");
        for text in ["", "    yes      ", "met in\u{202e}person", &"x".repeat(201)] {
            assert!(IdentityCheck::parse(text).is_err(), "{text}");
        }
        assert!(IdentityCheck::parse(&"x".repeat(200)).is_ok());
    }
}
