//! Asking for the password again before something that matters.

use std::time::Duration;

use super::Desk;
use super::hashing::Busy;
use super::session::ActiveSession;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::password::Password;
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::{self, Connection, events, sessions};

/// How long an entered password counts.
pub const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Why a password was not confirmed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfirmationError {
    /// It does not fit.
    #[error("the password does not fit")]
    Wrong,
    /// The session is over.
    #[error("the session is over")]
    SessionOver,
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Whether the password was entered in this session within [`LIFETIME`], at login or since. Asks the database.
///
/// # Errors
/// When the database is away.
pub async fn is_recent(desk: &Desk, session: &ActiveSession) -> Result<bool, store::Error> {
    let id = session.id.clone();
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    Ok(found.is_some_and(|(row, _)| is_recent_at(row.password_confirmed_at, desk.clock().now())))
}

fn is_recent_at(confirmed_at: Timestamp, now: Timestamp) -> bool {
    now.since(confirmed_at) < LIFETIME
}

/// Checks the password of whoever is signed in, and remembers that it was entered. Returns the user as they were when
/// it was checked.
///
/// # Errors
/// [`ConfirmationError::Wrong`], recorded; [`ConfirmationError::SessionOver`]; or a fault.
pub async fn confirm(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    context: RequestContext,
) -> Result<User, ConfirmationError> {
    let id = session.id.clone();
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    let now = desk.clock().now();
    let Some((row, user)) = found.filter(|(row, user)| row.end(now).is_none() && user.is_active()) else {
        return Err(ConfirmationError::SessionOver);
    };
    let fits = desk.hasher().verify(password, user.password_hash.clone()).await?;
    let kind = if fits { EventKind::PasswordConfirmed } else { EventKind::PasswordConfirmationFailed };
    let event = NewEvent::new(kind, now, &context).about(&user.id).by(&user.id).session(&row.id);
    let write = move |connection: &mut Connection| {
        if fits {
            sessions::record_password_confirmation(connection, &row.id, now)?;
        }
        events::insert(connection, &event)
    };
    desk.store().write(write).await?;
    if fits { Ok(user) } else { Err(ConfirmationError::Wrong) }
}
