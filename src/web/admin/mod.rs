//! The pages of admins.

pub mod chart;
pub mod events;
pub mod keys;
pub mod overview;
pub mod sessions;
pub mod settings;
pub mod users;
pub mod warnings;
