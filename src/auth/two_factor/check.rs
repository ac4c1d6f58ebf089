//! Checking a code, within the transaction of what it is asked for.

use std::time::Duration;

use super::presented_code::PresentedCode;
use super::sealing;
use crate::auth::Desk;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::two_factor::{Admission, Code, CodeKind, Door, TwoFactor};
use crate::store::{Connection, Error, events, recovery_codes, two_factor};

/// Why a code leads no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The account has a second factor, and no code came.
    #[error("a code is needed")]
    Needed,
    /// What came can be no code of either kind. That is not counted.
    #[error("this cannot be a code")]
    Impossible,
    /// It was used before, as when a form is sent again. That says nothing to whoever guesses, and is not counted.
    #[error("the code was used before")]
    Used(CodeKind),
    /// It does not fit; that was counted.
    #[error("the code does not fit")]
    Wrong(CodeKind),
    /// Codes of the app cannot be checked: the secret that its seed was encrypted with is gone.
    #[error("codes of the app cannot be checked")]
    Unreadable,
    /// It was not looked at, since too many of its kind were wrong.
    #[error("too many wrong codes")]
    TooMany(TooMany),
}

/// Too many wrong codes of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Of which.
    pub kind: CodeKind,
    /// After this time another may be tried; `None` when so many were wrong that an admin must help.
    pub pause: Option<Duration>,
    /// Whether a code of the other kind would be looked at now, and there is one.
    pub is_other_good: bool,
}

/// Asks for a code, if the account has a second factor, for something that its owner does while signed in. The account
/// must be held.
pub(in crate::auth) fn demand_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &UserId,
    code: Option<&PresentedCode>,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Result<(), CodeError>, Error> {
    match (two_factor::find(connection, user)?, code) {
        (None, _) => Ok(Ok(())),
        (Some(_), None) => Ok(Err(CodeError::Needed)),
        (Some(factor), Some(code)) => {
            Ok(check_in(connection, desk, &factor, Door::Session, code, now, context)?.map(|_| ()))
        }
    }
}

/// Checks a code and uses it up; returns what it was, for the record. The account must be held: so of the same code twice
/// at once, one fits, and no number of tries at once is more than the pauses between tries allow. A transaction with an
/// error must be committed too: that is what counts it.
pub(in crate::auth) fn check_in(
    connection: &mut Connection,
    desk: &Desk,
    factor: &TwoFactor,
    door: Door,
    presented: &PresentedCode,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Result<&'static str, CodeError>, Error> {
    let user = &factor.user_id;
    let (kind, outcome) = match &presented.code {
        Code::Nonsense => return Ok(Err(CodeError::Impossible)),
        Code::OneTime(code) => match admit(connection, factor, door, CodeKind::App, now)? {
            Err(refusal) => (CodeKind::App, Outcome::Refused(refusal)),
            Ok(()) => match sealing::open(desk, factor) {
                Some(seed) => match seed.step_of(code, now) {
                    Some(step) if two_factor::spend_step(connection, user, step)? => (CodeKind::App, Outcome::Fits),
                    Some(_) => (CodeKind::App, Outcome::Used),
                    None => (CodeKind::App, Outcome::Wrong),
                },
                None => {
                    log::error!(
                        request = context.request_id, user_id = user.short();
                        "an authenticator's seed cannot be decrypted: put the secret that it was made with back into secret_file"
                    );
                    return Ok(Err(CodeError::Unreadable));
                }
            },
        },
        Code::Recovery(code) => {
            let outcome = match admit(connection, factor, door, CodeKind::Recovery, now)? {
                Err(refusal) => Outcome::Refused(refusal),
                Ok(()) => spend(connection, user, code, presented, now)?,
            };
            (CodeKind::Recovery, outcome)
        }
    };
    match outcome {
        Outcome::Fits => {}
        Outcome::Used => return Ok(Err(CodeError::Used(kind))),
        Outcome::Wrong => {
            count_wrong(connection, factor, (door, kind), now, context)?;
            return Ok(Err(CodeError::Wrong(kind)));
        }
        Outcome::Refused(too_many) => {
            log::warn!(request = context.request_id, ip = context.ip, user_id = user.short(); "a code not looked at");
            return Ok(Err(CodeError::TooMany(too_many)));
        }
    }
    two_factor::forget_failures(connection, user, door)?;
    if kind == CodeKind::App {
        return Ok(Ok("code"));
    }
    let left = recovery_codes::count(connection, user)?;
    let event = NewEvent::new(EventKind::RecoveryCodeUsed, now, context).about(user).by(user);
    events::insert(connection, &event.detail(format!("{left} left")))?;
    Ok(Ok("recovery code"))
}

/// What became of a code.
enum Outcome {
    Fits,
    Used,
    Wrong,
    Refused(TooMany),
}

/// Whether a code of this kind is looked at.
fn admit(
    connection: &mut Connection,
    factor: &TwoFactor,
    door: Door,
    kind: CodeKind,
    now: Timestamp,
) -> Result<Result<(), TooMany>, Error> {
    let pause = match factor.admission(door, kind, now) {
        Admission::Open => return Ok(Ok(())),
        Admission::After(pause) => Some(pause),
        Admission::Closed => None,
    };
    let is_open = |kind| factor.admission(door, kind, now) == Admission::Open;
    let is_other_good = match kind {
        CodeKind::App => is_open(CodeKind::Recovery) && recovery_codes::count(connection, &factor.user_id)? > 0,
        CodeKind::Recovery => is_open(CodeKind::App),
    };
    Ok(Err(TooMany { kind, pause, is_other_good }))
}

fn spend(
    connection: &mut Connection,
    user: &UserId,
    code: &RecoveryCode,
    presented: &PresentedCode,
    now: Timestamp,
) -> Result<Outcome, Error> {
    let quick = code.digest();
    if recovery_codes::is_used(connection, user, &quick)? {
        return Ok(Outcome::Used);
    }
    let digest = if code.is_short() { presented.slow_digest.as_ref() } else { Some(&quick) };
    let Some(digest) = digest else { return Ok(Outcome::Wrong) };
    if !recovery_codes::spend(connection, user, digest)? {
        return Ok(Outcome::Wrong);
    }
    recovery_codes::remember_used(connection, user, &quick, now)?;
    Ok(Outcome::Fits)
}

fn count_wrong(
    connection: &mut Connection,
    factor: &TwoFactor,
    (door, kind): (Door, CodeKind),
    now: Timestamp,
    context: &RequestContext,
) -> Result<(), Error> {
    let user = &factor.user_id;
    let event = |kind| NewEvent::new(kind, now, context).about(user);
    two_factor::record_failure(connection, user, (door, kind), now)?;
    events::insert(connection, &event(EventKind::CodeRefused))?;
    if let Some(pause) = factor.pause_after_failure(door, kind) {
        let what = match kind {
            CodeKind::App => "codes",
            CodeKind::Recovery => "recovery codes",
        };
        let detail = format!("{what}, {} s", pause.as_secs());
        events::insert(connection, &event(EventKind::SignInLocked).detail(detail))?;
    }
    log::warn!(request = context.request_id, ip = context.ip, user_id = user.short(); "a wrong second factor");
    Ok(())
}
