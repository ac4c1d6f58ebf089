//! The verbs: log in, renew, revoke, change. Each decides and writes one transaction, which recalls what it ended.
//!
//! Arrows between the rooms run one way, from the bottom of this list to its top:
//!
//! - `fault`, `active_session`, `by`, `change`: how every verb is written, who asks, and why it is not done
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
//!
//! **To add a verb**, write a function in the room of its subject that takes the desk, what is asked for and a `By`, does the
//! slow work first, and runs `desk.change(by, |change| …)`. It begins with `change.demand_admin()` or
//! `change.demand_session()`, puts an event on record, and says why it can be refused by an enum of its own that is a
//! `Refusal`.
//!
//! **To add an event**, add it to `src/domain/record/event.rs`, with how it is written and read, and its kind to `kind.rs`
//! beside it. `src/web/words/record.rs` does not compile without its sentences, and a test misses the translations.

pub mod account;
pub mod active_session;
pub mod by;
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
