//! Signing in: name and password, the second step, and the session that they open.

pub mod device;
pub mod login;
mod opening;
pub mod second_step;

pub use login::{Attempt, LoggedIn, LoginRefusal, Program, TokenRefusal};
pub use opening::Browser;
pub use second_step::{Next, SecondStepRefusal, StepRefusal};
