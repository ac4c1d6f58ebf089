//! Checking a code, within the transaction of what it is asked for.

use std::time::Duration;

use super::presented_code::PresentedCode;
use super::sealing;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Refusal};
use crate::domain::id::UserId;
use crate::domain::record::detail::LockCause;
use crate::domain::record::event::Event;
use crate::domain::sign_in::one_time_code::OneTimeCode;
use crate::domain::sign_in::recovery_code::RecoveryCode;
use crate::domain::sign_in::two_factor::{Admission, Code, CodeKind, Door, TwoFactor};
use crate::store::{Error, recovery_codes, two_factor};

/// Why a code leads no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
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

impl Refusal for CodeRefusal {}

/// What a change came to that takes a code. A wrong code is no reason to take everything back: it must stay counted.
#[must_use]
pub(in crate::desk) enum WithCode<T> {
    /// The code fits, and the change is made.
    Done(T),
    /// Nothing but the count has changed.
    Refused(CodeRefusal),
}

impl<T> WithCode<T> {
    /// The refusal like any other, once it is written.
    pub(in crate::desk) fn into_result<R: Refusal + From<CodeRefusal>>(self) -> Result<T, Failure<R>> {
        match self {
            WithCode::Done(done) => Ok(done),
            WithCode::Refused(refusal) => Err(Failure::Refused(refusal.into())),
        }
    }
}

/// Asks for a code, if the account has a second factor, for something that its owner does while signed in. The account
/// must be held.
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

/// Checks a code and uses it up; returns its kind, for the record. The account must be held: so of the same code twice
/// at once, one fits, and no number of tries at once is more than the pauses between tries allow.
pub(in crate::desk) fn check(
    change: &mut Change<'_>,
    factor: &TwoFactor,
    door: Door,
    presented: &PresentedCode,
) -> Result<WithCode<CodeKind>, Error> {
    let (kind, verdict) = match &presented.code {
        Code::Nonsense => return Ok(WithCode::Refused(CodeRefusal::Impossible)),
        Code::OneTime(code) => match admit(change, factor, door, CodeKind::App)? {
            Some(too_many) => (CodeKind::App, Verdict::NotLookedAt(too_many)),
            None => (CodeKind::App, try_one_time(change, factor, code)?),
        },
        Code::Recovery(code) => match admit(change, factor, door, CodeKind::Recovery)? {
            Some(too_many) => (CodeKind::Recovery, Verdict::NotLookedAt(too_many)),
            None => (CodeKind::Recovery, spend(change, factor, code, presented)?),
        },
    };
    let context = change.by().context();
    match verdict {
        Verdict::Fits => pass(change, factor, door, kind).map(WithCode::Done),
        Verdict::Used => Ok(WithCode::Refused(CodeRefusal::Used(kind))),
        Verdict::Wrong => {
            count_wrong(change, factor, door, kind)?;
            Ok(WithCode::Refused(CodeRefusal::Wrong(kind)))
        }
        Verdict::NotLookedAt(too_many) => {
            let user = factor.user_id.short();
            log::warn!(request = context.request_id, ip = context.ip, user_id = user; "a code not looked at");
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

/// What became of a code.
enum Verdict {
    Fits,
    Used,
    Wrong,
    NotLookedAt(TooMany),
    Unreadable,
}

/// `None` when a code of this kind is looked at.
fn admit(change: &mut Change<'_>, factor: &TwoFactor, door: Door, kind: CodeKind) -> Result<Option<TooMany>, Error> {
    let now = change.now;
    let pause = match factor.admission(door, kind, now) {
        Admission::Open => return Ok(None),
        Admission::After(pause) => Some(pause),
        Admission::Closed => None,
    };
    let is_open = |kind| factor.admission(door, kind, now) == Admission::Open;
    let is_other_good = match kind {
        CodeKind::App => is_open(CodeKind::Recovery) && recovery_codes::count(change.connection, &factor.user_id)? > 0,
        CodeKind::Recovery => is_open(CodeKind::App),
    };
    Ok(Some(TooMany { kind, pause, is_other_good }))
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
    two_factor::forget_failures(change.connection, user, door)?;
    if kind == CodeKind::Recovery {
        let left = recovery_codes::count(change.connection, user)?;
        change.record(change.event(Event::RecoveryCodeUsed { left }).about(user))?;
    }
    Ok(kind)
}

fn count_wrong(change: &mut Change<'_>, factor: &TwoFactor, door: Door, kind: CodeKind) -> Result<(), Error> {
    let user = &factor.user_id;
    two_factor::record_failure(change.connection, user, (door, kind), change.now)?;
    change.record(change.anonymous(Event::CodeRefused).about(user))?;
    if let Some(pause) = factor.pause_after_failure(door, kind) {
        let cause = match kind {
            CodeKind::App => LockCause::Codes,
            CodeKind::Recovery => LockCause::RecoveryCodes,
        };
        let locked = Event::SignInLocked { cause, seconds: pause.as_secs() };
        change.record(change.anonymous(locked).about(user))?;
    }
    let context = change.by().context();
    log::warn!(request = context.request_id, ip = context.ip, user_id = user.short(); "a wrong second factor");
    Ok(())
}
