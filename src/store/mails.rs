//! The table `mails`: the outbox.

use diesel::dsl::{exists, min, not};
use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::id::UserId;
use crate::domain::mail::{LetterKind, Mail, MailState, NewMail};
use crate::domain::time::Timestamp;
use crate::schema::mails;

/// The longest list that anybody reads.
const MOST_LISTED: i64 = 200;

/// Adds a mail, in the transaction of what it tells of.
pub fn insert(connection: &mut Connection, mail: &NewMail) -> Result<(), Error> {
    diesel::insert_into(mails::table).values(mail).run(connection)
}

/// Returns the mail that is to be tried next. Whatever waits for one address waits in its order, so a mail comes only
/// when all before it are done; and one that an instance has in hand is left to it.
pub fn find_due(connection: &mut Connection, now: Timestamp) -> Result<Option<Mail>, Error> {
    let before = diesel::alias!(mails as before);
    let is_behind = exists(
        before
            .filter(before.field(mails::address).eq(mails::address))
            .filter(before.field(mails::state).eq(MailState::Waiting))
            .filter(before.field(mails::id).lt(mails::id)),
    );
    Ok(mails::table
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::next_try_at.le(now))
        .filter(mails::held_until.le(now))
        .filter(not(is_behind))
        .order((mails::next_try_at, mails::id))
        .select(Mail::as_select())
        .first(connection)
        .optional()?)
}

/// Takes a mail in hand until a moment. Returns `false` if another instance was quicker.
pub fn hold(connection: &mut Connection, mail: &Mail, until: Timestamp) -> Result<bool, Error> {
    let row = mails::table
        .find(mail.id)
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::held_until.eq(mail.held_until));
    diesel::update(row).set(mails::held_until.eq(until)).hits(connection)
}

/// Notes that a mail was not sent, and when it is to be tried again. Changes nothing if it is not held until `held_until`
/// any more.
pub fn put_back(
    connection: &mut Connection,
    mail: &Mail,
    tries: i64,
    next_try_at: Timestamp,
    answer: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let row = mails::table
        .find(mail.id)
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::held_until.eq(mail.held_until));
    let changes = (
        mails::tries.eq(tries),
        mails::next_try_at.eq(next_try_at),
        mails::held_until.eq(now),
        mails::answer.eq(answer),
    );
    diesel::update(row).set(changes).hits(connection)
}

/// Notes that a waiting mail was handed over, whoever has it in hand by now, and forgets what it says.
pub fn finish(
    connection: &mut Connection,
    mail: &Mail,
    state: MailState,
    answer: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    let row = mails::table.find(mail.id).filter(mails::state.eq(MailState::Waiting));
    let changes = (
        mails::state.eq(state),
        mails::sealed_letter.eq(None::<Vec<u8>>),
        mails::answer.eq(answer),
        mails::finished_at.eq(now),
    );
    diesel::update(row).set(changes).hits(connection)
}

/// Notes that a waiting mail is given up, and forgets what it says. Returns `false` if somebody has taken it in hand since
/// it was read.
pub fn give_up(connection: &mut Connection, mail: &Mail, answer: Option<&str>, now: Timestamp) -> Result<bool, Error> {
    let row = mails::table
        .find(mail.id)
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::held_until.eq(mail.held_until));
    let changes = (
        mails::state.eq(MailState::Failed),
        mails::sealed_letter.eq(None::<Vec<u8>>),
        mails::answer.eq(answer),
        mails::finished_at.eq(now),
    );
    diesel::update(row).set(changes).hits(connection)
}

/// Returns waiting mails that are older than `created_before`, or of no use any more, and that nobody has in hand.
pub fn list_overdue(
    connection: &mut Connection,
    created_before: Timestamp,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Mail>, Error> {
    Ok(mails::table
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::held_until.le(now))
        .filter(mails::created_at.le(created_before).or(mails::expires_at.le(now).assume_not_null()))
        .order(mails::id)
        .limit(limit)
        .select(Mail::as_select())
        .load(connection)?)
}

/// Returns how many mails wait, and since when the oldest does.
pub fn queue(connection: &mut Connection) -> Result<(i64, Option<Timestamp>), Error> {
    let waiting = mails::table.filter(mails::state.eq(MailState::Waiting));
    Ok((
        waiting.count().get_result(connection)?,
        waiting.select(min(mails::created_at)).first::<Option<Timestamp>>(connection)?,
    ))
}

/// Returns what was said last about the oldest mail that waits.
pub fn find_last_answer(connection: &mut Connection) -> Result<Option<String>, Error> {
    let waiting = mails::table.filter(mails::state.eq(MailState::Waiting)).order(mails::id).select(mails::answer);
    Ok(waiting.first::<Option<String>>(connection).optional()?.flatten())
}

/// Counts the mails that ended like this since a moment.
pub fn count_finished(connection: &mut Connection, state: MailState, since: Timestamp) -> Result<i64, Error> {
    let ended = mails::table.filter(mails::finished_at.ge(since)).filter(mails::state.eq(state));
    Ok(ended.count().get_result(connection)?)
}

/// Counts the mails of a kind that were written to a user since a moment.
pub fn count_written(
    connection: &mut Connection,
    user: &UserId,
    kind: LetterKind,
    since: Timestamp,
) -> Result<i64, Error> {
    let written = mails::table.filter(mails::user_id.eq(user)).filter(mails::created_at.gt(since));
    Ok(written.filter(mails::kind.eq(kind)).count().get_result(connection)?)
}

/// Returns the latest mails, newest first, of one state or of all.
pub fn list_latest(connection: &mut Connection, state: Option<MailState>) -> Result<Vec<Mail>, Error> {
    let mut query = mails::table.order(mails::id.desc()).limit(MOST_LISTED).select(Mail::as_select()).into_boxed();
    if let Some(state) = state {
        query = query.filter(mails::state.eq(state));
    }
    Ok(query.load(connection)?)
}

/// Takes back the mails of a kind that wait for a user: what they say is not true any more.
pub fn withdraw(connection: &mut Connection, user: &UserId, kind: LetterKind, now: Timestamp) -> Result<(), Error> {
    let waiting = mails::table
        .filter(mails::user_id.eq(user))
        .filter(mails::kind.eq(kind))
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::held_until.le(now));
    diesel::delete(waiting).run(connection)
}

/// Deletes mails that were done with before a moment.
pub fn delete_finished(connection: &mut Connection, before: Timestamp, limit: i64) -> Result<usize, Error> {
    let over = mails::table.filter(mails::finished_at.lt(before));
    let ids: Vec<i64> = over.select(mails::id).limit(limit).load(connection)?;
    Ok(diesel::delete(mails::table.filter(mails::id.eq_any(ids))).execute(connection)?)
}
