//! The tables `throttle_tries` and `throttle_locks`: tries to sign in, counted.
//!
//! Whoever decides by what is counted here calls [`queue`] first: from then on until the end of the transaction nobody
//! else counts for that subject, on any instance.

use diesel::prelude::*;

use super::connection::lock_number;
use super::{Connection, Error};
use crate::domain::sign_in::throttle::{Mark, Subject};
use crate::domain::time::Timestamp;
use crate::schema::{throttle_locks, throttle_tries};

/// What a subject is locked for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = throttle_locks)]
pub struct Lock {
    /// How many there have been in a row, this one included.
    pub locks: i64,
    /// Until when.
    pub locked_until: Timestamp,
    /// Until when the events tell of it already.
    pub recorded_until: Timestamp,
    /// When the row may go.
    pub expires_at: Timestamp,
}

/// Moments from one, which is not among them, up to another, which is.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The moment before the first.
    pub after: Timestamp,
    /// The last one.
    pub until: Timestamp,
}

/// Waits until this transaction is the only one that counts for a subject.
pub fn queue(connection: &mut Connection, subject: &Subject) -> Result<(), Error> {
    lock_number(connection, subject.number())
}

/// The marks of a subject within a window: when each was seen last, and how many tries it stands for.
pub fn list(connection: &mut Connection, subject: &Subject, window: Window) -> Result<Vec<(Timestamp, i64)>, Error> {
    Ok(throttle_tries::table
        .filter(throttle_tries::subject.eq(subject.as_bytes()))
        .filter(throttle_tries::at.gt(window.after))
        .filter(throttle_tries::at.le(window.until))
        .select((throttle_tries::at, throttle_tries::tries))
        .load(connection)?)
}

/// How many marks a subject has within a window.
pub fn count(connection: &mut Connection, subject: &Subject, window: Window) -> Result<i64, Error> {
    Ok(throttle_tries::table
        .filter(throttle_tries::subject.eq(subject.as_bytes()))
        .filter(throttle_tries::at.gt(window.after))
        .filter(throttle_tries::at.le(window.until))
        .count()
        .get_result(connection)?)
}

/// How many of them are known to have failed: those that stand for a try, or are older than `settled_before`.
pub fn count_failed(
    connection: &mut Connection,
    subject: &Subject,
    window: Window,
    settled_before: Timestamp,
) -> Result<i64, Error> {
    Ok(throttle_tries::table
        .filter(throttle_tries::subject.eq(subject.as_bytes()))
        .filter(throttle_tries::at.gt(window.after))
        .filter(throttle_tries::at.le(window.until))
        .filter(throttle_tries::tries.gt(0).or(throttle_tries::at.le(settled_before)))
        .count()
        .get_result(connection)?)
}

/// When a mark was seen last, and how many tries it stands for.
pub fn find(connection: &mut Connection, subject: &Subject, mark: &Mark) -> Result<Option<(Timestamp, i64)>, Error> {
    Ok(throttle_tries::table
        .find((subject.as_bytes(), mark.as_bytes()))
        .select((throttle_tries::at, throttle_tries::tries))
        .first(connection)
        .optional()?)
}

/// Writes down a mark, in place of what it stood for.
pub fn put(
    connection: &mut Connection,
    subject: &Subject,
    mark: &Mark,
    (at, tries): (Timestamp, i64),
    expires_at: Timestamp,
) -> Result<(), Error> {
    let key = (subject.as_bytes(), mark.as_bytes());
    let values =
        (throttle_tries::at.eq(at), throttle_tries::tries.eq(tries), throttle_tries::expires_at.eq(expires_at));
    let changed = diesel::update(throttle_tries::table.find(key)).set(values).execute(connection)?;
    if changed == 0 {
        let key = (throttle_tries::subject.eq(subject.as_bytes()), throttle_tries::mark.eq(mark.as_bytes()));
        diesel::insert_into(throttle_tries::table).values((key, values)).execute(connection)?;
    }
    Ok(())
}

/// Forgets a mark.
pub fn delete(connection: &mut Connection, subject: &Subject, mark: &Mark) -> Result<(), Error> {
    diesel::delete(throttle_tries::table.find((subject.as_bytes(), mark.as_bytes()))).execute(connection)?;
    Ok(())
}

/// The lock of a subject, whether it holds or not.
pub fn find_lock(connection: &mut Connection, subject: &Subject) -> Result<Option<Lock>, Error> {
    Ok(throttle_locks::table.find(subject.as_bytes()).select(Lock::as_select()).first(connection).optional()?)
}

/// Writes down the lock of a subject, in place of the one before.
pub fn put_lock(connection: &mut Connection, subject: &Subject, lock: &Lock) -> Result<(), Error> {
    let values = (
        throttle_locks::locks.eq(lock.locks),
        throttle_locks::locked_until.eq(lock.locked_until),
        throttle_locks::recorded_until.eq(lock.recorded_until),
        throttle_locks::expires_at.eq(lock.expires_at),
    );
    let changed = diesel::update(throttle_locks::table.find(subject.as_bytes())).set(values).execute(connection)?;
    if changed == 0 {
        let key = throttle_locks::subject.eq(subject.as_bytes());
        diesel::insert_into(throttle_locks::table).values((key, values)).execute(connection)?;
    }
    Ok(())
}

/// Forgets the lock of a subject.
pub fn delete_lock(connection: &mut Connection, subject: &Subject) -> Result<(), Error> {
    diesel::delete(throttle_locks::table.find(subject.as_bytes())).execute(connection)?;
    Ok(())
}

/// Deletes what counts no more, at most `limit` rows of each table. Returns how many.
pub fn delete_expired(connection: &mut Connection, now: Timestamp, limit: i64) -> Result<usize, Error> {
    type Keys = Vec<(Vec<u8>, Vec<u8>)>;
    let mut deleted = 0;
    let tries = throttle_tries::table.filter(throttle_tries::expires_at.le(now));
    let keys: Keys = tries.select((throttle_tries::subject, throttle_tries::mark)).limit(limit).load(connection)?;
    for (subject, mark) in keys {
        // It may have been counted again meanwhile.
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

/// Forgets everything.
pub fn delete_all(connection: &mut Connection) -> Result<(), Error> {
    diesel::delete(throttle_tries::table).execute(connection)?;
    diesel::delete(throttle_locks::table).execute(connection)?;
    Ok(())
}
