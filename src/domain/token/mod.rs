//! Tokens for other programs, and their keys.

pub mod access_token;
pub mod doctor_key;
pub mod signing_key;
