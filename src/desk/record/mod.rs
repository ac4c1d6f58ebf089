//! The record of events: sealed into a chain, checked, and exported.

pub mod activity;
pub mod event_export;
pub mod seal_check;
pub mod seals;

pub use event_export::{Export, NoSuchPerson, Recording};
pub use seal_check::Report;
