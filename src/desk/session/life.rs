//! Reads sessions and bulk revocations for every interface. Only this module adds uses that are noted in memory and not
//! saved yet.

use std::collections::HashMap;

use crate::desk::Desk;
use crate::desk::record::event_export::names_in;
use crate::domain::account::Username;
use crate::domain::id::{BulkRevocationId, SessionId, UserId};
use crate::domain::record::{EventRow, event_export};
use crate::domain::search::{Edge, EventFilter, EventSearch, Page};
use crate::domain::session::{BulkRevocation, Session};
use crate::store::{self, Connection, bulk_revocations, events, sessions, users};

/// The number of bulk revocations that are listed.
const RECENT: i64 = 50;

/// Names by user identifier, only of users who still have an account.
pub type Names = HashMap<UserId, Username>;

/// Returns the live sessions of a user, the most recently used first.
pub async fn list_live(desk: &Desk, user: UserId) -> Result<Vec<Session>, store::Error> {
    let now = desk.clock().now();
    let live = desk.store().read(move |connection| sessions::list_live(connection, &user, now)).await?;
    Ok(live.into_iter().map(|session| as_last_used(desk, session)).collect())
}

/// Adds the latest use to a row, because this instance may know of a use that is not saved yet. Positions in paged
/// lists depend on the saved rows alone.
pub fn as_last_used(desk: &Desk, session: Session) -> Session {
    match desk.presence().of(&session.id) {
        Some(seen) => session.used_at(seen.at),
        None => session,
    }
}

pub struct SessionLife {
    /// The latest use is included, even if it is not saved yet.
    pub session: Session,
    pub events: Page<EventRow>,
    /// The event that ended the session; `None` if nobody and nothing decided its end.
    pub ending: Option<EventRow>,
    /// The names of the users and actors in `events` and `ending`.
    pub names: event_export::Names,
}

/// Reads the session with this id, and at most `limit` of its events at `edge`, the newest first. Returns `None` if it is
/// not on record.
pub async fn find(desk: &Desk, id: SessionId, edge: Edge, limit: usize) -> Result<Option<SessionLife>, store::Error> {
    let read = move |connection: &mut Connection| {
        let Some((session, _)) = sessions::find(connection, &id)? else { return Ok(None) };
        let of_session = EventSearch { session: Some(id.clone()), ..EventSearch::default() };
        let filter = EventFilter { search: of_session, ..EventFilter::default() };
        let events = events::search(connection, &filter, &edge, limit)?.page;
        let ending = events::find_ending(connection, &id)?;
        let told: Vec<EventRow> = events.rows.iter().chain(&ending).cloned().collect();
        Ok(Some(SessionLife { names: names_in(connection, &told)?, session, events, ending }))
    };
    let life = desk.store().read(read).await?;
    Ok(life.map(|life| SessionLife { session: as_last_used(desk, life.session), ..life }))
}

/// Returns a bulk revocation with the name of the administrator who began it.
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

/// Returns the latest bulk revocations, the newest first, with the names of the administrators who began them.
pub async fn list_bulk_revocations(desk: &Desk) -> Result<(Vec<BulkRevocation>, Names), store::Error> {
    let read = |connection: &mut Connection| {
        let recent = bulk_revocations::list_recent(connection, RECENT)?;
        let by: Vec<UserId> = recent.iter().filter_map(|bulk| bulk.created_by.clone()).collect();
        Ok((recent, users::names_of(connection, &by)?))
    };
    desk.store().read(read).await
}
