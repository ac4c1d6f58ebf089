//! The table `mail_requests`: what people asked a mail for who are not signed in.

use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::account::LinkPurpose;
use crate::domain::time::Timestamp;
use crate::schema::mail_requests;

pub fn insert(
    connection: &mut Connection,
    purpose: LinkPurpose,
    network: &str,
    sealed: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    let row = (
        mail_requests::purpose.eq(purpose),
        mail_requests::network.eq(network),
        mail_requests::sealed_request.eq(sealed),
        mail_requests::created_at.eq(now),
    );
    diesel::insert_into(mail_requests::table).values(row).run(connection)
}

/// Returns when the latest requests came from a network, the latest first.
pub fn list_times(
    connection: &mut Connection,
    network: &str,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Timestamp>, Error> {
    Ok(mail_requests::table
        .filter(mail_requests::network.eq(network))
        .filter(mail_requests::created_at.gt(since))
        .order(mail_requests::created_at.desc())
        .limit(limit)
        .select(mail_requests::created_at)
        .load(connection)?)
}

/// Returns the requests that nobody has looked at, the oldest first.
pub fn list_open(connection: &mut Connection, limit: i64) -> Result<Vec<(i64, LinkPurpose, Vec<u8>)>, Error> {
    Ok(mail_requests::table
        .filter(mail_requests::sealed_request.is_not_null())
        .order(mail_requests::id)
        .limit(limit)
        .select((mail_requests::id, mail_requests::purpose, mail_requests::sealed_request.assume_not_null()))
        .load(connection)?)
}

/// Forgets what a request says. Returns `false` if another instance was quicker.
pub fn close(connection: &mut Connection, id: i64) -> Result<bool, Error> {
    let open = mail_requests::table.find(id).filter(mail_requests::sealed_request.is_not_null());
    diesel::update(open).set(mail_requests::sealed_request.eq(None::<Vec<u8>>)).hits(connection)
}

/// Deletes requests that came before a moment.
pub fn delete_old(connection: &mut Connection, before: Timestamp, limit: i64) -> Result<usize, Error> {
    let old = mail_requests::table.filter(mail_requests::created_at.lt(before));
    let ids: Vec<i64> = old.select(mail_requests::id).limit(limit).load(connection)?;
    Ok(diesel::delete(mail_requests::table.filter(mail_requests::id.eq_any(ids))).execute(connection)?)
}
