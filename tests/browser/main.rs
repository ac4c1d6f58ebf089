//! The same journeys in Chromium: without scripts, and with scripts where an app needs them.
//!
//! `chromium`, `chromedriver` and `w3m` must be on the path; `scripts/test` makes sure of that.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod administration;
mod apps;
mod chromium;
mod double_clicks;
mod journeys;
mod looks;
mod measure;
mod service_worker;
mod siblings;
mod sign_out;
#[path = "../support/mod.rs"]
mod support;
mod text_browser;
mod widths;
