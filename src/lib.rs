//! Doorward, the login desk for web apps.
//!
//! Modules in the order of their layers; each may use those above it, never those below:
//!
//! - `clock`, `random`, `small_file`, `language`: time, chance, files that are read whole, and sentences, each asked in
//!   one place
//! - `schema`, `domain`: types and rules
//! - `config`: settings
//! - `store`: SQL
//! - `desk`: the verbs
//! - `web`: HTTP
//! - `mail`: letters in words, and their way to the mail server
//! - `server`, `logging`, `cli`: the program
//!
//! They are private. What an app of your own needs is re-exported here: open a [`Desk`], put [`resume`] around your
//! routes, add Doorward's pages with [`routes`], and ask for [`CurrentSession`], `Option<CurrentSession>` or
//! [`Administrator`] in your handlers. `examples/embed.rs` does so.

mod cli;
mod clock;
pub mod config;
mod desk;
mod domain;
mod language;
mod logging;
mod mail;
mod random;
mod schema;
pub mod server;
mod small_file;
mod store;
mod web;

pub use cli::main;
pub use clock::Clock;
pub use desk::Desk;
pub use desk::by::By;
pub use desk::fault::{Failure, Fault};
pub use server::Background;
pub use web::http::unread_body::close_if_unread;
pub use web::{Administrator, CurrentSession, resume, routes, security_headers};

/// Accounts: made, found and changed on behalf of somebody ([`By`]).
pub mod account {
    pub use crate::desk::account::{
        AccountRefusal, AddRefusal, add, delete, find, links, reactivate, remove_two_factor, rename, set_email,
        set_role, setup, sign_out_everywhere, suspend,
    };
    pub use crate::domain::account::{Password, Role, User, Username};
}

/// What the tests and benchmarks of Doorward itself look into. It may change at any time.
#[doc(hidden)]
pub mod internals {
    pub use crate::desk::form_answers::{Sending, claim, may_claim, release};
    pub use crate::desk::hashing::{Hasher, Lane};
    pub use crate::desk::record::{seal_check, seals};
    pub use crate::desk::session::{bulk_revocation, revocation};
    pub use crate::desk::sign_in::{Browser, login};
    pub use crate::desk::throttle::refusals;
    pub use crate::desk::token::{key_rotation, recall};
    pub use crate::desk::upkeep::{forwarding, janitor, metrics, restoration};
    pub use crate::domain::account::password::check_new;
    pub use crate::domain::id::{SessionId, UserId};
    pub use crate::domain::idempotency::IdempotencyKey;
    pub use crate::domain::net::network;
    pub use crate::domain::record::{Allowance, EventKind, Head};
    pub use crate::domain::request_context::RequestContext;
    pub use crate::domain::search::value::read;
    pub use crate::domain::search::{Column, Edge, Order, SessionColumn, SessionSearch};
    pub use crate::domain::session::{Channel, Device, RevocationReason, SessionEnd, SessionState};
    pub use crate::domain::sign_in::throttle::ACCOUNT_IN_A_DAY;
    pub use crate::domain::time::Timestamp;
    pub use crate::domain::token::{Claims, KeyState};
    pub use crate::store::{Connection, Error, Store, lists, migrations, schema_check, sessions, signing_keys, users};
}
