//! Removing somebody's second factor for them, when app and recovery codes are lost.

use super::{AccountRefusal, find_other_for_change};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::desk::two_factor;
use crate::domain::account::identity_check::IdentityCheck;
use crate::domain::id::UserId;
use crate::domain::record::event::Event;
use crate::domain::session::RevocationReason;
use crate::store::account_links;

/// Removes the second factor of an account at once, ends all its sessions and voids its links and sign-ins that wait for a
/// code. How it was made sure that the right person asks goes on record. `false` when there was none.
///
/// # Errors
/// [`AccountRefusal::NotFound`], [`AccountRefusal::OwnAccount`], [`AccountRefusal::NotAllowed`], or a fault.
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
        // A link would set a password with no factor left in front of it.
        account_links::void_all(change.connection, &user.id)?;
        change.end_all_of(&user.id, None, RevocationReason::TwoFactorChanged)?;
        change.record(change.event(Event::TwoFactorRemoved(Some(check.clone()))).about(&user.id))?;
        Ok(true)
    })
    .await
}
