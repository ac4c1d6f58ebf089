//! Counts renewals by result and channel.

use prometheus_client::registry::Registry;

use super::{CHANNELS, Counters, channel_word};
use crate::desk::session::outcome::Outcome;
use crate::domain::session::Channel;

pub(in crate::desk) struct Renewals {
    total: Counters<3>,
}

impl Renewals {
    pub(super) fn new() -> Renewals {
        let renewals = Renewals { total: Counters::default() };
        for (outcome, channel) in Outcome::all().flat_map(|outcome| CHANNELS.map(|channel| (outcome, channel))) {
            drop(renewals.total.get_or_create(&labels(outcome, channel)));
        }
        renewals
    }

    pub(in crate::desk) fn count(&self, outcome: Outcome, channel: Channel) {
        self.total.get_or_create(&labels(outcome, channel)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("renewals", "Refresh tokens presented to be renewed", self.total.clone());
    }
}

fn labels(outcome: Outcome, channel: Channel) -> [(&'static str, &'static str); 3] {
    [("outcome", outcome.word()), ("reason", outcome.reason()), ("channel", channel_word(channel))]
}
