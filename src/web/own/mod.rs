//! The pages of those who are signed in: the start page, account, activity, sessions, password, second factor, language,
//! looks, time zone.

pub mod account;
pub mod activity;
pub mod appearance;
pub mod home;
pub mod language;
pub mod next_steps;
pub mod password;
pub mod sessions;
pub mod time_zone;
pub mod two_factor;
