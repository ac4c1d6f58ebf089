//! The costs of passwords: the work of judging new ones, and the memory of checking many at once, each beside its
//! limit.
//!
//! ```sh
//! cargo bench --bench passwords                # both
//! cargo bench --bench passwords -- judging     # one of them
//! cargo bench --bench passwords -- memory
//! ```
//!
//! `judging` times the judge on ordinary and on hostile passwords, and Argon2id with the usual settings in the same
//! run. `memory` starts the released program, lets people sign in from twenty connections for ten seconds, and prints
//! the most memory that the process used and the memory that it kept, beside the budget for hashes.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a benchmark that fails should say where")]

mod judging;
mod memory;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|one| one == name);
    if is_asked("judging") {
        judging::run();
    }
    if is_asked("memory") {
        memory::run();
    }
}
