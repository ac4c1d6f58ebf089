//! Changing one's own password: needs the current one, ends the other sessions, and replaces this one.

use super::Desk;
use super::accounts::{AccountError, hash_new_password};
use super::confirmation::{ConfirmationError, check_password, replace_in};
use super::hashing::Busy;
use super::revocation::{hold_session_in, revoke_others_in};
use super::session::{ActiveSession, Issued, SigningFailed};
use super::two_factor::{CodeError, PresentedCode, demand_in};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::password::{Password, WeakPassword};
use crate::domain::refresh_token::Channel;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::throttle::Throttled;
use crate::domain::two_factor::{Code, Door};
use crate::domain::user::User;
use crate::store::{self, Connection, Outcome, account_links, events, two_factor, users};

/// Why a password is not changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PasswordChangeError {
    /// The current password does not fit.
    #[error("the current password does not fit")]
    WrongCurrent,
    /// The current password fits, the code does not, or is missing.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The new one is the current one.
    #[error("the new password is the current one")]
    Unchanged,
    /// The new one may not be chosen.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The session is over, or the password was changed elsewhere meanwhile.
    #[error("the session is over")]
    SessionOver,
    /// There were too many tries, so the current one was not looked at.
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

impl From<ConfirmationError> for PasswordChangeError {
    fn from(error: ConfirmationError) -> PasswordChangeError {
        match error {
            ConfirmationError::Wrong => PasswordChangeError::WrongCurrent,
            ConfirmationError::Code(error) => PasswordChangeError::Code(error),
            ConfirmationError::SessionOver => PasswordChangeError::SessionOver,
            ConfirmationError::Throttled(throttled) => PasswordChangeError::Throttled(throttled),
            ConfirmationError::Busy(busy) => PasswordChangeError::Busy(busy),
            ConfirmationError::Store(error) => PasswordChangeError::Store(error),
            ConfirmationError::Signing(error) => PasswordChangeError::Signing(error),
        }
    }
}

impl From<AccountError> for PasswordChangeError {
    fn from(error: AccountError) -> PasswordChangeError {
        match error {
            AccountError::WeakPassword(reason) => PasswordChangeError::Weak(reason),
            AccountError::Busy(busy) => PasswordChangeError::Busy(busy),
            AccountError::Store(error) => PasswordChangeError::Store(error),
            AccountError::NameTaken
            | AccountError::NotFound
            | AccountError::LastAdmin
            | AccountError::Suspended
            | AccountError::HasPassword
            | AccountError::HasNoPassword
            | AccountError::OwnAccount
            | AccountError::Change(_) => PasswordChangeError::SessionOver,
        }
    }
}

/// Replaces the password, ends all sessions and starts a new one for whoever did it.
///
/// # Errors
/// What is wrong with either password, or a fault; then nothing has changed.
pub async fn change_password(
    desk: &Desk,
    session: &ActiveSession,
    current: Password,
    code: Option<Code>,
    new: Password,
    context: RequestContext,
) -> Result<Issued, PasswordChangeError> {
    let is_same = current.is_same_as(&new);
    let (old_session, user) = check_password(desk, session, current, &context).await?;
    if is_same {
        return Err(PasswordChangeError::Unchanged);
    }
    let code = PresentedCode::given(desk, &user.id, Door::Session, code).await.map_err(ConfirmationError::from)?;
    // Only the hash that was checked may be replaced: it may be another one by the time the new one is made.
    let Some(old_hash) = user.password_hash.clone() else { return Err(PasswordChangeError::SessionOver) };
    check_code(desk, &old_session, code.clone(), &context).await?;
    let new_hash = hash_new_password(desk, &user.username, new).await?;
    let chosen = new_hash.clone();
    let now = desk.clock().now();
    let new_session = desk.successor_of(&old_session, now, &context);
    let (holder, successor) = (desk.clone(), new_session.clone());
    let write = move |connection: &mut Connection| {
        let owner = &successor.user_id;
        users::hold(connection, owner)?;
        if !hold_session_in(connection, &holder, &old_session.id, now)? {
            return Ok(Err(PasswordChangeError::SessionOver));
        }
        if let Err(error) = demand_in(connection, &holder, owner, code.as_ref(), now, &context)? {
            return Ok(Err(error.into()));
        }
        // Whoever guessed codes at sign-ins knew the old password.
        two_factor::forget_failures(connection, owner, Door::SignIn)?;
        if !users::replace_password(connection, owner, &old_hash, &new_hash)? {
            return Ok(Err(PasswordChangeError::SessionOver));
        }
        let reason = RevocationReason::PasswordChanged;
        let mut ended = revoke_others_in(connection, owner, Some(&old_session.id), reason, Some(owner), now, &context)?;
        replace_in(connection, &old_session.id, &successor, now, &context)?;
        ended.push(old_session.id.clone());
        // A reset that was started before is not what its owner wants any more.
        account_links::void_all(connection, owner)?;
        let event = NewEvent::new(EventKind::PasswordChanged, now, &context);
        events::insert(connection, &event.about(owner).by(owner).session(&successor.id))?;
        Ok(Ok(ended))
    };
    let ended = desk.store().write(write).await??;
    desk.recall().sessions(&ended);
    let user = User { password_hash: Some(chosen), ..user };
    Ok(desk.issue(&new_session, &user, Channel::Browser, now)?)
}

/// Checks the code of the second factor, if there is one, before anything is done for the new password: who knows the
/// current one alone has no work done here. A right code is not used up yet, so that a new password that is refused does
/// not cost one; a wrong one counts.
async fn check_code(
    desk: &Desk,
    session: &Session,
    code: Option<PresentedCode>,
    context: &RequestContext,
) -> Result<(), PasswordChangeError> {
    let (holder, session, context, now) = (desk.clone(), session.clone(), context.clone(), desk.clock().now());
    let check = move |connection: &mut Connection| {
        users::hold(connection, &session.user_id)?;
        if !hold_session_in(connection, &holder, &session.id, now)? {
            return Ok(Outcome::TakeBack(Err(PasswordChangeError::SessionOver)));
        }
        Ok(match demand_in(connection, &holder, &session.user_id, code.as_ref(), now, &context)? {
            Ok(()) => Outcome::TakeBack(Ok(())),
            Err(error) => Outcome::Keep(Err(error.into())),
        })
    };
    desk.store().write_unless(check).await?
}
