//! The text that an admin types to find users: a name, an e-mail address, or the beginning of one.

use std::fmt;
use std::str::FromStr;

use crate::domain::account::{Email, Username};
use crate::domain::text::{Unreadable, trimmed};
use crate::language::say;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Exactly this name.
    Name(Username),
    /// All names that begin with this text: `ad*`.
    NamePrefix(String),
    /// Exactly this e-mail address.
    Email(Email),
    /// All e-mail addresses that begin with this text: `ada@*`.
    EmailPrefix(String),
}

impl FromStr for Who {
    type Err = Unreadable;

    /// Reads a name or an e-mail address. A `*` at the end makes the text the beginning of one.
    fn from_str(text: &str) -> Result<Who, Unreadable> {
        let text = trimmed(text);
        let who = match text.strip_suffix('*') {
            Some(prefix) if prefix.contains('@') => {
                let is_plain = prefix.len() <= Email::MAX_LENGTH && !prefix.contains(char::is_whitespace);
                is_plain.then(|| Who::EmailPrefix(prefix.to_lowercase()))
            }
            Some(prefix) => {
                let prefix = prefix.to_ascii_lowercase();
                let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
                let is_prefix = (1..=Username::MAX_LENGTH).contains(&prefix.len()) && prefix.bytes().all(is_part);
                is_prefix.then_some(Who::NamePrefix(prefix))
            }
            None if text.contains('@') => Email::parse(text).ok().map(Who::Email),
            None => Username::parse(text).ok().map(Who::Name),
        };
        who.ok_or(Unreadable(say("unreadable-user-search")))
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Name(name) => write!(f, "{name}"),
            Who::NamePrefix(prefix) | Who::EmailPrefix(prefix) => write!(f, "{prefix}*"),
            Who::Email(email) => f.write_str(email.as_str()),
        }
    }
}

/// Returns the first text after all texts that begin with `prefix`, in an order byte by byte.
pub fn end_of_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_a_name_an_address_or_the_beginning_of_one() {
        for text in ["ada", "ad*", "ada@example.org", "ada@*"] {
            assert_eq!(text.parse::<Who>().expect("somebody").to_string(), text);
        }
        assert_eq!(" ADA ".parse::<Who>(), "ada".parse());
        assert_eq!("Ada@EX*".parse::<Who>().expect("somebody").to_string(), "ada@ex*");
        for text in ["", "*", "a b", "a b*", "@", "é*", &format!("{}*", "a".repeat(33))] {
            assert!(text.parse::<Who>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_prefix_ends_after_everything_that_begins_with_it() {
        let end = end_of_prefix("ad");
        assert!("adz~é" < &*end && "ae" > &*end);
    }
}
