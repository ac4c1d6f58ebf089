//! The results of checking a refresh token, for the metrics.

use crate::domain::session::{RevocationReason, SessionEnd};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Outcome {
    /// It was the newest: the session moved on to the next generation.
    Rotated,
    /// It was presented at the same time as another, or again at once: the newest tokens were repeated.
    Raced,
    /// It was an old one, used again: the session was ended.
    Reused,
    Ended(SessionEnd),
    /// Doorward did not make it.
    NotOurs,
    /// The database was unreachable, so nobody could tell.
    Unavailable,
}

impl Outcome {
    /// Returns the value of the label `outcome`.
    pub(in crate::desk) const fn word(self) -> &'static str {
        match self {
            Outcome::Rotated => "rotated",
            Outcome::Raced => "raced",
            Outcome::Reused => "reused",
            Outcome::Ended(_) => "ended",
            Outcome::NotOurs => "not_ours",
            Outcome::Unavailable => "unavailable",
        }
    }

    /// Returns the reason why the session is over, if it is.
    pub(in crate::desk) const fn reason(self) -> &'static str {
        match self {
            Outcome::Ended(SessionEnd::IdleExpired) => "idle",
            Outcome::Ended(SessionEnd::AbsolutelyExpired) => "absolute",
            Outcome::Ended(SessionEnd::UserSuspended) => "suspended",
            Outcome::Ended(SessionEnd::Gone) => "gone",
            Outcome::Ended(SessionEnd::Revoked(reason)) => reason.as_str(),
            _ => "",
        }
    }

    /// Returns the result for a request that presented the same token meanwhile and waited for the same answer.
    pub(in crate::desk) fn for_followers(self) -> Outcome {
        match self {
            Outcome::Rotated => Outcome::Raced,
            Outcome::Reused => Outcome::Ended(SessionEnd::Revoked(RevocationReason::Reused)),
            other => other,
        }
    }

    pub(in crate::desk) fn all() -> impl Iterator<Item = Outcome> {
        let plain = [Outcome::Rotated, Outcome::Raced, Outcome::Reused, Outcome::NotOurs, Outcome::Unavailable];
        let ends =
            [SessionEnd::IdleExpired, SessionEnd::AbsolutelyExpired, SessionEnd::UserSuspended, SessionEnd::Gone];
        let ends = ends.into_iter().chain(RevocationReason::ALL.map(SessionEnd::Revoked));
        plain.into_iter().chain(ends.map(Outcome::Ended))
    }
}
