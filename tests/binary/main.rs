//! The built program: its first run, its settings, its commands, its signals, and its end by `kill -9`.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod accounts;
mod altered_schema;
mod backup;
mod commands;
mod crash;
mod doctor;
mod events;
mod first_run;
mod logs;
mod manual;
mod metrics;
mod output;
mod proxies;
mod renaming;
mod settings;
mod signals;
#[path = "../support/mod.rs"]
mod support;
