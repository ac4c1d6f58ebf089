//! The limits for tries of passwords: pure rules over stored facts.
//!
//! A [`Try`] has three kinds of limits. Its budgets count tries within a span, however these end: those of the networks
//! that it comes from, or of the device that the account knows. The networks of a stranger also count different names
//! that failed. And the account counts different wrong passwords in a row ([`Streak`]): strangers share one streak, and
//! each known device and each session has its own, so nothing that strangers do stands in the way of somebody known.
//!
//! `Ledger::hold` decides whether a try is refused. [`Ledger::admit`] counts it at once as if the password were wrong,
//! and [`Ledger::settle`] corrects the counts once the password has been checked. Only rows and a clock decide, so that
//! all instances come to the same result.

mod admission;
mod attempt;
mod guesser;
mod hold;
mod key;
mod ledger;
mod limits;
mod network;
mod settlement;
mod streak;

pub use admission::Ticket;
pub use attempt::{Caller, Obstacle, Try};
pub use guesser::Guesser;
pub use hold::Throttled;
pub use key::{Mark, Subject, ThrottleKey};
pub use ledger::{Alarm, Count, Entry, Ledger, Lock, Names, NamesLimit, Postings};
pub use limits::{ACCOUNT_IN_A_DAY, CLOCKS_DIFFER, IN_FLIGHT, NAMES_SPAN};
pub use network::{narrowest, widest};
pub use settlement::Outcome;
pub use streak::{FREE_IN_A_ROW, MOST_IN_A_ROW};

#[cfg(test)]
mod tests;
