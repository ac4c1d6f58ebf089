//! The table `account_links`: digests of single-use links.

use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::account::{AccountLink, Email, LinkPurpose, User, UserStatus};
use crate::domain::id::UserId;
use crate::domain::mail::{LetterKind, MailState};
use crate::domain::time::Timestamp;
use crate::schema::{account_links, mails, users};

/// Adds a link and deletes all other links of this user for the same purpose.
pub fn replace(connection: &mut Connection, link: &AccountLink) -> Result<(), Error> {
    diesel::delete(account_links::table)
        .filter(account_links::user_id.eq(&link.user_id))
        .filter(account_links::purpose.eq(link.purpose))
        .execute(connection)?;
    insert(connection, link)
}

/// Returns this link and the user who owns it, if the link works now.
pub fn find(
    connection: &mut Connection,
    digest: &[u8],
    purpose: LinkPurpose,
    now: Timestamp,
) -> Result<Option<(AccountLink, User)>, Error> {
    Ok(account_links::table
        .inner_join(users::table)
        .filter(account_links::digest.eq(digest))
        .filter(account_links::purpose.eq(purpose))
        .filter(account_links::expires_at.gt(now))
        .filter(users::status.eq(UserStatus::Active))
        .select((AccountLink::as_select(), User::as_select()))
        .first(connection)
        .optional()?)
}

/// Adds a link beside the others of its user.
pub fn insert(connection: &mut Connection, link: &AccountLink) -> Result<(), Error> {
    diesel::insert_into(account_links::table).values(link).run(connection)
}

/// Spends a link that works now, and returns its user, and the address that it went to by mail. It is one statement, so only one of several simultaneous
/// attempts finds the link.
pub fn spend(
    connection: &mut Connection,
    digest: &[u8],
    purpose: LinkPurpose,
    now: Timestamp,
) -> Result<Option<(UserId, Option<Email>)>, Error> {
    Ok(diesel::delete(account_links::table)
        .filter(account_links::digest.eq(digest))
        .filter(account_links::purpose.eq(purpose))
        .filter(account_links::expires_at.gt(now))
        .returning((account_links::user_id, account_links::mailed_to))
        .get_result(connection)
        .optional()?)
}

/// Voids all links of a user, those that wait in the outbox too.
pub fn void_all(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::delete(mails::table)
        .filter(mails::user_id.eq(user))
        .filter(mails::kind.eq_any([LetterKind::Invitation, LetterKind::PasswordReset, LetterKind::DeviceLink]))
        .filter(mails::state.eq(MailState::Waiting))
        .run(connection)?;
    diesel::delete(account_links::table.filter(account_links::user_id.eq(user))).run(connection)
}

pub fn list_open(connection: &mut Connection, user: &UserId, now: Timestamp) -> Result<Vec<AccountLink>, Error> {
    Ok(account_links::table
        .filter(account_links::user_id.eq(user))
        .filter(account_links::expires_at.gt(now))
        .order(account_links::created_at)
        .select(AccountLink::as_select())
        .load(connection)?)
}

pub fn delete_expired(connection: &mut Connection, over_before: Timestamp, limit: i64) -> Result<usize, Error> {
    let expired = account_links::table.filter(account_links::expires_at.lt(over_before));
    let digests: Vec<Vec<u8>> = expired.select(account_links::digest).limit(limit).load(connection)?;
    Ok(diesel::delete(account_links::table.filter(account_links::digest.eq_any(digests))).execute(connection)?)
}
