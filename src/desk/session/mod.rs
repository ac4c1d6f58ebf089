//! Sessions from their first tokens to their end: issued, renewed, seen, named, ended.

pub mod acceptance;
pub mod admission;
pub mod bulk_revocation;
pub mod issue;
pub mod labels;
pub mod life;
pub(super) mod outcome;
pub mod presence;
pub mod refresh_check;
pub mod renewal;
pub mod revocation;
