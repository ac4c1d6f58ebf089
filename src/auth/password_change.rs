//! Changing one's own password: needs the current one, and ends the other sessions.

use super::Desk;
use super::accounts::{AccountError, hash_new_password};
use super::confirmation::{ConfirmationError, confirm};
use super::hashing::Busy;
use super::revocation::revoke_others_in;
use super::session::ActiveSession;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::password::{Password, WeakPassword};
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::store::{self, Connection, events, users};

/// Why a password is not changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PasswordChangeError {
    /// The current password does not fit.
    #[error("the current password does not fit")]
    WrongCurrent,
    /// The new one is the current one.
    #[error("the new password is the current one")]
    Unchanged,
    /// The new one may not be chosen.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The session is over, or the password was changed elsewhere meanwhile.
    #[error("the session is over")]
    SessionOver,
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<ConfirmationError> for PasswordChangeError {
    fn from(error: ConfirmationError) -> PasswordChangeError {
        match error {
            ConfirmationError::Wrong => PasswordChangeError::WrongCurrent,
            ConfirmationError::SessionOver => PasswordChangeError::SessionOver,
            ConfirmationError::Busy(busy) => PasswordChangeError::Busy(busy),
            ConfirmationError::Store(error) => PasswordChangeError::Store(error),
        }
    }
}

impl From<AccountError> for PasswordChangeError {
    fn from(error: AccountError) -> PasswordChangeError {
        match error {
            AccountError::WeakPassword(reason) => PasswordChangeError::Weak(reason),
            AccountError::Busy(busy) => PasswordChangeError::Busy(busy),
            AccountError::Store(error) => PasswordChangeError::Store(error),
            AccountError::NameTaken | AccountError::NotFound | AccountError::LastAdmin => {
                PasswordChangeError::SessionOver
            }
        }
    }
}

/// Replaces the password and ends all other sessions. Returns how many.
///
/// # Errors
/// What is wrong with either password, or a fault; then nothing has changed.
pub async fn change_password(
    desk: &Desk,
    session: &ActiveSession,
    current: Password,
    new: Password,
    context: RequestContext,
) -> Result<usize, PasswordChangeError> {
    let is_same = current.is_same_as(&new);
    // Only the hash that was checked may be replaced: it may be another one by the time the new one is made.
    let user = confirm(desk, session, current, context.clone()).await?;
    if is_same {
        return Err(PasswordChangeError::Unchanged);
    }
    let Some(old_hash) = user.password_hash.clone() else { return Err(PasswordChangeError::SessionOver) };
    let new_hash = hash_new_password(desk, &user.username, new).await?;
    let (now, current) = (desk.clock().now(), session.id.clone());
    let write = move |connection: &mut Connection| {
        if !users::replace_password(connection, &user.id, &old_hash, &new_hash)? {
            return Ok(None);
        }
        let reason = RevocationReason::PasswordChanged;
        let ended = revoke_others_in(connection, &user.id, Some(&current), reason, Some(&user.id), now, &context)?;
        let event =
            NewEvent::new(EventKind::PasswordChanged, now, &context).about(&user.id).by(&user.id).session(&current);
        events::insert(connection, &event)?;
        Ok(Some(ended))
    };
    let Some(ended) = desk.store().write(write).await? else { return Err(PasswordChangeError::SessionOver) };
    desk.recall().sessions(&ended);
    Ok(ended.len())
}
