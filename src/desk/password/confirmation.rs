//! Asks for the password again before an important change.

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::desk::session::admission::admit;
use crate::desk::session::{Admitted, Issued};
use crate::desk::throttle::{self, Comparison};
use crate::desk::two_factor::{CodeRefusal, PresentedCode, WithCode, demand};
use crate::domain::account::{Password, User};
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, Session};
use crate::domain::sign_in::throttle::{Caller, Throttled};
use crate::domain::sign_in::{Code, Door};
use crate::store::users;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmationRefusal {
    #[error("the password does not fit")]
    Wrong,
    /// The password is correct, but the code is wrong or missing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    /// There were too many attempts, so the password was not checked.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for ConfirmationRefusal {}

/// The reasons for refusing a password, before any code is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::desk) enum PasswordRefusal {
    #[error("the password does not fit")]
    Wrong,
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for PasswordRefusal {}

impl From<PasswordRefusal> for ConfirmationRefusal {
    fn from(refusal: PasswordRefusal) -> ConfirmationRefusal {
        match refusal {
            PasswordRefusal::Wrong => ConfirmationRefusal::Wrong,
            PasswordRefusal::SessionOver(over) => over.into(),
            PasswordRefusal::Throttled(throttled) => throttled.into(),
        }
    }
}

/// Checks the password of the signed-in user, and the code if there is a second factor, and replaces their session by a
/// new one: stolen copies of the old cookies must not become worth more. Wrong passwords and wrong codes are recorded.
pub async fn confirm(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    code: Option<Code>,
    context: RequestContext,
) -> Result<Issued, Failure<ConfirmationRefusal>> {
    let (old, user) = check_password(desk, session, password, &context).await.map_err(Failure::widen)?;
    let code = PresentedCode::given(desk, &user.id, Door::Session, code).await?;
    let checked = user.password_hash.clone().ok_or(SessionOver).map_err(ConfirmationRefusal::from)?;
    let confirmed = desk.change(By::signed_in(session.clone(), context), move |change| {
        let owner = &old.user_id;
        // The account is locked before the session, as everywhere: a change that ends all sessions of it must find the
        // successor.
        if !users::hold_checked(change.connection, owner, &checked)? {
            return Err(SessionOver.into());
        }
        change.demand_session::<SessionOver>()?;
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

/// Checks the password of the signed-in user and records a wrong one. Returns session and user as they were at the
/// check, so that the next step can insist that they have not changed.
pub(in crate::desk) async fn check_password(
    desk: &Desk,
    session: &ActiveSession,
    password: Password,
    context: &RequestContext,
) -> Result<(Session, User), Failure<PasswordRefusal>> {
    let Admitted { row, user, .. } = admit(desk, session).await.map_err(Failure::widen)?;
    let caller = Caller::confirming(&user, &row.id);
    let comparison = throttle::verify(desk, caller, password, user.password_hash.clone(), context).await;
    match comparison.map_err(Failure::widen)? {
        // A hash of the form as typed is renewed at the next sign-in, where the browser gets a new token for the known
        // device.
        Comparison::Same | Comparison::SameAsTyped => return Ok((row, user)),
        Comparison::Differs => {}
    }
    record_wrong(desk, session, context).await?;
    Err(PasswordRefusal::Wrong.into())
}

async fn record_wrong(desk: &Desk, session: &ActiveSession, context: &RequestContext) -> Result<(), Fault> {
    let (user, session_id) = (session.user_id.clone(), session.id.clone());
    desk.write(By::signed_in(session.clone(), context.clone()), move |change| {
        change.record(change.event(Event::PasswordConfirmationFailed).about(&user).session(&session_id))
    })
    .await
}
