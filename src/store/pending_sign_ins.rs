//! The table `pending_sign_ins`: sign-ins with a correct password that still need a code.

use diesel::prelude::*;

use super::{Connection, Error, bulk_revocations};
use crate::domain::account::{User, UserStatus};
use crate::domain::id::UserId;
use crate::domain::search::Who;
use crate::domain::search::who::end_of_prefix;
use crate::domain::sign_in::PendingSignIn;
use crate::domain::sign_in::pending_sign_in::LIFETIME;
use crate::domain::time::Timestamp;
use crate::schema::{pending_sign_ins, users};

/// The number of rows that one statement deletes.
const BATCH: usize = 500;

pub fn insert(connection: &mut Connection, pending: &PendingSignIn) -> Result<(), Error> {
    diesel::insert_into(pending_sign_ins::table).values(pending).execute(connection)?;
    Ok(())
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
    let held = diesel::update(pending_sign_ins::table.find(digest))
        .set(pending_sign_ins::expires_at.eq(pending_sign_ins::expires_at))
        .execute(connection)?;
    Ok(held == 1)
}

/// Spends a pending sign-in. Only one of several simultaneous attempts finds it.
pub fn spend(connection: &mut Connection, digest: &[u8]) -> Result<bool, Error> {
    Ok(diesel::delete(pending_sign_ins::table.find(digest)).execute(connection)? == 1)
}

pub fn void_all(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq(user))).execute(connection)?;
    Ok(())
}

/// Voids the pending sign-ins of all users, or only those that began by a moment, if one is given.
pub fn void_everybodys(connection: &mut Connection, begun_by: Option<Timestamp>) -> Result<(), Error> {
    let begun = pending_sign_ins::expires_at.le(latest_end(begun_by));
    diesel::delete(pending_sign_ins::table.filter(begun)).execute(connection)?;
    Ok(())
}

/// Voids the pending sign-ins of the users whom this search finds, or only those that began by a moment, if one is
/// given.
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
        // The beginning of an address never ends sessions: see `SessionSearch::can_end`.
        Who::EmailPrefix(_) => Vec::new(),
    };
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
