//! The administrators' API for programs: the verbs and searches of their pages, in JSON.

pub mod bulk_revocations;
pub mod events;
pub mod keys;
pub mod mail;
mod orders;
pub mod schemas;
pub mod sessions;
pub mod users;
