//! Single-use links, which an administrator or an operator makes and passes on. With an invitation or a reset somebody
//! chooses a password; a device link makes a browser known to the account. That spends them.

mod by_mail;
mod choice;
mod introduction;
pub mod open_link;
pub mod requests;

pub use by_mail::{Cover, Mailed, invite_by_mail, mail_link};
pub use choice::{Choice, LinkRefusal, choose, find_user, judge_password};
pub use introduction::{LinkClosed, introduce};
pub use open_link::OpenLink;

use super::{AccountRefusal, Takes, find_for_change, find_other_for_change, insert, new_user, unless_taken};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::Failure;
use crate::desk::mail::withdraw;
use crate::desk::token::one_time_token::{self, digest_of};
use crate::domain::account::{AccountLink, Email, LinkPurpose, Role, User, UserState, Username};
use crate::domain::id::UserId;
use crate::domain::mail::LetterKind;
use crate::domain::record::{EmailChange, Event};
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::store::{Error, account_links, users};

/// A link that was just made. Nobody can see it again.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The owner of the account that the link is for.
    pub user: User,
    /// The use of the link.
    pub purpose: LinkPurpose,
    /// The secret at the end of the link.
    pub token: Secret<String>,
    /// The link does not work from this time on.
    pub expires_at: Timestamp,
}

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
        Ok(make(change, user, LinkPurpose::Invitation, None)?)
    })
    .await
}

/// Makes another invitation for somebody who has not chosen a password yet. The earlier link stops working.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::HasPassword`], [`AccountRefusal::Suspended`],
/// [`AccountRefusal::NotAllowed`], or a fault.
pub async fn invite_again(desk: &Desk, id: UserId, by: By) -> Result<NewLink, Failure<AccountRefusal>> {
    make_for(desk, id, LinkPurpose::Invitation, by).await
}

/// Makes a link with which somebody chooses a new password. Nothing else changes before they do, but an earlier link
/// stops working.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::HasNoPassword`], [`AccountRefusal::Suspended`],
/// [`AccountRefusal::OwnAccount`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn start_password_reset(desk: &Desk, id: UserId, by: By) -> Result<NewLink, Failure<AccountRefusal>> {
    make_for(desk, id, LinkPurpose::PasswordReset, by).await
}

/// Makes a link that makes a browser known to an account, so that its owner can sign in there whatever strangers have
/// tried. An earlier link stops working. The link opens nothing, so administrators may make one for their own account.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::HasNoPassword`], [`AccountRefusal::Suspended`],
/// [`AccountRefusal::NotAllowed`], or a fault.
pub async fn make_device_link(desk: &Desk, id: UserId, by: By) -> Result<NewLink, Failure<AccountRefusal>> {
    make_for(desk, id, LinkPurpose::Device, by).await
}

async fn make_for(desk: &Desk, id: UserId, purpose: LinkPurpose, by: By) -> Result<NewLink, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = owner_of_link(change, &id, purpose)?;
        Ok(make(change, user, purpose, None)?)
    })
    .await
}

/// Returns the account that a link is for, if one for this purpose is of use to it and the actor may make it.
fn owner_of_link(change: &mut Change<'_>, id: &UserId, purpose: LinkPurpose) -> Result<User, Failure<AccountRefusal>> {
    let user = match purpose {
        LinkPurpose::PasswordReset => find_other_for_change(change, id)?,
        LinkPurpose::Invitation | LinkPurpose::Device => find_for_change(change, id, Takes::Nothing)?,
    };
    match (purpose, user.state()) {
        (LinkPurpose::Invitation, UserState::Invited)
        | (LinkPurpose::PasswordReset | LinkPurpose::Device, UserState::Active) => Ok(user),
        (LinkPurpose::Invitation, UserState::Suspended) => Err(AccountRefusal::Suspended.into()),
        (LinkPurpose::Invitation, UserState::Active | UserState::Deleted) => Err(AccountRefusal::HasPassword.into()),
        (_, UserState::Invited) => Err(AccountRefusal::HasNoPassword.into()),
        (_, UserState::Suspended | UserState::Deleted) => Err(AccountRefusal::Suspended.into()),
    }
}

/// Makes a link with a fresh token in place of an earlier one, which may still wait in the outbox, and records the event.
fn make(change: &mut Change<'_>, user: User, purpose: LinkPurpose, mailed_to: Option<Email>) -> Result<NewLink, Error> {
    let (made, link) = draw(change, user, purpose, mailed_to);
    account_links::replace(change.connection, &link)?;
    withdraw(change, &made.user.id, LetterKind::of(purpose))?;
    change.record(change.event(purpose.made()).about(&made.user.id))?;
    Ok(made)
}

/// Makes a link beside those that there are, and records the event: a stranger who asks for one must not void that of
/// the owner.
fn make_another(change: &mut Change<'_>, user: User, purpose: LinkPurpose, mailed_to: Email) -> Result<NewLink, Error> {
    let (made, link) = draw(change, user, purpose, Some(mailed_to));
    account_links::insert(change.connection, &link)?;
    change.record(change.event(purpose.made()).about(&made.user.id))?;
    Ok(made)
}

fn draw(change: &Change<'_>, user: User, purpose: LinkPurpose, mailed_to: Option<Email>) -> (NewLink, AccountLink) {
    let (token, now) = (one_time_token::fresh(), change.now);
    let expires_at = now.plus(purpose.lifetime());
    let user_id = user.id.clone();
    let link = AccountLink { digest: digest_of(&token), user_id, purpose, created_at: now, expires_at, mailed_to };
    (NewLink { user, purpose, token: Secret::new(token), expires_at }, link)
}

/// Notes that whoever chose a password by a link that went by mail reads mail at that address.
fn note_reader(change: &mut Change<'_>, user: &UserId, mailed_to: Option<&Email>) -> Result<(), Error> {
    let Some(address) = mailed_to else { return Ok(()) };
    if users::verify_email(change.connection, user, address, change.now)? {
        change.record(change.event(Event::EmailChanged(EmailChange::Verified)).about(user))?;
    }
    Ok(())
}

impl LinkPurpose {
    const fn made(self) -> Event {
        match self {
            LinkPurpose::Invitation => Event::InvitationCreated,
            LinkPurpose::PasswordReset => Event::PasswordResetStarted,
            LinkPurpose::Device => Event::DeviceLinkCreated,
        }
    }

    const fn spent(self) -> Event {
        match self {
            LinkPurpose::Invitation => Event::InvitationAccepted,
            LinkPurpose::PasswordReset => Event::PasswordResetCompleted,
            LinkPurpose::Device => Event::DeviceMadeKnown,
        }
    }
}
