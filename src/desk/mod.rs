//! The verbs: log in, renew, revoke, change. Each decides and writes in one transaction, and recalls the sessions
//! and access tokens that it ended.
//!
//! Arrows between the rooms run one way, from the bottom of this list to its top:
//!
//! - `fault`, `active_session`, `budgets`, `by`, `change`: the form of every verb, its actor, what that one may write, and
//!   the reasons why it is not done
//! - `commitments`: work that a stop of the server waits for
//! - `hashing`: slow work on threads of its own
//! - `token`: the server secret, signing keys, access tokens, and the recall list
//! - `record`: the events
//! - `mail`: the outbox
//! - `two_factor`: codes
//! - `session`: sessions from their first tokens to their end
//! - `throttle`: the limits on password attempts
//! - `sign_in`: the two steps
//! - `password`: confirming and changing it
//! - `account`: creating, changing and deleting accounts, and links: they choose a password, or make a browser known
//! - `form_answers`: a form that arrives twice is processed once
//! - `upkeep`: the tasks that run on their own
//!
//! **To add a verb**, write a function in the room of its subject that takes the desk, its parameters and a `By`, does
//! the slow work first, and runs `desk.change(by, |change| …)`. The closure begins with `change.demand_admin()` or
//! `change.demand_session()` and records an event. The reasons for refusal are an enum of the verb's own that is a
//! `Refusal`.
//!
//! **To add an event**, add it to `src/domain/record/event.rs`, with how it is written and read, its kind to `kind.rs`
//! and one example to `samples.rs` beside it. `src/web/words/record.rs` does not compile without its sentences, and
//! `build.rs` asks for each translation.

pub mod account;
pub mod active_session;
mod budgets;
pub mod by;
pub mod change;
mod commitments;
#[expect(clippy::module_inception, reason = "the desk itself, which is re-exported here")]
mod desk;
pub mod fault;
pub mod form_answers;
pub mod hashing;
pub mod mail;
pub mod password;
pub mod record;
pub mod session;
pub mod sign_in;
pub mod throttle;
pub mod token;
pub mod two_factor;
pub mod upkeep;

pub use desk::{Desk, StartError};
