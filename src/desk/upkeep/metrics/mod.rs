//! Metrics for the operator. Events are counted when they happen; states are read from memory when somebody asks.
//!
//! Each desk has its own metrics. The counters are kept here. At each scrape we ask other modules for what they know
//! anyway, and never the database. `docs/metrics.md` lists all metrics.

mod limits;
mod mails;
mod outcomes;
mod readings;
mod requests;
mod tasks;

use prometheus_client::encoding::{prometheus_text, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

pub(in crate::desk) use limits::Limits;
pub(in crate::desk) use mails::Mails;
pub(in crate::desk) use outcomes::{Renewals, SignIns, TokenChecks};
pub use requests::Requests;
pub(in crate::desk) use tasks::{Deletions, Tasks};

use crate::desk::Desk;
use crate::domain::time::Timestamp;

const PREFIX: &str = "doorward";

/// Counters by `N` labels whose values are known beforehand.
type Counters<const N: usize> = Family<[(&'static str, &'static str); N], Counter>;

/// The counters of events.
pub struct Metrics {
    /// The requests that were answered.
    pub requests: Requests,
    pub(in crate::desk) sign_ins: SignIns,
    pub(in crate::desk) limits: Limits,
    pub(in crate::desk) mails: Mails,
    pub(in crate::desk) renewals: Renewals,
    pub(in crate::desk) tokens: TokenChecks,
    pub(in crate::desk) tasks: Tasks,
    pub(in crate::desk) deletions: Deletions,
    started_at: Timestamp,
}

impl Metrics {
    pub(in crate::desk) fn new(now: Timestamp) -> Metrics {
        Metrics {
            requests: Requests::default(),
            sign_ins: SignIns::new(),
            limits: Limits::new(),
            mails: Mails::new(),
            renewals: Renewals::new(),
            tokens: TokenChecks::new(),
            tasks: Tasks::default(),
            deletions: Deletions::new(),
            started_at: now,
        }
    }

    fn register(&self, registry: &mut Registry) {
        self.requests.register(registry);
        self.sign_ins.register(registry);
        self.limits.register(registry);
        self.mails.register(registry);
        self.renewals.register(registry);
        self.tokens.register(registry);
        self.tasks.register(registry);
        self.deletions.register(registry);
    }
}

/// The supported formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// OpenMetrics 1.0.
    OpenMetrics,
    /// Prometheus text, version 0.0.4.
    Prometheus,
}

impl Format {
    /// Returns the media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Format::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Format::Prometheus => prometheus_text::CONTENT_TYPE,
        }
    }
}

/// Writes all metrics with their present values. Runs no query.
pub fn exposition(desk: &Desk, format: Format) -> String {
    let mut registry = Registry::with_prefix(PREFIX);
    desk.metrics().register(&mut registry);
    readings::register(desk, &mut registry);
    let mut written = String::new();
    let outcome = match format {
        Format::OpenMetrics => text::encode(&mut written, &registry),
        Format::Prometheus => prometheus_text::encode(&mut written, &registry),
    };
    if let Err(error) = outcome {
        // Writing to a string does not fail.
        log::error!(error:% = error; "the metrics could not be written");
    }
    written
}
