//! Counts the tries to send mail.

use prometheus_client::registry::Registry;

use super::Counters;
use crate::domain::mail::Attempt;

const OUTCOMES: [&str; 5] = ["sent", "filed", "deferred", "refused", "not_tried"];

pub(in crate::desk) struct Mails {
    tries: Counters<1>,
}

impl Mails {
    pub(super) fn new() -> Mails {
        let mails = Mails { tries: Counters::default() };
        // All counters exist from the first scrape on, so that the first event of each shows as an increase.
        OUTCOMES.iter().for_each(|outcome| drop(mails.tries.get_or_create(&[("outcome", *outcome)])));
        mails
    }

    pub(in crate::desk) fn count(&self, attempt: &Attempt) {
        let outcome = match attempt {
            Attempt::Sent(_) => "sent",
            Attempt::Filed(_) => "filed",
            Attempt::Deferred(_) => "deferred",
            Attempt::Refused(_) => "refused",
            Attempt::NotTried(_) => "not_tried",
        };
        self.tries.get_or_create(&[("outcome", outcome)]).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("mails", "Tries to send a mail, by how they ended", self.tries.clone());
    }
}
