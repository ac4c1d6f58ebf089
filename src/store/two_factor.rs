//! The table `two_factor`: the authenticator app of an account.
//!
//! A caller that changes a row holds the account first, so that simultaneous attempts run one after the other.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::account::{Role, UserState, Username};
use crate::domain::id::UserId;
use crate::domain::sign_in::{CodeKind, Door, TwoFactor};
use crate::domain::time::Timestamp;
use crate::schema::{two_factor, users};

pub fn find(connection: &mut Connection, user: &UserId) -> Result<Option<TwoFactor>, Error> {
    Ok(two_factor::table.find(user).select(TwoFactor::as_select()).first(connection).optional()?)
}

/// Replaces the second factor of a user. The caller must hold the account.
pub fn replace(connection: &mut Connection, factor: &TwoFactor) -> Result<(), Error> {
    delete(connection, &factor.user_id)?;
    diesel::insert_into(two_factor::table).values(factor).execute(connection)?;
    Ok(())
}

/// Spends the code of a time step. Returns `false` if it, or the code of a later step, was used before.
pub fn spend_step(connection: &mut Connection, user: &UserId, step: i64) -> Result<bool, Error> {
    let unspent = two_factor::table.find(user).filter(two_factor::last_step.lt(step));
    Ok(diesel::update(unspent).set(two_factor::last_step.eq(step)).execute(connection)? == 1)
}

pub fn record_failure(
    connection: &mut Connection,
    user: &UserId,
    (door, kind): (Door, CodeKind),
    now: Timestamp,
) -> Result<(), Error> {
    let row = diesel::update(two_factor::table.find(user));
    match (door, kind) {
        (Door::SignIn, CodeKind::App) => row
            .set((
                two_factor::sign_in_failures.eq(two_factor::sign_in_failures + 1),
                two_factor::sign_in_failed_at.eq(now),
            ))
            .execute(connection)?,
        (Door::Session, CodeKind::App) => row
            .set((
                two_factor::session_failures.eq(two_factor::session_failures + 1),
                two_factor::session_failed_at.eq(now),
            ))
            .execute(connection)?,
        (Door::SignIn, CodeKind::Recovery) => row
            .set((
                two_factor::sign_in_recovery_failures.eq(two_factor::sign_in_recovery_failures + 1),
                two_factor::sign_in_recovery_failed_at.eq(now),
            ))
            .execute(connection)?,
        (Door::Session, CodeKind::Recovery) => row
            .set((
                two_factor::session_recovery_failures.eq(two_factor::session_recovery_failures + 1),
                two_factor::session_recovery_failed_at.eq(now),
            ))
            .execute(connection)?,
    };
    Ok(())
}

/// Forgets wrong codes of both kinds, after a correct one.
pub fn forget_failures(connection: &mut Connection, user: &UserId, door: Door) -> Result<(), Error> {
    let row = diesel::update(two_factor::table.find(user));
    match door {
        Door::SignIn => row
            .set((two_factor::sign_in_failures.eq(0), two_factor::sign_in_recovery_failures.eq(0)))
            .execute(connection)?,
        Door::Session => row
            .set((two_factor::session_failures.eq(0), two_factor::session_recovery_failures.eq(0)))
            .execute(connection)?,
    };
    Ok(())
}

/// Removes the second factor. Returns `false` if there was none.
pub fn delete(connection: &mut Connection, user: &UserId) -> Result<bool, Error> {
    Ok(diesel::delete(two_factor::table.find(user)).execute(connection)? == 1)
}

/// Returns at most `limit` users of a role who can sign in and have no second factor, sorted by name, from after `name`
/// on.
pub fn list_users_without(
    connection: &mut Connection,
    role: Role,
    name: Option<&Username>,
    limit: i64,
) -> Result<Vec<(UserId, Username)>, Error> {
    let factors = two_factor::table.filter(two_factor::user_id.eq(users::id)).select(two_factor::user_id);
    let mut query = users::table
        .filter(users::state.eq(UserState::Active))
        .filter(users::role.eq(role))
        .filter(not(exists(factors)))
        .order(users::username)
        .limit(limit)
        .select((users::id, users::username))
        .into_boxed();
    if let Some(name) = name {
        query = query.filter(users::username.gt(name.clone()));
    }
    Ok(query.load(connection)?)
}

/// Returns at most `limit` second factors, from after `user` on. A caller that reads all of them finds those whose seed
/// was encrypted before the server secret was replaced.
pub fn list_after(connection: &mut Connection, user: Option<&UserId>, limit: i64) -> Result<Vec<TwoFactor>, Error> {
    let mut query =
        two_factor::table.order(two_factor::user_id).limit(limit).select(TwoFactor::as_select()).into_boxed();
    if let Some(user) = user {
        query = query.filter(two_factor::user_id.gt(user.clone()));
    }
    Ok(query.load(connection)?)
}

/// Replaces an encrypted seed, if it is still `old`.
pub fn reseal(connection: &mut Connection, user: &UserId, old: &[u8], new: &[u8]) -> Result<(), Error> {
    diesel::update(two_factor::table.find(user).filter(two_factor::sealed_seed.eq(old)))
        .set(two_factor::sealed_seed.eq(new))
        .execute(connection)?;
    Ok(())
}
