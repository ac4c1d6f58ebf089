//! The table `measurements`: numbers that take long to compute.

use diesel::prelude::*;

use super::statement::upsert;
use super::{Connection, Error};
use crate::domain::session::SessionState;
use crate::domain::time::Timestamp;
use crate::schema::{measurements, sessions, users};

pub const LIVE_SESSIONS: &str = "live_sessions";
/// The number of accounts, without deleted ones.
pub const USERS: &str = "users";
/// Its time tells when a trusted proxy last sent no `X-Forwarded-For`; the number has no meaning.
pub const FORWARDED_FOR_MISSING: &str = "forwarded_for_missing";
/// Its time tells when a trusted proxy last sent an unreadable `X-Forwarded-For`; the number has no meaning.
pub const FORWARDED_FOR_UNREADABLE: &str = "forwarded_for_unreadable";

pub fn count_live_sessions(connection: &mut Connection, now: Timestamp) -> Result<i64, Error> {
    Ok(sessions::table
        .filter(sessions::state.eq(SessionState::Live))
        .filter(sessions::idle_expires_at.gt(now))
        .count()
        .get_result(connection)?)
}

pub fn count_users(connection: &mut Connection) -> Result<i64, Error> {
    let all: i64 = users::table.count().get_result(connection)?;
    let deleted: i64 = users::table.filter(users::deleted_at.is_not_null()).count().get_result(connection)?;
    Ok(all - deleted)
}

/// Saves a number in place of the one before.
pub fn record(connection: &mut Connection, name: &str, value: i64, now: Timestamp) -> Result<(), Error> {
    let values = (measurements::value.eq(value), measurements::measured_at.eq(now));
    upsert(
        connection,
        diesel::update(measurements::table.find(name)).set(values),
        diesel::insert_into(measurements::table).values((measurements::name.eq(name), values)),
    )
}

pub fn find(connection: &mut Connection, name: &str) -> Result<Option<(i64, Timestamp)>, Error> {
    Ok(measurements::table
        .find(name)
        .select((measurements::value, measurements::measured_at))
        .first(connection)
        .optional()?)
}
