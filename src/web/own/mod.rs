//! The pages of those who are signed in: the start page, account, sessions, password, second factor, language, looks.

pub mod account;
pub mod appearance;
pub mod home;
pub mod language;
pub mod password;
pub mod sessions;
pub mod two_factor;
