//! Suspending a user and reactivating the account.

use super::{AccountRefusal, Takes, find_for_change};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::account::UserStatus;
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::session::RevocationReason;
use crate::store::{account_links, users};

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
