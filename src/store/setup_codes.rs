//! The table `setup_codes`: digests of the codes that allow the creation of the first administrator.

use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::time::Timestamp;
use crate::schema::setup_codes;

/// Adds a code and deletes the expired ones.
pub fn insert(connection: &mut Connection, digest: &[u8], expires_at: Timestamp, now: Timestamp) -> Result<(), Error> {
    diesel::delete(setup_codes::table.filter(setup_codes::expires_at.le(now))).execute(connection)?;
    diesel::insert_into(setup_codes::table)
        .values((setup_codes::digest.eq(digest), setup_codes::expires_at.eq(expires_at)))
        .run(connection)
}

pub fn is_open(connection: &mut Connection, digest: &[u8], now: Timestamp) -> Result<bool, Error> {
    let code = setup_codes::table.find(digest).filter(setup_codes::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(code)).get_result(connection)?)
}

/// Spends all codes if this one works. Returns `false` if it does not.
pub fn spend(connection: &mut Connection, digest: &[u8], now: Timestamp) -> Result<bool, Error> {
    let code = setup_codes::table.find(digest).filter(setup_codes::expires_at.gt(now));
    let spent = diesel::delete(code).execute(connection)?;
    if spent == 1 {
        diesel::delete(setup_codes::table).execute(connection)?;
    }
    Ok(spent == 1)
}
