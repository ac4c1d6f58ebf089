//! Everybody's sessions: the list, one of them, and ending one, the ticked ones, all that a filter matches, or all.

pub mod bulk;
pub mod list;
pub mod revocation;
pub mod show;
