//! Passwords of people who are signed in: confirmed before what matters, and changed.

pub mod change;
pub mod confirmation;
pub(super) mod new_password;
