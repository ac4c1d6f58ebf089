//! The built program: its first run, its settings, its commands, its signals, and its end by `kill -9`.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod accounts;
mod altered_schema;
mod backup;
mod commands;
mod core_dumps;
mod crash;
mod database_passwords;
mod doctor;
mod events;
mod first_run;
mod healthcheck;
mod logs;
mod manual;
mod metrics;
mod other_user;
mod output;
mod pasted;
mod proxies;
mod renaming;
mod secret_file;
mod settings;
mod signals;
mod stop;
#[path = "../support/mod.rs"]
mod support;
mod times;
