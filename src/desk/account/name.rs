//! Changing the name of an account.

use super::{AccountRefusal, Takes, find_for_change, unless_taken};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::account::Username;
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::store::{sessions, users};

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
        // If an app knows people by their names, somebody will ask who had which name at what time.
        let renamed = Event::UserRenamed { old: user.username, new: name.clone() };
        change.record(change.event(renamed).about(&user.id))?;
        Ok(true)
    })
    .await
}
