//! Signing in: name and password, the second step, and the session that they open.

pub mod device;
mod entry;
pub mod login;
mod opening;
pub mod second_step;

pub use entry::{Arrival, LoggedIn};
pub(in crate::desk) use entry::{arrive, enter};
pub use login::{Attempt, LoginRefusal, Program, TokenRefusal};
pub use opening::Browser;
pub use second_step::{Next, SecondStepRefusal, StepRefusal};
