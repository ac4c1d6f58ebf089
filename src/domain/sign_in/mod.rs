//! What is asked for at a sign-in: codes, and how often anything may be tried.

mod one_time_code;
pub mod pending_sign_in;
pub mod recovery_code;
pub mod throttle;
mod two_factor;

pub use one_time_code::{OneTimeCode, Seed};
pub use pending_sign_in::PendingSignIn;
pub use recovery_code::RecoveryCode;
pub use two_factor::{Admission, Code, CodeKind, Door, TwoFactor, TwoFactorPolicy};
