//! The same journeys in Chromium and, the main ones, in Firefox: without scripts, and with scripts where an app needs
//! them.
//!
//! `chromium`, `chromedriver`, `node` and `w3m` must be on the path, and the packages of `package.json` installed; for the
//! tests whose names contain `firefox`, also `firefox-esr` and `geckodriver`. `scripts/test` makes sure of that.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod administration;
mod apps;
mod axe;
mod browser;
mod chromium;
mod devtools;
mod documentation;
mod double_clicks;
mod driver;
mod effort;
mod firefox;
mod journeys;
mod measure;
mod pictures;
mod service_worker;
mod siblings;
mod sign_out;
mod slow_network;
mod sources;
#[path = "../support/mod.rs"]
mod support;
mod text_browser;
mod walk;
mod way_in;
