//! Accounts of people: who they are, how they sign in, and the links that are sent to them.

pub mod account_link;
pub mod email;
pub mod guessability;
pub mod identity_check;
pub mod password;
pub mod user;
pub mod username;
