//! The state that lists of sessions filter by.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;

use super::ending::{RevocationReason, SessionEnd};

/// Tells whether a session is alive, or how it ended. An expired session stays `Live` on record until the janitor's
/// next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum SessionState {
    /// The session is alive.
    Live,
    /// Nobody used it for too long.
    IdleExpired,
    /// It reached the end of its longest life.
    AbsolutelyExpired,
    /// Somebody ended it, or an event did.
    Revoked(RevocationReason),
}

impl SessionState {
    /// Returns every state.
    pub fn all() -> impl Iterator<Item = SessionState> {
        [SessionState::Live, SessionState::IdleExpired, SessionState::AbsolutelyExpired]
            .into_iter()
            .chain(RevocationReason::ALL.into_iter().map(SessionState::Revoked))
    }

    /// Returns the value in the database and in addresses of lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            SessionState::Live => "live",
            SessionState::IdleExpired => "idle_expired",
            SessionState::AbsolutelyExpired => "absolutely_expired",
            SessionState::Revoked(reason) => reason.as_str(),
        }
    }

    /// Parses the value that `as_str` writes.
    pub fn parse(word: &str) -> Option<SessionState> {
        Self::all().find(|state| state.as_str() == word)
    }

    /// Returns the state of a session that ended like this, or `None` if no row can have that state.
    pub const fn of_end(end: Option<SessionEnd>) -> Option<SessionState> {
        match end {
            None => Some(SessionState::Live),
            Some(SessionEnd::IdleExpired) => Some(SessionState::IdleExpired),
            Some(SessionEnd::AbsolutelyExpired) => Some(SessionState::AbsolutelyExpired),
            Some(SessionEnd::Revoked(reason)) => Some(SessionState::Revoked(reason)),
            Some(SessionEnd::UserSuspended | SessionEnd::Gone) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_word_of_its_own() {
        for state in SessionState::all() {
            assert_eq!(SessionState::parse(state.as_str()), Some(state));
        }
    }
}
