//! The table `form_answers`: what forms came to, for as long as the same form may come again.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::idempotency::FormAnswer;
use crate::domain::time::Timestamp;
use crate::schema::form_answers;

/// What is known of a form.
pub fn find(connection: &mut Connection, digest: &[u8]) -> Result<Option<FormAnswer>, Error> {
    Ok(form_answers::table.find(digest).select(FormAnswer::as_select()).first(connection).optional()?)
}

/// Claims a form of which nothing is known. [`Error::Duplicate`] when somebody else was faster.
pub fn insert(connection: &mut Connection, claimed: &FormAnswer) -> Result<(), Error> {
    diesel::insert_into(form_answers::table).values(claimed).execute(connection)?;
    Ok(())
}

/// Claims a form whose row, as it was read, is over. `false` when somebody else was faster.
pub fn take_over(connection: &mut Connection, over: &FormAnswer, claimed: &FormAnswer) -> Result<bool, Error> {
    let row = form_answers::table.find(&over.digest).filter(form_answers::claimed_until.eq(over.claimed_until));
    let changes = (
        form_answers::claimed_until.eq(claimed.claimed_until),
        form_answers::sealed_answer.eq(None::<Vec<u8>>),
        form_answers::expires_at.eq(claimed.expires_at),
    );
    Ok(diesel::update(row).set(changes).execute(connection)? == 1)
}

/// Writes down what a claimed form came to, unless the claim was taken over.
pub fn answer(
    connection: &mut Connection,
    claimed: &FormAnswer,
    sealed_answer: &[u8],
    expires_at: Timestamp,
) -> Result<(), Error> {
    let row = form_answers::table.find(&claimed.digest).filter(form_answers::claimed_until.eq(claimed.claimed_until));
    let changes = (form_answers::sealed_answer.eq(sealed_answer), form_answers::expires_at.eq(expires_at));
    diesel::update(row).set(changes).execute(connection)?;
    Ok(())
}

/// Gives a claim back: the form came to nothing, and may be dealt with anew.
pub fn release(connection: &mut Connection, claimed: &FormAnswer) -> Result<(), Error> {
    let row = form_answers::table.find(&claimed.digest).filter(form_answers::claimed_until.eq(claimed.claimed_until));
    diesel::delete(row).execute(connection)?;
    Ok(())
}

/// Deletes those that are over, at most `limit`. Returns how many.
pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let expired = form_answers::table.filter(form_answers::expires_at.le(now));
    let digests: Vec<Vec<u8>> = expired.select(form_answers::digest).limit(limit).load(connection)?;
    // It may have been claimed anew meanwhile.
    let rows =
        form_answers::table.filter(form_answers::digest.eq_any(digests)).filter(form_answers::expires_at.le(now));
    Ok(diesel::delete(rows).execute(connection)?)
}
