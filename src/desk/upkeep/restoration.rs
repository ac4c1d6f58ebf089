//! Signs everybody out of a database that was restored from a backup.
//!
//! The backup knows nothing of what was ended after it. Sessions that it takes for alive are ended by their rows. Access
//! tokens are a signature away from being believed, also those of sessions that the backup does not know: so the keys
//! that signed them are deleted, and a new one takes their place.

use crate::desk::Desk;
use crate::desk::fault::KeyError;
use crate::desk::token::keys::{self, NewKey};
use crate::domain::record::event::Event;
use crate::domain::record::row::NewEvent;
use crate::domain::request_context::RequestContext;
use crate::domain::token::signing_key::StoredKey;
use crate::store::{self, Connection, Exclusive, events, restoration, signing_keys};

/// How many sessions are ended in one transaction.
const BATCH: i64 = 2000;

/// Why a restored database is not ready for use.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RestorationError {
    /// The secret does not belong to it, or a key is damaged. Nothing was changed.
    #[error("{0}")]
    Keys(#[from] KeyError),
    /// The database failed. What was done before holds; run it again.
    #[error("{0}")]
    Store(#[from] store::Error),
}

/// Makes sure that nothing that could be presented from before is believed: deletes all signing keys and makes a new one,
/// voids links and codes that were handed over, and ends all sessions. Running instances follow within a second.
///
/// `progress` is told how many sessions have been ended so far. Returns how many that were in the end.
///
/// # Errors
/// [`RestorationError`].
pub async fn sign_everybody_out(desk: &Desk, mut progress: impl FnMut(usize)) -> Result<usize, RestorationError> {
    // Loading them proves that this secret opens them.
    keys::reload(desk).await?;
    replace_keys(desk).await?;
    let mut ended = 0;
    loop {
        let now = desk.clock().now();
        let batch = desk.store().write(move |connection| restoration::end_sessions(connection, now, BATCH)).await?;
        ended += batch;
        progress(ended);
        if batch == 0 {
            return Ok(ended);
        }
    }
}

/// One transaction: from its end on no token from before is believed, and the record says why.
async fn replace_keys(desk: &Desk) -> Result<(), RestorationError> {
    let NewKey { kid, algorithm, sealed_private_key } = NewKey::make(desk, desk.settings().jwt_algorithm).await?;
    let now = desk.clock().now();
    let key = StoredKey { kid, algorithm, sealed_private_key, created_at: now, signs_from: now, retires_at: None };
    let write = move |connection: &mut Connection| {
        store::lock(connection, Exclusive::SigningKeys)?;
        let record = |connection: &mut Connection, event: Event| {
            events::insert(connection, &NewEvent::new(&event, now, &RequestContext::command_line()))
        };
        record(connection, Event::DatabaseRestored)?;
        for kid in restoration::delete_keys(connection)? {
            record(connection, Event::SigningKeyRetired { kid, algorithm: None })?;
        }
        signing_keys::insert(connection, &key)?;
        record(connection, Event::SigningKeyCreated { kid: key.kid.clone(), algorithm: key.algorithm })?;
        restoration::void_links(connection, now)
    };
    Ok(desk.store().write(write).await?)
}
