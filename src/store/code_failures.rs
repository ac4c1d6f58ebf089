//! The table `code_failures`: wrong codes of the second factor in a row.
//!
//! A caller that reads it in order to check a code holds the account first, so that simultaneous attempts run one after
//! the other.

use diesel::dsl::max;
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::lists::{self, COUNTED};
use super::statement::{Statement, upsert};
use super::{Backend, Connection, Error};
use crate::domain::account::User;
use crate::domain::id::UserId;
use crate::domain::sign_in::throttle::CLOCKS_DIFFER;
use crate::domain::sign_in::{CodeKind, CodeLock, CodeTries, Door, Failures, MOST_FAILURES, pauses};
use crate::domain::time::Timestamp;
use crate::schema::{code_failures, users};

type Condition = Box<dyn BoxableExpression<code_failures::table, Backend, SqlType = Bool>>;

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

/// Returns what makes codes of an account wait, or has closed a door for them.
pub fn list_locks_of(connection: &mut Connection, user: &UserId, now: Timestamp) -> Result<Vec<CodeLock>, Error> {
    Ok(code_failures::table
        .filter(code_failures::user_id.eq(user))
        .filter(locking(now))
        .order((code_failures::failures.desc(), code_failures::door, code_failures::kind))
        .select(CodeLock::as_select())
        .load(connection)?)
}

/// Returns the longest rows of wrong codes that lock an account now, with the accounts, at most `limit`, and how many
/// there are in all.
pub fn list_locks(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<(Vec<(User, CodeLock)>, lists::Count), Error> {
    let locked = code_failures::table.filter(locking(now));
    let longest: Vec<(UserId, CodeLock)> = locked
        .order((code_failures::failures.desc(), code_failures::failed_at.desc(), code_failures::user_id))
        .limit(limit)
        .select((code_failures::user_id, CodeLock::as_select()))
        .load(connection)?;
    let all: Vec<i64> = code_failures::table
        .filter(locking(now))
        .limit(COUNTED + 1)
        .select(code_failures::failures)
        .load(connection)?;
    let ids: Vec<&UserId> = longest.iter().map(|(user, _)| user).collect();
    let owners: Vec<User> = users::table.filter(users::id.eq_any(ids)).select(User::as_select()).load(connection)?;
    let owner = |id: &UserId| owners.iter().find(|user| user.id == *id).cloned();
    let longest = longest.iter().filter_map(|(id, lock)| Some((owner(id)?, *lock))).collect();
    Ok((longest, lists::Count::of_rows(all.len())))
}

/// The rows after which a code waits now, or is not looked at any more.
fn locking(now: Timestamp) -> Condition {
    let mut locking: Condition = Box::new(code_failures::failures.ge(MOST_FAILURES));
    for (failures, pause) in pauses() {
        let is_paused = code_failures::failures.ge(failures).and(code_failures::failed_at.gt(now.minus(pause)));
        locking = Box::new(locking.or(is_paused.and(code_failures::failed_at.le(now.plus(CLOCKS_DIFFER)))));
    }
    locking
}

/// Opens these doors again. Returns whether there were so many wrong codes that one had to wait.
pub fn lift(connection: &mut Connection, user: &UserId, doors: &[Door]) -> Result<bool, Error> {
    let rows =
        code_failures::table.filter(code_failures::user_id.eq(user)).filter(code_failures::door.eq_any(doors.to_vec()));
    let most: Option<i64> = rows.select(max(code_failures::failures)).first(connection)?;
    let is_locking = most.is_some_and(|most| pauses().any(|(failures, _)| most >= failures));
    if is_locking {
        forget(connection, user, doors)?;
    }
    Ok(is_locking)
}

/// Forgets wrong codes of both kinds at these doors.
pub fn forget(connection: &mut Connection, user: &UserId, doors: &[Door]) -> Result<(), Error> {
    let rows = code_failures::table.filter(code_failures::user_id.eq(user));
    diesel::delete(rows.filter(code_failures::door.eq_any(doors.to_vec()))).run(connection)
}
