//! The codes of a sign-in, and the limits for tries of passwords and codes.

mod code_tries;
mod one_time_code;
pub mod pending_sign_in;
pub mod recovery_code;
pub mod throttle;
mod two_factor;

pub use code_tries::{Admission, CodeAlarm, CodeKind, CodeLock, CodeTries, Door, Failures, MOST_FAILURES, pauses};
pub use one_time_code::{OneTimeCode, Seed};
pub use pending_sign_in::PendingSignIn;
pub use recovery_code::RecoveryCode;
pub use two_factor::{Code, TwoFactor, TwoFactorPolicy};
