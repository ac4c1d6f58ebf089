//! Sessions from their first tokens to their end: issued, renewed, seen, named, ended.

pub mod acceptance;
pub mod admission;
pub mod bulk_revocation;
mod issue;
pub mod labels;
pub mod life;
pub(super) mod outcome;
pub mod presence;
pub mod refresh_check;
pub mod renewal;
pub mod revocation;

pub use acceptance::Acceptance;
pub use admission::{Admitted, Need};
pub use bulk_revocation::Which;
pub use issue::Issued;
pub use life::{Names, SessionLife};
pub use presence::Presence;
pub use renewal::{Cause, Look, Renewal};
