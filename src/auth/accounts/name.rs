//! Giving an account another name.

use super::{AccountError, Takes, find_for_change};
use crate::auth::Desk;
use crate::auth::actor::Actor;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::username::Username;
use crate::store::{self, Connection, events, sessions, users};

/// Changes the name that somebody signs in with. The account stays the same: its id, its sessions, its links. Access
/// tokens with the old name are recalled, and browsers and programs get others at their next request. `false` when that is
/// the name already.
///
/// # Errors
/// [`AccountError::NameTaken`], [`AccountError::NotFound`], [`AccountError::Change`], or a fault.
pub async fn rename(
    desk: &Desk,
    id: UserId,
    name: Username,
    actor: Actor,
    context: RequestContext,
) -> Result<bool, AccountError> {
    let now = desk.clock().now();
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        let user = match find_for_change(connection, &holder, &id, Takes::Nothing, &actor, now)? {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if user.username == name {
            return Ok(Ok(None));
        }
        let version = users::rename(connection, &user.id, &name, now)?;
        sessions::rename_user(connection, &user.id, &name)?;
        // Who was called what, and when, is asked for when an app knows people by their names.
        let detail = format!("{} is now {name}", user.username);
        let event = NewEvent::new(EventKind::UserRenamed, now, &context).about(&user.id).detail(detail);
        events::insert(connection, &actor.sign(event))?;
        Ok(Ok(Some((user.id, version))))
    };
    let renamed = match desk.store().write(write).await {
        // The database decides who is first, on however many instances the name is asked for.
        Err(store::Error::Duplicate(_)) => return Err(AccountError::NameTaken),
        outcome => outcome??,
    };
    let Some((id, version)) = renamed else { return Ok(false) };
    desk.recall().user(&id, version);
    Ok(true)
}
