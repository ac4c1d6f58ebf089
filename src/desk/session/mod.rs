//! Sessions from their first tokens to their end: issued, renewed, seen, named, ended.
//!
//! Who may rotate a refresh token is decided in `rotation`, by the rule `Session::classify` of the domain.

pub mod acceptance;
pub mod admission;
pub mod bulk_revocation;
mod issue;
pub mod labels;
pub mod life;
pub mod look;
pub mod presence;
pub mod renewal;
pub mod revocation;
pub(super) mod rotation;

pub use acceptance::Acceptance;
pub use admission::{Admitted, Need};
pub use bulk_revocation::Which;
pub(super) use bulk_revocation::progress::Waiting;
pub use issue::Issued;
pub use life::{Names, SessionLife};
pub use look::Look;
pub use presence::Presence;
pub use rotation::{Cause, Renewal};
