//! Counts requests by route, method and status, and measures how long they took.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The upper bounds in seconds.
const BUCKETS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// The requests that were answered.
pub struct Requests {
    total: Family<Answered, Counter>,
    duration: Family<Route, Histogram>,
}

impl Default for Requests {
    fn default() -> Requests {
        Requests { total: Family::default(), duration: Family::new_with_constructor(|| Histogram::new(BUCKETS)) }
    }
}

impl Requests {
    /// Counts an answer. Route and method must have a limited number of values, so they must not be the client's text.
    pub fn answered(&self, route: Option<String>, method: &'static str, status: u16, took: Duration) {
        let route = Route { route: route.unwrap_or_else(|| "none".to_owned()) };
        self.duration.get_or_create(&route).observe(took.as_secs_f64());
        self.total.get_or_create(&Answered { route: route.route, method, status }).inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("http_requests", "Requests answered", self.total.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time from the head of a request to the head of its answer",
            Unit::Seconds,
            self.duration.clone(),
        );
    }
}
