//! The way in and out: login, second step, set-up, sign-out, and links that choose a password or make a browser known.

pub mod arrival;
pub mod chosen_password;
pub mod enrolment;
pub mod leading;
pub mod links;
pub mod login;
pub mod logout;
pub mod qr_code;
pub mod second_step;
pub mod setup;
