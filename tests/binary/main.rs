//! The built program: its first run, its settings, its commands, its signals, and its end by `kill -9`.

mod commands;
mod crash;
mod first_run;
mod logs;
mod settings;
mod signals;
#[path = "../support/mod.rs"]
mod support;
