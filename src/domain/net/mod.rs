//! Addresses of every kind: origins, networks, return addresses, and rules about paths.

mod access_rule;
mod destination;
mod folded;
pub mod forwarded;
pub mod network;
pub mod origin;
mod requested_path;
mod return_to;
mod ruling;

pub use access_rule::{AccessRules, Who};
pub use destination::Destination;
pub use forwarded::ForwardingFault;
pub use network::NetworkRange;
pub use origin::{Authority, Origin};
pub use return_to::ReturnTo;
pub use ruling::Ruling;
