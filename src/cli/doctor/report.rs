//! What the checks found.

use serde_json::json;

use crate::cli::terminal::{Failure, print_json, visible};

/// The longest text of a finding, in characters.
const MAX_SHOWN: usize = 400;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// It works, but is seldom intended.
    Warning,
    /// It does not work, or is not safe.
    Problem,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Outcome::Fine => "ok",
            Outcome::Warning => "warning",
            Outcome::Problem => "problem",
        }
    }
}

struct Finding {
    check: &'static str,
    outcome: Outcome,
    what: String,
    next_step: Option<String>,
}

/// Findings in the order of the checks.
#[derive(Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub fn fine(&mut self, check: &'static str, what: impl Into<String>) {
        self.add(check, Outcome::Fine, what.into(), None);
    }

    pub fn warning(&mut self, check: &'static str, what: impl Into<String>, next_step: impl Into<String>) {
        self.add(check, Outcome::Warning, what.into(), Some(next_step.into()));
    }

    pub fn problem(&mut self, check: &'static str, what: impl Into<String>, next_step: impl Into<String>) {
        self.add(check, Outcome::Problem, what.into(), Some(next_step.into()));
    }

    /// A problem whose error text says what to do.
    pub fn failure(&mut self, check: &'static str, error: impl ToString) {
        self.add(check, Outcome::Problem, error.to_string(), None);
    }

    /// The value, or nothing and a problem whose error text says what to do.
    pub fn unless_failed<T, E: ToString>(&mut self, check: &'static str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.failure(check, error)).ok()
    }

    fn add(&mut self, check: &'static str, outcome: Outcome, what: String, next_step: Option<String>) {
        // A server's answer may contain anything, and much of it.
        let what = visible(&what).chars().take(MAX_SHOWN).collect();
        self.findings.push(Finding { check, outcome, what, next_step });
    }

    pub fn has_problem(&self) -> bool {
        self.findings.iter().any(|finding| finding.outcome == Outcome::Problem)
    }

    /// One line per check.
    pub fn lines(&self) -> String {
        let line = |finding: &Finding| {
            let next_step = finding.next_step.as_ref().map(|step| format!("; {step}")).unwrap_or_default();
            let (outcome, check, what) = (finding.outcome.as_str(), finding.check, &finding.what);
            format!("{outcome:8} {check:10} {what}{next_step}\n")
        };
        self.findings.iter().map(line).collect()
    }

    pub fn print_json(&self, snippet: Option<&str>) -> Result<(), Failure> {
        let finding = |finding: &Finding| {
            json!({
                "check": finding.check,
                "outcome": finding.outcome.as_str(),
                "what": finding.what,
                "next_step": finding.next_step,
            })
        };
        let findings: Vec<_> = self.findings.iter().map(finding).collect();
        print_json(&json!({ "ok": !self.has_problem(), "findings": findings, "proxy": snippet }))
    }
}
