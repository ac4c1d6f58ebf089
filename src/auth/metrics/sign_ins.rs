//! Sign-ins by outcome and channel.

use prometheus_client::registry::Registry;

use super::{CHANNELS, Counters, channel_word};
use crate::auth::login::{LoggedIn, LoginError};
use crate::auth::second_step::SecondStepError;
use crate::auth::two_factor::CodeError;
use crate::domain::refresh_token::Channel;

const OUTCOMES: [&str; 7] = ["ok", "code_needed", "refused", "code_refused", "throttled", "busy", "unavailable"];

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

    /// A password step, in a browser perhaps not the last.
    pub(in crate::auth) fn count_login(&self, channel: Channel, result: &Result<LoggedIn, LoginError>) {
        let outcome = match result {
            Ok(LoggedIn::Session(_)) => "ok",
            Ok(LoggedIn::SecondStep(_)) | Err(LoginError::Code(CodeError::Needed) | LoginError::EnrolmentNeeded) => {
                "code_needed"
            }
            Err(LoginError::Refused) => "refused",
            // That was no try.
            Err(LoginError::Code(CodeError::Impossible)) => return,
            Err(LoginError::Code(_)) => "code_refused",
            Err(LoginError::Throttled(_)) => "throttled",
            Err(LoginError::Busy(_)) => "busy",
            Err(LoginError::Store(_) | LoginError::Signing(_)) => "unavailable",
        };
        self.total.get_or_create(&labels(outcome, channel)).inc();
    }

    /// The second step of a browser.
    pub(in crate::auth) fn count_second_step<T>(&self, result: &Result<T, SecondStepError>) {
        let outcome = match result {
            Ok(_) => "ok",
            // That was no try.
            Err(SecondStepError::Code(CodeError::Impossible)) => return,
            Err(SecondStepError::Code(_)) => "code_refused",
            Err(SecondStepError::Busy(_)) => "busy",
            // Nothing was tried: the password comes next, or another page.
            Err(SecondStepError::Over | SecondStepError::OtherStep) => return,
            Err(SecondStepError::Store(_) | SecondStepError::Signing(_)) => "unavailable",
        };
        self.total.get_or_create(&labels(outcome, Channel::Browser)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("sign_ins", "Tries to sign in", self.total.clone());
    }
}

fn labels(outcome: &'static str, channel: Channel) -> [(&'static str, &'static str); 2] {
    [("outcome", outcome), ("channel", channel_word(channel))]
}
