//! What is asked for at a sign-in: codes, and how often anything may be tried.

pub mod one_time_code;
pub mod pending_sign_in;
pub mod recovery_code;
pub mod throttle;
pub mod two_factor;
