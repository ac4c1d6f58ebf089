//! The built program, used by other people's programs: fuzzed by its own description, and called by clients in other
//! languages. Needs Python and Node with what `clients/` and `tests/programs/requirements.txt` ask for, which
//! `scripts/test` sees to; `PYTHON` names the interpreter. What `prometheus` tests needs promtool alone.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod callers;
mod checkers;
mod fuzzing;
mod prometheus;
mod second_app;
#[path = "../support/mod.rs"]
mod support;

use std::process::Command;

/// The interpreter that has the packages.
fn python() -> Command {
    Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()))
}
