//! Changing whether and how somebody can sign in: suspending, reactivating and deleting an account, signing its owner out
//! everywhere, and removing a second factor for somebody who has lost both the app and the recovery codes.

use super::{AccountRefusal, Takes, find_for_change, find_other_for_change};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::desk::{Desk, two_factor};
use crate::domain::account::{IdentityCheck, UserStatus};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::session::RevocationReason;
use crate::domain::sign_in::Door;
use crate::store::{account_links, code_failures, throttle, users};

/// Keeps a user from signing in, ends all their sessions and voids their links. Returns `false` if they were suspended
/// already.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::LastAdmin`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn suspend(desk: &Desk, id: UserId, by: By) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::AdminAway)?;
        let version = users::set_status(change.connection, &user.id, UserStatus::Suspended, change.now)?;
        let Some(version) = version else { return Ok(false) };
        change.outdate(&user.id, version);
        change.end_all_of(&user.id, None, RevocationReason::Suspended)?;
        account_links::void_all(change.connection, &user.id)?;
        change.record(change.event(Event::UserSuspended).about(&user.id))?;
        Ok(true)
    })
    .await
}

/// Lets a suspended user sign in again. Their ended sessions stay ended. Returns `false` if they were active already.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn reactivate(desk: &Desk, id: UserId, by: By) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        let version = users::set_status(change.connection, &user.id, UserStatus::Active, change.now)?;
        let Some(version) = version else { return Ok(false) };
        change.outdate(&user.id, version);
        change.record(change.event(Event::UserReactivated).about(&user.id))?;
        Ok(true)
    })
    .await
}

/// Forgets the wrong passwords and codes that were given in a row for an account, so that strangers, and devices and sessions
/// that wait, may try again. Returns `false` if there were too few for a pause.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn reopen_sign_in(desk: &Desk, id: UserId, by: By) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        // Tries queue in this order too: a device that is forgotten counts as one, and then as a stranger.
        let known = change.desk.known_of(&user.id);
        let passwords_of_known = throttle::lift_of_known(change.connection, (&user.id, &known), change.now)?;
        let passwords = throttle::lift(change.connection, &change.desk.strangers_of(&user.username))?;
        let codes = code_failures::lift(change.connection, &user.id, &Door::ALL)?;
        if !passwords && !passwords_of_known && !codes {
            return Ok(false);
        }
        change.record(change.event(Event::SignInReopened).about(&user.id))?;
        Ok(true)
    })
    .await
}

/// Deletes an account: nobody can sign in with it any more, its password and e-mail address are removed at once, its
/// sessions end and its links are void. The row is deleted when the last of its sessions is no longer on record; until
/// then the name is taken.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], also if it is deleted already, [`AccountRefusal::LastAdmin`],
/// [`AccountRefusal::NotAllowed`], or a fault.
pub async fn delete(desk: &Desk, id: UserId, by: By) -> Result<(), Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::AdminAway)?;
        let version = users::delete(change.connection, &user.id, change.now)?.ok_or(AccountRefusal::NotFound)?;
        change.outdate(&user.id, version);
        change.end_all_of(&user.id, None, RevocationReason::UserDeleted)?;
        account_links::void_all(change.connection, &user.id)?;
        two_factor::delete(change, &user.id)?;
        Ok(change.record(change.event(Event::UserDeleted).about(&user.id))?)
    })
    .await
}

/// Ends all sessions of a user, even if the actor's own session is among them. Returns the number of ended sessions.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn sign_out_everywhere(desk: &Desk, id: UserId, by: By) -> Result<usize, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        Ok(change.end_all_of(&user.id, None, change.by().revocation_reason())?)
    })
    .await
}

/// Removes the second factor of an account at once, ends all its sessions and voids its links and pending sign-ins. The
/// record says how the administrator verified the identity of the person who asked. Returns `false` if there was no
/// second factor.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::OwnAccount`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn remove_two_factor(
    desk: &Desk,
    id: UserId,
    check: IdentityCheck,
    by: By,
) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_other_for_change(change, &id)?;
        if !two_factor::delete(change, &user.id)? {
            return Ok(false);
        }
        // With a link, somebody could set a password and sign in, and no second factor would stop them.
        account_links::void_all(change.connection, &user.id)?;
        change.end_all_of(&user.id, None, RevocationReason::TwoFactorChanged)?;
        change.record(change.event(Event::TwoFactorRemoved(Some(check.clone()))).about(&user.id))?;
        Ok(true)
    })
    .await
}
