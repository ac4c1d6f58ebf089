//! The verbs: log in, renew, revoke, change. Each decides and writes one transaction, which recalls what it ended.
//!
//! Arrows between the rooms run one way, from the bottom of this list to its top:
//!
//! - `change`, `fault`, `active_session`: how every verb is written, who asks, and why it is not done
//! - `hashing`: slow work on threads of its own
//! - `token`: the server secret, signing keys, access tokens, what is recalled
//! - `record`: the events
//! - `two_factor`: codes
//! - `session`: from the first tokens to the end
//! - `throttle`: how many passwords may be tried
//! - `sign_in`: the two steps
//! - `password`: confirmed and changed
//! - `account`: made, changed, deleted, and the links by which people choose a password
//! - `form_answers`: a form that arrives twice is dealt with once
//! - `upkeep`: what goes on without anybody asking

pub mod account;
pub mod active_session;
pub mod change;
mod commitments;
#[expect(clippy::module_inception, reason = "the desk itself, which is re-exported here")]
mod desk;
pub mod fault;
pub mod form_answers;
pub mod hashing;
pub mod password;
pub mod record;
pub mod session;
pub mod sign_in;
pub mod throttle;
pub mod token;
pub mod two_factor;
pub mod upkeep;

pub use desk::{Desk, StartError};
