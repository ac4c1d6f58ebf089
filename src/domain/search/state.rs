//! The filter of a list of sessions by state.

use std::fmt;
use std::str::FromStr;

use crate::domain::session::{RevocationReason, SessionState};
use crate::domain::text::{NOT_ON_OFFER, Unreadable, trimmed};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateFilter {
    #[default]
    Live,
    /// Ended by time alone.
    Expired,
    /// Ended by somebody's decision.
    Revoked,
    Any,
    One(SessionState),
}

impl StateFilter {
    /// Returns the choices that forms offer.
    pub fn choices() -> impl Iterator<Item = StateFilter> {
        let reasons = RevocationReason::ALL.into_iter().map(|reason| StateFilter::One(SessionState::Revoked(reason)));
        let expired = [SessionState::IdleExpired, SessionState::AbsolutelyExpired].map(StateFilter::One);
        [StateFilter::Live, StateFilter::Any, StateFilter::Expired]
            .into_iter()
            .chain(expired)
            .chain([StateFilter::Revoked])
            .chain(reasons)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            StateFilter::Live => "live",
            StateFilter::Expired => "expired",
            StateFilter::Revoked => "revoked",
            StateFilter::Any => "any",
            StateFilter::One(state) => state.as_str(),
        }
    }

    pub fn states(self) -> Vec<SessionState> {
        match self {
            StateFilter::Live => vec![SessionState::Live],
            StateFilter::Expired => vec![SessionState::IdleExpired, SessionState::AbsolutelyExpired],
            StateFilter::Revoked => RevocationReason::ALL.into_iter().map(SessionState::Revoked).collect(),
            StateFilter::Any => SessionState::all().collect(),
            StateFilter::One(state) => vec![state],
        }
    }
}

impl FromStr for StateFilter {
    type Err = Unreadable;

    fn from_str(word: &str) -> Result<StateFilter, Unreadable> {
        let found = Self::choices().find(|choice| choice.as_str() == trimmed(word));
        found.ok_or(Unreadable(NOT_ON_OFFER))
    }
}

impl fmt::Display for StateFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
