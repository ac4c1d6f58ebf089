//! The guard from outside: an app with its extractors, and an issuer whose answers a test can choose.

#![allow(clippy::expect_used, clippy::panic, reason = "in a test a failure should stop at the line where it happens")]

mod answers;
mod app;
mod clients;
mod dependencies;
mod hostile_tokens;
mod issuer;
mod keys;
mod planted_cookies;
mod recall;
mod service_workers;
mod signer;
mod start;
