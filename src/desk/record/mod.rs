//! The record of what happened: sealed into a chain, checked, and handed out.

pub mod event_export;
pub mod seal_check;
pub mod seals;
