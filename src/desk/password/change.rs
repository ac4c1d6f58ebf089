//! Changing one's own password. It needs the current password, ends the other sessions, and replaces this one.

use super::confirmation::{Checked, PasswordRefusal, check_password};
use super::new_password::hash_new_password;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::{Failure, Refusal};
use crate::desk::session::Issued;
use crate::desk::two_factor::{CodeRefusal, PresentedCode, WithCode, demand};
use crate::domain::account::{Password, User, WeakPassword};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, RevocationReason};
use crate::domain::sign_in::{Code, Door};
use crate::store::{account_links, code_failures, users};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordChangeRefusal {
    /// The current password is refused, or the session is over.
    #[error(transparent)]
    Current(#[from] PasswordRefusal),
    /// The current password is correct, but the code is wrong or missing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    #[error("the new password is the current one")]
    Unchanged,
    #[error(transparent)]
    Weak(#[from] WeakPassword),
}

impl Refusal for PasswordChangeRefusal {}

/// Replaces the password, ends all sessions and starts a new one for the person who changed it.
pub async fn change_password(
    desk: &Desk,
    session: &ActiveSession,
    current: Password,
    code: Option<Code>,
    new: Password,
    context: RequestContext,
) -> Result<Issued, Failure<PasswordChangeRefusal>> {
    let is_same = current.is_same_as(&new);
    let Checked { session: old, user, hash: old_hash } =
        check_password(desk, session, current, &context).await.map_err(Failure::widen)?;
    if is_same {
        return Err(PasswordChangeRefusal::Unchanged.into());
    }
    let code = PresentedCode::in_session(desk, session, code).await.map_err(Failure::widen)?;
    let by = By::keeping_their_own(session.clone(), context);
    try_code(desk, &user.id, code.clone(), by.clone()).await?;
    let chosen = hash_new_password(desk, &user.username, new).await.map_err(Failure::widen)?;
    let new = chosen.clone();
    let changed = desk.change(by, move |change| {
        let owner = &old.user_id;
        users::hold(change.connection, owner)?;
        change.demand_session::<PasswordRefusal>()?;
        if let WithCode::Refused(refusal) = demand(change, owner, code.as_ref())? {
            return Ok(WithCode::Refused(refusal));
        }
        // An attacker who guessed codes at sign-ins knew the old password.
        code_failures::forget(change.connection, owner, &[Door::SignIn, Door::KnownDevice])?;
        // Only the hash that was checked may be replaced: the account may have another one by the time the new hash is
        // made.
        if !users::change_password(change.connection, owner, &old_hash, &new)? {
            return Err(PasswordRefusal::from(SessionOver).into());
        }
        change.end_all_of(owner, Some(&old.id), RevocationReason::PasswordChanged)?;
        let successor = change.desk.successor_of(&old, change.now, change.by().context());
        change.replace(&old.id, &successor)?;
        // A password reset that was started before is no longer what the owner wants.
        account_links::void_all(change.connection, owner)?;
        change.record(change.event(Event::PasswordChanged).about(owner).session(&successor.id))?;
        Ok(WithCode::Done(successor))
    });
    let successor = changed.await.map_err(Failure::widen::<PasswordChangeRefusal>)?;
    let successor = successor.into_result::<PasswordChangeRefusal>()?;
    let user = User { password_hash: Some(chosen.hash), device_mark: Some(chosen.mark), ..user };
    Ok(desk.issue(&successor, &user, Channel::Browser, successor.signed_in_at)?)
}

/// The results of trying a code, other than a wrong code, which counts. Both roll everything back.
#[derive(Debug, thiserror::Error)]
enum CodeTrial {
    #[error("the code fits")]
    Fits,
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
}

impl Refusal for CodeTrial {}

/// Checks the code of the second factor, if there is one, before the new password causes any work: somebody who knows
/// only the current password can cause none. A correct code is not spent yet, so that a refused new password does not
/// cost one. A wrong code counts.
async fn try_code(
    desk: &Desk,
    user: &UserId,
    code: Option<PresentedCode>,
    by: By,
) -> Result<(), Failure<PasswordChangeRefusal>> {
    let owner = user.clone();
    let tried = desk.change(by, move |change| {
        users::hold(change.connection, &owner)?;
        change.demand_session::<CodeTrial>()?;
        match demand(change, &owner, code.as_ref())? {
            WithCode::Done(()) => Err(CodeTrial::Fits.into()),
            WithCode::Refused(refusal) => Ok(refusal),
        }
    });
    match tried.await {
        Ok(refusal) => Err(PasswordChangeRefusal::Code(refusal).into()),
        Err(Failure::Refused(CodeTrial::Fits)) => Ok(()),
        Err(Failure::Refused(CodeTrial::SessionOver(over))) => Err(PasswordChangeRefusal::Current(over.into()).into()),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}
