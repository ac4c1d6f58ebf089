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

/// A row of `users`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    /// Never changes.
    pub id: UserId,
    /// The name with which the user signs in.
    pub username: Username,
    /// The rights of the user.
    pub role: Role,
    /// Tells whether the user may sign in.
    pub status: UserStatus,
    /// `None` until a password has been chosen.
    pub password_hash: Option<PasswordHash>,
    /// The authorisation version (`ver`): access tokens with a smaller one are recalled.
    pub version: i64,
    /// The last time at which the version was raised.
    pub version_raised_at: Timestamp,
    /// The time at which the account was made.
    pub created_at: Timestamp,
    /// The time of the last sign-in.
    pub last_signed_in_at: Option<Timestamp>,
    /// The e-mail address, as an administrator noted it. Nobody has proved that it belongs to this user.
    pub email: Option<Email>,
    /// The time of deletion. A deleted account stays suspended.
    pub deleted_at: Option<Timestamp>,
}

impl User {
    /// Tells whether the user may sign in and renew sessions.
    pub fn is_active(&self) -> bool {
        self.status == UserStatus::Active
    }

    /// Tells whether the user may administer, once signed in.
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// Returns the state that lists filter by.
    pub fn state(&self) -> UserState {
        match (self.deleted_at, self.status, &self.password_hash) {
            (Some(_), _, _) => UserState::Deleted,
            (None, UserStatus::Suspended, _) => UserState::Suspended,
            (None, UserStatus::Active, None) => UserState::Invited,
            (None, UserStatus::Active, Some(_)) => UserState::Active,
        }
    }
}

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Text)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May manage their own account and sessions.
    User,
    /// May manage everybody's accounts and sessions.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 2] = [Role::User, Role::Admin];

    /// Returns the value in the database, in tokens and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::User => "user",
            Role::Admin => "admin",
        }
    }

    /// Parses the value that `as_str` writes.
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum UserStatus {
    Active,
    /// The user may not sign in until an administrator reactivates the account.
    Suspended,
}

impl UserStatus {
    pub const fn as_str(self) -> &'static str {
        match self {
            UserStatus::Active => "active",
            UserStatus::Suspended => "suspended",
        }
    }

    pub fn parse(word: &str) -> Option<UserStatus> {
        [UserStatus::Active, UserStatus::Suspended].into_iter().find(|status| status.as_str() == word)
    }
}

/// The state that lists of users filter by. The database computes it from the other columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum UserState {
    Active,
    /// The user has not chosen a password yet.
    Invited,
    /// The user may not sign in until an administrator reactivates the account.
    Suspended,
    /// The account is deleted; its row stays until its sessions are gone.
    Deleted,
}

impl UserState {
    pub const ALL: [UserState; 4] = [UserState::Active, UserState::Invited, UserState::Suspended, UserState::Deleted];

    /// Returns the value in the database, in addresses and in lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            UserState::Active => "active",
            UserState::Invited => "invited",
            UserState::Suspended => "suspended",
            UserState::Deleted => "deleted",
        }
    }

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
