//! Links that somebody opens without being signed in, and asking for one.

pub mod account_link;
pub mod device_link;
pub mod link_request;
