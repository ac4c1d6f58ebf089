//! Counts access tokens by the result of their check. Every request of a signed-in user counts one, so no lock is
//! taken.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;

use super::Counters;

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
        let (current, expired, recalled, refused) = (of("current"), of("expired"), of("recalled"), of("refused"));
        TokenChecks { total, current, expired, recalled, refused }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("access_tokens_checked", "Access tokens that came with requests", self.total.clone());
    }
}
