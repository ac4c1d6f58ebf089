//! How many passwords may be tried: pure rules over what is stored.
//!
//! Three things are counted. A budget limits the tries within a span, however they end. Different names that failed are
//! counted for an address, and different wrong passwords for an account. `Ledger::hold` decides whether a [`Try`] is refused.
//! [`Ledger::admit`] counts it at once as if the password were wrong, and [`Ledger::settle`] puts right what it counts for
//! once the password has been looked at. Rows and a clock alone decide, so that all instances come to the same.

mod admission;
mod attempt;
mod budget;
mod key;
mod ledger;
mod limits;
mod obstacle;
mod refusal;
#[cfg(test)]
mod rules;
mod settlement;

pub use admission::Ticket;
pub use attempt::{Caller, Try};
pub use key::{Mark, Subject, ThrottleKey};
pub use ledger::{Count, Entry, Ledger, Lock, Locked, Names, Postings};
pub use limits::{IN_FLIGHT, NAMES_SPAN};
pub use obstacle::{Obstacle, Throttled};
pub use settlement::Outcome;
