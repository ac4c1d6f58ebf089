//! Counts the rows that the janitor removes, by kind.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;

use super::Counters;

pub(in crate::desk) struct Deletions {
    total: Counters<1>,
    pub(in crate::desk) sessions: Counter,
    pub(in crate::desk) users: Counter,
    pub(in crate::desk) links: Counter,
    pub(in crate::desk) keys: Counter,
    pub(in crate::desk) events: Counter,
    pub(in crate::desk) tries: Counter,
    pub(in crate::desk) answers: Counter,
    /// Sessions that were marked as expired; they are deleted much later.
    pub(in crate::desk) expired: Counter,
}

impl Deletions {
    pub(super) fn new() -> Deletions {
        let total = Counters::default();
        let of = |kind| total.get_or_create_owned(&[("kind", kind)]);
        let (sessions, users, links, keys, events, tries, answers) =
            (of("sessions"), of("users"), of("links"), of("keys"), of("events"), of("tries"), of("answers"));
        Deletions { total, sessions, users, links, keys, events, tries, answers, expired: Counter::default() }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "deleted_rows",
            "Rows deleted by the janitor and by the task for old events",
            self.total.clone(),
        );
        registry.register("expired_sessions", "Sessions that the janitor marked as expired", self.expired.clone());
    }
}
