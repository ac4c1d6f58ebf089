//! The pages: one file each, with its handlers and the structs of its templates.

pub mod account;
pub mod account_link;
pub mod admin;
pub mod api_reference;
mod chosen_password;
mod enrolment;
pub mod home;
pub mod language;
mod leading;
pub mod login;
pub mod logout;
pub mod password;
pub mod problem;
pub mod second_step;
pub mod sessions;
pub mod setup;
pub mod two_factor;
