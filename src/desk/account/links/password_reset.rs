//! Starting a password reset for somebody who cannot sign in.

use super::{NewLink, hand_over};
use crate::desk::Desk;
use crate::desk::account::{AccountRefusal, find_other_for_change};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::account::{LinkPurpose, UserState};
use crate::domain::id::UserId;

/// Makes a link with which somebody chooses a new password. Nothing else changes before they do, but an earlier link
/// stops working.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::HasNoPassword`], [`AccountRefusal::Suspended`],
/// [`AccountRefusal::OwnAccount`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn start_password_reset(desk: &Desk, id: UserId, by: By) -> Result<NewLink, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_other_for_change(change, &id)?;
        match user.state() {
            UserState::Active => Ok(hand_over(change, user, LinkPurpose::PasswordReset)?),
            UserState::Invited => Err(AccountRefusal::HasNoPassword.into()),
            UserState::Suspended | UserState::Deleted => Err(AccountRefusal::Suspended.into()),
        }
    })
    .await
}
