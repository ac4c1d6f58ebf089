//! Links that go to their owner by mail. Nobody else sees them, not even whoever makes them.

use super::{NewLink, make, owner_of_link};
use crate::desk::Desk;
use crate::desk::account::{AccountRefusal, insert, new_user, unless_taken};
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::Failure;
use crate::desk::mail::{Recipient, post};
use crate::domain::account::{Email, LinkPurpose, Role, User, Username};
use crate::domain::id::UserId;
use crate::domain::mail::{AccountLetter, Letter, Note};
use crate::domain::record::Event;
use crate::domain::time::{Timestamp, Zone};
use crate::language::Language;
use crate::store::{Error, users};

/// A link that is on its way.
#[derive(Clone, Debug)]
pub struct Mailed {
    /// The owner of the account that the link is for.
    pub user: User,
    /// The use of the link.
    pub purpose: LinkPurpose,
    /// Where it goes.
    pub address: Email,
    /// The link does not work from this time on.
    pub expires_at: Timestamp,
}

/// What goes with a link.
#[derive(Clone, Debug)]
pub struct Cover {
    /// What the administrator adds.
    pub note: Option<Note>,
    /// The language of the mail, for an owner who has never signed in.
    pub language: Language,
}

/// Creates an account without a password, and mails the link with which its owner chooses one.
///
/// # Errors
/// Fails with [`AccountRefusal::NameTaken`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn invite_by_mail(
    desk: &Desk,
    (username, role, email): (Username, Role, Email),
    cover: Cover,
    by: By,
) -> Result<Mailed, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        change.demand_admin::<AccountRefusal>()?;
        let user = User {
            email: Some(email.clone()),
            language: Some(cover.language.code().to_owned()),
            ..new_user(username.clone(), role, None, change.now)
        };
        unless_taken(insert(change, &user), AccountRefusal::NameTaken)?;
        Ok(mail(change, user, email.clone(), LinkPurpose::Invitation, &cover)?)
    })
    .await
}

/// Mails a new link to the owner of an account. An earlier link for the same purpose stops working.
///
/// # Errors
/// Fails as making the link does, and with [`AccountRefusal::NoEmail`].
pub async fn mail_link(
    desk: &Desk,
    id: UserId,
    purpose: LinkPurpose,
    cover: Cover,
    by: By,
) -> Result<Mailed, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = owner_of_link(change, &id, purpose)?;
        let address = user.email.clone().ok_or(AccountRefusal::NoEmail)?;
        Ok(mail(change, user, address, purpose, &cover)?)
    })
    .await
}

/// The letter in which a link goes.
pub(super) fn letter(made: &NewLink, sender: Option<String>, message: Option<String>) -> Letter {
    Letter::Account(AccountLetter {
        purpose: made.purpose,
        username: made.user.username.to_string(),
        token: made.token.expose().clone(),
        expires_at: made.expires_at,
        zone: made.user.zone().as_ref().map(Zone::name).map(str::to_owned),
        sender,
        message,
    })
}

fn mail(
    change: &mut Change<'_>,
    user: User,
    address: Email,
    purpose: LinkPurpose,
    cover: &Cover,
) -> Result<Mailed, Error> {
    let sender = match change.by().user().cloned() {
        Some(sender) => users::find(change.connection, &sender)?.map(|sender| sender.username.to_string()),
        None => None,
    };
    let made = make(change, user, purpose, Some(address.clone()))?;
    let note = cover.note.as_ref().map(|note| note.as_str().to_owned());
    let letter = letter(&made, sender, note);
    post(change, Recipient::owner(&made.user, address.clone(), cover.language), &letter)?;
    change.record(change.event(Event::LinkMailed(letter.kind())).about(&made.user.id))?;
    Ok(Mailed { user: made.user, purpose, address, expires_at: made.expires_at })
}
