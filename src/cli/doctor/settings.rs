//! Settings that are risky or do not go together.

use super::report::Report;
use crate::config::{Settings, advice};

/// Adds one line for each, or one that says there is none.
pub fn check(settings: &Settings, report: &mut Report) {
    let found = advice(settings);
    for advice in &found {
        report.warning("settings", advice.with_value(settings), advice.next_step);
    }
    if found.is_empty() {
        report.fine("settings", "they go together");
    }
}
