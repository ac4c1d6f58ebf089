//! Signing a user out everywhere.

use super::{AccountRefusal, Takes, find_for_change};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::id::UserId;

/// Ends all sessions of a user, even if the actor's own session is among them. Returns the number of ended sessions.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn sign_out_everywhere(desk: &Desk, id: UserId, by: By) -> Result<usize, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        Ok(change.end_all_of(&user.id, None, change.by().revocation_reason())?)
    })
    .await
}
