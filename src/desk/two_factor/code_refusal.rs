//! Why a code is refused, and which refusals a read foresees: those that count nothing.

use std::time::Duration;

use super::sealing;
use crate::desk::Desk;
use crate::desk::fault::Refusal;
use crate::domain::sign_in::{Admission, Code, CodeKind, CodeTries, Door, TwoFactor};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, code_failures, recovery_codes};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// The account has a second factor, and no code was given.
    #[error("a code is needed")]
    Needed,
    /// The text can be no code of either kind. That is not counted.
    #[error("this cannot be a code")]
    Impossible,
    /// It was used before, as when a form is sent again. That tells an attacker nothing, and is not counted.
    #[error("the code was used before")]
    Used(CodeKind),
    /// It is wrong; that was counted.
    #[error("the code does not fit")]
    Wrong(CodeKind),
    /// Codes of the app cannot be checked: the secret that encrypted its seed is gone.
    #[error("codes from the app cannot be checked")]
    Unreadable,
    /// It was not checked, since too many codes of its kind were wrong.
    #[error("too many wrong codes")]
    TooMany(TooMany),
}

/// Too many codes of one kind were wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    pub kind: CodeKind,
    pub door: Door,
    /// Another code may be tried after this time; `None` if so many were wrong that an administrator must help.
    pub pause: Option<Duration>,
    /// Tells whether the account has a code of the other kind, and it would be checked now.
    pub is_other_good: bool,
}

impl Refusal for CodeRefusal {}

/// Tells, by a read, whether [`super::check()`] would refuse a code without a count. What this refuses may be sent by the thousand,
/// so it must not reach a transaction. `None` means that the code is right or wrong, or was spent a moment ago.
pub(super) fn foresee(
    connection: &mut Connection,
    desk: &Desk,
    factor: &TwoFactor,
    door: Door,
    code: &Code,
    now: Timestamp,
) -> Result<Option<CodeRefusal>, Error> {
    let user = &factor.user_id;
    let kind = match code {
        Code::Nonsense => return Ok(Some(CodeRefusal::Impossible)),
        Code::OneTime(_) => CodeKind::App,
        Code::Recovery(_) => CodeKind::Recovery,
    };
    let tries = code_failures::find(connection, user, door)?;
    if let Some(too_many) = admit(connection, factor, &tries, (door, kind), now)? {
        log::debug!(user_id = user.short(); "a code not looked at");
        return Ok(Some(CodeRefusal::TooMany(too_many)));
    }
    let is_used = match code {
        // The transaction tells the log of a seed that cannot be read.
        Code::OneTime(code) => sealing::open(desk, factor)
            .and_then(|seed| seed.step_of(code, now))
            .is_some_and(|step| step <= factor.last_step),
        Code::Recovery(code) => recovery_codes::is_used(connection, user, &code.digest())?,
        Code::Nonsense => false,
    };
    Ok(is_used.then_some(CodeRefusal::Used(kind)))
}

/// Returns `None` if a code of this kind may be checked now. `tries` are those at the door.
pub(super) fn admit(
    connection: &mut Connection,
    factor: &TwoFactor,
    tries: &CodeTries,
    (door, kind): (Door, CodeKind),
    now: Timestamp,
) -> Result<Option<TooMany>, Error> {
    let pause = match tries.admission(kind, now) {
        Admission::Open => return Ok(None),
        Admission::After(pause) => Some(pause),
        Admission::Closed => None,
    };
    let is_open = |kind| tries.admission(kind, now) == Admission::Open;
    let is_other_good = match kind {
        CodeKind::App => is_open(CodeKind::Recovery) && recovery_codes::count(connection, &factor.user_id)? > 0,
        CodeKind::Recovery => is_open(CodeKind::App),
    };
    Ok(Some(TooMany { kind, door, pause, is_other_good }))
}
