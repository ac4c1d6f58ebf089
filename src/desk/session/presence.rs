//! Notes in memory at every request which session was seen, and with which generation, and saves these notes in
//! batches.
//!
//! A noted generation is *confirmed*: its refresh token has reached the browser, so no honest client needs the one
//! before it any more. A crash loses 15 seconds of notes, which makes the detection of theft milder for a while, never
//! wrong.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::desk::Desk;
use crate::domain::id::SessionId;
use crate::domain::time::Timestamp;
use crate::domain::token::Claims;
use crate::store::{self, sessions};

/// The time between two savings of the notes.
pub const INTERVAL: Duration = Duration::from_secs(15);
/// The number of notes that one transaction saves, so that a login does not wait long for its turn.
const BATCH: usize = 500;

/// The latest use of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The generation that the request carried.
    pub generation: i64,
    pub at: Timestamp,
}

#[derive(Default)]
pub struct Presence {
    notes: Mutex<HashMap<SessionId, Use>>,
}

impl Presence {
    pub fn note(&self, claims: &Claims, now: Timestamp) {
        let seen = Use { generation: claims.generation, at: now };
        self.notes().entry(claims.sid.clone()).and_modify(|known| known.merge(seen)).or_insert(seen);
    }

    /// Returns the note of a session, which may not be saved yet.
    pub fn of(&self, session: &SessionId) -> Option<Use> {
        self.notes().get(session).copied()
    }

    pub(in crate::desk) fn len(&self) -> usize {
        self.notes().len()
    }

    fn notes(&self) -> MutexGuard<'_, HashMap<SessionId, Use>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Use {
    fn merge(&mut self, other: Use) {
        self.generation = self.generation.max(other.generation);
        self.at = self.at.max(other.at);
    }
}

/// Saves the notes. A note stays in memory until it is saved, and longer if it was renewed in the meantime.
///
/// # Errors
/// Fails if the database is unreachable; unsaved notes are kept for the next time.
pub async fn write_down(desk: &Desk) -> Result<(), store::Error> {
    let mut notes: Vec<(SessionId, Use)> =
        desk.presence().notes().iter().map(|(id, seen)| (id.clone(), *seen)).collect();
    // They are sorted, so that two instances that write at once cannot wait for each other in a circle.
    notes.sort_by(|(one, _), (other, _)| one.cmp(other));
    for batch in notes.chunks(BATCH).map(<[_]>::to_vec) {
        let written = batch.clone();
        desk.store()
            .write(move |connection| {
                batch.iter().try_for_each(|(id, seen)| sessions::record_use(connection, id, seen.generation, seen.at))
            })
            .await?;
        let mut notes = desk.presence().notes();
        for (id, seen) in written {
            if notes.get(&id) == Some(&seen) {
                notes.remove(&id);
            }
        }
    }
    Ok(())
}
