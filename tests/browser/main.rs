//! The same journeys in Chromium, with scripts off.
//!
//! `chromium` and `chromedriver` must be on the path; `scripts/test` sees to that.

mod chromium;
mod journeys;
mod looks;
#[path = "../support/mod.rs"]
mod support;
