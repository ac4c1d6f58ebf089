//! Doorward, the login desk for web apps.
//!
//! Modules in the order of their layers; each may use those above it, never those below:
//!
//! - `clock`, `random`, `small_file`: time, chance and files that are read whole, each asked in one place
//! - `schema`, `domain`: types and rules
//! - `config`: settings
//! - `store`: SQL
//! - `desk`: the verbs
//! - `web`: HTTP
//! - `server`, `logging`, `cli`: the program
//!
//! An actix-web app of your own can stand on this crate: open a [`Desk`], put [`web::resume`] around your routes, add
//! Doorward's pages with [`web::routes`], and ask for [`CurrentSession`], `Option<CurrentSession>` or [`Administrator`]
//! in your handlers. `examples/embed.rs` does so.

pub mod cli;
pub mod clock;
pub mod config;
pub mod desk;
pub mod domain;
pub mod logging;
mod random;
mod schema;
pub mod server;
mod small_file;
pub mod store;
pub mod web;

pub use desk::Desk;
pub use desk::upkeep::background::Background;
pub use web::{Administrator, CurrentSession};
