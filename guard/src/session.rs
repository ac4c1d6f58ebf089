//! Somebody who is signed in at Doorward.

use crate::claims::{Claims, Role};

/// What a good access token says about its bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveSession {
    /// The session.
    pub id: String,
    /// The user, for ever: the id to keep in your own tables.
    pub user_id: String,
    /// Their name, to be shown; it may change.
    pub username: String,
    /// What they may do at Doorward.
    pub role: Role,
    /// When they signed in, as a NumericDate.
    pub signed_in_at: i64,
    /// When the token stops being accepted, as a NumericDate.
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
