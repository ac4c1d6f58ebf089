//! Why a password may not be chosen.

use crate::domain::account::{PasswordTooLong, WeakPassword};
use crate::web::language::{Language, say};

/// In English.
pub const fn password_too_long(_: PasswordTooLong) -> &'static str {
    say("Too long: use at most 256 characters.")
}

pub fn weak_password(reason: WeakPassword, language: Language) -> String {
    match reason {
        WeakPassword::TooShort { min_length } => {
            language.with("Too short: use at least {} characters.", &[&min_length.to_string()])
        }
        WeakPassword::Common => language.t("Too easy to guess: it is made of passwords and words that attackers try first. Take a few words that do not belong together.").into(),
        WeakPassword::Context => language.t("Too easy to guess: it is built from the name of this site or your username. Leave those out.").into(),
        WeakPassword::Repeats => language.t("Too easy to guess: it repeats the same piece. Use different words.").into(),
        WeakPassword::Sequence => language.t("Too easy to guess: it is a run of neighbouring keys, letters or digits.").into(),
        WeakPassword::Date => language.t("Too easy to guess: it is mostly a date or a year.").into(),
    }
}
