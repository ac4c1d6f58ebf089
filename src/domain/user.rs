//! A person who can sign in.

use std::fmt;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};

use super::email::Email;
use super::id::UserId;
use super::password::PasswordHash;
use super::time::Timestamp;
use super::username::Username;
use crate::schema::users;

/// One row of `users`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    /// Who, for ever.
    pub id: UserId,
    /// The name to sign in with.
    pub username: Username,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub status: UserStatus,
    /// `None` until a password has been chosen.
    pub password_hash: Option<PasswordHash>,
    /// The authorisation version (`ver`): access tokens with a smaller one are recalled.
    pub version: i64,
    /// When the version was raised last.
    pub version_raised_at: Timestamp,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub last_signed_in_at: Option<Timestamp>,
    /// Where to reach them, as an admin noted it. Nobody has proved that it is theirs.
    pub email: Option<Email>,
    /// When the account was deleted. It is suspended for good then.
    pub deleted_at: Option<Timestamp>,
}

impl User {
    /// Whether signing in and renewing are allowed.
    pub fn is_active(&self) -> bool {
        self.status == UserStatus::Active
    }
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Their own account and sessions.
    User,
    /// Everybody's.
    Admin,
}

impl Role {
    /// The word in the database, in tokens and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::User => "user",
            Role::Admin => "admin",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Role> {
        [Role::User, Role::Admin].into_iter().find(|role| role.as_str() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether somebody may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum UserStatus {
    /// They may.
    Active,
    /// They may not, until an admin reactivates them.
    Suspended,
}

impl UserStatus {
    /// The word in the database and in lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            UserStatus::Active => "active",
            UserStatus::Suspended => "suspended",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<UserStatus> {
        [UserStatus::Active, UserStatus::Suspended].into_iter().find(|status| status.as_str() == word)
    }
}
