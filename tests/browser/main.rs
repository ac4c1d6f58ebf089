//! The same journeys in Chromium, with scripts off.
//!
//! `chromium`, `chromedriver` and `w3m` must be on the path; `scripts/test` sees to that.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod administration;
mod apps;
mod chromium;
mod journeys;
mod looks;
mod siblings;
#[path = "../support/mod.rs"]
mod support;
