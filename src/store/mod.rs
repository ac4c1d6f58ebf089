//! The only code that talks to a database.
//!
//! Queries are plain functions in a module named after their table; those of the sorted lists are in `lists`. They take
//! a [`Connection`] and do not know which database it leads to; only `connection` knows. Callers get a connection from
//! [`Store::read`] or [`Store::write`].
//!
//! **To add a table**, write a pair of scripts of one name in `migrations/sqlite` and `migrations/postgres`, each with
//! its `down.sql`; its columns in `src/schema.rs`; its row as a type in `src/domain`; and a module here that is named
//! after it. **To add a column**, write such a pair of scripts, the column in `src/schema.rs` and the field of its type.
//! Tests compare the schema with what both databases make of the scripts.

pub mod account_links;
pub mod bulk_revocations;
pub mod code_failures;
mod connection;
mod error;
pub mod event_seals;
pub mod events;
pub mod form_answers;
pub mod lists;
pub mod mail_requests;
pub mod mails;
pub mod measurements;
pub mod migrations;
pub mod pending_sign_ins;
mod pool;
pub mod recovery_codes;
pub mod restoration;
pub mod schema_check;
pub mod sessions;
pub mod setup_codes;
mod share;
pub mod signing_keys;
pub mod sqlite_file;
mod statement;
pub mod task_runs;
pub mod throttle;
pub mod throttle_refusals;
pub mod two_factor;
mod types;
pub mod users;
pub mod write_budgets;

pub use connection::{AnyConnection as Connection, Exclusive, ServerFacts, lock, server_facts, try_lock};
pub use error::{Error, OpenError};
pub use pool::{Outcome, Store};

type Backend = <Connection as diesel::Connection>::Backend;
