//! Renewals by what the refresh token turned out to be, and channel.

use prometheus_client::registry::Registry;

use super::{CHANNELS, Counters, channel_word};
use crate::domain::refresh_token::Channel;
use crate::domain::session::{RevocationReason, SessionEnd};

/// What a refresh token turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::auth) enum Outcome {
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
    const fn word(self) -> &'static str {
        match self {
            Outcome::Rotated => "rotated",
            Outcome::Raced => "raced",
            Outcome::Reused => "reused",
            Outcome::Ended(_) => "ended",
            Outcome::NotOurs => "not_ours",
            Outcome::Unavailable => "unavailable",
        }
    }

    const fn reason(self) -> &'static str {
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
    pub(in crate::auth) fn for_followers(self) -> Outcome {
        match self {
            Outcome::Rotated => Outcome::Raced,
            Outcome::Reused => Outcome::Ended(SessionEnd::Revoked(RevocationReason::Reused)),
            other => other,
        }
    }

    fn labels(self, channel: Channel) -> [(&'static str, &'static str); 3] {
        [("outcome", self.word()), ("reason", self.reason()), ("channel", channel_word(channel))]
    }

    fn all() -> impl Iterator<Item = Outcome> {
        let plain = [Outcome::Rotated, Outcome::Raced, Outcome::Reused, Outcome::NotOurs, Outcome::Unavailable];
        let ends =
            [SessionEnd::IdleExpired, SessionEnd::AbsolutelyExpired, SessionEnd::UserSuspended, SessionEnd::Gone];
        let ends = ends.into_iter().chain(RevocationReason::ALL.map(SessionEnd::Revoked));
        plain.into_iter().chain(ends.map(Outcome::Ended))
    }
}

pub(in crate::auth) struct Renewals {
    total: Counters<3>,
}

impl Renewals {
    pub(super) fn new() -> Renewals {
        let renewals = Renewals { total: Counters::default() };
        for (outcome, channel) in Outcome::all().flat_map(|outcome| CHANNELS.map(|channel| (outcome, channel))) {
            drop(renewals.total.get_or_create(&outcome.labels(channel)));
        }
        renewals
    }

    pub(in crate::auth) fn count(&self, outcome: Outcome, channel: Channel) {
        self.total.get_or_create(&outcome.labels(channel)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("renewals", "Refresh tokens presented to be renewed", self.total.clone());
    }
}
