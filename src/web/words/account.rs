//! Accounts: who somebody is, and why an account is not made or changed, or a password not taken.

use crate::desk::account::AccountRefusal;
use crate::domain::account::{
    EmailError, IdentityCheckError, LinkPurpose, PasswordTooLong, Role, UserState, UsernameError, WeakPassword,
};
use crate::web::language::{Language, say};

/// In English; `None` if an admin can do nothing about it.
pub const fn account_refusal(refusal: AccountRefusal) -> Option<&'static str> {
    match refusal {
        AccountRefusal::NameTaken => Some(say(
            "This name is taken: by somebody in the list, or by an account that was deleted lately. Choose another.",
        )),
        AccountRefusal::LastAdmin => Some(say(
            "Nothing was changed: this is the last administrator who can sign in. Make somebody else one first.",
        )),
        AccountRefusal::Suspended => Some(say("No link was made: the account is suspended. Reactivate it first.")),
        AccountRefusal::HasPassword => {
            Some(say("No invitation was made: a password has been chosen already. Start a password reset instead."))
        }
        AccountRefusal::OwnAccount => Some(say(
            "Nothing was done: this is your own account. Change the password and the second factor at the pages of your account.",
        )),
        AccountRefusal::HasNoPassword => {
            Some(say("No link was made: no password has been chosen yet. Make a new invitation instead."))
        }
        AccountRefusal::NotFound | AccountRefusal::NotAllowed(_) => None,
    }
}

/// Why a link of this kind may not work, and what to do.
pub fn closed_link(purpose: LinkPurpose, language: Language) -> &'static str {
    language.t(match purpose {
        LinkPurpose::Invitation => say(
            "An invitation works once, for seven days, and only until a newer one is made. If you have chosen a password already, sign in; if not, ask an administrator for a new invitation.",
        ),
        LinkPurpose::PasswordReset => say(
            "A link for a new password works once, for an hour, and only until a newer one is made. If you have chosen a password already, sign in; if not, ask an administrator for a new link.",
        ),
        LinkPurpose::Device => say(
            "A device link works once, for an hour, and only until a newer one is made. If you have opened it in this browser already, sign in; if not, ask an administrator for a new link.",
        ),
    })
}

/// That a link was made for somebody of this name, and what it does: for the admin who hands it over.
pub fn made_link(purpose: LinkPurpose, name: &str, language: Language) -> [String; 2] {
    let sentences = match purpose {
        LinkPurpose::Invitation => {
            [say("{} is invited."), say("Whoever opens the link chooses the password of {}. It works once.")]
        }
        LinkPurpose::PasswordReset => [
            say("A password reset is started for {}."),
            say("Whoever opens the link chooses a new password for {}. It works once; until then nothing changes."),
        ],
        LinkPurpose::Device => [
            say("A device link is made for {}."),
            say(
                "Whoever opens the link makes their browser known to the account of {}, and can then sign in there with name and password whatever strangers try. It works once and signs nobody in.",
            ),
        ],
    };
    sentences.map(|sentence| language.with(sentence, &[name]))
}

/// What a username may be, for somebody who typed something else, in English.
pub const fn username_error(_: UsernameError) -> &'static str {
    say("Use 1 to 32 letters a–z, digits, dots, hyphens and underscores, with a letter or digit at both ends.")
}

/// In English. A page that asks for an e-mail address can do without it.
pub const fn email_error(_: EmailError) -> &'static str {
    say("This is not an e-mail address. Write name@host, or nothing.")
}

/// In English.
pub const fn identity_check_error(_: IdentityCheckError) -> &'static str {
    say("Say in a few words how you made sure, in 10 to 200 characters on one line.")
}

pub fn role(role: Role, language: Language) -> &'static str {
    language.t(match role {
        Role::User => say("User"),
        Role::Admin => say("Administrator"),
    })
}

/// Whether somebody can sign in, and why not.
pub fn user_state(state: UserState, language: Language) -> &'static str {
    language.t(match state {
        UserState::Active => say("Active"),
        UserState::Invited => say("Invited"),
        UserState::Suspended => say("Suspended"),
        UserState::Deleted => say("Deleted"),
    })
}

pub const fn user_badge(state: UserState) -> &'static str {
    match state {
        UserState::Active => "good",
        UserState::Invited => "note",
        UserState::Suspended | UserState::Deleted => "bad",
    }
}

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
