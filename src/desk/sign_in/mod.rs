//! Signing in: name and password, the second step, and the session that they open.

pub mod login;
mod opening;
pub mod second_step;

pub use login::{Attempt, Browser, LoggedIn, LoginRefusal, TokenRefusal};
pub use second_step::{Next, SecondStepRefusal, StepRefusal};
