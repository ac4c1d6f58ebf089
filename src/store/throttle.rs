//! The tables `throttle_tries` and `throttle_locks`: they count tries of passwords and links.
//!
//! A caller that will [`save`] a decision made from the facts of [`load`] calls [`queue`] first. From then on until the
//! end of the transaction, no other transaction on any instance counts for the same networks or account.

use diesel::dsl::{self, case_when, count_star};
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};

use super::connection::lock_number;
use super::lists::{self, COUNTED};
use super::statement::{Statement, upsert};
use super::{Backend, Connection, Error};
use crate::domain::account::User;
use crate::domain::id::UserId;
use crate::domain::sign_in::throttle::{
    Count, Entry, FREE_IN_A_ROW, Guesser, IN_FLIGHT, Ledger, Lock, MOST_IN_A_ROW, Mark, NAMES_SPAN, Names, NamesLimit,
    Subject, Try,
};
use crate::domain::time::Timestamp;
use crate::schema::{throttle_locks, throttle_tries, users};

type Condition<'a> = Box<dyn BoxableExpression<throttle_tries::table, Backend, SqlType = Bool> + 'a>;

/// Waits until this transaction is the only one that counts for what the try counts for. Every transaction queues in the
/// same order, so that no two can wait for each other.
pub fn queue(connection: &mut Connection, attempt: &Try) -> Result<(), Error> {
    attempt.queues().into_iter().try_for_each(|subject| lock_number(connection, subject.number()))
}

/// Loads the facts on which the decision about a try depends.
pub fn load(connection: &mut Connection, attempt: &Try, now: Timestamp) -> Result<Ledger, Error> {
    let names = attempt.names.iter().map(|limit| Ok((limit.subject.clone(), count_names(connection, limit, now)?)));
    let names = names.collect::<Result<_, Error>>()?;
    let told = match attempt.streak() {
        Some(streak) => find_told(connection, &streak.subject)?,
        None => 0,
    };
    Ok(Ledger { counts: load_counts(connection, attempt, now)?, names, told })
}

fn load_counts(connection: &mut Connection, attempt: &Try, now: Timestamp) -> Result<Vec<Count>, Error> {
    type Row = (Vec<u8>, Vec<u8>, Timestamp, i64);
    let own: Vec<&[u8]> = attempt.subjects().into_iter().map(Subject::as_bytes).collect();
    let networks: Vec<&[u8]> = attempt.names.iter().map(|limit| limit.subject.as_bytes()).collect();
    let counted: Condition<'_> = match attempt.name() {
        Some(name) => {
            let this_name = throttle_tries::subject.eq_any(networks).and(throttle_tries::mark.eq(name.as_bytes()));
            Box::new(throttle_tries::subject.eq_any(own).or(this_name))
        }
        None => Box::new(throttle_tries::subject.eq_any(own)),
    };
    let rows: Vec<Row> = throttle_tries::table
        .filter(counted)
        .filter(throttle_tries::expires_at.gt(now))
        .select((throttle_tries::subject, throttle_tries::mark, throttle_tries::at, throttle_tries::tries))
        .load(connection)?;
    let read = |(subject, mark, at, tries)| Count { subject: Subject::of(subject), mark: Mark::of(mark), at, tries };
    Ok(rows.into_iter().map(read).collect())
}

fn count_names(connection: &mut Connection, limit: &NamesLimit, now: Timestamp) -> Result<Names, Error> {
    let is_failed = || throttle_tries::tries.gt(0).or(throttle_tries::at.le(now.minus(IN_FLIGHT)));
    let lately = throttle_tries::table
        .filter(throttle_tries::subject.eq(limit.subject.as_bytes()))
        .filter(throttle_tries::at.gt(now.minus(NAMES_SPAN)))
        .filter(throttle_tries::at.le(now.plus(NAMES_SPAN)));
    let (tried, failed) = lately
        .select((count_star(), dsl::count(case_when(is_failed(), 1.into_sql::<Integer>()))))
        .first::<(i64, i64)>(connection)?;
    let room_at = match failed.checked_sub(limit.most) {
        Some(surplus @ 0..) => {
            let failed = lately.filter(is_failed()).order(throttle_tries::at).offset(surplus);
            let last = failed.select(throttle_tries::at).first::<Timestamp>(connection).optional()?;
            last.map(|at| at.plus(NAMES_SPAN))
        }
        _ => None,
    };
    Ok(Names { tried, failed, room_at })
}

fn find_told(connection: &mut Connection, streak: &Subject) -> Result<i64, Error> {
    let told = throttle_locks::table.find(streak.as_bytes()).select(throttle_locks::told).first(connection);
    Ok(told.optional()?.unwrap_or(0))
}

/// Saves the decision about a try.
pub fn save(connection: &mut Connection, entries: &[Entry]) -> Result<(), Error> {
    for entry in entries {
        match entry {
            Entry::Count(count, expires_at) => put(connection, count, *expires_at)?,
            Entry::Forget(subject, mark) => {
                diesel::delete(throttle_tries::table.find((subject.as_bytes(), mark.as_bytes()))).run(connection)?;
            }
            Entry::ForgetAll(subject) => forget_all(connection, subject.as_bytes())?,
            Entry::Lock(subject, lock) => {
                let key = throttle_locks::subject.eq(subject.as_bytes());
                upsert(
                    connection,
                    diesel::update(throttle_locks::table.find(subject.as_bytes())).set(lock),
                    diesel::insert_into(throttle_locks::table).values((key, lock)),
                )?;
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

fn forget_all(connection: &mut Connection, subject: &[u8]) -> Result<(), Error> {
    diesel::delete(throttle_tries::table.filter(throttle_tries::subject.eq(subject))).run(connection)?;
    diesel::delete(throttle_locks::table.find(subject)).run(connection)
}

/// Returns the streaks of an account that pause it or have closed it for somebody.
pub fn list_locks_of(connection: &mut Connection, user: &UserId, now: Timestamp) -> Result<Vec<Lock>, Error> {
    Ok(throttle_locks::table
        .filter(throttle_locks::user_id.eq(user))
        .filter(throttle_locks::expires_at.gt(now))
        .order(throttle_locks::wrong.desc())
        .select(Lock::as_select())
        .load(connection)?)
}

/// Returns the longest streaks that pause an account for somebody now, or have closed it for strangers, with the accounts, at
/// most `limit`, and how many there are in all. A device or session with too many is a stranger's, so it is not locked.
pub fn list_locks(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<(Vec<(User, Lock)>, lists::Count), Error> {
    let closed = i64::try_from(MOST_IN_A_ROW).unwrap_or(i64::MAX);
    let locked = throttle_locks::table
        .inner_join(users::table.on(throttle_locks::user_id.eq(users::id.nullable())))
        .filter(throttle_locks::expires_at.gt(now))
        .filter(users::deleted_at.is_null())
        .filter(
            throttle_locks::locked_until
                .gt(now)
                .and(throttle_locks::wrong.lt(closed))
                .or(throttle_locks::wrong.ge(closed).and(throttle_locks::guesser.eq(Guesser::UnknownDevices))),
        );
    let longest = locked
        .order((throttle_locks::wrong.desc(), throttle_locks::locked_until.desc(), users::username))
        .limit(limit)
        .select((User::as_select(), Lock::as_select()))
        .load(connection)?;
    let all: Vec<i64> = locked.limit(COUNTED + 1).select(throttle_locks::wrong).load(connection)?;
    Ok((longest, lists::Count::of_rows(all.len())))
}

/// Ends the streaks of an account in which a device or session waits; `known` is the subject for which all of them count. One with too many counts as a stranger, and stays so:
/// it may be a copy, and its owner is known again by signing in. Returns whether there were any.
pub fn lift_of_known(
    connection: &mut Connection,
    (user, known): (&UserId, &Subject),
    now: Timestamp,
) -> Result<bool, Error> {
    lock_number(connection, known.number())?;
    let closed = i64::try_from(MOST_IN_A_ROW).unwrap_or(i64::MAX);
    let paused = throttle_locks::table
        .filter(throttle_locks::user_id.eq(user))
        .filter(throttle_locks::expires_at.gt(now))
        .filter(throttle_locks::guesser.ne(Guesser::UnknownDevices))
        .filter(throttle_locks::wrong.lt(closed));
    let subjects: Vec<Vec<u8>> = paused.select(throttle_locks::subject).load(connection)?;
    subjects.iter().try_for_each(|subject| forget_all(connection, subject))?;
    Ok(!subjects.is_empty())
}

/// Ends a streak. Returns whether it was long enough for a pause.
pub fn lift(connection: &mut Connection, streak: &Subject) -> Result<bool, Error> {
    // A try that is just being settled would write its lock after this.
    lock_number(connection, streak.number())?;
    let wrong = throttle_tries::table.filter(throttle_tries::subject.eq(streak.as_bytes()));
    let wrong: i64 = wrong.count().get_result(connection)?;
    forget_all(connection, streak.as_bytes())?;
    Ok(usize::try_from(wrong).is_ok_and(|wrong| wrong >= FREE_IN_A_ROW))
}

/// Says whose the lock of a streak is from now on, if there is one: the name for which it is counted has another owner.
pub fn hand_over(connection: &mut Connection, streak: &Subject, owner: Option<&UserId>) -> Result<(), Error> {
    diesel::update(throttle_locks::table.find(streak.as_bytes())).set(throttle_locks::user_id.eq(owner)).run(connection)
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
