//! HTTP: what comes in, what goes out, and who is asking. Calls verbs and reads lists; never writes to the store.

pub mod access_log;
pub mod api;
mod chart;
mod client_address;
mod conditional;
mod confirmed;
mod cookies;
mod error;
mod form;
mod forward_auth;
mod guards;
mod headers;
mod health;
mod language;
mod metrics;
mod navigation;
mod page;
pub mod pager;
pub mod pages;
pub mod paths;
mod plain;
mod public_keys;
mod recall_list;
mod resume;
mod routes;
mod same_origin;
mod static_files;
pub mod unread_body;
mod visit;
mod words;

pub use cookies::language_cookie_name;
pub use error::Problem;
pub use guards::{Administrator, CurrentSession};
pub use headers::security_headers;
pub use resume::resume;
pub use routes::{not_found, pages as routes, private, programs};
