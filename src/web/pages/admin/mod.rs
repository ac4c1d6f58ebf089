//! What admins see and do. Every handler asks for the guard `Administrator`, every form for `Confirmed` with it.

pub mod events;
pub mod keys;
pub mod overview;
pub mod sessions;
pub mod settings;
pub mod users;
mod warnings;
