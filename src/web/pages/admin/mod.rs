//! The pages of administrators.

pub mod keys;
