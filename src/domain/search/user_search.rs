//! What an admin types to find somebody: a name, an e-mail address, or the beginning of one.

use std::fmt;

use crate::domain::account::email::Email;
use crate::domain::account::username::Username;
use crate::domain::text::trimmed;

/// Whom somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserSearch {
    /// Exactly this name.
    Name(Username),
    /// Every name that begins so: `ad*`.
    NamePrefix(String),
    /// Whoever has this e-mail address.
    Email(Email),
    /// Whoever's e-mail address begins so: `ada@*`.
    EmailPrefix(String),
}

impl UserSearch {
    /// Reads a name or e-mail address, with `*` at its end for whatever begins so. `None` for what neither can be.
    pub fn parse(text: &str) -> Option<UserSearch> {
        let text = trimmed(text);
        match text.strip_suffix('*') {
            Some(prefix) if prefix.contains('@') => {
                let is_plain = prefix.len() <= Email::MAX_LENGTH && !prefix.contains(char::is_whitespace);
                is_plain.then(|| UserSearch::EmailPrefix(prefix.to_lowercase()))
            }
            Some(prefix) => {
                let prefix = prefix.to_ascii_lowercase();
                let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
                let is_prefix = (1..=Username::MAX_LENGTH).contains(&prefix.len()) && prefix.bytes().all(is_part);
                is_prefix.then_some(UserSearch::NamePrefix(prefix))
            }
            None if text.contains('@') => Email::parse(text).ok().map(UserSearch::Email),
            None => Username::parse(text).ok().map(UserSearch::Name),
        }
    }

    /// Whether it is the beginning of a name.
    pub const fn is_name_prefix(&self) -> bool {
        matches!(self, UserSearch::NamePrefix(_))
    }
}

impl fmt::Display for UserSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UserSearch::Name(name) => write!(f, "{name}"),
            UserSearch::NamePrefix(prefix) | UserSearch::EmailPrefix(prefix) => write!(f, "{prefix}*"),
            UserSearch::Email(email) => f.write_str(email.as_str()),
        }
    }
}

/// The first text after all that begin with `prefix`, where text sorts byte by byte.
pub fn end_of_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_a_name_an_address_or_the_beginning_of_one() {
        for text in ["ada", "ad*", "ada@example.org", "ada@*"] {
            assert_eq!(UserSearch::parse(text).expect("a search").to_string(), text);
        }
        assert_eq!(UserSearch::parse(" ADA "), UserSearch::parse("ada"));
        assert_eq!(UserSearch::parse("Ada@EX*").expect("a search").to_string(), "ada@ex*");
        for text in ["", "*", "a b", "a b*", "@", "é*", &format!("{}*", "a".repeat(33))] {
            assert_eq!(UserSearch::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_prefix_ends_after_everything_that_begins_with_it() {
        let end = end_of_prefix("ad");
        assert!("adz~é" < &*end && "ae" > &*end);
    }
}
