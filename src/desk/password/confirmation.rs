//! Asking for the password again before something that matters.

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::desk::session::admission::{Admitted, admit};
use crate::desk::session::issue::Issued;
use crate::desk::throttle::{self, Comparison};
use crate::desk::two_factor::{CodeRefusal, PresentedCode, WithCode, demand};
use crate::domain::account::password::Password;
use crate::domain::account::user::User;
use crate::domain::record::event::EventKind;
use crate::domain::request_context::RequestContext;
use crate::domain::session::Session;
use crate::domain::session::refresh_token::Channel;
use crate::domain::sign_in::throttle::{Caller, Throttled};
use crate::domain::sign_in::two_factor::{Code, Door};
use crate::store::users;

/// Why a password was not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmationRefusal {
    /// It does not fit.
    #[error("the password does not fit")]
    Wrong,
    /// The password fits, the code does not, or is missing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// The session is over.
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    /// There were too many tries, so it was not looked at.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for ConfirmationRefusal {}

/// Why a password alone was not confirmed.
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

/// Checks the password, and the code if there is a second factor, of whoever is signed in, and gives them a new session in
/// place of the one they had: copies of its cookies must not have become worth more.
///
/// # Errors
/// [`ConfirmationRefusal`], of which a wrong password and a wrong code are recorded; or a fault.
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
        // The account before the session, as everywhere: whoever is ending all sessions of it must find the successor.
        if !users::hold_checked(change.connection, owner, &checked)? {
            return Err(SessionOver.into());
        }
        change.demand_session::<SessionOver>()?;
        if let WithCode::Refused(refusal) = demand(change, owner, code.as_ref())? {
            return Ok(WithCode::Refused(refusal));
        }
        let new = change.desk.successor_of(&old, change.now, change.by().context());
        change.replace(&old.id, &new)?;
        change.record(change.event(EventKind::PasswordConfirmed).about(owner).session(&new.id))?;
        Ok(WithCode::Done(new))
    });
    let new = confirmed.await.map_err(Failure::widen::<ConfirmationRefusal>)?.into_result::<ConfirmationRefusal>()?;
    Ok(desk.issue(&new, &user, Channel::Browser, new.signed_in_at)?)
}

/// Checks the password of whoever is signed in; a wrong one is recorded. Returns session and user as they were when it
/// was checked, so that what follows can insist on their not having changed.
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
        // A hash from before is renewed at the next sign-in, where the browser is told what the account knows it by.
        Comparison::Same | Comparison::SameAsTyped => return Ok((row, user)),
        Comparison::Differs => {}
    }
    record_wrong(desk, session, context).await?;
    Err(PasswordRefusal::Wrong.into())
}

async fn record_wrong(desk: &Desk, session: &ActiveSession, context: &RequestContext) -> Result<(), Fault> {
    let (user, session_id) = (session.user_id.clone(), session.id.clone());
    desk.write(By::signed_in(session.clone(), context.clone()), move |change| {
        change.record(change.event(EventKind::PasswordConfirmationFailed).about(&user).session(&session_id))
    })
    .await
}
