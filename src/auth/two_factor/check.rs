//! Checking a code, within the transaction of what it is asked for.

use std::time::Duration;

use super::sealing;
use crate::auth::Desk;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::two_factor::{Admission, Code, Door, TwoFactor};
use crate::store::{Connection, Error, events, recovery_codes, two_factor};

/// Why a code leads no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The account has a second factor, and no code came.
    #[error("a code is needed")]
    Needed,
    /// It was used before, as when a form is sent again. That says nothing to whoever guesses, and is not counted.
    #[error("the code was used before")]
    Used,
    /// It does not fit; that was counted.
    #[error("the code does not fit")]
    Wrong,
    /// Codes of the app cannot be checked: the secret that its seed was encrypted with is gone.
    #[error("codes of the app cannot be checked")]
    Unreadable,
    /// It was not looked at, since too many were wrong. After this time another may be tried; `None` when so many were
    /// wrong that an admin must help.
    #[error("too many wrong codes")]
    TooMany(Option<Duration>),
}

/// Asks for a code, if the account has a second factor, for something that its owner does while signed in. The account
/// must be held.
pub(in crate::auth) fn demand_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &UserId,
    code: Option<&Code>,
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
    code: &Code,
    now: Timestamp,
    context: &RequestContext,
) -> Result<Result<&'static str, CodeError>, Error> {
    let refuse = |pause| {
        log::warn!(request = context.request_id, ip = context.ip, user_id = factor.user_id.short(); "a code not looked at");
        Ok(Err(CodeError::TooMany(pause)))
    };
    match factor.admission(door, now) {
        Admission::Open => {}
        Admission::After(pause) => return refuse(Some(pause)),
        Admission::Closed => return refuse(None),
    }
    let user = &factor.user_id;
    let event = |kind| NewEvent::new(kind, now, context).about(user);
    let means = match code {
        Code::OneTime(code) => match sealing::open(desk, factor) {
            Some(seed) => match seed.step_of(code, now) {
                Some(step) if two_factor::spend_step(connection, user, step)? => Some("code"),
                Some(_) => return Ok(Err(CodeError::Used)),
                None => None,
            },
            None => {
                log::error!(
                    request = context.request_id, user_id = user.short();
                    "an authenticator's seed cannot be decrypted: put the secret that it was made with back into secret_file"
                );
                return Ok(Err(CodeError::Unreadable));
            }
        },
        Code::Recovery(code) => recovery_codes::spend(connection, user, &code.digest())?.then_some("recovery code"),
        Code::Nonsense => None,
    };
    let Some(means) = means else {
        two_factor::record_failure(connection, user, door, now)?;
        events::insert(connection, &event(EventKind::CodeRefused))?;
        if let Some(pause) = factor.pause_after_failure(door) {
            let detail = format!("codes, {} s", pause.as_secs());
            events::insert(connection, &event(EventKind::SignInLocked).detail(detail))?;
        }
        log::warn!(request = context.request_id, ip = context.ip, user_id = user.short(); "a wrong second factor");
        return Ok(Err(CodeError::Wrong));
    };
    two_factor::forget_failures(connection, user, door)?;
    if matches!(code, Code::Recovery(_)) {
        let left = recovery_codes::count(connection, user)?;
        events::insert(connection, &event(EventKind::RecoveryCodeUsed).by(user).detail(format!("{left} left")))?;
    }
    Ok(Ok(means))
}
