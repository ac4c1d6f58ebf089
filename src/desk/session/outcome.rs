//! What a refresh token turned out to be, for the numbers.

use crate::domain::session::{RevocationReason, SessionEnd};

/// What a refresh token turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Outcome {
    /// The newest: the session went on to the next generation.
    Rotated,
    /// Presented at the same time as another, or again at once: the newest tokens were repeated.
    Raced,
    /// An old one, used again: the session was ended.
    Reused,
    /// One of a session that was over.
    Ended(SessionEnd),
    /// Not made by Doorward.
    NotOurs,
    /// Nobody could say.
    Unavailable,
}

impl Outcome {
    /// The word for it in the numbers.
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

    /// Why the session is over, where it is.
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

    /// What it was for whoever presented the same token meanwhile and waited for the same answer.
    pub(in crate::desk) fn for_followers(self) -> Outcome {
        match self {
            Outcome::Rotated => Outcome::Raced,
            Outcome::Reused => Outcome::Ended(SessionEnd::Revoked(RevocationReason::Reused)),
            other => other,
        }
    }

    /// Every one that there can be.
    pub(in crate::desk) fn all() -> impl Iterator<Item = Outcome> {
        let plain = [Outcome::Rotated, Outcome::Raced, Outcome::Reused, Outcome::NotOurs, Outcome::Unavailable];
        let ends =
            [SessionEnd::IdleExpired, SessionEnd::AbsolutelyExpired, SessionEnd::UserSuspended, SessionEnd::Gone];
        let ends = ends.into_iter().chain(RevocationReason::ALL.map(SessionEnd::Revoked));
        plain.into_iter().chain(ends.map(Outcome::Ended))
    }
}
