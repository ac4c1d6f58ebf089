//! Changing one's own password. It needs the current password, ends the other sessions, and replaces this one.

use super::confirmation::{Checked, PasswordRefusal, check_password};
use super::new_password::judge_new_password;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::desk::hashing::Lane;
use crate::desk::session::Issued;
use crate::desk::two_factor::{CodeRefusal, PresentedCode, WithCode, demand};
use crate::domain::account::password::check_length;
use crate::domain::account::{ChosenPassword, Password, User, WeakPassword};
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, RevocationReason};
use crate::domain::sign_in::{Code, Door};
use crate::store::{account_links, code_failures, two_factor, users};

/// Everything that is wrong with the form. The code is only compared if the current password is correct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the password was not changed")]
pub struct PasswordChangeRefusal {
    /// The current password is refused, or the session is over.
    pub current: Option<PasswordRefusal>,
    /// The code is wrong, or missing.
    pub code: Option<CodeRefusal>,
    pub new: Option<NewPasswordRefusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPasswordRefusal {
    /// It is the current one.
    Unchanged,
    Weak(WeakPassword),
}

impl Refusal for PasswordChangeRefusal {}

impl From<PasswordRefusal> for PasswordChangeRefusal {
    fn from(refusal: PasswordRefusal) -> PasswordChangeRefusal {
        PasswordChangeRefusal { current: Some(refusal), ..PasswordChangeRefusal::default() }
    }
}

impl From<CodeRefusal> for PasswordChangeRefusal {
    fn from(refusal: CodeRefusal) -> PasswordChangeRefusal {
        PasswordChangeRefusal { code: Some(refusal), ..PasswordChangeRefusal::default() }
    }
}

impl From<WeakPassword> for PasswordChangeRefusal {
    fn from(reason: WeakPassword) -> PasswordChangeRefusal {
        let new = Some(NewPasswordRefusal::Weak(reason));
        PasswordChangeRefusal { new, ..PasswordChangeRefusal::default() }
    }
}

/// What somebody typed to change their password. A password is `None` if nobody can have it.
pub struct Typed {
    pub current: Option<Password>,
    pub code: Option<Code>,
    pub new: Option<Password>,
}

/// Replaces the password, ends all sessions and starts a new one for the person who changed it.
pub async fn change_password(
    desk: &Desk,
    session: &ActiveSession,
    typed: Typed,
    context: RequestContext,
) -> Result<Issued, Failure<PasswordChangeRefusal>> {
    let right = check(desk, session, typed, &context, Errand::Change).await?;
    let Right { checked, code, new } = right.ok_or_else(PasswordChangeRefusal::default)?;
    let Checked { session: old, user, hash: old_hash } = checked;
    let chosen = ChosenPassword::new(desk.hasher().hash(Lane::Known, new).await?);
    let new = chosen.clone();
    let changed = desk.change(By::keeping_their_own(session.clone(), context), move |change| {
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

/// Checks what somebody typed to change their password without changing it, for a form in which something else is wrong:
/// the person learns everything at once. A correct code is not spent.
pub async fn try_change(
    desk: &Desk,
    session: &ActiveSession,
    typed: Typed,
    context: &RequestContext,
) -> Result<(), Failure<PasswordChangeRefusal>> {
    check(desk, session, typed, context, Errand::Trial).await.map(drop)
}

/// What was typed, and is right.
struct Right {
    checked: Checked,
    code: Option<PresentedCode>,
    new: Password,
}

/// Whether a form is only tried, as something else in it is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Errand {
    Change,
    Trial,
}

impl Errand {
    /// Returns nothing if a trial found no place in a queue: what it could not judge must not cost the person what is
    /// known to be wrong.
    fn unless_busy<T, R: Refusal>(self, done: Result<T, Failure<R>>) -> Result<Option<T>, Failure<R>> {
        match done {
            Err(Failure::Fault(Fault::Busy(_))) if self == Errand::Trial => Ok(None),
            done => done.map(Some),
        }
    }
}

/// Checks all that was typed. Whether the new password is long enough is told at once; how hard it is to guess only to
/// whoever has given the current password and the code: nobody else can cause the work of judging. A trial returns
/// nothing if it found nothing wrong and did not check everything.
async fn check(
    desk: &Desk,
    session: &ActiveSession,
    typed: Typed,
    context: &RequestContext,
    errand: Errand,
) -> Result<Option<Right>, Failure<PasswordChangeRefusal>> {
    let mut refusal = PasswordChangeRefusal::default();
    let is_same = match (&typed.current, &typed.new) {
        (Some(current), Some(new)) => current.is_same_as(new),
        _ => false,
    };
    let compared = match typed.current {
        Some(current) => errand.unless_busy(check_password(desk, session, current, context).await),
        None => Err(PasswordRefusal::Wrong.into()),
    };
    let checked = match compared {
        Ok(checked) => checked,
        Err(Failure::Refused(wrong @ (PasswordRefusal::Wrong | PasswordRefusal::Throttled(_)))) => {
            refusal.current = Some(wrong);
            None
        }
        Err(failure) => return Err(failure.widen()),
    };
    let mut right = None;
    if let Some(checked) = checked {
        refusal.new = is_same.then_some(NewPasswordRefusal::Unchanged);
        match errand.unless_busy(try_code(desk, session, typed.code, context).await) {
            Ok(code) => right = code.map(|code| (checked, code)),
            Err(Failure::Refused(PasswordChangeRefusal { code: Some(wrong), .. })) => refusal.code = Some(wrong),
            Err(failure) => return Err(failure),
        }
    } else {
        refusal.code = code_without_password(desk, session, typed.code.as_ref()).await?;
    }
    let Some((checked, code)) = right else {
        refusal.new = refusal.new.or(too_short(desk, typed.new.as_ref()));
        return if refusal == PasswordChangeRefusal::default() { Ok(None) } else { Err(refusal.into()) };
    };
    let Some(new) = typed.new.filter(|_| refusal.new.is_none()) else {
        return if refusal.new.is_none() { Ok(None) } else { Err(refusal.into()) };
    };
    // The name may have changed since the session got its token.
    let judged = judge_new_password(desk, Some(checked.user.username.as_str()), new.clone()).await;
    let judged = errand.unless_busy(judged).map_err(Failure::widen::<PasswordChangeRefusal>)?;
    Ok(judged.map(|()| Right { checked, code, new }))
}

fn too_short(desk: &Desk, new: Option<&Password>) -> Option<NewPasswordRefusal> {
    let reason = check_length(new?, desk.settings().password_min_length).err()?;
    Some(NewPasswordRefusal::Weak(reason))
}

/// What can be said of a code that is not compared, as the password is wrong: that it is missing, or cannot be one.
async fn code_without_password(
    desk: &Desk,
    session: &ActiveSession,
    code: Option<&Code>,
) -> Result<Option<CodeRefusal>, Failure<PasswordChangeRefusal>> {
    let refusal = match code {
        None => CodeRefusal::Needed,
        Some(Code::Nonsense) => CodeRefusal::Impossible,
        Some(_) => return Ok(None),
    };
    let user = session.user_id.clone();
    let factor = desk.store().read(move |connection| two_factor::find(connection, &user)).await?;
    Ok(factor.map(|_| refusal))
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

/// Checks the code of the second factor, if there is one. A correct code is not spent yet, so that a refused new password
/// does not cost one. A wrong code counts.
async fn try_code(
    desk: &Desk,
    session: &ActiveSession,
    code: Option<Code>,
    context: &RequestContext,
) -> Result<Option<PresentedCode>, Failure<PasswordChangeRefusal>> {
    let code = PresentedCode::in_session(desk, session, code).await.map_err(Failure::widen)?;
    let (owner, presented) = (session.user_id.clone(), code.clone());
    let tried = desk.change(By::keeping_their_own(session.clone(), context.clone()), move |change| {
        users::hold(change.connection, &owner)?;
        change.demand_session::<CodeTrial>()?;
        match demand(change, &owner, presented.as_ref())? {
            WithCode::Done(()) => Err(CodeTrial::Fits.into()),
            WithCode::Refused(refusal) => Ok(refusal),
        }
    });
    match tried.await {
        Ok(refusal) => Err(PasswordChangeRefusal::from(refusal).into()),
        Err(Failure::Refused(CodeTrial::Fits)) => Ok(code),
        Err(Failure::Refused(CodeTrial::SessionOver(over))) => {
            Err(PasswordChangeRefusal::from(PasswordRefusal::from(over)).into())
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}
