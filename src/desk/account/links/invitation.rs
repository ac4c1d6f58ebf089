//! Creating an account for somebody who chooses the password with a link.

use super::{NewLink, hand_over};
use crate::desk::Desk;
use crate::desk::account::{AccountRefusal, Takes, find_for_change, insert, new_user, unless_taken};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::account::{Email, LinkPurpose, Role, User, UserState, Username};
use crate::domain::id::UserId;

/// Creates an account without a password, and the link with which its owner chooses one.
///
/// # Errors
/// Fails with [`AccountRefusal::NameTaken`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn invite(
    desk: &Desk,
    username: Username,
    role: Role,
    email: Option<Email>,
    by: By,
) -> Result<NewLink, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        change.demand_admin::<AccountRefusal>()?;
        let user = User { email: email.clone(), ..new_user(username.clone(), role, None, change.now) };
        unless_taken(insert(change, &user), AccountRefusal::NameTaken)?;
        Ok(hand_over(change, user, LinkPurpose::Invitation)?)
    })
    .await
}

/// Makes another invitation for somebody who has not chosen a password yet. The earlier link stops working.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::HasPassword`], [`AccountRefusal::Suspended`],
/// [`AccountRefusal::NotAllowed`], or a fault.
pub async fn invite_again(desk: &Desk, id: UserId, by: By) -> Result<NewLink, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        match user.state() {
            UserState::Invited => Ok(hand_over(change, user, LinkPurpose::Invitation)?),
            UserState::Suspended => Err(AccountRefusal::Suspended.into()),
            UserState::Active | UserState::Deleted => Err(AccountRefusal::HasPassword.into()),
        }
    })
    .await
}
