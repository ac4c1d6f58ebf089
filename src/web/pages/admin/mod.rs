//! The pages of administrators.

pub mod users;
