//! Addresses of every kind: origins, networks, return addresses, and rules about paths.

pub mod access_rule;
pub mod destination;
pub mod folded;
pub mod forwarded;
pub mod network;
pub mod origin;
pub mod requested_path;
pub mod return_to;
