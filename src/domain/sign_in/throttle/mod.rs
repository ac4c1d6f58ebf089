//! The limits for tries of passwords: pure rules over stored facts.
//!
//! Three things are counted. A budget limits the tries within a span, no matter how they end. Different names that
//! failed are counted for an address, and different wrong passwords for an account. `Ledger::hold` decides whether a
//! [`Try`] is refused. [`Ledger::admit`] counts it at once as if the password were wrong, and [`Ledger::settle`]
//! corrects the counts once the password has been checked. Only rows and a clock decide, so that all instances come to
//! the same result.

mod admission;
mod attempt;
mod key;
mod ledger;
mod limits;
mod refusal;
mod settlement;

pub use admission::Ticket;
pub use attempt::{Caller, Obstacle, Try};
pub use key::{Mark, Subject, ThrottleKey};
pub use ledger::{Count, Entry, Ledger, Lock, Locked, Names, Postings};
pub use limits::{IN_FLIGHT, NAMES_SPAN};
pub use refusal::Throttled;
pub use settlement::Outcome;

#[cfg(test)]
mod tests;
