//! Somebody who is signed in at Doorward.

use crate::claims::{Claims, Role};

/// The content of an accepted access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveSession {
    /// The id of the session.
    pub id: String,
    /// The id of the user, which never changes: the id to keep in your own tables.
    pub user_id: String,
    /// The name of the user, to be shown; it may change.
    pub username: String,
    /// The role of the user at Doorward.
    pub role: Role,
    /// The time at which the user signed in, as a NumericDate.
    pub signed_in_at: i64,
    /// The time from which the token is no longer accepted, as a NumericDate.
    pub expires_at: i64,
}

impl From<Claims> for ActiveSession {
    fn from(claims: Claims) -> ActiveSession {
        ActiveSession {
            expires_at: claims.expires_at(),
            id: claims.sid,
            user_id: claims.sub,
            username: claims.preferred_username,
            role: claims.role,
            signed_in_at: claims.auth_time,
        }
    }
}
