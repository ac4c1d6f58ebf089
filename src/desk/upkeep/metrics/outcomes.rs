//! Counts sign-ins, renewals and checks of access tokens by their outcome.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;

use super::Counters;
use crate::desk::fault::{Failure, Fault};
use crate::desk::session::rotation::Outcome;
use crate::desk::sign_in::{LoggedIn, LoginRefusal, SecondStepRefusal, TokenRefusal};
use crate::desk::two_factor::CodeRefusal;
use crate::domain::session::Channel;

/// Returns the value of the label `channel`.
const fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Browser => "browser",
        Channel::Api => "api",
    }
}

const CHANNELS: [Channel; 2] = [Channel::Browser, Channel::Api];

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
            Ok(logged_in) => of_entry(logged_in),
            Err(Failure::Refused(refusal)) => of_login(refusal),
            Err(Failure::Fault(fault)) => of_fault(fault),
        };
        self.count(outcome, Channel::Browser);
    }

    /// Counts the sign-in of somebody who has just chosen a password. Links that do not work are no tries to sign in.
    pub(in crate::desk) fn count_arrival(&self, logged_in: &LoggedIn) {
        self.count(of_entry(logged_in), Channel::Browser);
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

const fn of_entry(logged_in: &LoggedIn) -> &'static str {
    match logged_in {
        LoggedIn::Session(_) => "ok",
        LoggedIn::SecondStep(_) => "code_needed",
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
        // Nobody who signs in has a budget for writing.
        Fault::Busy(_) | Fault::TooManyWrites(_) => "busy",
        Fault::Store(_) | Fault::Signing(_) | Fault::Keys(_) => "unavailable",
    }
}

fn labels(outcome: &'static str, channel: Channel) -> [(&'static str, &'static str); 2] {
    [("outcome", outcome), ("channel", channel_word(channel))]
}

pub(in crate::desk) struct Renewals {
    total: Counters<3>,
}

impl Renewals {
    pub(super) fn new() -> Renewals {
        let renewals = Renewals { total: Counters::default() };
        for (outcome, channel) in Outcome::all().flat_map(|outcome| CHANNELS.map(|channel| (outcome, channel))) {
            drop(renewals.total.get_or_create(&renewal_labels(outcome, channel)));
        }
        renewals
    }

    pub(in crate::desk) fn count(&self, outcome: Outcome, channel: Channel) {
        self.total.get_or_create(&renewal_labels(outcome, channel)).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("renewals", "Refresh tokens presented to be renewed", self.total.clone());
    }
}

fn renewal_labels(outcome: Outcome, channel: Channel) -> [(&'static str, &'static str); 3] {
    [("outcome", outcome.word()), ("reason", outcome.reason()), ("channel", channel_word(channel))]
}

/// Every request of a signed-in user counts one check, so no lock is taken.
pub(in crate::desk) struct TokenChecks {
    total: Counters<1>,
    pub(in crate::desk) current: Counter,
    pub(in crate::desk) expired: Counter,
    pub(in crate::desk) recalled: Counter,
    pub(in crate::desk) refused: Counter,
}

impl TokenChecks {
    pub(super) fn new() -> TokenChecks {
        let total = Counters::default();
        let of = |outcome| total.get_or_create_owned(&[("outcome", outcome)]);
        TokenChecks {
            current: of("current"),
            expired: of("expired"),
            recalled: of("recalled"),
            refused: of("refused"),
            total,
        }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("access_tokens_checked", "Access tokens that came with requests", self.total.clone());
    }
}
