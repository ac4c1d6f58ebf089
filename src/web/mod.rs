//! HTTP: what comes in, what goes out, and who is asking. Calls verbs and reads lists; never writes to the store.
//!
//! **To add a page**, write a handler in `pages` with the struct of its template in `templates`, its address in `paths` and
//! its line in `routes`. A form asks for `Confirmed<…>` if it matters. Its sentences in Korean stand in `locales/ko.toml`.
//!
//! **To add an endpoint**, write a handler in `api` with `#[utoipa::path]`, and its line in `endpoints`. A refusal becomes an
//! `ApiProblem` by a `From`.

pub mod access_log;
mod acts;
mod address;
pub mod api;
mod chart;
mod client_address;
mod conditional;
mod confirmed;
mod cookies;
mod credentials;
mod device;
mod doctor;
mod endpoints;
mod error;
mod form;
mod forward_auth;
mod guards;
mod headers;
mod health;
mod idempotent;
mod language;
mod metrics;
mod navigation;
mod occasion;
pub mod pager;
pub mod pages;
pub mod paths;
mod plain;
mod public_keys;
mod qr_code;
mod recall_list;
mod remembered;
mod resume;
mod returns;
mod routes;
mod same_origin;
mod senders;
mod sent_again;
mod spelling;
mod static_files;
pub mod unread_body;
mod visit;
mod words;

pub use cookies::language_cookie_name;
pub use guards::{Administrator, CurrentSession};
pub use headers::security_headers;
pub use resume::resume;
pub use routes::{not_found, pages as routes, private, programs};
