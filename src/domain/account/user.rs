//! A person who can sign in.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};

use super::email::Email;
use super::password::PasswordHash;
use super::username::Username;
use crate::domain::id::UserId;
use crate::domain::text::{NOT_ON_OFFER, Unreadable, trimmed};
use crate::domain::time::Timestamp;
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

    /// Whether they may administer, once they are signed in.
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// What lists go by.
    pub fn state(&self) -> UserState {
        match (self.deleted_at, self.status, &self.password_hash) {
            (Some(_), _, _) => UserState::Deleted,
            (None, UserStatus::Suspended, _) => UserState::Suspended,
            (None, UserStatus::Active, None) => UserState::Invited,
            (None, UserStatus::Active, Some(_)) => UserState::Active,
        }
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
    /// Every one.
    pub const ALL: [Role; 2] = [Role::User, Role::Admin];

    /// The word in the database, in tokens and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::User => "user",
            Role::Admin => "admin",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl FromStr for Role {
    type Err = Unreadable;

    fn from_str(word: &str) -> Result<Role, Unreadable> {
        Role::parse(trimmed(word)).ok_or(Unreadable(NOT_ON_OFFER))
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

/// What lists of users go by. The database reads it off the other columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum UserState {
    /// They can sign in.
    Active,
    /// They have not chosen a password yet.
    Invited,
    /// They may not sign in, until an admin reactivates them.
    Suspended,
    /// The account is deleted; its row stays until its sessions have gone.
    Deleted,
}

impl UserState {
    /// Every one.
    pub const ALL: [UserState; 4] = [UserState::Active, UserState::Invited, UserState::Suspended, UserState::Deleted];

    /// The word in the database, in addresses and in lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            UserState::Active => "active",
            UserState::Invited => "invited",
            UserState::Suspended => "suspended",
            UserState::Deleted => "deleted",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<UserState> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl FromStr for UserState {
    type Err = Unreadable;

    fn from_str(word: &str) -> Result<UserState, Unreadable> {
        UserState::parse(trimmed(word)).ok_or(Unreadable(NOT_ON_OFFER))
    }
}

impl fmt::Display for UserState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_roles_and_states_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        for state in UserState::ALL {
            assert_eq!(UserState::parse(state.as_str()), Some(state));
        }
    }
}
