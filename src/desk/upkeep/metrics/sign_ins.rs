//! Counts sign-ins by outcome and channel.

use prometheus_client::registry::Registry;

use super::{CHANNELS, Counters, channel_word};
use crate::desk::fault::{Failure, Fault};
use crate::desk::sign_in::{LoggedIn, LoginRefusal, SecondStepRefusal, TokenRefusal};
use crate::desk::two_factor::CodeRefusal;
use crate::domain::session::Channel;

const OUTCOMES: [&str; 7] = ["ok", "code_needed", "refused", "code_refused", "throttled", "busy", "unavailable"];

pub(in crate::desk) struct SignIns {
    total: Counters<2>,
}

impl SignIns {
    pub(super) fn new() -> SignIns {
        let sign_ins = SignIns { total: Counters::default() };
        // All counters exist from the first scrape on, so that the first event of each shows as an increase.
        for (outcome, channel) in OUTCOMES.iter().flat_map(|outcome| CHANNELS.map(|channel| (outcome, channel))) {
            drop(sign_ins.total.get_or_create(&labels(outcome, channel)));
        }
        sign_ins
    }

    /// Counts the password step of a browser, which may not be the last step.
    pub(in crate::desk) fn count_form(&self, result: &Result<LoggedIn, Failure<LoginRefusal>>) {
        let outcome = match result {
            Ok(LoggedIn::Session(_)) => "ok",
            Ok(LoggedIn::SecondStep(_)) => "code_needed",
            Err(Failure::Refused(refusal)) => of_login(refusal),
            Err(Failure::Fault(fault)) => of_fault(fault),
        };
        self.count(outcome, Channel::Browser);
    }

    /// Counts a login of a program.
    pub(in crate::desk) fn count_call<T>(&self, result: &Result<T, Failure<TokenRefusal>>) {
        let outcome = match result {
            Ok(_) => "ok",
            Err(Failure::Refused(TokenRefusal::Login(refusal))) => of_login(refusal),
            Err(Failure::Refused(TokenRefusal::EnrolFirst | TokenRefusal::Code(CodeRefusal::Needed))) => "code_needed",
            // That was not an attempt.
            Err(Failure::Refused(TokenRefusal::Code(CodeRefusal::Impossible))) => return,
            Err(Failure::Refused(TokenRefusal::Code(_))) => "code_refused",
            Err(Failure::Fault(fault)) => of_fault(fault),
        };
        self.count(outcome, Channel::Api);
    }

    pub(in crate::desk) fn count_second_step<T>(&self, result: &Result<T, Failure<SecondStepRefusal>>) {
        let outcome = match result {
            Ok(_) => "ok",
            // Nothing was tried: the password or another page comes next, or the text cannot be a code.
            Err(Failure::Refused(SecondStepRefusal::Step(_) | SecondStepRefusal::Code(CodeRefusal::Impossible))) => {
                return;
            }
            Err(Failure::Refused(SecondStepRefusal::Code(_))) => "code_refused",
            Err(Failure::Fault(fault)) => of_fault(fault),
        };
        self.count(outcome, Channel::Browser);
    }

    fn count(&self, outcome: &'static str, channel: Channel) {
        self.total.get_or_create(&labels(outcome, channel)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("sign_ins", "Tries to sign in", self.total.clone());
    }
}

const fn of_login(refusal: &LoginRefusal) -> &'static str {
    match refusal {
        LoginRefusal::NoFit => "refused",
        LoginRefusal::Throttled(_) => "throttled",
    }
}

const fn of_fault(fault: &Fault) -> &'static str {
    match fault {
        Fault::Busy(_) => "busy",
        Fault::Store(_) | Fault::Signing(_) | Fault::Keys(_) => "unavailable",
    }
}

fn labels(outcome: &'static str, channel: Channel) -> [(&'static str, &'static str); 2] {
    [("outcome", outcome), ("channel", channel_word(channel))]
}
