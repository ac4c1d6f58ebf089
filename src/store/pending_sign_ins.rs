//! The table `pending_sign_ins`: who has given the right password and not yet the code.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::id::UserId;
use crate::domain::pending_sign_in::PendingSignIn;
use crate::domain::time::Timestamp;
use crate::domain::user::{User, UserStatus};
use crate::schema::{pending_sign_ins, users};

/// Adds one.
pub fn insert(connection: &mut Connection, pending: &PendingSignIn) -> Result<(), Error> {
    diesel::insert_into(pending_sign_ins::table).values(pending).execute(connection)?;
    Ok(())
}

/// The one with this digest, and its user, if it is not over.
pub fn find(
    connection: &mut Connection,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<(PendingSignIn, User)>, Error> {
    Ok(pending_sign_ins::table
        .inner_join(users::table)
        .filter(pending_sign_ins::digest.eq(digest))
        .filter(pending_sign_ins::expires_at.gt(now))
        .filter(users::status.eq(UserStatus::Active))
        .select((PendingSignIn::as_select(), User::as_select()))
        .first(connection)
        .optional()?)
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

/// Deletes those that are over, at most `limit`. Returns how many.
pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let expired = pending_sign_ins::table.filter(pending_sign_ins::expires_at.le(now));
    let digests: Vec<Vec<u8>> = expired.select(pending_sign_ins::digest).limit(limit).load(connection)?;
    Ok(diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::digest.eq_any(digests))).execute(connection)?)
}
