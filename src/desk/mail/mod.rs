//! The outbox: mails are put into it by the change that they tell of, and taken out by whoever sends them.
//!
//! A mail is sent once: an instance takes it in hand for a while ([`delivery::claim`]), and notes what became of it
//! ([`delivery::settle`]). If an instance ends in between, another one takes the mail when the while is over. Then nobody
//! knows whether the mail server had taken the mail; SMTP has no word for that.

pub mod delivery;
mod posting;
pub mod queue;

pub(super) use posting::{Recipient, post, withdraw};
pub use queue::QueueReading;
