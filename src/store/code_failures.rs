//! The table `code_failures`: wrong codes of the second factor in a row.
//!
//! A caller that reads it in order to check a code holds the account first, so that simultaneous attempts run one after
//! the other.

use diesel::prelude::*;

use super::statement::{Statement, upsert};
use super::{Connection, Error};
use crate::domain::id::UserId;
use crate::domain::sign_in::{CodeKind, CodeTries, Door, Failures};
use crate::domain::time::Timestamp;
use crate::schema::code_failures;

/// Returns the tries at one door.
pub fn find(connection: &mut Connection, user: &UserId, door: Door) -> Result<CodeTries, Error> {
    let failures = code_failures::table
        .filter(code_failures::user_id.eq(user))
        .filter(code_failures::door.eq(door))
        .select(Failures::as_select())
        .load(connection)?;
    Ok(CodeTries::new(failures))
}

/// Counts one more wrong code. The account must have a second factor.
pub fn count(
    connection: &mut Connection,
    user: &UserId,
    (door, kind): (Door, CodeKind),
    now: Timestamp,
) -> Result<(), Error> {
    let key = (code_failures::user_id.eq(user), code_failures::door.eq(door), code_failures::kind.eq(kind));
    let failed_at = code_failures::failed_at.eq(now);
    upsert(
        connection,
        diesel::update(code_failures::table.find((user, door, kind)))
            .set((code_failures::failures.eq(code_failures::failures + 1), failed_at)),
        diesel::insert_into(code_failures::table).values((key, code_failures::failures.eq(1), failed_at)),
    )
}

/// Forgets wrong codes of both kinds at these doors.
pub fn forget(connection: &mut Connection, user: &UserId, doors: &[Door]) -> Result<(), Error> {
    let rows = code_failures::table.filter(code_failures::user_id.eq(user));
    diesel::delete(rows.filter(code_failures::door.eq_any(doors.to_vec()))).run(connection)
}
