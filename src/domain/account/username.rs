//! The name with which somebody signs in.

use std::fmt;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::Deserialize;

use crate::domain::text::{checked_text, trimmed};

/// A name of 1 to 32 of `a`–`z`, `0`–`9`, `.`, `_` and `-`, which begins and ends with a letter or digit.
///
/// It is ASCII only, so that no two names can look alike, and in lower case, so that each name has one spelling: `Ada`
/// and `ada` are the same person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(try_from = "String")]
pub struct Username(String);

impl Username {
    /// The longest name, in characters.
    pub const MAX_LENGTH: usize = 32;

    /// Parses a name in any case. Spaces around it are ignored, since copied text often has them.
    pub fn parse(text: &str) -> Result<Username, UsernameError> {
        let name = trimmed(text).to_ascii_lowercase();
        let is_end = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_inner = |byte: u8| is_end(byte) || matches!(byte, b'.' | b'_' | b'-');
        let has_ends = name.bytes().next().is_some_and(is_end) && name.bytes().last().is_some_and(is_end);
        let is_name = name.len() <= Self::MAX_LENGTH && has_ends && name.bytes().all(is_inner);
        if is_name { Ok(Username(name)) } else { Err(UsernameError) }
    }
}

checked_text!(Username, UsernameError);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 32 letters a-z, digits, dots, hyphens and underscores, with a letter or digit at both ends")]
pub struct UsernameError;

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Username, UsernameError};

    #[test]
    fn names_have_one_spelling() {
        assert_eq!(Username::parse("Ada.L-1_x").map(|name| name.to_string()), Ok("ada.l-1_x".into()));
        assert!(Username::parse(&"a".repeat(32)).is_ok());
        for text in [" ada", "ada ", "\tAda\n", "\u{a0}ada\u{3000}", "ada\u{200b}"] {
            assert_eq!(Username::parse(text), Username::parse("ada"), "{text:?}");
        }
    }

    #[test]
    fn what_could_look_like_another_name_is_none() {
        let hostile =
            ["", " ", ".ada", "ada.", "-ada", "аda", "a\u{200b}da", "a\0da", "a@b", "ａda", "İ", "a b", "a\tb"];
        for text in hostile.into_iter().chain([&*"a".repeat(33)]) {
            assert_eq!(Username::parse(text), Err(UsernameError), "{text:?}");
        }
    }
}
