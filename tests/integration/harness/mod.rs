//! What the tests stand on.

pub mod app;
pub mod database;
pub mod visitor;

pub use app::{App, World};
pub use visitor::{Answer, Visitor};

/// The password of everybody in the tests.
pub const PASSWORD: &str = "lamp otter violet sugar";
/// The origin that all tests' browsers believe to be at, whatever the port behind it.
pub const ORIGIN: &str = "http://127.0.0.1:8080";
