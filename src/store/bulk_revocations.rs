//! The table `bulk_revocations`.

use diesel::dsl::max;
use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::id::BulkRevocationId;
use crate::domain::session::BulkRevocation;
use crate::domain::time::Timestamp;
use crate::schema::bulk_revocations;

pub fn insert(connection: &mut Connection, bulk: &BulkRevocation) -> Result<(), Error> {
    diesel::insert_into(bulk_revocations::table).values(bulk).run(connection)
}

pub fn find(connection: &mut Connection, id: &BulkRevocationId) -> Result<Option<BulkRevocation>, Error> {
    Ok(bulk_revocations::table.find(id).select(BulkRevocation::as_select()).first(connection).optional()?)
}

pub fn list_recent(connection: &mut Connection, limit: i64) -> Result<Vec<BulkRevocation>, Error> {
    Ok(bulk_revocations::table
        .order((bulk_revocations::created_at.desc(), bulk_revocations::id))
        .limit(limit)
        .select(BulkRevocation::as_select())
        .load(connection)?)
}

/// Returns the unfinished bulk revocations, oldest first. One that ends everybody's sessions comes before all others.
pub fn list_unfinished(connection: &mut Connection) -> Result<Vec<BulkRevocation>, Error> {
    Ok(bulk_revocations::table
        .filter(bulk_revocations::finished_at.is_null())
        .order((bulk_revocations::is_everybody.desc(), bulk_revocations::created_at, bulk_revocations::id))
        .select(BulkRevocation::as_select())
        .load(connection)?)
}

/// Saves the progress of a bulk revocation.
pub fn note(connection: &mut Connection, bulk: &BulkRevocation) -> Result<(), Error> {
    diesel::update(bulk_revocations::table.find(&bulk.id))
        .set((
            bulk_revocations::ended.eq(bulk.ended),
            bulk_revocations::position.eq(&bulk.position),
            bulk_revocations::passed_at.eq(bulk.passed_at),
        ))
        .run(connection)
}

pub fn finish(connection: &mut Connection, id: &BulkRevocationId, now: Timestamp) -> Result<(), Error> {
    diesel::update(bulk_revocations::table.find(id)).set(bulk_revocations::finished_at.eq(now)).run(connection)
}

/// Returns the newest unfinished bulk revocation that ends everybody's sessions.
pub fn everybody_under_way(connection: &mut Connection) -> Result<Option<BulkRevocation>, Error> {
    Ok(bulk_revocations::table
        .filter(bulk_revocations::finished_at.is_null())
        .filter(bulk_revocations::is_everybody.eq(true))
        .order(bulk_revocations::created_at.desc())
        .select(BulkRevocation::as_select())
        .first(connection)
        .optional()?)
}

/// Returns when everybody's sessions were last ended, if that was after `since`.
pub fn everybody_ended_at(connection: &mut Connection, since: Timestamp) -> Result<Option<Timestamp>, Error> {
    Ok(bulk_revocations::table
        .filter(bulk_revocations::is_everybody.eq(true))
        .filter(bulk_revocations::created_at.gt(since))
        .select(max(bulk_revocations::created_at))
        .first(connection)?)
}

pub fn delete_finished_before(connection: &mut Connection, before: Timestamp) -> Result<usize, Error> {
    Ok(diesel::delete(bulk_revocations::table.filter(bulk_revocations::finished_at.lt(before))).execute(connection)?)
}
