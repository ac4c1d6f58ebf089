//! A sign-in whose password was right and whose code is awaited.

use std::time::Duration;

use diesel::prelude::*;

use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::pending_sign_ins;

/// How long the code may be awaited.
pub const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// One row of `pending_sign_ins`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = pending_sign_ins)]
pub struct PendingSignIn {
    /// SHA-256 of the token, which only the browser has.
    pub digest: Vec<u8>,
    /// Whose password it was.
    pub user_id: UserId,
    /// Whether *keep me signed in* was ticked.
    pub remembered: bool,
    /// From when on it is over.
    pub expires_at: Timestamp,
}
