//! Passwords of signed-in users: confirming them before important changes, and changing them.

pub mod change;
pub mod confirmation;
pub(super) mod new_password;

pub use change::{NewPasswordRefusal, PasswordChangeRefusal};
pub use confirmation::{ConfirmationRefusal, PasswordRefusal};
