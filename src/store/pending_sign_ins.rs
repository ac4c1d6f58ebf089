//! The table `pending_sign_ins`: sign-ins with a correct password that still need a code.

use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error, bulk_revocations, users::called};
use crate::domain::account::{User, UserStatus};
use crate::domain::id::UserId;
use crate::domain::search::Who;
use crate::domain::sign_in::PendingSignIn;
use crate::domain::sign_in::pending_sign_in::LIFETIME;
use crate::domain::time::Timestamp;
use crate::schema::{pending_sign_ins, users};

/// The number of rows that one statement deletes.
const BATCH: usize = 500;

pub fn insert(connection: &mut Connection, pending: &PendingSignIn) -> Result<(), Error> {
    diesel::insert_into(pending_sign_ins::table).values(pending).run(connection)
}

/// Returns the pending sign-in with this digest and its user, if it is still valid. It is invalid once it has expired,
/// or once everybody's sessions were ended after it began, no matter where and how late it was saved.
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

/// Keeps a pending sign-in from being voided until the transaction ends. Returns `false` if it does not exist.
pub fn hold(connection: &mut Connection, digest: &[u8]) -> Result<bool, Error> {
    diesel::update(pending_sign_ins::table.find(digest))
        .set(pending_sign_ins::expires_at.eq(pending_sign_ins::expires_at))
        .hits(connection)
}

/// Spends a pending sign-in. Only one of several simultaneous attempts finds it.
pub fn spend(connection: &mut Connection, digest: &[u8]) -> Result<bool, Error> {
    diesel::delete(pending_sign_ins::table.find(digest)).hits(connection)
}

pub fn void_all(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq(user))).run(connection)
}

/// Voids the pending sign-ins of all users, or only those that began by a moment, if one is given.
pub fn void_everybodys(connection: &mut Connection, begun_by: Option<Timestamp>) -> Result<(), Error> {
    let begun = pending_sign_ins::expires_at.le(latest_end(begun_by));
    diesel::delete(pending_sign_ins::table.filter(begun)).run(connection)
}

/// Voids the pending sign-ins of the users whom this search finds, or only those that began by a moment, if one is
/// given.
pub fn void_of(connection: &mut Connection, who: &Who, begun_by: Option<Timestamp>) -> Result<(), Error> {
    // The beginning of an address never ends sessions: see `SessionSearch::can_end`.
    if let Who::EmailPrefix(_) = who {
        return Ok(());
    }
    let digests: Vec<Vec<u8>> = called(users::table.into_boxed(), who)
        .inner_join(pending_sign_ins::table)
        .filter(pending_sign_ins::expires_at.le(latest_end(begun_by)))
        .select(pending_sign_ins::digest)
        .load(connection)?;
    for some in digests.chunks(BATCH) {
        diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::digest.eq_any(some))).execute(connection)?;
    }
    Ok(())
}

/// Returns when the last pending sign-in that began by a moment expires.
fn latest_end(begun_by: Option<Timestamp>) -> Timestamp {
    begun_by.map_or(Timestamp::from_milliseconds(i64::MAX), |moment| moment.plus(LIFETIME))
}

pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let expired = pending_sign_ins::table.filter(pending_sign_ins::expires_at.le(now));
    let digests: Vec<Vec<u8>> = expired.select(pending_sign_ins::digest).limit(limit).load(connection)?;
    Ok(diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::digest.eq_any(digests))).execute(connection)?)
}
