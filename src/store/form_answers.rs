//! The table `form_answers`: the results of forms, kept as long as the same form may arrive again.

use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::idempotency::FormAnswer;
use crate::domain::time::Timestamp;
use crate::schema::form_answers;

pub fn find(connection: &mut Connection, digest: &[u8]) -> Result<Option<FormAnswer>, Error> {
    Ok(form_answers::table.find(digest).select(FormAnswer::as_select()).first(connection).optional()?)
}

/// Claims a form that has no row yet. Fails with [`Error::Duplicate`] if another request was faster.
pub fn insert(connection: &mut Connection, claimed: &FormAnswer) -> Result<(), Error> {
    diesel::insert_into(form_answers::table).values(claimed).run(connection)
}

/// Claims a form whose row, as it was read, has expired. Returns `false` if another request was faster.
pub fn take_over(connection: &mut Connection, over: &FormAnswer, claimed: &FormAnswer) -> Result<bool, Error> {
    let row = form_answers::table.find(&over.digest).filter(form_answers::claimed_until.eq(over.claimed_until));
    let changes = (
        form_answers::claimed_until.eq(claimed.claimed_until),
        form_answers::sealed_answer.eq(None::<Vec<u8>>),
        form_answers::expires_at.eq(claimed.expires_at),
    );
    diesel::update(row).set(changes).hits(connection)
}

/// Saves the result of a claimed form, unless another request took over the claim.
pub fn answer(
    connection: &mut Connection,
    claimed: &FormAnswer,
    sealed_answer: &[u8],
    expires_at: Timestamp,
) -> Result<(), Error> {
    let row = form_answers::table.find(&claimed.digest).filter(form_answers::claimed_until.eq(claimed.claimed_until));
    let changes = (form_answers::sealed_answer.eq(sealed_answer), form_answers::expires_at.eq(expires_at));
    diesel::update(row).set(changes).run(connection)
}

/// Gives a claim back: the form had no result, and may be processed again.
pub fn release(connection: &mut Connection, claimed: &FormAnswer) -> Result<(), Error> {
    let row = form_answers::table.find(&claimed.digest).filter(form_answers::claimed_until.eq(claimed.claimed_until));
    diesel::delete(row).run(connection)
}

pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let expired = form_answers::table.filter(form_answers::expires_at.le(now));
    let digests: Vec<Vec<u8>> = expired.select(form_answers::digest).limit(limit).load(connection)?;
    // Another request may have claimed the form again in the meantime.
    let rows =
        form_answers::table.filter(form_answers::digest.eq_any(digests)).filter(form_answers::expires_at.le(now));
    Ok(diesel::delete(rows).execute(connection)?)
}
