//! Accounts of people: who they are, how they sign in, and the links by which they choose a password or are let in.

mod account_link;
mod email;
mod guessability;
mod identity_check;
pub mod password;
pub mod user;
mod username;

pub use account_link::{AccountLink, LinkPurpose};
pub use email::{Email, EmailError};
pub use identity_check::{IdentityCheck, IdentityCheckError};
pub use password::{ChosenPassword, Password, PasswordHash, WeakPassword, draw_device_mark};
pub use user::{Role, User, UserState, UserStatus};
pub use username::{Username, UsernameError};
