//! A bulk revocation: many sessions that are being ended, batch by batch.

use diesel::prelude::*;

use super::ending::RevocationReason;
use crate::domain::id::{BulkRevocationId, UserId};
use crate::domain::time::Timestamp;
use crate::schema::bulk_revocations;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = bulk_revocations)]
pub struct BulkRevocation {
    pub id: BulkRevocationId,
    /// The time at which it was begun. Sessions that begin later are not affected.
    pub created_at: Timestamp,
    /// The administrator who began it; `None` if an operator did.
    pub created_by: Option<UserId>,
    /// The search for the sessions, written as the query of an address.
    pub filter: String,
    /// Tells whether it ends everybody's sessions. If so, they count as ended from the moment at which it was begun.
    pub is_everybody: bool,
    /// The number of matching sessions when it was begun, if it was possible to count them.
    pub matched: Option<i64>,
    /// The number of sessions that have been ended so far.
    pub ended: i64,
    /// The current position of the walk over the sessions; `None` at the beginning.
    pub position: Option<String>,
    /// The number of ended sessions when the current walk began. The last walk is one that ends no session.
    pub passed_at: i64,
    pub finished_at: Option<Timestamp>,
}

impl BulkRevocation {
    pub const fn reason(&self) -> RevocationReason {
        match self.created_by {
            Some(_) => RevocationReason::Administrator,
            None => RevocationReason::Operator,
        }
    }
}
