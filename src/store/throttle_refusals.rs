//! The table `throttle_refusals`: refused tries, counted for each network and quarter of an hour. Their event is written
//! when the quarter is over, so a flood leaves one event for each network and not one for each try.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::lists::{COUNTED, Count};
use super::statement::{Statement, upsert};
use super::{Connection, Error};
use crate::domain::time::Timestamp;
use crate::schema::throttle_refusals;

/// The refused tries from a network in a quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = throttle_refusals)]
pub struct Refused {
    pub quarter: Timestamp,
    pub network: String,
    pub refused: i64,
}

/// Adds refused tries to the count of a network.
pub fn add(connection: &mut Connection, quarter: Timestamp, network: &str, refused: i64) -> Result<(), Error> {
    let key = (throttle_refusals::quarter.eq(quarter), throttle_refusals::network.eq(network));
    upsert(
        connection,
        diesel::update(throttle_refusals::table.find((quarter, network)))
            .set(throttle_refusals::refused.eq(throttle_refusals::refused + refused)),
        diesel::insert_into(throttle_refusals::table).values((key, throttle_refusals::refused.eq(refused))),
    )
}

pub fn delete_all(connection: &mut Connection) -> Result<(), Error> {
    diesel::delete(throttle_refusals::table).run(connection)
}

/// Returns the networks from which most tries were refused in the quarters that began at `since` or later, each with its
/// sum, at most `limit`, and how many networks there are in all.
pub fn list(connection: &mut Connection, since: Timestamp, limit: i64) -> Result<(Vec<(String, i64)>, Count), Error> {
    let lately = throttle_refusals::table.filter(throttle_refusals::quarter.ge(since));
    // PostgreSQL adds bigints up to a numeric.
    let refused = || sql::<BigInt>("CAST(SUM(refused) AS BIGINT)");
    let largest = lately
        .group_by(throttle_refusals::network)
        .order((refused().desc(), throttle_refusals::network))
        .limit(limit)
        .select((throttle_refusals::network, refused()))
        .load(connection)?;
    let networks: Vec<String> =
        lately.select(throttle_refusals::network).distinct().limit(COUNTED + 1).load(connection)?;
    Ok((largest, Count::of_rows(networks.len())))
}

/// Tells whether there are counts of quarters that began before `before`.
pub fn is_any_before(connection: &mut Connection, before: Timestamp) -> Result<bool, Error> {
    let over = throttle_refusals::table.filter(throttle_refusals::quarter.lt(before));
    Ok(diesel::dsl::select(diesel::dsl::exists(over)).get_result(connection)?)
}

/// Takes the counts of the oldest quarter that began before `before`, the largest first.
pub fn take_oldest(connection: &mut Connection, before: Timestamp) -> Result<Vec<Refused>, Error> {
    let over = throttle_refusals::table.filter(throttle_refusals::quarter.lt(before));
    let oldest: Option<Timestamp> =
        over.order(throttle_refusals::quarter).select(throttle_refusals::quarter).first(connection).optional()?;
    let Some(oldest) = oldest else { return Ok(Vec::new()) };
    let of_quarter = throttle_refusals::table.filter(throttle_refusals::quarter.eq(oldest));
    let order = (throttle_refusals::refused.desc(), throttle_refusals::network);
    let taken = of_quarter.order(order).select(Refused::as_select()).load(connection)?;
    diesel::delete(of_quarter).run(connection)?;
    Ok(taken)
}
