//! Deleting an account.

use super::{AccountRefusal, Takes, find_for_change};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::desk::{Desk, two_factor};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::session::RevocationReason;
use crate::store::{account_links, users};

/// Deletes an account: nobody can sign in with it any more, its password and e-mail address are removed at once, its
/// sessions end and its links are void. The row is deleted when the last of its sessions is no longer on record; until
/// then the name is taken.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], also if it is deleted already, [`AccountRefusal::LastAdmin`],
/// [`AccountRefusal::NotAllowed`], or a fault.
pub async fn delete(desk: &Desk, id: UserId, by: By) -> Result<(), Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::AdminAway)?;
        let version = users::delete(change.connection, &user.id, change.now)?.ok_or(AccountRefusal::NotFound)?;
        change.outdate(&user.id, version);
        change.end_all_of(&user.id, None, RevocationReason::UserDeleted)?;
        account_links::void_all(change.connection, &user.id)?;
        two_factor::delete(change, &user.id)?;
        Ok(change.record(change.event(Event::UserDeleted).about(&user.id))?)
    })
    .await
}
