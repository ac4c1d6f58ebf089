//! The pages for admins.

pub mod events;
