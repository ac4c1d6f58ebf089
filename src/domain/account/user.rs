//! A person who can sign in.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::email::Email;
use super::password::PasswordHash;
use super::username::Username;
use crate::domain::id::UserId;
use crate::domain::text::words;
use crate::domain::time::{Timestamp, Zone};
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
    /// The random mark by which devices are known: drawn when a password is chosen ([`ChosenPassword`]), and when a
    /// second factor is set up ([`draw_device_mark`]). `None` until a password has been chosen.
    pub device_mark: Option<i64>,
    /// The authorisation version (`ver`): access tokens with a smaller one are recalled.
    pub version: i64,
    /// The last time at which the version was raised.
    pub version_raised_at: Timestamp,
    /// The time at which the account was made.
    pub created_at: Timestamp,
    /// The time of the last sign-in.
    pub last_signed_in_at: Option<Timestamp>,
    /// The e-mail address, as an administrator noted it. It is proved to belong to this user if `email_verified_at` says so.
    pub email: Option<Email>,
    /// The time of deletion. A deleted account stays suspended.
    pub deleted_at: Option<Timestamp>,
    /// The name of the time zone that the user has chosen to read times in; `None` for that of the site. It is a text, so
    /// that an account stays usable if this version of Doorward does not know the zone: see [`User::zone`].
    pub time_zone: Option<String>,
    /// The tag of the language in which the user signed in last, for mail; `None` for that of the site. It is a text for
    /// the same reason.
    pub language: Option<String>,
    /// The time at which the user proved that mail to the address reaches them.
    pub email_verified_at: Option<Timestamp>,
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

    /// Returns the address at which mail is known to reach the user.
    pub fn verified_email(&self) -> Option<&Email> {
        self.email.as_ref().filter(|_| self.email_verified_at.is_some())
    }

    /// Returns the time zone that the user has chosen, if it is known.
    pub fn zone(&self) -> Option<Zone> {
        self.time_zone.as_deref().and_then(Zone::parse)
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

words! {
    /// What a user may do.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Role: Text {
        /// May manage their own account and sessions.
        User = "user",
        /// May manage everybody's accounts and sessions.
        Admin = "admin",
    }
}

words! {
    pub enum UserStatus: Text {
        Active = "active",
        /// The user may not sign in until an administrator reactivates the account.
        Suspended = "suspended",
    }
}

words! {
    /// The state that lists of users filter by. The database computes it from the other columns.
    pub enum UserState: Text {
        Active = "active",
        /// The user has not chosen a password yet.
        Invited = "invited",
        /// The user may not sign in until an administrator reactivates the account.
        Suspended = "suspended",
        /// The account is deleted; its row stays until its sessions are gone.
        Deleted = "deleted",
    }
}
