//! The table `users`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::statement::Statement;
use super::{Backend, Connection, Error};
use crate::domain::account::{ChosenPassword, Email, PasswordHash, Role, User, UserState, UserStatus, Username};
use crate::domain::id::UserId;
use crate::domain::search::Who;
use crate::domain::search::who::end_of_prefix;
use crate::domain::time::Timestamp;
use crate::language::Language;
use crate::schema::{account_links, pending_sign_ins, recovery_codes, sessions, two_factor, users};

/// Returns the user with this id.
pub fn find(connection: &mut Connection, id: &UserId) -> Result<Option<User>, Error> {
    Ok(users::table.find(id).select(User::as_select()).first(connection).optional()?)
}

/// Returns the user with this name.
pub fn find_by_name(connection: &mut Connection, name: &Username) -> Result<Option<User>, Error> {
    Ok(users::table.filter(users::username.eq(name)).select(User::as_select()).first(connection).optional()?)
}

/// Narrows a query to the users whom `who` names.
pub(super) fn called<'q>(query: users::BoxedQuery<'q, Backend>, who: &'q Who) -> users::BoxedQuery<'q, Backend> {
    match who {
        Who::Name(name) => query.filter(users::username.eq(name)),
        Who::NamePrefix(prefix) => {
            query.filter(users::username.ge(prefix.as_str())).filter(users::username.lt(end_of_prefix(prefix)))
        }
        Who::Email(email) => query.filter(users::email.eq(email)),
        Who::EmailPrefix(prefix) => {
            query.filter(users::email.ge(prefix.as_str())).filter(users::email.lt(end_of_prefix(prefix)))
        }
    }
}

/// Tells whether there is any user.
pub fn is_any(connection: &mut Connection) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(users::table.select(users::id))).get_result(connection)?)
}

/// Adds a user. Fails with [`Error::Duplicate`] if the name is taken.
pub fn insert(connection: &mut Connection, user: &User) -> Result<(), Error> {
    diesel::insert_into(users::table).values(user).run(connection)
}

/// Saves the time of a sign-in, and the language that the person reads, if it is known. The caller holds the account
/// already.
pub fn record_login(
    connection: &mut Connection,
    id: &UserId,
    now: Timestamp,
    language: Option<Language>,
) -> Result<(), Error> {
    // A column that is set to `None` by its option stays as it is.
    let language = language.map(|language| users::language.eq(language.code()));
    diesel::update(users::table.find(id)).set((users::last_signed_in_at.eq(now), language)).run(connection)
}

/// Locks an account until the transaction ends, if it is active and its password is still the one that was checked. A
/// caller that ends all sessions of the account locks it too, before it looks for them: so neither misses what the
/// other does.
pub fn hold_checked(connection: &mut Connection, id: &UserId, checked: &PasswordHash) -> Result<bool, Error> {
    diesel::update(users::table.find(id))
        .filter(users::status.eq(UserStatus::Active))
        .filter(users::password_hash.eq(checked))
        // Writing the value that is already there locks the row.
        .set(users::version.eq(users::version))
        .hits(connection)
}

/// Locks an account until the transaction ends, in whatever state it is.
pub fn hold(connection: &mut Connection, id: &UserId) -> Result<(), Error> {
    diesel::update(users::table.find(id)).set(users::version.eq(users::version)).run(connection)
}

/// Replaces a hash by another one of the same password, if it is still `old`.
pub fn renew_hash(
    connection: &mut Connection,
    id: &UserId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<bool, Error> {
    diesel::update(users::table.find(id))
        .filter(users::password_hash.eq(old))
        .set(users::password_hash.eq(new))
        .hits(connection)
}

/// Replaces a password, if its hash is still `old`.
pub fn change_password(
    connection: &mut Connection,
    id: &UserId,
    old: &PasswordHash,
    new: &ChosenPassword,
) -> Result<bool, Error> {
    diesel::update(users::table.find(id))
        .filter(users::password_hash.eq(old))
        .set((users::password_hash.eq(&new.hash), users::device_mark.eq(new.mark)))
        .hits(connection)
}

/// Sets the first password of an account that may sign in. Returns `false` if it has one already, or may not sign in.
pub fn set_first_password(connection: &mut Connection, id: &UserId, new: &ChosenPassword) -> Result<bool, Error> {
    diesel::update(users::table.find(id))
        .filter(users::status.eq(UserStatus::Active))
        .filter(users::password_hash.is_null())
        .set((users::password_hash.eq(&new.hash), users::device_mark.eq(new.mark)))
        .hits(connection)
}

/// Replaces the password of an account that may sign in, whatever it was. Returns `false` if it has none, or may not
/// sign in.
pub fn reset_password(connection: &mut Connection, id: &UserId, new: &ChosenPassword) -> Result<bool, Error> {
    diesel::update(users::table.find(id))
        .filter(users::status.eq(UserStatus::Active))
        .filter(users::password_hash.is_not_null())
        .set((users::password_hash.eq(&new.hash), users::device_mark.eq(new.mark)))
        .hits(connection)
}

/// Makes a stranger of every device that an account knows with another mark.
pub fn set_device_mark(connection: &mut Connection, id: &UserId, mark: i64) -> Result<(), Error> {
    diesel::update(users::table.find(id)).set(users::device_mark.eq(mark)).run(connection)
}

/// Changes the name and raises the version. Returns the new version. Fails with [`Error::Duplicate`] if the name is
/// taken.
pub fn rename(connection: &mut Connection, id: &UserId, name: &Username, now: Timestamp) -> Result<i64, Error> {
    Ok(diesel::update(users::table.find(id))
        .set((users::username.eq(name), users::version.eq(users::version + 1), users::version_raised_at.eq(now)))
        .returning(users::version)
        .get_result(connection)?)
}

/// Sets or removes an e-mail address, which nobody has proved yet.
pub fn set_email(connection: &mut Connection, id: &UserId, email: Option<&Email>) -> Result<(), Error> {
    let changes = (users::email.eq(email), users::email_verified_at.eq(None::<Timestamp>));
    diesel::update(users::table.find(id)).set(changes).run(connection)
}

/// Notes that a user reads mail at this address, if it is still theirs. Returns `false` if that was known, or it is not.
pub fn verify_email(connection: &mut Connection, id: &UserId, email: &Email, now: Timestamp) -> Result<bool, Error> {
    let unproved = users::table.find(id).filter(users::email.eq(email)).filter(users::email_verified_at.is_null());
    diesel::update(unproved).set(users::email_verified_at.eq(now)).hits(connection)
}

/// Returns the users who may sign in and can be reached by mail, and whose name or address is this text.
pub fn list_reachable(connection: &mut Connection, text: &str, limit: i64) -> Result<Vec<User>, Error> {
    Ok(users::table
        .filter(users::username.eq(text).or(users::email.eq(text).assume_not_null()))
        .filter(users::email_verified_at.is_not_null())
        .filter(users::state.eq(UserState::Active))
        .order(users::created_at)
        .limit(limit)
        .select(User::as_select())
        .load(connection)?)
}

/// Sets the time zone that a user has chosen, or `None` for that of the site.
pub fn set_time_zone(connection: &mut Connection, id: &UserId, zone: Option<&str>) -> Result<(), Error> {
    diesel::update(users::table.find(id)).set(users::time_zone.eq(zone)).run(connection)
}

/// Deletes an account as far as anybody can see: it is suspended for ever, without password and e-mail address. Raises
/// the version and returns the new one. The row stays, and with it the name, until [`delete_gone`].
pub fn delete(connection: &mut Connection, id: &UserId, now: Timestamp) -> Result<Option<i64>, Error> {
    Ok(diesel::update(users::table.find(id))
        .filter(users::deleted_at.is_null())
        .set((
            users::deleted_at.eq(now),
            users::status.eq(UserStatus::Suspended),
            users::password_hash.eq(None::<PasswordHash>),
            users::device_mark.eq(None::<i64>),
            users::email.eq(None::<Email>),
            users::time_zone.eq(None::<String>),
            users::language.eq(None::<String>),
            users::email_verified_at.eq(None::<Timestamp>),
            users::version.eq(users::version + 1),
            users::version_raised_at.eq(now),
        ))
        .returning(users::version)
        .get_result(connection)
        .optional()?)
}

/// Deletes at most `limit` rows of deleted accounts that have no session on record any more. Returns the number of
/// deleted rows.
pub fn delete_gone(connection: &mut Connection, limit: i64) -> Result<usize, Error> {
    let sessions_left = sessions::table.filter(sessions::user_id.eq(users::id)).select(sessions::id);
    let ids: Vec<UserId> = users::table
        .filter(users::deleted_at.is_not_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(sessions_left)))
        .order(users::deleted_at)
        .limit(limit)
        .select(users::id)
        .load(connection)?;
    diesel::delete(account_links::table.filter(account_links::user_id.eq_any(&ids))).execute(connection)?;
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq_any(&ids))).execute(connection)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq_any(&ids))).execute(connection)?;
    diesel::delete(two_factor::table.filter(two_factor::user_id.eq_any(&ids))).execute(connection)?;
    Ok(diesel::delete(users::table.filter(users::id.eq_any(&ids))).execute(connection)?)
}

/// Changes the status and raises the version, if the status differs. Returns the new version.
pub fn set_status(
    connection: &mut Connection,
    id: &UserId,
    status: UserStatus,
    now: Timestamp,
) -> Result<Option<i64>, Error> {
    Ok(diesel::update(users::table.find(id))
        .filter(users::status.ne(status))
        .set((users::status.eq(status), users::version.eq(users::version + 1), users::version_raised_at.eq(now)))
        .returning(users::version)
        .get_result(connection)
        .optional()?)
}

/// Changes the role and raises the version, if the role differs. Returns the new version.
pub fn set_role(connection: &mut Connection, id: &UserId, role: Role, now: Timestamp) -> Result<Option<i64>, Error> {
    Ok(diesel::update(users::table.find(id))
        .filter(users::role.ne(role))
        .set((users::role.eq(role), users::version.eq(users::version + 1), users::version_raised_at.eq(now)))
        .returning(users::version)
        .get_result(connection)
        .optional()?)
}

/// Tells whether this user is an administrator who can sign in.
pub fn is_active_admin(connection: &mut Connection, id: &UserId) -> Result<bool, Error> {
    let admin = users::table.find(id).filter(users::role.eq(Role::Admin)).filter(users::status.eq(UserStatus::Active));
    Ok(diesel::select(diesel::dsl::exists(admin)).get_result(connection)?)
}

/// Tells whether there is an account beside this one that is not deleted.
pub fn is_any_other(connection: &mut Connection, id: &UserId) -> Result<bool, Error> {
    let others = users::table.filter(users::state.ne(UserState::Deleted)).filter(users::id.ne(id));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(connection)?)
}

/// Tells whether somebody other than `id` is an administrator who can sign in.
pub fn is_other_active_admin(connection: &mut Connection, id: &UserId) -> Result<bool, Error> {
    let others = users::table
        .filter(users::state.eq(UserState::Active))
        .filter(users::role.eq(Role::Admin))
        .filter(users::id.ne(id));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(connection)?)
}

/// Counts the administrators who can sign in, up to `limit`.
pub fn count_active_admins(connection: &mut Connection, limit: i64) -> Result<i64, Error> {
    let admins: Vec<UserId> = users::table
        .filter(users::role.eq(Role::Admin))
        .filter(users::status.eq(UserStatus::Active))
        .filter(users::password_hash.is_not_null())
        .limit(limit)
        .select(users::id)
        .load(connection)?;
    Ok(i64::try_from(admins.len()).unwrap_or(i64::MAX))
}

/// Returns the users whose version was raised after `since`, newest first, at most `limit`: user, version and time.
pub fn versions_raised_since(
    connection: &mut Connection,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<(UserId, i64, Timestamp)>, Error> {
    Ok(users::table
        .filter(users::version_raised_at.gt(since))
        // An account's first version recalls nothing.
        .filter(users::version.gt(1))
        .order(users::version_raised_at.desc())
        .limit(limit)
        .select((users::id, users::version, users::version_raised_at))
        .load(connection)?)
}

/// Returns the names of these users.
pub fn names_of(connection: &mut Connection, ids: &[UserId]) -> Result<HashMap<UserId, Username>, Error> {
    let names: Vec<(UserId, Username)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, users::username)).load(connection)?;
    Ok(names.into_iter().collect())
}

/// Returns the names of these users by their ids, for those who still have an account.
pub fn names(connection: &mut Connection, ids: Vec<String>) -> Result<HashMap<String, String>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let named = users::table.filter(users::id.eq_any(ids)).select((users::id, users::username));
    Ok(named.load::<(String, String)>(connection)?.into_iter().collect())
}
