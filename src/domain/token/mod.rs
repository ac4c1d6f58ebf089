//! Access tokens, for Doorward's own pages and for apps, and the keys that sign them.

pub mod access_token;
pub mod doctor_key;
pub mod signing_key;

pub use access_token::{Age, Audience, Claims};
pub use doctor_key::DoctorKey;
pub use signing_key::{KeyLife, KeyState, SigningAlgorithm, StoredKey, Upkeep};
