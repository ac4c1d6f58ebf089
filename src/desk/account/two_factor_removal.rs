//! Removing the second factor of somebody who has lost both the app and the recovery codes.

use super::{AccountRefusal, find_other_for_change};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::desk::{Desk, two_factor};
use crate::domain::account::IdentityCheck;
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::session::RevocationReason;
use crate::store::account_links;

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
