//! Whoever is signed in, as verbs and guards hand it on.

use crate::domain::account::user::{Role, User};
use crate::domain::id::{SessionId, UserId};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::token::access_token::Claims;

/// Somebody who is signed in, as the request's token or a fresh look at the database says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveSession {
    /// The session.
    pub id: SessionId,
    /// The user.
    pub user_id: UserId,
    /// Their name.
    pub username: String,
    /// What they may do. Whoever decides something by it that cannot be taken back asks the database again.
    pub role: Role,
    /// When they signed in.
    pub signed_in_at: Timestamp,
}

impl ActiveSession {
    pub(super) fn of(session: &Session, user: &User) -> ActiveSession {
        ActiveSession {
            id: session.id.clone(),
            user_id: user.id.clone(),
            username: user.username.to_string(),
            role: user.role,
            signed_in_at: session.signed_in_at,
        }
    }
}

impl From<Claims> for ActiveSession {
    fn from(claims: Claims) -> ActiveSession {
        ActiveSession {
            id: claims.sid,
            user_id: claims.sub,
            username: claims.preferred_username,
            role: claims.role,
            signed_in_at: Timestamp::from_milliseconds(claims.auth_time.saturating_mul(1000)),
        }
    }
}
