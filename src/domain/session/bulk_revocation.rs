//! Many sessions that are being ended, batch by batch.

use diesel::prelude::*;

use super::ending::RevocationReason;
use crate::domain::id::{BulkRevocationId, UserId};
use crate::domain::time::Timestamp;
use crate::schema::bulk_revocations;

/// One row of `bulk_revocations`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = bulk_revocations)]
pub struct BulkRevocation {
    /// Which.
    pub id: BulkRevocationId,
    /// When it was begun. Sessions that begin later are not concerned.
    pub created_at: Timestamp,
    /// The admin who wants it; an operator is nobody.
    pub created_by: Option<UserId>,
    /// Which sessions: a search, as a query of an address.
    pub filter: String,
    /// Whether it is everybody's. Then these sessions count as ended from the moment it was begun.
    pub is_everybody: bool,
    /// How many there were when it was begun, if it was possible to count them.
    pub matched: Option<i64>,
    /// How many have been ended so far.
    pub ended: i64,
    /// Where the walk over the sessions stands; `None` at the front.
    pub position: Option<String>,
    /// How many had been ended when the walk was at the front. A whole walk that ends none is the last.
    pub passed_at: i64,
    /// When the last one was.
    pub finished_at: Option<Timestamp>,
}

impl BulkRevocation {
    /// Why the sessions end.
    pub const fn reason(&self) -> RevocationReason {
        match self.created_by {
            Some(_) => RevocationReason::Administrator,
            None => RevocationReason::Operator,
        }
    }
}
