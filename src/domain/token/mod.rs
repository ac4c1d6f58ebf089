//! Tokens for other programs, and their keys.

pub mod access_token;
pub mod doctor_key;
pub mod signing_key;

pub use access_token::{Age, Audience, Claims};
pub use doctor_key::DoctorKey;
pub use signing_key::{KeyLife, KeyState, SigningAlgorithm, StoredKey, Upkeep};
