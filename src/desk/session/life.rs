//! Sessions, and the endings of many, as every face shows them. A use that is noted in memory and not written down yet is mixed in here alone.

use std::collections::HashMap;

use crate::desk::Desk;
use crate::domain::account::username::Username;
use crate::domain::id::{BulkRevocationId, UserId};
use crate::domain::session::Session;
use crate::domain::session::bulk_revocation::BulkRevocation;
use crate::store::{self, Connection, bulk_revocations, sessions, users};

/// How many endings of many sessions are listed.
const RECENT: i64 = 50;

/// Names of users by their ids, of those who still have an account.
pub type Names = HashMap<UserId, Username>;

/// The live sessions of a user, the one last used first.
///
/// # Errors
/// When the database is away.
pub async fn list_live(desk: &Desk, user: UserId) -> Result<Vec<Session>, store::Error> {
    let now = desk.clock().now();
    Ok(as_last_used(desk, desk.store().read(move |connection| sessions::list_live(connection, &user, now)).await?))
}

/// These sessions with their latest use: this instance may know of one that is newer than the row.
pub fn as_last_used(desk: &Desk, sessions: Vec<Session>) -> Vec<Session> {
    let newer = |session: Session| match desk.presence().of(&session.id) {
        Some(seen) => session.as_used_at(seen.at),
        None => session,
    };
    sessions.into_iter().map(newer).collect()
}

/// One ending of many sessions, with the name of the admin who began it; `None` if there is none of this id.
///
/// # Errors
/// When the database is away.
pub async fn find_bulk_revocation(
    desk: &Desk,
    id: BulkRevocationId,
) -> Result<Option<(BulkRevocation, Names)>, store::Error> {
    let read = move |connection: &mut Connection| {
        let Some(bulk) = bulk_revocations::find(connection, &id)? else { return Ok(None) };
        let by: Vec<UserId> = bulk.created_by.iter().cloned().collect();
        Ok(Some((bulk, users::names_of(connection, &by)?)))
    };
    desk.store().read(read).await
}

/// The latest endings of many sessions, the newest first, with the names of the admins who began them.
///
/// # Errors
/// When the database is away.
pub async fn list_bulk_revocations(desk: &Desk) -> Result<(Vec<BulkRevocation>, Names), store::Error> {
    let read = |connection: &mut Connection| {
        let recent = bulk_revocations::list_recent(connection, RECENT)?;
        let by: Vec<UserId> = recent.iter().filter_map(|bulk| bulk.created_by.clone()).collect();
        Ok((recent, users::names_of(connection, &by)?))
    };
    desk.store().read(read).await
}
