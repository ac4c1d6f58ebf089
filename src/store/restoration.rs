//! Removes the rows that a restored database must not bring back: sessions, keys, links and jobs.

use diesel::prelude::*;

use super::sessions::revoked;
use super::{Connection, Error, throttle, throttle_refusals, write_budgets};
use crate::domain::id::SessionId;
use crate::domain::mail::MailState;
use crate::domain::session::{RevocationReason, SessionState};
use crate::domain::time::Timestamp;
use crate::schema::{
    account_links, bulk_revocations, form_answers, mail_requests, mails, pending_sign_ins, recovery_codes, sessions,
    setup_codes, signing_keys, used_recovery_codes,
};

/// Deletes all signing keys and returns their identifiers: signatures of these keys are no longer accepted.
pub fn delete_keys(connection: &mut Connection) -> Result<Vec<String>, Error> {
    Ok(diesel::delete(signing_keys::table).returning(signing_keys::kid).get_results(connection)?)
}

/// Deletes links and codes that people were given, used or not, and mails that wait: they may have been sent after the
/// backup was made. Closes unfinished jobs, and forgets failed attempts.
pub fn void_links(connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
    diesel::delete(account_links::table).execute(connection)?;
    diesel::delete(mails::table.filter(mails::state.eq(MailState::Waiting))).execute(connection)?;
    diesel::delete(mail_requests::table).execute(connection)?;
    diesel::delete(setup_codes::table).execute(connection)?;
    diesel::delete(pending_sign_ins::table).execute(connection)?;
    diesel::delete(form_answers::table).execute(connection)?;
    // The backup does not know which of them were used after it was made.
    diesel::delete(recovery_codes::table).execute(connection)?;
    diesel::delete(used_recovery_codes::table).execute(connection)?;
    diesel::update(bulk_revocations::table.filter(bulk_revocations::finished_at.is_null()))
        .set(bulk_revocations::finished_at.eq(now))
        .execute(connection)?;
    // Everybody has to sign in again now, many people from one address.
    throttle::delete_all(connection)?;
    throttle_refusals::delete_all(connection)?;
    write_budgets::delete_all(connection)
}

/// Ends at most `limit` sessions that are alive, or that a wrong clock could take for alive. Returns the number of
/// ended sessions. Expired sessions keep their end.
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
        .set(revoked(RevocationReason::Restored, now))
        .execute(connection)?)
}
