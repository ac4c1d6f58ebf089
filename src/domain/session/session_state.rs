//! What lists of sessions go by: alive, or how it ended.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;

use super::ending::{RevocationReason, SessionEnd};

/// Alive, or how it ended. A session that has just expired is `Live` on record until the janitor has been round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum SessionState {
    /// Alive.
    Live,
    /// Unused for too long.
    IdleExpired,
    /// Its time was up.
    AbsolutelyExpired,
    /// Ended by a decision.
    Revoked(RevocationReason),
}

impl SessionState {
    /// Every one.
    pub fn all() -> impl Iterator<Item = SessionState> {
        [SessionState::Live, SessionState::IdleExpired, SessionState::AbsolutelyExpired]
            .into_iter()
            .chain(RevocationReason::ALL.into_iter().map(SessionState::Revoked))
    }

    /// The word in the database and in addresses of lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            SessionState::Live => "live",
            SessionState::IdleExpired => "idle_expired",
            SessionState::AbsolutelyExpired => "absolutely_expired",
            SessionState::Revoked(reason) => reason.as_str(),
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<SessionState> {
        Self::all().find(|state| state.as_str() == word)
    }

    /// The state of a session that ended so. `None` for what no row can be.
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
