//! A link before it is used, for the page that asks for the password.

use super::digest_of;
use crate::desk::Desk;
use crate::domain::account::{LinkPurpose, User, Username};
use crate::domain::record::EventKind;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, account_links, events, users};

/// A link that works now.
#[derive(Clone, Debug)]
pub struct OpenLink {
    /// The owner of the account that it is for.
    pub user: User,
    /// The link does not work from this time on.
    pub expires_at: Timestamp,
    /// Who made an invitation, as long as the record reaches back to it and the account exists. Operators have no name.
    pub invited_by: Option<Username>,
}

/// Returns the link, if it works now. Spends nothing.
pub async fn find(desk: &Desk, token: &str, purpose: LinkPurpose) -> Result<Option<OpenLink>, store::Error> {
    let (digest, now) = (digest_of(token), desk.clock().now());
    let read = move |connection: &mut Connection| {
        let Some((link, user)) = account_links::find(connection, &digest, purpose, now)? else { return Ok(None) };
        let invited_by = match purpose {
            LinkPurpose::Invitation => find_inviter(connection, &user)?,
            LinkPurpose::PasswordReset | LinkPurpose::Device => None,
        };
        Ok(Some(OpenLink { user, expires_at: link.expires_at, invited_by }))
    };
    desk.store().read(read).await
}

fn find_inviter(connection: &mut Connection, invited: &User) -> Result<Option<Username>, store::Error> {
    let inviter = events::find_actor(connection, &invited.id, EventKind::InvitationCreated)?;
    let Some(inviter) = inviter else { return Ok(None) };
    let found = users::find(connection, &inviter)?;
    Ok(found.filter(|inviter| inviter.deleted_at.is_none()).map(|inviter| inviter.username))
}
