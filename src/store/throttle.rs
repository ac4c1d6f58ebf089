//! The tables `throttle_tries` and `throttle_locks`: they count attempts to sign in.
//!
//! A caller that will [`save`] a decision made from the facts of [`load`] calls [`queue`] first. From then on until the
//! end of the transaction, no other transaction on any instance counts for that address or account.

use diesel::dsl::{self, case_when, count_star};
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};

use super::connection::lock_number;
use super::statement::{Statement, upsert};
use super::{Backend, Connection, Error};
use crate::domain::sign_in::throttle::{Count, Entry, IN_FLIGHT, Ledger, Lock, Mark, NAMES_SPAN, Names, Subject, Try};
use crate::domain::time::Timestamp;
use crate::schema::{throttle_locks, throttle_tries};

type Condition<'a> = Box<dyn BoxableExpression<throttle_tries::table, Backend, SqlType = Bool> + 'a>;

/// Waits until this transaction is the only one that counts for the address and the account of an attempt. Every
/// transaction queues for the address first, so that no two can wait for each other.
pub fn queue(connection: &mut Connection, attempt: &Try) -> Result<(), Error> {
    lock_number(connection, attempt.address.tries.number())?;
    lock_number(connection, attempt.own.number())
}

/// Loads the facts on which the decision about an attempt depends.
pub fn load(connection: &mut Connection, attempt: &Try, now: Timestamp) -> Result<Ledger, Error> {
    Ok(Ledger { locks: load_locks(connection, attempt)?, ..count(connection, attempt, now)? })
}

/// Loads as much of these facts as it takes to admit or to refuse a try: while its address is blocked, nothing is counted.
pub fn load_to_admit(connection: &mut Connection, attempt: &Try, now: Timestamp) -> Result<Ledger, Error> {
    let locks = Ledger { locks: load_locks(connection, attempt)?, ..Ledger::default() };
    match locks.is_blocked(attempt, now) {
        true => Ok(locks),
        false => Ok(Ledger { locks: locks.locks, ..count(connection, attempt, now)? }),
    }
}

fn count(connection: &mut Connection, attempt: &Try, now: Timestamp) -> Result<Ledger, Error> {
    let own = attempt.own.as_bytes();
    let Some(stranger) = &attempt.stranger else {
        let counts = load_counts(connection, Box::new(throttle_tries::subject.eq(own)), now)?;
        return Ok(Ledger { counts, ..Ledger::default() });
    };
    let (tries, names) = (attempt.address.tries.as_bytes(), attempt.address.names.as_bytes());
    let this_name = throttle_tries::subject.eq(names).and(throttle_tries::mark.eq(stranger.name.as_bytes()));
    let counted = throttle_tries::subject.eq(tries).or(throttle_tries::subject.eq(own)).or(this_name);
    let counts = load_counts(connection, Box::new(counted), now)?;
    Ok(Ledger { counts, names: count_names(connection, names, now)?, ..Ledger::default() })
}

fn load_counts(connection: &mut Connection, whose: Condition<'_>, now: Timestamp) -> Result<Vec<Count>, Error> {
    type Row = (Vec<u8>, Vec<u8>, Timestamp, i64);
    let rows: Vec<Row> = throttle_tries::table
        .filter(whose)
        .filter(throttle_tries::expires_at.gt(now))
        .select((throttle_tries::subject, throttle_tries::mark, throttle_tries::at, throttle_tries::tries))
        .load(connection)?;
    let read = |(subject, mark, at, tries)| Count { subject: Subject::of(subject), mark: Mark::of(mark), at, tries };
    Ok(rows.into_iter().map(read).collect())
}

fn count_names(connection: &mut Connection, names: &[u8], now: Timestamp) -> Result<Names, Error> {
    let has_failed = throttle_tries::tries.gt(0).or(throttle_tries::at.le(now.minus(IN_FLIGHT)));
    let (tried, failed) = throttle_tries::table
        .filter(throttle_tries::subject.eq(names))
        .filter(throttle_tries::at.gt(now.minus(NAMES_SPAN)))
        .filter(throttle_tries::at.le(now.plus(NAMES_SPAN)))
        .select((count_star(), dsl::count(case_when(has_failed, 1.into_sql::<Integer>()))))
        .first(connection)?;
    Ok(Names { tried, failed })
}

fn load_locks(connection: &mut Connection, attempt: &Try) -> Result<Vec<(Subject, Lock)>, Error> {
    let of_address = attempt.stranger.iter().flat_map(|_| [&attempt.address.tries, &attempt.address.names]);
    let subjects: Vec<&[u8]> = of_address.chain([&attempt.own]).map(Subject::as_bytes).collect();
    let rows: Vec<(Vec<u8>, Lock)> = throttle_locks::table
        .filter(throttle_locks::subject.eq_any(subjects))
        .select((throttle_locks::subject, Lock::as_select()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(subject, lock)| (Subject::of(subject), lock)).collect())
}

/// Saves the decision about an attempt.
pub fn save(connection: &mut Connection, entries: &[Entry]) -> Result<(), Error> {
    for entry in entries {
        match entry {
            Entry::Count(count, expires_at) => put(connection, count, *expires_at)?,
            Entry::Forget(subject, mark) => {
                diesel::delete(throttle_tries::table.find((subject.as_bytes(), mark.as_bytes())))
                    .execute(connection)?;
            }
            Entry::Lock(subject, lock) => put_lock(connection, subject, lock)?,
            Entry::Unlock(subject) => {
                diesel::delete(throttle_locks::table.find(subject.as_bytes())).execute(connection)?;
            }
        }
    }
    Ok(())
}

fn put(connection: &mut Connection, count: &Count, expires_at: Timestamp) -> Result<(), Error> {
    let (subject, mark) = (count.subject.as_bytes(), count.mark.as_bytes());
    let values = (
        throttle_tries::at.eq(count.at),
        throttle_tries::tries.eq(count.tries),
        throttle_tries::expires_at.eq(expires_at),
    );
    let key = (throttle_tries::subject.eq(subject), throttle_tries::mark.eq(mark));
    upsert(
        connection,
        diesel::update(throttle_tries::table.find((subject, mark))).set(values),
        diesel::insert_into(throttle_tries::table).values((key, values)),
    )
}

fn put_lock(connection: &mut Connection, subject: &Subject, lock: &Lock) -> Result<(), Error> {
    let values = (
        throttle_locks::locks.eq(lock.locks),
        throttle_locks::locked_until.eq(lock.locked_until),
        throttle_locks::recorded_until.eq(lock.recorded_until),
        throttle_locks::expires_at.eq(lock.expires_at),
    );
    upsert(
        connection,
        diesel::update(throttle_locks::table.find(subject.as_bytes())).set(values),
        diesel::insert_into(throttle_locks::table).values((throttle_locks::subject.eq(subject.as_bytes()), values)),
    )
}

/// Deletes at most `limit` expired rows of each table. Returns the number of deleted rows.
pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    type Keys = Vec<(Vec<u8>, Vec<u8>)>;
    let mut deleted = 0;
    let tries = throttle_tries::table.filter(throttle_tries::expires_at.le(now));
    let keys: Keys = tries.select((throttle_tries::subject, throttle_tries::mark)).limit(limit).load(connection)?;
    for (subject, mark) in keys {
        // Another attempt may have been counted in this row in the meantime.
        let row = throttle_tries::table.find((subject, mark)).filter(throttle_tries::expires_at.le(now));
        deleted += diesel::delete(row).execute(connection)?;
    }
    let locks = throttle_locks::table.filter(throttle_locks::expires_at.le(now));
    let subjects: Vec<Vec<u8>> = locks.select(throttle_locks::subject).limit(limit).load(connection)?;
    let rows = throttle_locks::table
        .filter(throttle_locks::subject.eq_any(subjects))
        .filter(throttle_locks::expires_at.le(now));
    Ok(deleted + diesel::delete(rows).execute(connection)?)
}

pub fn delete_all(connection: &mut Connection) -> Result<(), Error> {
    diesel::delete(throttle_tries::table).execute(connection)?;
    diesel::delete(throttle_locks::table).run(connection)
}
