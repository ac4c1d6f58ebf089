//! The tables `recovery_codes` and `used_recovery_codes`: digests of the single-use codes that replace a code from the
//! app, and of those that were used.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::{recovery_codes, used_recovery_codes};

/// Replaces all recovery codes of a user by these. `hashing` says how their digests were made.
pub fn replace(
    connection: &mut Connection,
    user: &UserId,
    digests: &[Vec<u8>],
    hashing: &str,
    now: Timestamp,
) -> Result<(), Error> {
    delete_all(connection, user)?;
    for digest in digests {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::digest.eq(digest),
                recovery_codes::user_id.eq(user),
                recovery_codes::created_at.eq(now),
                recovery_codes::hashing.eq(hashing),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Returns how the digests of a user's short codes were made, or `None` if the user has no short codes.
pub fn find_hashing(connection: &mut Connection, user: &UserId) -> Result<Option<String>, Error> {
    let hashings = recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::hashing.is_not_null())
        .select(recovery_codes::hashing);
    Ok(hashings.first::<Option<String>>(connection).optional()?.flatten())
}

/// Spends a code. Returns `false` if the user does not have it, or not any more.
pub fn spend(connection: &mut Connection, user: &UserId, digest: &[u8]) -> Result<bool, Error> {
    let code = recovery_codes::table.find(digest).filter(recovery_codes::user_id.eq(user));
    diesel::delete(code).hits(connection)
}

/// Remembers a used code by its SHA-256.
pub fn remember_used(connection: &mut Connection, user: &UserId, digest: &[u8], now: Timestamp) -> Result<(), Error> {
    diesel::insert_into(used_recovery_codes::table)
        .values((
            used_recovery_codes::user_id.eq(user),
            used_recovery_codes::digest.eq(digest),
            used_recovery_codes::used_at.eq(now),
        ))
        .run(connection)
}

/// Tells whether a code was used, by its SHA-256.
pub fn is_used(connection: &mut Connection, user: &UserId, digest: &[u8]) -> Result<bool, Error> {
    Ok(diesel::select(exists(used_recovery_codes::table.find((user, digest)))).get_result(connection)?)
}

pub fn count(connection: &mut Connection, user: &UserId) -> Result<i64, Error> {
    Ok(recovery_codes::table.filter(recovery_codes::user_id.eq(user)).count().get_result(connection)?)
}

/// Deletes all codes of a user, and the memory of the used ones.
pub fn delete_all(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(connection)?;
    diesel::delete(used_recovery_codes::table.filter(used_recovery_codes::user_id.eq(user))).run(connection)
}
