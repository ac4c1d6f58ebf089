//! Links that are handed over once: an invitation, or the way to a new password.

use std::time::Duration;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::account_links;

/// One row of `account_links`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_links)]
pub struct AccountLink {
    /// SHA-256 of the token, which is kept nowhere.
    pub digest: Vec<u8>,
    /// Whose account it opens.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it does not work any more.
    pub expires_at: Timestamp,
}

/// What a link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum LinkPurpose {
    /// Choosing the first password.
    Invitation,
    /// Choosing a new password.
    PasswordReset,
}

impl LinkPurpose {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            LinkPurpose::Invitation => "invitation",
            LinkPurpose::PasswordReset => "password_reset",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<LinkPurpose> {
        [LinkPurpose::Invitation, LinkPurpose::PasswordReset].into_iter().find(|purpose| purpose.as_str() == word)
    }

    /// How long a link works: a new colleague may be on holiday, somebody who cannot sign in waits for it.
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
