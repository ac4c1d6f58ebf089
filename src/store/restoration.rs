//! What a restored database must not bring back: sessions, keys, links and jobs.

use diesel::prelude::*;

use super::{Connection, Error, throttle};
use crate::domain::id::SessionId;
use crate::domain::session::RevocationReason;
use crate::domain::session::session_state::SessionState;
use crate::domain::time::Timestamp;
use crate::schema::{
    account_links, bulk_revocations, form_answers, pending_sign_ins, recovery_codes, sessions, setup_codes,
    signing_keys, used_recovery_codes,
};

/// Deletes all signing keys and tells which they were: what they signed is believed no more.
pub fn delete_keys(connection: &mut Connection) -> Result<Vec<String>, Error> {
    Ok(diesel::delete(signing_keys::table).returning(signing_keys::kid).get_results(connection)?)
}

/// Deletes links and codes that were handed over, used or not, closes jobs that were under way, and forgets tries.
pub fn void_links(connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
    diesel::delete(account_links::table).execute(connection)?;
    diesel::delete(setup_codes::table).execute(connection)?;
    diesel::delete(pending_sign_ins::table).execute(connection)?;
    diesel::delete(form_answers::table).execute(connection)?;
    // It knows nothing of those that were used after it.
    diesel::delete(recovery_codes::table).execute(connection)?;
    diesel::delete(used_recovery_codes::table).execute(connection)?;
    diesel::update(bulk_revocations::table.filter(bulk_revocations::finished_at.is_null()))
        .set(bulk_revocations::finished_at.eq(now))
        .execute(connection)?;
    // Everybody signs in anew now, many from one address.
    throttle::delete_all(connection)
}

/// Ends sessions that are alive, or that a clock could take for alive: at most `limit`. Returns how many. Those that have
/// expired keep their end.
pub fn end_sessions(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let live = sessions::table.filter(sessions::state.eq(SessionState::Live)).select(sessions::id).limit(limit);
    // The janitor's clock may have been wrong.
    let unsure = sessions::table
        .filter(sessions::state.eq(SessionState::IdleExpired).or(sessions::state.eq(SessionState::AbsolutelyExpired)))
        .filter(sessions::idle_expires_at.gt(now))
        .filter(sessions::revoked_at.is_null())
        .select(sessions::id)
        .limit(limit);
    let mut ids: Vec<SessionId> = live.load(connection)?;
    if ids.is_empty() {
        ids = unsure.load(connection)?;
    }
    Ok(diesel::update(sessions::table.filter(sessions::id.eq_any(ids)))
        .set((
            sessions::revoked_at.eq(now),
            sessions::revocation_reason.eq(RevocationReason::Restored),
            sessions::state.eq(SessionState::Revoked(RevocationReason::Restored)),
        ))
        .execute(connection)?)
}
