//! Apps behind Doorward, with the real nginx and the real Caddy in front and the very files from `deploy/`.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod browser;
mod echo;
mod journeys;
mod proxy;
#[path = "../support/mod.rs"]
mod support;
