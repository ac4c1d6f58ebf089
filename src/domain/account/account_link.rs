//! Single-use links: an invitation, or a link to choose a new password.

use std::time::Duration;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::account_links;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_links)]
pub struct AccountLink {
    /// The SHA-256 of the token. The token itself is stored nowhere.
    pub digest: Vec<u8>,
    pub user_id: UserId,
    pub purpose: LinkPurpose,
    pub created_at: Timestamp,
    /// The link does not work from this time on.
    pub expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum LinkPurpose {
    Invitation,
    PasswordReset,
}

impl LinkPurpose {
    pub const fn as_str(self) -> &'static str {
        match self {
            LinkPurpose::Invitation => "invitation",
            LinkPurpose::PasswordReset => "password_reset",
        }
    }

    pub fn parse(word: &str) -> Option<LinkPurpose> {
        [LinkPurpose::Invitation, LinkPurpose::PasswordReset].into_iter().find(|purpose| purpose.as_str() == word)
    }

    /// Returns how long a link works. A new colleague may be on holiday; somebody who cannot sign in is waiting for the
    /// link.
    pub const fn lifetime(self) -> Duration {
        match self {
            LinkPurpose::Invitation => Duration::from_secs(7 * 86_400),
            LinkPurpose::PasswordReset => Duration::from_secs(3600),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LinkPurpose;

    #[test]
    fn every_purpose_has_a_word_of_its_own() {
        for purpose in [LinkPurpose::Invitation, LinkPurpose::PasswordReset] {
            assert_eq!(LinkPurpose::parse(purpose.as_str()), Some(purpose));
        }
    }
}
