//! Sign-ins by outcome and channel.

use prometheus_client::registry::Registry;

use super::{CHANNELS, Counters, channel_word};
use crate::auth::login::LoginError;
use crate::domain::refresh_token::Channel;

const OUTCOMES: [&str; 5] = ["ok", "refused", "throttled", "busy", "unavailable"];

pub(in crate::auth) struct SignIns {
    total: Counters<2>,
}

impl SignIns {
    pub(super) fn new() -> SignIns {
        let sign_ins = SignIns { total: Counters::default() };
        // There from the first scrape on, so that the first of each shows as an increase.
        for (outcome, channel) in OUTCOMES.iter().flat_map(|outcome| CHANNELS.map(|channel| (outcome, channel))) {
            drop(sign_ins.total.get_or_create(&labels(outcome, channel)));
        }
        sign_ins
    }

    pub(in crate::auth) fn count<T>(&self, channel: Channel, result: &Result<T, LoginError>) {
        let outcome = match result {
            Ok(_) => "ok",
            Err(LoginError::Refused) => "refused",
            Err(LoginError::Throttled(_)) => "throttled",
            Err(LoginError::Busy(_)) => "busy",
            Err(LoginError::Store(_) | LoginError::Signing(_)) => "unavailable",
        };
        self.total.get_or_create(&labels(outcome, channel)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("sign_ins", "Tries to sign in", self.total.clone());
    }
}

fn labels(outcome: &'static str, channel: Channel) -> [(&'static str, &'static str); 2] {
    [("outcome", outcome), ("channel", channel_word(channel))]
}
