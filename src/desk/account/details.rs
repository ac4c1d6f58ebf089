//! Changing what is known about an account: its name, its e-mail address and its role.

use super::{AccountRefusal, Takes, find_for_change, unless_taken};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::desk::{Desk, two_factor};
use crate::domain::account::{Email, Role, User, Username};
use crate::domain::id::UserId;
use crate::domain::record::{EmailChange, Event};
use crate::domain::session::RevocationReason;
use crate::store::{account_links, pending_sign_ins, sessions, throttle, users, write_budgets};

/// Changes the name with which somebody signs in. The account stays the same: its id, its sessions, its links. Access
/// tokens with the old name are recalled, and browsers and programs get new ones at their next request. Returns `false`
/// if the account has this name already.
///
/// # Errors
/// Fails with [`AccountRefusal::NameTaken`], [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn rename(desk: &Desk, id: UserId, name: Username, by: By) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        if user.username == name {
            return Ok(false);
        }
        let renamed = users::rename(change.connection, &user.id, &name, change.now);
        let version = unless_taken(renamed, AccountRefusal::NameTaken)?;
        change.outdate(&user.id, version);
        sessions::rename_user(change.connection, &user.id, &name)?;
        throttle::hand_over(change.connection, &change.desk.strangers_of(&user.username), None)?;
        throttle::hand_over(change.connection, &change.desk.strangers_of(&name), Some(&user.id))?;
        // If an app knows people by their names, somebody will ask who had which name at what time.
        let renamed = Event::UserRenamed { old: user.username, new: name.clone() };
        change.record(change.event(renamed).about(&user.id))?;
        Ok(true)
    })
    .await
}

/// Sets or removes the e-mail address of an account. Nobody has proved that the address belongs to the user, so it is
/// never used to sign in. Pending links are voided, since they may have gone to the old address, and so are pending
/// sign-ins. Returns `false` if this address was set already.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn set_email(desk: &Desk, id: UserId, email: Option<Email>, by: By) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        if user.email == email {
            return Ok(false);
        }
        users::set_email(change.connection, &user.id, email.as_ref())?;
        account_links::void_all(change.connection, &user.id)?;
        pending_sign_ins::void_all(change.connection, &user.id)?;
        let done = if email.is_some() { EmailChange::Noted } else { EmailChange::TakenAway };
        change.record(change.event(Event::EmailChanged(done)).about(&user.id))?;
        Ok(true)
    })
    .await
}

/// Changes the role of a user, and voids their pending sign-ins. Returns `false` if they have that role already.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::LastAdmin`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn set_role(desk: &Desk, id: UserId, role: Role, by: By) -> Result<bool, Failure<AccountRefusal>> {
    let takes = if role == Role::Admin { Takes::Nothing } else { Takes::AdminAway };
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, takes)?;
        let Some(version) = users::set_role(change.connection, &user.id, role, change.now)? else { return Ok(false) };
        change.outdate(&user.id, version);
        pending_sign_ins::void_all(change.connection, &user.id)?;
        // A user who must have a second factor from now on, and has none, sets one up at the next sign-in.
        let user = User { role, ..user };
        if two_factor::is_missing_in(change.connection, change.desk, &user)? {
            change.end_all_of(&user.id, None, RevocationReason::TwoFactorDemanded)?;
        }
        change.record(change.event(Event::RoleChanged(role)).about(&user.id))?;
        // What they spent is counted in the prices of the old role: an admin must not wait for it.
        write_budgets::renew(change.connection, &user.id)?;
        Ok(true)
    })
    .await
}
