//! Asks for the password again before an important change.

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::{Failure, Refusal};
use crate::desk::session::admission::admit;
use crate::desk::session::{Admitted, Issued};
use crate::desk::throttle::{self, Comparison};
use crate::desk::two_factor::{CodeRefusal, PresentedCode, WithCode, demand};
use crate::domain::account::{Password, PasswordHash, User};
use crate::domain::record::{Allowance, Event, Subject};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, Session};
use crate::domain::sign_in::Code;
use crate::domain::sign_in::throttle::{Caller, Throttled};
use crate::store::users;

/// The reasons for refusing the step that asks for the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    #[error("the current password does not fit")]
    Wrong,
    /// The session is over, or the password was changed elsewhere in the meantime.
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    /// There were too many attempts, so the password was not checked.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for PasswordRefusal {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmationRefusal {
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// The password is correct, but the code is wrong or missing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
}

impl Refusal for ConfirmationRefusal {}

/// Checks the password of the signed-in user, and the code if there is a second factor, and replaces their session by a
/// new one: stolen copies of the old cookies must not become worth more. Wrong passwords and wrong codes are recorded.
pub async fn confirm(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    code: Option<Code>,
    context: RequestContext,
) -> Result<Issued, Failure<ConfirmationRefusal>> {
    let Checked { session: old, user, hash } =
        check_password(desk, session, password, &context).await.map_err(Failure::widen)?;
    let code = PresentedCode::in_session(desk, session, code).await.map_err(Failure::widen)?;
    let confirmed = desk.change(By::keeping_their_own(session.clone(), context), move |change| {
        let owner = &old.user_id;
        // The account is locked before the session, as everywhere: a change that ends all sessions of it must find the
        // successor.
        if !users::hold_checked(change.connection, owner, &hash)? {
            return Err(PasswordRefusal::from(SessionOver).into());
        }
        change.demand_session::<PasswordRefusal>()?;
        if let WithCode::Refused(refusal) = demand(change, owner, code.as_ref())? {
            return Ok(WithCode::Refused(refusal));
        }
        let new = change.desk.successor_of(&old, change.now, change.by().context());
        change.replace(&old.id, &new)?;
        change.record(change.event(Event::PasswordConfirmed).about(owner).session(&new.id))?;
        Ok(WithCode::Done(new))
    });
    let new = confirmed.await.map_err(Failure::widen::<ConfirmationRefusal>)?.into_result::<ConfirmationRefusal>()?;
    Ok(desk.issue(&new, &user, Channel::Browser, new.signed_in_at)?)
}

/// A session and its user as they were when the password was checked, so that the next step can insist that they have
/// not changed.
pub(super) struct Checked {
    pub(super) session: Session,
    pub(super) user: User,
    /// The hash of the password.
    pub(super) hash: PasswordHash,
}

/// Checks the password of the signed-in user and records a wrong one.
pub(super) async fn check_password(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    context: &RequestContext,
) -> Result<Checked, Failure<PasswordRefusal>> {
    // Each try costs a hash and is counted, also if it changes nothing in the end.
    desk.refuse_if_spent(session)?;
    let passwords = Subject::passwords(&session.id);
    desk.passing_budgets().take(passwords, Allowance::of(session.role), desk.clock().now())?;
    let Admitted { row, user, .. } = admit(desk, session).await.map_err(Failure::widen)?;
    let (caller, stored) = (Caller::confirming(&user, &row.id), user.password_hash.clone());
    let comparison = throttle::verify(desk, caller, password, stored.clone(), context).await.map_err(Failure::widen)?;
    // A hash of the form as typed is renewed at the next sign-in, where the browser gets a new token for the known
    // device.
    if let (Comparison::Same | Comparison::SameAsTyped, Some(hash)) = (comparison, stored) {
        return Ok(Checked { session: row, user, hash });
    }
    record_wrong(desk, session, context).await?;
    Err(PasswordRefusal::Wrong.into())
}

async fn record_wrong(
    desk: &Desk,
    session: &ActiveSession,
    context: &RequestContext,
) -> Result<(), Failure<PasswordRefusal>> {
    let (user, session_id) = (session.user_id.clone(), session.id.clone());
    desk.change(By::keeping_their_own(session.clone(), context.clone()), move |change| {
        change.demand_budget()?;
        Ok(change.record(change.event(Event::PasswordConfirmationFailed).about(&user).session(&session_id))?)
    })
    .await
}
