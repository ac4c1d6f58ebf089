//! Changing one's own second factor. The caller has just confirmed the user's password and code, and so gave them a new
//! session. Every change ends the other sessions, as a new password does.

use super::fresh_codes::FreshCodes;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Refusal};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::sign_in::RecoveryCode;
use crate::store::{Error, account_links, pending_sign_ins, recovery_codes, two_factor, users};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactorRefusal {
    #[error("there is no second factor")]
    None,
    #[error("this account must have a second factor")]
    Demanded,
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
}

impl Refusal for FactorRefusal {}

/// Turns the second factor off. The app's codes and the recovery codes are worth nothing from now on.
pub async fn turn_off(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
) -> Result<(), Failure<FactorRefusal>> {
    let policy = desk.settings().two_factor;
    change_own(desk, session, context, move |change, user| {
        // This is the present role, not the one in the token.
        if users::find(change.connection, user)?.is_some_and(|user| policy.demands(user.role)) {
            return Err(FactorRefusal::Demanded.into());
        }
        if !delete(change, user)? {
            return Err(FactorRefusal::None.into());
        }
        Ok(change.record(change.event(Event::TwoFactorRemoved(None)).about(user))?)
    })
    .await
}

/// Makes new recovery codes; the old ones are worth nothing from now on.
pub async fn new_recovery_codes(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
) -> Result<Vec<RecoveryCode>, Failure<FactorRefusal>> {
    let fresh = FreshCodes::make(desk, &session.user_id).await?;
    change_own(desk, session, context, move |change, user| {
        if two_factor::find(change.connection, user)?.is_none() {
            return Err(FactorRefusal::None.into());
        }
        let codes = fresh.store(change, user)?;
        change.record(change.event(Event::RecoveryCodesCreated).about(user))?;
        Ok(codes)
    })
    .await
}

/// Deletes app and recovery codes. The caller must hold the account. Returns `false` if there were none.
pub(in crate::desk) fn delete(change: &mut Change<'_>, user: &UserId) -> Result<bool, Error> {
    recovery_codes::delete_all(change.connection, user)?;
    pending_sign_ins::void_all(change.connection, user)?;
    two_factor::delete(change.connection, user)
}

/// Locks account and session, changes the second factor, ends all other sessions, and voids links and pending sign-ins.
pub(super) async fn change_own<T, R>(
    desk: &Desk,
    session: &ActiveSession,
    context: RequestContext,
    work: impl Fn(&mut Change<'_>, &UserId) -> Result<T, Failure<R>> + Send + 'static,
) -> Result<T, Failure<R>>
where
    T: Send + 'static,
    R: Refusal + From<SessionOver>,
{
    let (id, owner) = (session.id.clone(), session.user_id.clone());
    desk.change(By::keeping_their_own(session.clone(), context), move |change| {
        users::hold(change.connection, &owner)?;
        change.demand_session::<R>()?;
        let done = work(change, &owner)?;
        account_links::void_all(change.connection, &owner)?;
        change.end_all_of(&owner, Some(&id), RevocationReason::TwoFactorChanged)?;
        Ok(done)
    })
    .await
}
