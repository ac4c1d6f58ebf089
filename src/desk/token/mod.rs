//! Access tokens and their signatures: the server secret, the keys and their rotation, and the recall list.

pub mod check;
pub mod issuer;
pub mod key_rotation;
pub mod keys;
pub(super) mod one_time_token;
pub mod recall;
pub mod recall_list;
pub mod secret;
pub mod secret_exposure;
mod verified_tokens;
