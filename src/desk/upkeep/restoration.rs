//! Signs everybody out of a database that was restored from a backup.
//!
//! The backup does not know what was ended after it was made. Sessions that are alive in it are ended by their rows.
//! Access tokens are accepted by their signature, even those of sessions that the backup does not know: so the keys
//! that signed them are deleted, and a new key replaces them.

use crate::desk::Desk;
use crate::desk::fault::Fault;
use crate::desk::token::keys::{self, NewKey};
use crate::domain::record::{Event, NewEvent};
use crate::domain::request_context::RequestContext;
use crate::domain::token::StoredKey;
use crate::store::{self, Connection, Exclusive, events, restoration, signing_keys};

/// The number of sessions that one transaction ends.
const BATCH: i64 = 2000;

/// Makes sure that no older token, link or code is accepted: deletes all signing keys and makes a new one, voids the
/// links and codes that people were given, and ends all sessions. Running instances follow within a second.
///
/// Calls `progress` with the number of sessions ended so far. Returns their number at the end.
///
/// # Errors
/// Nothing was changed if the secret does not belong to the database, or a key is damaged. If the database failed,
/// finished changes stay; run it again.
pub async fn sign_everybody_out(desk: &Desk, mut progress: impl FnMut(usize)) -> Result<usize, Fault> {
    // Loading the keys proves that this secret decrypts them.
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

/// Replaces the keys in one transaction. From its end on no older token is accepted, and the record says why.
async fn replace_keys(desk: &Desk) -> Result<(), Fault> {
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
