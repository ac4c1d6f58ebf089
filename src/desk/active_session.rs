//! A signed-in user, in the form that verbs and guards pass on.

use crate::domain::account::{Role, User};
use crate::domain::id::{SessionId, UserId};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::token::Claims;

/// A signed-in user, as the request's token or a fresh query of the database describes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveSession {
    pub id: SessionId,
    pub user_id: UserId,
    pub username: String,
    /// Code that makes an irreversible decision by the role asks the database again.
    pub role: Role,
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
