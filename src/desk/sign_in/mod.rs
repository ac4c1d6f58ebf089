//! Signing in: name and password, the second step, and the session that they open.

pub mod login;
mod opening;
pub mod second_step;
