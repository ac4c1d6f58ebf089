//! The table `recovery_codes`: digests of the codes that work once, in place of the app's.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::recovery_codes;

/// Puts these in the place of all that a user had.
pub fn replace(connection: &mut Connection, user: &UserId, digests: &[Vec<u8>], now: Timestamp) -> Result<(), Error> {
    delete_all(connection, user)?;
    for digest in digests {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::digest.eq(digest),
                recovery_codes::user_id.eq(user),
                recovery_codes::created_at.eq(now),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Uses one up. `false` when the user has no such code (any more).
pub fn spend(connection: &mut Connection, user: &UserId, digest: &[u8]) -> Result<bool, Error> {
    let code = recovery_codes::table.find(digest).filter(recovery_codes::user_id.eq(user));
    Ok(diesel::delete(code).execute(connection)? == 1)
}

/// How many a user has left.
pub fn count(connection: &mut Connection, user: &UserId) -> Result<i64, Error> {
    Ok(recovery_codes::table.filter(recovery_codes::user_id.eq(user)).count().get_result(connection)?)
}

/// Takes all of a user away.
pub fn delete_all(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(connection)?;
    Ok(())
}
