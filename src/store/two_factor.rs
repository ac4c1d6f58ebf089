//! The table `two_factor`: the authenticator app of an account.
//!
//! Whoever changes a row holds the account first, so that of simultaneous tries one comes after the other.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::domain::two_factor::TwoFactor;
use crate::schema::two_factor;

/// The second factor of a user, asked for already or not yet.
pub fn find(connection: &mut Connection, user: &UserId) -> Result<Option<TwoFactor>, Error> {
    Ok(two_factor::table.find(user).select(TwoFactor::as_select()).first(connection).optional()?)
}

/// The second factor of a user, if it is asked for.
pub fn find_enabled(connection: &mut Connection, user: &UserId) -> Result<Option<TwoFactor>, Error> {
    Ok(find(connection, user)?.filter(|factor| factor.enabled_at.is_some()))
}

/// Puts a new one that is not asked for yet in the place of another such. `false` when one is asked for already.
pub fn offer(connection: &mut Connection, factor: &TwoFactor) -> Result<bool, Error> {
    let unproved = two_factor::table.find(&factor.user_id).filter(two_factor::enabled_at.is_null());
    diesel::delete(unproved).execute(connection)?;
    if find(connection, &factor.user_id)?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(two_factor::table).values(factor).execute(connection)?;
    Ok(true)
}

/// Has it asked for from now on; its first code, of this step, is used up. `false` when it is asked for already, or is
/// another one meanwhile.
pub fn enable(connection: &mut Connection, offered: &TwoFactor, step: i64, now: Timestamp) -> Result<bool, Error> {
    let same = two_factor::table
        .find(&offered.user_id)
        .filter(two_factor::enabled_at.is_null())
        .filter(two_factor::sealed_seed.eq(&offered.sealed_seed));
    let changed = diesel::update(same)
        .set((two_factor::enabled_at.eq(now), two_factor::last_step.eq(step)))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Uses up the code of a step. `false` when it, or a later one, was used before.
pub fn spend_step(connection: &mut Connection, user: &UserId, step: i64) -> Result<bool, Error> {
    let unspent = two_factor::table.find(user).filter(two_factor::last_step.lt(step));
    Ok(diesel::update(unspent).set(two_factor::last_step.eq(step)).execute(connection)? == 1)
}

/// Counts a wrong code.
pub fn record_failure(connection: &mut Connection, user: &UserId, now: Timestamp) -> Result<(), Error> {
    diesel::update(two_factor::table.find(user))
        .set((two_factor::failures.eq(two_factor::failures + 1), two_factor::failed_at.eq(now)))
        .execute(connection)?;
    Ok(())
}

/// Forgets wrong codes, after a right one.
pub fn forget_failures(connection: &mut Connection, user: &UserId) -> Result<(), Error> {
    diesel::update(two_factor::table.find(user)).set(two_factor::failures.eq(0)).execute(connection)?;
    Ok(())
}

/// Removes it. `false` when there was none that is asked for.
pub fn delete(connection: &mut Connection, user: &UserId) -> Result<bool, Error> {
    let deleted: Vec<Option<i64>> =
        diesel::delete(two_factor::table.find(user)).returning(two_factor::enabled_at).get_results(connection)?;
    Ok(deleted.iter().any(Option::is_some))
}

/// Those whose seed was encrypted before the server secret was replaced can be found by whoever looks at all of them:
/// the next ones after `user`, at most `limit`.
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
