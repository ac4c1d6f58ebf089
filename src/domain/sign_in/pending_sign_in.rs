//! A sign-in that waits for the code of the second factor, after the right password.

use std::time::Duration;

use diesel::prelude::*;

use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::pending_sign_ins;

/// The code must come within this time.
pub const LIFETIME: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = pending_sign_ins)]
pub struct PendingSignIn {
    /// The SHA-256 of the token. Only the browser has the token itself.
    pub digest: Vec<u8>,
    pub user_id: UserId,
    /// Tells whether *keep me signed in* was ticked.
    pub remembered: bool,
    /// The code is not accepted from this time on.
    pub expires_at: Timestamp,
}
