//! Background tasks: when they ran last, how long it took, how often they failed, and how many rows they deleted.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::Counters;
use crate::domain::time::Timestamp;

type Task = [(&'static str, String); 1];
type Seconds = Family<Task, Gauge<f64, AtomicU64>>;

#[derive(Default)]
pub(in crate::desk) struct Tasks {
    runs: Family<Task, Counter>,
    failures: Family<Task, Counter>,
    last_run: Seconds,
    last_success: Seconds,
    last_duration: Seconds,
}

impl Tasks {
    /// Announces a task that will run from now on. Until its first run, now counts as the time of its last success.
    pub(in crate::desk) fn announce(&self, task: &str, now: Timestamp) {
        let task = label(task);
        drop(self.runs.get_or_create(&task));
        drop(self.failures.get_or_create(&task));
        self.last_success.get_or_create(&task).set(unix_seconds(now));
    }

    /// Counts a run that ended now.
    pub(in crate::desk) fn ran(&self, task: &str, is_well: bool, now: Timestamp, took: Duration) {
        let task = label(task);
        self.runs.get_or_create(&task).inc();
        self.last_run.get_or_create(&task).set(unix_seconds(now));
        self.last_duration.get_or_create(&task).set(took.as_secs_f64());
        if is_well {
            self.last_success.get_or_create(&task).set(unix_seconds(now));
        } else {
            self.failures.get_or_create(&task).inc();
        }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("task_runs", "Runs of background tasks", self.runs.clone());
        registry.register("task_failures", "Runs of background tasks that failed", self.failures.clone());
        for (name, help, seconds) in [
            ("task_last_run_timestamp", "When a background task ended last, as Unix time", &self.last_run),
            ("task_last_success_timestamp", "When a background task ended well last, as Unix time", &self.last_success),
            ("task_last_duration", "How long the last run of a background task took", &self.last_duration),
        ] {
            registry.register_with_unit(name, help, Unit::Seconds, seconds.clone());
        }
    }
}

/// Turns the name of a task in the log into one word.
fn label(task: &str) -> Task {
    [("task", task.replace(' ', "_"))]
}

/// Counts the deleted rows by kind.
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
        Deletions {
            sessions: of("sessions"),
            users: of("users"),
            links: of("links"),
            keys: of("keys"),
            events: of("events"),
            tries: of("tries"),
            answers: of("answers"),
            expired: Counter::default(),
            total,
        }
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

pub(super) fn unix_seconds(moment: Timestamp) -> f64 {
    moment.milliseconds() as f64 / 1000.0
}
