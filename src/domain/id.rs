//! Ids of users, sessions and bulk revocations: 128 random bits, written as 32 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};

use crate::domain::text::{Unreadable, trimmed};
use crate::language::say;
use crate::random;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize)]
        #[diesel(sql_type = Text)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns a new, random id.
            pub fn generate() -> Self {
                Self::from_bytes(random::bytes())
            }

            /// Makes an id of 16 bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
            }

            /// Returns the 16 bytes of the id.
            pub fn to_bytes(&self) -> [u8; 16] {
                u128::from_str_radix(&self.0, 16).unwrap_or_default().to_be_bytes()
            }

            /// Parses exactly 32 lower-case hexadecimal digits; returns `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
                (text.len() == 32 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
            }

            /// Returns the 32 digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the first 8 digits: enough to tell rows apart in a log, too few to address one.
            pub fn short(&self) -> &str {
                &self.0[..8]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("not an id")
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

id! {
    /// Identifies a user for ever (`sub`). It is never reused, and independent of the name.
    UserId
}

id! {
    /// Identifies a session (`sid`). It is a handle, not a credential: knowing it gives no access.
    SessionId
}

id! {
    /// Identifies a bulk revocation.
    BulkRevocationId
}

impl FromStr for SessionId {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<SessionId, Unreadable> {
        SessionId::parse(trimmed(text)).ok_or(Unreadable(say("unreadable-session-id")))
    }
}

#[cfg(test)]
mod tests {
    use super::SessionId;

    #[test]
    fn an_id_survives_the_way_through_text_and_bytes() {
        let id = SessionId::generate();
        assert_eq!(SessionId::parse(id.as_str()), Some(id.clone()));
        assert_eq!(SessionId::from_bytes(id.to_bytes()), id);
    }

    #[test]
    fn only_the_one_spelling_of_an_id_is_read() {
        for text in ["", "0", &"0".repeat(31), &"0".repeat(33), &"A".repeat(32), &"g".repeat(32), &"０".repeat(32)] {
            assert_eq!(SessionId::parse(text), None, "{text}");
        }
    }
}
