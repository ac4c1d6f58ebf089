//! Making an account for somebody who chooses the password themselves, by a link.

use super::{NewLink, fresh};
use crate::auth::Desk;
use crate::auth::accounts::{AccountError, Takes, find_for_change, insert_in, new_user};
use crate::auth::actor::Actor;
use crate::domain::account_link::LinkPurpose;
use crate::domain::email::Email;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::user::{Role, User, UserState};
use crate::domain::username::Username;
use crate::store::{self, Connection, account_links, events};

/// Makes an account without a password, and the link by which its owner chooses one.
///
/// # Errors
/// [`AccountError::NameTaken`], [`AccountError::Change`], or a fault.
pub async fn invite(
    desk: &Desk,
    username: Username,
    role: Role,
    email: Option<Email>,
    actor: Actor,
    context: RequestContext,
) -> Result<NewLink, AccountError> {
    let now = desk.clock().now();
    let user = User { email, ..new_user(username, role, None, now) };
    let (token, row) = fresh(&user.id, LinkPurpose::Invitation, now);
    let (holder, new, link) = (desk.clone(), user.clone(), row.clone());
    let write = move |connection: &mut Connection| {
        if let Some(refusal) = actor.refusal_in(connection, &holder, now)? {
            return Ok(Err(refusal));
        }
        insert_in(connection, &new, &actor, &context)?;
        account_links::replace(connection, &link)?;
        let event = NewEvent::new(EventKind::InvitationCreated, now, &context).about(&new.id);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(()))
    };
    match desk.store().write(write).await {
        Ok(Ok(())) => Ok(NewLink { user, purpose: row.purpose, token, expires_at: row.expires_at }),
        Ok(Err(refusal)) => Err(refusal.into()),
        Err(store::Error::Duplicate(_)) => Err(AccountError::NameTaken),
        Err(error) => Err(error.into()),
    }
}

/// Makes another invitation for somebody who has not chosen a password yet. The one before does not work any more.
///
/// # Errors
/// [`AccountError::NotFound`], [`AccountError::HasPassword`], [`AccountError::Suspended`], [`AccountError::Change`], or
/// a fault.
pub async fn invite_again(
    desk: &Desk,
    id: UserId,
    actor: Actor,
    context: RequestContext,
) -> Result<NewLink, AccountError> {
    let now = desk.clock().now();
    let (token, row) = fresh(&id, LinkPurpose::Invitation, now);
    let (holder, link) = (desk.clone(), row.clone());
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::Nothing, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if user.state() != UserState::Invited {
            let is_suspended = user.state() == UserState::Suspended;
            return Ok(Err(if is_suspended { AccountError::Suspended } else { AccountError::HasPassword }));
        }
        account_links::replace(connection, &link)?;
        let event = NewEvent::new(EventKind::InvitationCreated, now, &context).about(&user.id);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(user))
    };
    let user = desk.store().write(write).await??;
    Ok(NewLink { user, purpose: row.purpose, token, expires_at: row.expires_at })
}
