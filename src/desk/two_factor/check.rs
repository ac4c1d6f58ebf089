//! Checks a code, in the same transaction as the change that needs it.

use super::code_refusal::{CodeRefusal, TooMany, admit};
use super::presented_code::PresentedCode;
use super::sealing;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Refusal};
use crate::domain::id::UserId;
use crate::domain::record::{Event, LockCause};
use crate::domain::sign_in::{Admission, Code, CodeKind, CodeTries, Door, OneTimeCode, RecoveryCode, TwoFactor};
use crate::store::{Error, code_failures, recovery_codes, two_factor};

/// The result of a change that needs a code. A wrong code must not roll the transaction back: it must stay counted.
#[must_use]
pub(in crate::desk) enum WithCode<T> {
    /// The code is correct, and the change is made.
    Done(T),
    /// Nothing but the count has changed.
    Refused(CodeRefusal),
}

impl<T> WithCode<T> {
    /// Turns the refusal into an ordinary one, after the count has been committed.
    pub(in crate::desk) fn into_result<R: Refusal + From<CodeRefusal>>(self) -> Result<T, Failure<R>> {
        match self {
            WithCode::Done(done) => Ok(done),
            WithCode::Refused(refusal) => Err(Failure::Refused(refusal.into())),
        }
    }
}

/// Requires a code, if the account has a second factor, for a change that its owner makes while signed in. The caller
/// must hold the account.
pub(in crate::desk) fn demand(
    change: &mut Change<'_>,
    user: &UserId,
    code: Option<&PresentedCode>,
) -> Result<WithCode<()>, Error> {
    match (two_factor::find(change.connection, user)?, code) {
        (None, _) => Ok(WithCode::Done(())),
        (Some(_), None) => Ok(WithCode::Refused(CodeRefusal::Needed)),
        (Some(factor), Some(code)) => Ok(match check(change, &factor, Door::Session, code)? {
            WithCode::Done(_) => WithCode::Done(()),
            WithCode::Refused(refusal) => WithCode::Refused(refusal),
        }),
    }
}

/// Checks a code, spends it, and returns its kind for the record. The caller must hold the account: so the same code
/// sent twice at once is accepted once, and simultaneous attempts cannot be more than the pauses between attempts
/// allow.
pub(in crate::desk) fn check(
    change: &mut Change<'_>,
    factor: &TwoFactor,
    door: Door,
    presented: &PresentedCode,
) -> Result<WithCode<CodeKind>, Error> {
    let tries = code_failures::find(change.connection, &factor.user_id, door)?;
    let (kind, verdict) = match &presented.code {
        Code::Nonsense => return Ok(WithCode::Refused(CodeRefusal::Impossible)),
        Code::OneTime(code) => match admit(change.connection, factor, &tries, (door, CodeKind::App), change.now)? {
            Some(too_many) => (CodeKind::App, Verdict::NotLookedAt(too_many)),
            None => (CodeKind::App, try_one_time(change, factor, code)?),
        },
        Code::Recovery(code) => match admit(change.connection, factor, &tries, (door, CodeKind::Recovery), change.now)?
        {
            Some(too_many) => (CodeKind::Recovery, Verdict::NotLookedAt(too_many)),
            None => (CodeKind::Recovery, spend(change, factor, code, presented)?),
        },
    };
    let context = change.by().context();
    match verdict {
        Verdict::Fits => pass(change, factor, door, kind).map(WithCode::Done),
        Verdict::Used => Ok(WithCode::Refused(CodeRefusal::Used(kind))),
        Verdict::Wrong => {
            count_wrong(change, factor, &tries, (door, kind))?;
            Ok(WithCode::Refused(CodeRefusal::Wrong(kind)))
        }
        Verdict::NotLookedAt(too_many) => {
            // Nearly all are refused before, by a read, and each of their kind was told of when the pause began.
            let user = factor.user_id.short();
            log::debug!(request = context.request_id, ip = context.ip, user_id = user; "a code not looked at");
            Ok(WithCode::Refused(CodeRefusal::TooMany(too_many)))
        }
        Verdict::Unreadable => {
            log::error!(
                request = context.request_id, user_id = factor.user_id.short();
                "an authenticator's seed cannot be decrypted: put the secret that it was made with back into secret_file"
            );
            Ok(WithCode::Refused(CodeRefusal::Unreadable))
        }
    }
}

enum Verdict {
    Fits,
    Used,
    Wrong,
    NotLookedAt(TooMany),
    Unreadable,
}

fn try_one_time(change: &mut Change<'_>, factor: &TwoFactor, code: &OneTimeCode) -> Result<Verdict, Error> {
    let Some(seed) = sealing::open(change.desk, factor) else { return Ok(Verdict::Unreadable) };
    Ok(match seed.step_of(code, change.now) {
        Some(step) if two_factor::spend_step(change.connection, &factor.user_id, step)? => Verdict::Fits,
        Some(_) => Verdict::Used,
        None => Verdict::Wrong,
    })
}

fn spend(
    change: &mut Change<'_>,
    factor: &TwoFactor,
    code: &RecoveryCode,
    presented: &PresentedCode,
) -> Result<Verdict, Error> {
    let (user, quick) = (&factor.user_id, code.digest());
    if recovery_codes::is_used(change.connection, user, &quick)? {
        return Ok(Verdict::Used);
    }
    let digest = if code.is_short() { presented.slow_digest.as_ref() } else { Some(&quick) };
    let Some(digest) = digest else { return Ok(Verdict::Wrong) };
    if !recovery_codes::spend(change.connection, user, digest)? {
        return Ok(Verdict::Wrong);
    }
    recovery_codes::remember_used(change.connection, user, &quick, change.now)?;
    Ok(Verdict::Fits)
}

fn pass(change: &mut Change<'_>, factor: &TwoFactor, door: Door, kind: CodeKind) -> Result<CodeKind, Error> {
    let user = &factor.user_id;
    code_failures::forget(change.connection, user, &[door])?;
    if kind == CodeKind::Recovery {
        let left = recovery_codes::count(change.connection, user)?;
        change.record(change.event(Event::RecoveryCodeUsed { left }).about(user))?;
    }
    Ok(kind)
}

fn count_wrong(
    change: &mut Change<'_>,
    factor: &TwoFactor,
    tries: &CodeTries,
    (door, kind): (Door, CodeKind),
) -> Result<(), Error> {
    let user = &factor.user_id;
    code_failures::count(change.connection, user, (door, kind), change.now)?;
    change.record(change.anonymous(Event::CodeRefused).about(user))?;
    let cause = match kind {
        CodeKind::App => LockCause::Codes,
        CodeKind::Recovery => LockCause::RecoveryCodes,
    };
    let locked = match tries.after_failure(kind) {
        Admission::Open => None,
        Admission::After(pause) => Some(Event::SignInLocked { cause, seconds: pause.as_secs() }),
        Admission::Closed => Some(Event::SignInClosed(cause)),
    };
    if let Some(locked) = locked {
        change.record(change.anonymous(locked).about(user))?;
    }
    if let Some(alarm) = tries.alarm_after_failure(door, kind) {
        change.alarm(alarm);
    }
    let context = change.by().context();
    log::warn!(request = context.request_id, ip = context.ip, user_id = user.short(); "a wrong second factor");
    Ok(())
}
