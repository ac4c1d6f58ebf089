//! Access tokens and their signatures: the server secret, the keys and their rotation, and the recall list.

pub mod check;
mod issuer;
pub mod key_rotation;
pub mod keys;
pub(super) mod one_time_token;
pub mod recall;
pub mod recall_list;
mod repeated;
mod secret;
pub mod secret_exposure;
mod verified_tokens;

pub use check::Checked;
pub use issuer::Issuer;
pub use key_rotation::{KeyRefusal, Rotation};
pub use recall::Recall;
pub use recall_list::{NoList, RecallList};
pub(super) use repeated::Repeated;
pub use secret::{SecretError, ServerSecret};
pub use secret_exposure::Exposure;
