//! Single-use links: an invitation, a link to choose a new password, or one that makes a browser known to an account.

use std::time::Duration;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::email::Email;
use crate::domain::id::UserId;
use crate::domain::text::words;
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
    /// The address that it went to by mail: whoever chooses a password by it reads mail there.
    pub mailed_to: Option<Email>,
}

words! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum LinkPurpose: Text {
        Invitation = "invitation",
        PasswordReset = "password_reset",
        /// The browser that opens it counts as one in which the owner has signed in before. It signs nobody in.
        Device = "device",
    }
}

impl LinkPurpose {
    /// Returns how long a link works. A new colleague may be on holiday; somebody who cannot sign in is waiting for the
    /// link.
    pub const fn lifetime(self) -> Duration {
        match self {
            LinkPurpose::Invitation => Duration::from_secs(7 * 86_400),
            LinkPurpose::PasswordReset | LinkPurpose::Device => Duration::from_secs(3600),
        }
    }
}
