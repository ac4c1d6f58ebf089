//! Types and rules. Nothing here queries a database, reads the clock, or does input or output.

pub mod account;
pub mod id;
pub mod idempotency;
pub mod net;
pub mod record;
pub mod request_context;
pub mod search;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod text;
pub mod time;
pub mod token;
