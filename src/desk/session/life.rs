//! Sessions, and the endings of many, as every face shows them. A use that is noted in memory and not written down yet is
//! added here alone.

use std::collections::HashMap;

use crate::desk::Desk;
use crate::desk::record::event_export::names_in;
use crate::domain::account::Username;
use crate::domain::id::{BulkRevocationId, SessionId, UserId};
use crate::domain::record::{EventRow, event_export};
use crate::domain::search::{Edge, Page};
use crate::domain::session::{BulkRevocation, Session};
use crate::store::{self, Connection, bulk_revocations, events, sessions, users};

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
    let live = desk.store().read(move |connection| sessions::list_live(connection, &user, now)).await?;
    Ok(live.into_iter().map(|session| as_last_used(desk, session)).collect())
}

/// Adds the latest use to a row: this instance may know of one that is not written down yet. The places of pages go by
/// what is written down.
pub fn as_last_used(desk: &Desk, session: Session) -> Session {
    match desk.presence().of(&session.id) {
        Some(seen) => session.used_at(seen.at),
        None => session,
    }
}

/// A session on record, and what is recorded about it.
pub struct SessionLife {
    /// The session, with its latest use.
    pub session: Session,
    /// A page of the events about it.
    pub events: Page<EventRow>,
    /// The event of its end, if somebody or something decided that.
    pub ending: Option<EventRow>,
    /// The names of those whom these events name.
    pub names: event_export::Names,
}

/// Reads the session with this id, and at most `limit` of its events at `edge`, the newest first. Returns `None` if it is
/// not on record.
pub async fn find(desk: &Desk, id: SessionId, edge: Edge, limit: i64) -> Result<Option<SessionLife>, store::Error> {
    let read = move |connection: &mut Connection| {
        let Some((session, _)) = sessions::find(connection, &id)? else { return Ok(None) };
        let events = events::list_of_session(connection, &id, &edge, limit)?;
        let ending = events::find_ending(connection, &id)?;
        let told: Vec<EventRow> = events.rows.iter().chain(&ending).cloned().collect();
        Ok(Some(SessionLife { names: names_in(connection, &told)?, session, events, ending }))
    };
    let life = desk.store().read(read).await?;
    Ok(life.map(|life| SessionLife { session: as_last_used(desk, life.session), ..life }))
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
