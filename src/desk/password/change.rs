//! Changing one's own password: needs the current one, ends the other sessions, and replaces this one.

use super::confirmation::{PasswordRefusal, check_password};
use super::new_password::hash_new_password;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::{Failure, Refusal};
use crate::desk::session::issue::Issued;
use crate::desk::two_factor::{CodeRefusal, PresentedCode, WithCode, demand};
use crate::domain::account::password::{Password, WeakPassword};
use crate::domain::account::user::User;
use crate::domain::id::UserId;
use crate::domain::record::event::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::session::refresh_token::Channel;
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::sign_in::two_factor::{Code, Door};
use crate::store::{account_links, two_factor, users};

/// Why a password is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordChangeRefusal {
    /// The current password does not fit.
    #[error("the current password does not fit")]
    WrongCurrent,
    /// The current password fits, the code does not, or is missing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The new one is the current one.
    #[error("the new password is the current one")]
    Unchanged,
    /// The new one may not be chosen.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The session is over, or the password was changed elsewhere meanwhile.
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    /// There were too many tries, so the current one was not looked at.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for PasswordChangeRefusal {}

impl From<PasswordRefusal> for PasswordChangeRefusal {
    fn from(refusal: PasswordRefusal) -> PasswordChangeRefusal {
        match refusal {
            PasswordRefusal::Wrong => PasswordChangeRefusal::WrongCurrent,
            PasswordRefusal::SessionOver(over) => over.into(),
            PasswordRefusal::Throttled(throttled) => throttled.into(),
        }
    }
}

/// Replaces the password, ends all sessions and starts a new one for whoever did it.
///
/// # Errors
/// What is wrong with either password, or a fault.
pub async fn change_password(
    desk: &Desk,
    session: &ActiveSession,
    current: Password,
    code: Option<Code>,
    new: Password,
    context: RequestContext,
) -> Result<Issued, Failure<PasswordChangeRefusal>> {
    let is_same = current.is_same_as(&new);
    let (old, user) = check_password(desk, session, current, &context).await.map_err(Failure::widen)?;
    if is_same {
        return Err(PasswordChangeRefusal::Unchanged.into());
    }
    let code = PresentedCode::given(desk, &user.id, Door::Session, code).await?;
    // Only the hash that was checked may be replaced: it may be another one by the time the new one is made.
    let old_hash = user.password_hash.clone().ok_or(SessionOver).map_err(PasswordChangeRefusal::from)?;
    let by = By::signed_in(session.clone(), context);
    try_code(desk, &user.id, code.clone(), by.clone()).await?;
    let new_hash = hash_new_password(desk, &user.username, new).await.map_err(Failure::widen)?;
    let chosen = new_hash.clone();
    let changed = desk.change(by, move |change| {
        let owner = &old.user_id;
        users::hold(change.connection, owner)?;
        change.demand_session::<SessionOver>()?;
        if let WithCode::Refused(refusal) = demand(change, owner, code.as_ref())? {
            return Ok(WithCode::Refused(refusal));
        }
        // Whoever guessed codes at sign-ins knew the old password.
        two_factor::forget_failures(change.connection, owner, Door::SignIn)?;
        if !users::replace_password(change.connection, owner, &old_hash, &new_hash)? {
            return Err(SessionOver.into());
        }
        change.end_all_of(owner, Some(&old.id), RevocationReason::PasswordChanged)?;
        let successor = change.desk.successor_of(&old, change.now, change.by().context());
        change.replace(&old.id, &successor)?;
        // A reset that was started before is not what its owner wants any more.
        account_links::void_all(change.connection, owner)?;
        change.record(change.event(Event::PasswordChanged).about(owner).session(&successor.id))?;
        Ok(WithCode::Done(successor))
    });
    let successor = changed.await.map_err(Failure::widen::<PasswordChangeRefusal>)?;
    let successor = successor.into_result::<PasswordChangeRefusal>()?;
    let user = User { password_hash: Some(chosen), ..user };
    Ok(desk.issue(&successor, &user, Channel::Browser, successor.signed_in_at)?)
}

/// What a try of a code came to, besides a wrong code, which counts. Both take everything back.
#[derive(Debug, thiserror::Error)]
enum Tried {
    #[error("the code fits")]
    Fits,
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
}

impl Refusal for Tried {}

/// Checks the code of the second factor, if there is one, before anything is done for the new password: who knows the
/// current one alone has no work done here. A right code is not used up yet, so that a new password that is refused does
/// not cost one; a wrong one counts.
async fn try_code(
    desk: &Desk,
    user: &UserId,
    code: Option<PresentedCode>,
    by: By,
) -> Result<(), Failure<PasswordChangeRefusal>> {
    let owner = user.clone();
    let tried = desk.change(by, move |change| {
        users::hold(change.connection, &owner)?;
        change.demand_session::<Tried>()?;
        match demand(change, &owner, code.as_ref())? {
            WithCode::Done(()) => Err(Tried::Fits.into()),
            WithCode::Refused(refusal) => Ok(refusal),
        }
    });
    match tried.await {
        Ok(refusal) => Err(PasswordChangeRefusal::Code(refusal).into()),
        Err(Failure::Refused(Tried::Fits)) => Ok(()),
        Err(Failure::Refused(Tried::SessionOver(over))) => Err(PasswordChangeRefusal::from(over).into()),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}
