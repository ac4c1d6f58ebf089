//! Real proxies with the very files of `deploy/` in front of the built program and of an app that says what it was
//! sent. `nginx` and `caddy` must be on the path; `scripts/test` sees to that.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod app;
mod browser;
mod journeys;
mod site;
#[path = "../support/mod.rs"]
mod support;
