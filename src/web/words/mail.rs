//! Mail: what kind it is, and why it was not sent.

use crate::domain::mail::{Failing, LetterKind};
use crate::web::language::{Language, say};

pub(super) fn letter_kind(kind: LetterKind, language: Language) -> &'static str {
    language.t(match kind {
        LetterKind::Invitation => say("mail-kind-invitation"),
        LetterKind::PasswordReset => say("mail-kind-reset"),
        LetterKind::DeviceLink => say("mail-kind-device-link"),
    })
}

/// Why a mail was given up.
pub(super) fn failing(why: Failing, language: Language) -> &'static str {
    language.t(match why {
        Failing::Refused => say("mail-failing-refused"),
        Failing::Unanswered => say("mail-failing-unanswered"),
        Failing::Outdated => say("mail-failing-outdated"),
        Failing::Unreadable => say("mail-failing-unreadable"),
    })
}
