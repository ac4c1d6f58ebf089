//! An e-mail address, as a note for admins.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::Deserialize;

use crate::domain::text::{is_invisible, trimmed};

/// An address in small letters, so that it is found however it was written. Whether mail arrives there is not known.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(try_from = "String")]
pub struct Email(String);

impl Email {
    /// The longest (RFC 5321 section 4.5.3.1.3, less the brackets).
    pub const MAX_LENGTH: usize = 254;

    /// Reads `name@host`.
    ///
    /// # Errors
    /// When there is no `@` between two parts, or anything in it cannot be seen or is blank.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let text = trimmed(text);
        let (name, host) = text.rsplit_once('@').ok_or(EmailError)?;
        let is_plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || is_invisible(c));
        (text.len() <= Self::MAX_LENGTH && is_plain(name) && is_plain(host) && !host.contains(['<', '>', ',', ';']))
            .then(|| Email(text.to_lowercase()))
            .ok_or(EmailError)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something that cannot be an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address: write name@host")]
pub struct EmailError;

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Email, EmailError> {
        Email::parse(&text)
    }
}

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
