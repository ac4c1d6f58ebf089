//! The e-mail address of an account, as an administrator noted it.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::Deserialize;

use crate::domain::text::{checked_text, is_invisible, trimmed};

/// An address in lower case, so that it is found in any spelling. We do not know whether mail arrives there.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(try_from = "String")]
pub struct Email(String);

impl Email {
    /// The longest address (RFC 5321 section 4.5.3.1.3, without the brackets).
    pub const MAX_LENGTH: usize = 254;

    /// Parses `name@host`.
    ///
    /// # Errors
    /// Fails if there is no `@` between two parts, or if a character is white space or invisible.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let text = trimmed(text);
        let (name, host) = text.rsplit_once('@').ok_or(EmailError)?;
        let is_plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || is_invisible(c));
        (text.len() <= Self::MAX_LENGTH && is_plain(name) && is_plain(host) && !host.contains(['<', '>', ',', ';']))
            .then(|| Email(text.to_lowercase()))
            .ok_or(EmailError)
    }
}

checked_text!(Email, EmailError);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an email address: write name@example.com")]
pub struct EmailError;

#[cfg(test)]
mod tests {
    use super::{Email, EmailError};

    #[test]
    fn an_address_has_two_visible_parts() {
        assert_eq!(Email::parse(" Ada@Example.ORG ").expect("an address").as_str(), "ada@example.org");
        for text in ["", "ada", "@b", "a@", "a b@c", "a@b c", "a@b>,c", &format!("{}@b", "a".repeat(254))] {
            assert_eq!(Email::parse(text), Err(EmailError), "{text:?}");
        }
    }
}
