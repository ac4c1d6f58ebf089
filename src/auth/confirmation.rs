//! Asking for the password again before something that matters.

use std::time::Duration;

use super::Desk;
use super::hashing::Busy;
use super::revocation::{hold_session_in, revoke_in};
use super::session::{ActiveSession, Issued, SigningFailed};
use super::throttle::{self, Caller, Comparison};
use super::two_factor::{CodeError, PresentedCode, demand_in};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::SessionId;
use crate::domain::password::Password;
use crate::domain::refresh_token::Channel;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::throttle::Throttled;
use crate::domain::time::Timestamp;
use crate::domain::two_factor::{Code, Door};
use crate::domain::user::User;
use crate::store::{self, Connection, events, sessions, two_factor, users};

/// How long an entered password counts.
pub const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long it counts for the gravest, where it cannot be asked for with the change itself.
pub const SHORT_LIFETIME: Duration = Duration::from_secs(2 * 60);

/// Why a password was not confirmed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfirmationError {
    /// It does not fit.
    #[error("the password does not fit")]
    Wrong,
    /// The password fits, the code does not, or is missing.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The session is over.
    #[error("the session is over")]
    SessionOver,
    /// There were too many tries, so it was not looked at.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be made.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

/// What it takes before something that matters may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The password, since it was not entered in this session within [`LIFETIME`], at login or since.
    pub password: bool,
    /// Whether a code belongs to it.
    pub code: bool,
    /// Whether the password was entered within [`SHORT_LIFETIME`].
    pub is_just_entered: bool,
}

/// What it takes now. Asks the database.
///
/// # Errors
/// When the session is over, or the database is away.
pub async fn need(desk: &Desk, session: &ActiveSession) -> Result<Need, ConfirmationError> {
    let (row, user) = find_live(desk, session).await?;
    let has_second_factor = move |connection: &mut Connection| two_factor::find(connection, &user.id);
    let code = desk.store().read(has_second_factor).await?.is_some();
    let (now, confirmed_at) = (desk.clock().now(), row.password_confirmed_at);
    // A moment that is yet to come proves nothing.
    let is_within = |span| now.since(confirmed_at) < span && confirmed_at.since(now) < span;
    Ok(Need { password: !is_within(LIFETIME), code, is_just_entered: is_within(SHORT_LIFETIME) })
}

/// Checks the password, and the code if there is a second factor, of whoever is signed in, and gives them a new session in
/// place of the one they had: copies of its cookies must not have become worth more.
///
/// # Errors
/// [`ConfirmationError::Wrong`] or [`ConfirmationError::Code`], recorded; [`ConfirmationError::Throttled`];
/// [`ConfirmationError::SessionOver`]; or a fault.
pub async fn confirm(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    code: Option<Code>,
    context: RequestContext,
) -> Result<Issued, ConfirmationError> {
    let (old, user) = check_password(desk, session, password, &context).await?;
    let code = PresentedCode::given(desk, &user.id, Door::Session, code).await?;
    let now = desk.clock().now();
    let new = desk.successor_of(&old, now, &context);
    let (holder, successor) = (desk.clone(), new.clone());
    let Some(checked) = user.password_hash.clone() else { return Err(ConfirmationError::SessionOver) };
    let write = move |connection: &mut Connection| {
        // The account before the session, as everywhere: whoever is ending all sessions of it must find the successor.
        if !users::hold_checked(connection, &successor.user_id, &checked)?
            || !hold_session_in(connection, &holder, &old.id, now)?
        {
            return Ok(Err(ConfirmationError::SessionOver));
        }
        if let Err(error) = demand_in(connection, &holder, &successor.user_id, code.as_ref(), now, &context)? {
            return Ok(Err(error.into()));
        }
        replace_in(connection, &old.id, &successor, now, &context)?;
        let event = NewEvent::new(EventKind::PasswordConfirmed, now, &context);
        let owner = &successor.user_id;
        events::insert(connection, &event.about(owner).by(owner).session(&successor.id))?;
        Ok(Ok(()))
    };
    desk.store().write(write).await??;
    desk.recall().sessions(std::slice::from_ref(&session.id));
    Ok(desk.issue(&new, &user, Channel::Browser, now)?)
}

/// Ends a session and starts its successor, within a transaction.
pub(super) fn replace_in(
    connection: &mut Connection,
    old: &SessionId,
    new: &Session,
    now: Timestamp,
    context: &RequestContext,
) -> Result<(), store::Error> {
    revoke_in(connection, old, RevocationReason::Replaced, Some(&new.user_id), now, context)?;
    sessions::insert(connection, new)
}

/// Checks the password of whoever is signed in; a wrong one is recorded. Returns session and user as they were when it
/// was checked, so that what follows can insist on their not having changed.
pub(super) async fn check_password(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    context: &RequestContext,
) -> Result<(Session, User), ConfirmationError> {
    let (row, user) = find_live(desk, session).await?;
    let caller = Caller::confirming(&user, &row.id);
    match throttle::verify(desk, caller, password, user.password_hash.clone(), context).await? {
        // A hash from before is renewed at the next sign-in, where the browser is told what the account knows it by.
        Comparison::Same | Comparison::SameAsTyped => return Ok((row, user)),
        Comparison::Differs => {}
    }
    let event = NewEvent::new(EventKind::PasswordConfirmationFailed, desk.clock().now(), context);
    let event = event.about(&user.id).by(&user.id).session(&row.id);
    desk.store().write(move |connection| events::insert(connection, &event)).await?;
    Err(ConfirmationError::Wrong)
}

async fn find_live(desk: &Desk, session: &ActiveSession) -> Result<(Session, User), ConfirmationError> {
    let id = session.id.clone();
    let found = desk.store().read(move |connection| sessions::find(connection, &id)).await?;
    let is_live = |(row, user): &(Session, User)| row.revoked_at.is_none() && user.is_active();
    found.filter(is_live).ok_or(ConfirmationError::SessionOver)
}
