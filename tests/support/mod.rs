//! The common parts of all test suites: a database for each test, people with browsers, and the built program.

#![allow(dead_code, unused_imports, reason = "each suite uses a part")]

pub mod authenticator;
pub mod client;
pub mod database;
pub mod mail_server;
pub mod port;
pub mod program;
pub mod scrape;
pub mod visitor;

pub use client::ApiClient;
pub use port::free_port;
pub use scrape::Scrape;
pub use visitor::{Answer, Visitor};

/// The password of every user in the tests.
pub const PASSWORD: &str = "lamp otter violet sugar";
/// The origin that every test's browser believes in, whatever the real port is.
pub const ORIGIN: &str = "http://127.0.0.1:8080";
