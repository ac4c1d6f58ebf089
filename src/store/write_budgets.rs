//! The table `write_budgets`: how much those who are signed in may still write.

use std::time::Duration;

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::statement::{Statement, upsert};
use super::{Connection, Error};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Allowance, Subject};
use crate::domain::time::{Timestamp, milliseconds};
use crate::schema::{sessions, write_budgets};

/// Returns the moment at which the budget of a subject is whole again. It may be over.
pub fn find(connection: &mut Connection, subject: &Subject) -> Result<Option<Timestamp>, Error> {
    let row = write_budgets::table.find(subject.as_str()).select(write_budgets::whole_at);
    Ok(row.first(connection).optional()?)
}

/// Takes `cost` from the budget of a subject, even if that is more than is left. Transactions that take from the same
/// budget at the same time wait for each other, so nothing is lost; this should be the last lock that they take.
pub fn spend(
    connection: &mut Connection,
    subject: &Subject,
    allowance: Allowance,
    cost: Duration,
    now: Timestamp,
) -> Result<(), Error> {
    let furthest = allowance.furthest(now);
    let full = allowance.after(now, cost, now).milliseconds();
    let cost = milliseconds(cost);
    let counts = write_budgets::whole_at.gt(now).and(write_budgets::whole_at.le(furthest));
    // A debt that grew beyond the furthest would count as written by a wrong clock, and be forgotten.
    let fits = write_budgets::whole_at.gt(now).and((write_budgets::whole_at + cost).le(furthest));
    let later = case_when(fits, write_budgets::whole_at + cost)
        .when(counts, furthest.milliseconds().into_sql::<BigInt>())
        .otherwise(full.into_sql::<BigInt>());
    let key = write_budgets::subject.eq(subject.as_str());
    upsert(
        connection,
        diesel::update(write_budgets::table.find(subject.as_str())).set(write_budgets::whole_at.eq(later)),
        diesel::insert_into(write_budgets::table).values((key, write_budgets::whole_at.eq(full))),
    )
}

/// Gives the budget of a session to the one that replaces it, so that nobody gets a new one by entering the password.
pub fn inherit(connection: &mut Connection, old: &SessionId, new: &SessionId) -> Result<(), Error> {
    let (old, new) = (Subject::session(old), Subject::session(new));
    diesel::update(write_budgets::table.find(old.as_str())).set(write_budgets::subject.eq(new.as_str())).run(connection)
}

/// Gives an account and its sessions new budgets. Nothing else may be locked after this but other budgets: transactions
/// that take from a session's budget take from that of the account after it.
pub fn renew(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    let ids: Vec<SessionId> =
        sessions::table.filter(sessions::user_id.eq(user)).select(sessions::id).load(connection)?;
    for subject in ids.iter().map(Subject::session).chain([Subject::account(user)]) {
        diesel::delete(write_budgets::table.find(subject.as_str())).run(connection)?;
    }
    Ok(())
}

/// Deletes at most `limit` rows of budgets that are whole. Returns the number of deleted rows.
pub fn delete_whole(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    let whole = write_budgets::table.filter(write_budgets::whole_at.le(now));
    let subjects: Vec<String> = whole.select(write_budgets::subject).limit(limit).load(connection)?;
    // Somebody may have written in the meantime.
    let rows =
        write_budgets::table.filter(write_budgets::subject.eq_any(subjects)).filter(write_budgets::whole_at.le(now));
    Ok(diesel::delete(rows).execute(connection)?)
}

pub fn delete_all(connection: &mut Connection) -> Result<(), Error> {
    diesel::delete(write_budgets::table).run(connection)
}
