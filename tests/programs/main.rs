//! Other people's programs use the built program: a fuzzer calls it by its own description, and clients in other
//! languages call it. The tests need Python and Node with the packages that `clients/` and
//! `tests/programs/requirements.txt` name, which `scripts/test` installs; `PYTHON` names the interpreter. The tests of
//! `prometheus` need only promtool, and those of `mail` also w3m and Exim.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod callers;
mod checkers;
mod fuzzing;
mod mail;
mod prometheus;
mod second_app;
#[path = "../support/mod.rs"]
mod support;

use std::process::Command;

/// Returns the interpreter that has the packages.
fn python() -> Command {
    Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()))
}
