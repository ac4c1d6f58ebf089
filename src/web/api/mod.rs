//! The API: JSON for programs, with a bearer token only. Cookies are ignored.

pub mod activity;
pub mod admin;
pub mod body;
pub mod call;
pub mod caller;
pub mod cursor;
pub mod endpoint;
pub mod me;
pub mod parameters;
pub mod problem;
pub mod sessions;
pub mod tokens;
