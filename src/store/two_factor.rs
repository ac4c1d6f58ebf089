//! The table `two_factor`: the authenticator app of an account.
//!
//! A caller that changes a row holds the account first, so that simultaneous attempts run one after the other.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::statement::Statement;
use super::{Connection, Error};
use crate::domain::account::{Role, UserState, Username};
use crate::domain::id::UserId;
use crate::domain::sign_in::TwoFactor;
use crate::schema::{two_factor, users};

pub fn find(connection: &mut Connection, user: &UserId) -> Result<Option<TwoFactor>, Error> {
    Ok(two_factor::table.find(user).select(TwoFactor::as_select()).first(connection).optional()?)
}

/// Replaces the second factor of a user. The caller must hold the account.
pub fn replace(connection: &mut Connection, factor: &TwoFactor) -> Result<(), Error> {
    delete(connection, &factor.user_id)?;
    diesel::insert_into(two_factor::table).values(factor).run(connection)
}

/// Spends the code of a time step. Returns `false` if it, or the code of a later step, was used before.
pub fn spend_step(connection: &mut Connection, user: &UserId, step: i64) -> Result<bool, Error> {
    let unspent = two_factor::table.find(user).filter(two_factor::last_step.lt(step));
    diesel::update(unspent).set(two_factor::last_step.eq(step)).hits(connection)
}

/// Removes the second factor. Returns `false` if there was none.
pub fn delete(connection: &mut Connection, user: &UserId) -> Result<bool, Error> {
    diesel::delete(two_factor::table.find(user)).hits(connection)
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
    Ok(users::table
        .filter(users::state.eq(UserState::Active))
        .filter(users::role.eq(role))
        .filter(not(exists(factors)))
        .filter(users::username.gt(name.map_or("", Username::as_str)))
        .order(users::username)
        .limit(limit)
        .select((users::id, users::username))
        .load(connection)?)
}

/// Returns at most `limit` second factors, from after `user` on. A caller that reads all of them finds those whose seed
/// was encrypted before the server secret was replaced.
pub fn list_after(connection: &mut Connection, user: Option<&UserId>, limit: i64) -> Result<Vec<TwoFactor>, Error> {
    Ok(two_factor::table
        .filter(two_factor::user_id.gt(user.map_or("", UserId::as_str)))
        .order(two_factor::user_id)
        .limit(limit)
        .select(TwoFactor::as_select())
        .load(connection)?)
}

/// Replaces an encrypted seed, if it is still `old`.
pub fn reseal(connection: &mut Connection, user: &UserId, old: &[u8], new: &[u8]) -> Result<(), Error> {
    diesel::update(two_factor::table.find(user).filter(two_factor::sealed_seed.eq(old)))
        .set(two_factor::sealed_seed.eq(new))
        .run(connection)
}
