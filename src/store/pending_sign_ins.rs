//! The table `pending_sign_ins`: who has given the right password and not yet the code.

use diesel::prelude::*;

use super::{Connection, Error, bulk_revocations};
use crate::domain::account::user::{User, UserStatus};
use crate::domain::id::UserId;
use crate::domain::search::who::{Who, end_of_prefix};
use crate::domain::sign_in::pending_sign_in::{LIFETIME, PendingSignIn};
use crate::domain::time::Timestamp;
use crate::schema::{pending_sign_ins, users};

/// How many are deleted by one statement.
const BATCH: usize = 500;

/// Adds one.
pub fn insert(connection: &mut Connection, pending: &PendingSignIn) -> Result<(), Error> {
    diesel::insert_into(pending_sign_ins::table).values(pending).execute(connection)?;
    Ok(())
}

/// The one with this digest, and its user, if it is not over: by time, or since everybody's sessions were ended after it
/// was begun, wherever and however late it was written down.
pub fn find(
    connection: &mut Connection,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<(PendingSignIn, User)>, Error> {
    let everybody = bulk_revocations::everybody_ended_at(connection, now.minus(LIFETIME))?;
    let over = everybody.map_or(now, |ended_at| now.max(ended_at.plus(LIFETIME)));
    Ok(pending_sign_ins::table
        .inner_join(users::table)
        .filter(pending_sign_ins::digest.eq(digest))
        .filter(pending_sign_ins::expires_at.gt(over))
        .filter(users::status.eq(UserStatus::Active))
        .select((PendingSignIn::as_select(), User::as_select()))
        .first(connection)
        .optional()?)
}

/// Keeps one from being voided until the transaction is over. `false` when there is none.
pub fn hold(connection: &mut Connection, digest: &[u8]) -> Result<bool, Error> {
    let held = diesel::update(pending_sign_ins::table.find(digest))
        .set(pending_sign_ins::expires_at.eq(pending_sign_ins::expires_at))
        .execute(connection)?;
    Ok(held == 1)
}

/// Spends one: of any number of simultaneous tries one finds it.
pub fn spend(connection: &mut Connection, digest: &[u8]) -> Result<bool, Error> {
    Ok(diesel::delete(pending_sign_ins::table.find(digest)).execute(connection)? == 1)
}

/// Voids all of a user.
pub fn void_all(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq(user))).execute(connection)?;
    Ok(())
}

/// Voids everybody's; those alone that were begun by a moment, if one is given.
pub fn void_everybodys(connection: &mut Connection, begun_by: Option<Timestamp>) -> Result<(), Error> {
    let begun = pending_sign_ins::expires_at.le(latest_end(begun_by));
    diesel::delete(pending_sign_ins::table.filter(begun)).execute(connection)?;
    Ok(())
}

/// Voids those of everybody whom this search finds; of those alone that were begun by a moment, if one is given.
pub fn void_of(connection: &mut Connection, who: &Who, begun_by: Option<Timestamp>) -> Result<(), Error> {
    let begun = pending_sign_ins::table
        .inner_join(users::table)
        .filter(pending_sign_ins::expires_at.le(latest_end(begun_by)))
        .select(pending_sign_ins::digest);
    let digests: Vec<Vec<u8>> = match who {
        Who::Name(name) => begun.filter(users::username.eq(name)).load(connection)?,
        Who::NamePrefix(prefix) => begun
            .filter(users::username.ge(prefix.as_str()))
            .filter(users::username.lt(end_of_prefix(prefix)))
            .load(connection)?,
        Who::Email(email) => begun.filter(users::email.eq(email)).load(connection)?,
        // Nothing is ended by the beginning of an address: see `SessionFilter::can_end`.
        Who::EmailPrefix(_) => Vec::new(),
    };
    for some in digests.chunks(BATCH) {
        diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::digest.eq_any(some))).execute(connection)?;
    }
    Ok(())
}

/// When the last of those is over that were begun by a moment.
fn latest_end(begun_by: Option<Timestamp>) -> Timestamp {
    begun_by.map_or(Timestamp::from_milliseconds(i64::MAX), |moment| moment.plus(LIFETIME))
}

/// Deletes those that are over, at most `limit`. Returns how many.
pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let expired = pending_sign_ins::table.filter(pending_sign_ins::expires_at.le(now));
    let digests: Vec<Vec<u8>> = expired.select(pending_sign_ins::digest).limit(limit).load(connection)?;
    Ok(diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::digest.eq_any(digests))).execute(connection)?)
}
