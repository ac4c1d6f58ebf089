//! The e-mail address of an account, as an administrator noted it.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::Deserialize;
use url::Host;

use crate::domain::text::{checked_text, is_invisible, trimmed};

/// An address in one spelling: lower case, and the host as DNS knows it, with other letters than ASCII in Punycode (RFC
/// 5891). We do not know whether mail arrives there.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(try_from = "String")]
pub struct Email(String);

impl Email {
    /// The longest address (RFC 5321 section 4.5.3.1.3, without the brackets).
    pub const MAX_LENGTH: usize = 254;

    /// The longest part before the `@` (RFC 5321 section 4.5.3.1.1).
    const MAX_NAME: usize = 64;

    /// Parses `name@host`, where the name has no quotes (*dot-atom*, RFC 5322 section 3.2.3, with the letters of RFC 6532).
    ///
    /// # Errors
    /// Fails for anything that mail cannot be sent to.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let (name, host) = trimmed(text).rsplit_once('@').ok_or(EmailError)?;
        let is_named = name.len() <= Self::MAX_NAME && name.split('.').all(is_atom);
        // What is percent-encoded would be decoded.
        let parsed = Host::parse(host).ok().filter(|_| !host.contains('%'));
        let Some(Host::Domain(host)) = parsed else { return Err(EmailError) };
        let is_host = host.split('.').all(is_label);
        let email = format!("{}@{host}", name.to_lowercase());
        (is_named && is_host && email.len() <= Self::MAX_LENGTH).then_some(Email(email)).ok_or(EmailError)
    }

    /// An address that was stored. It may be from before the rules of [`Email::parse`], and then gets no mail.
    pub(crate) fn stored(text: String) -> Email {
        Email(text)
    }
}

fn is_atom(text: &str) -> bool {
    let is_meant = |c: char| {
        c.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~".contains(c)
            || !(c.is_ascii() || c.is_whitespace() || is_invisible(c))
    };
    !text.is_empty() && text.chars().all(is_meant)
}

/// Tells whether DNS knows such names for hosts (RFC 1123 section 2.1).
fn is_label(text: &str) -> bool {
    let is_meant = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(is_meant) && !text.starts_with('-') && !text.ends_with('-')
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
        let long =
            [format!("{}@b", "a".repeat(65)), format!("a@{}", "b.".repeat(130)), format!("a@{}", "b".repeat(64))];
        let bad = [
            "",
            "ada",
            "@b",
            "a@",
            "a b@c",
            "a@b c",
            "a@b>,c",
            "b,ob@b",
            "a<b@b",
            "ada.@b",
            ".ada@b",
            "a..b@b",
            "a@b..c",
            "a@-b.c",
            "a@b-",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "\"a b\"@c",
            "a@b@c",
            "a\u{200b}b@c",
            "a@b_c",
            "a@b%2ec",
            "a\r\nb@c",
        ];
        for text in bad.into_iter().chain(long.iter().map(String::as_str)) {
            assert_eq!(Email::parse(text), Err(EmailError), "{text:?}");
        }
    }

    #[test]
    fn one_address_has_one_spelling() {
        for (text, stored) in [
            ("O'Neil+Login@Example.ORG", "o'neil+login@example.org"),
            ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
            ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
            ("ÄDA@b", "äda@b"),
        ] {
            assert_eq!(Email::parse(text).expect("an address").as_str(), stored);
        }
    }
}
