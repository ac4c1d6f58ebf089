//! Accounts: who somebody is, and why an account is not made or changed, or a password not taken.

use crate::desk::account::AccountRefusal;
use crate::domain::account::{
    EmailError, IdentityCheckError, LinkPurpose, Role, UserState, UsernameError, WeakPassword,
};
use crate::web::language::{Language, say};

/// The id of the message; `None` if an admin can do nothing about it.
pub const fn account_refusal(refusal: AccountRefusal) -> Option<&'static str> {
    match refusal {
        AccountRefusal::NameTaken => Some(say("refusal-name-taken")),
        AccountRefusal::LastAdmin => Some(say("refusal-last-admin")),
        AccountRefusal::Suspended => Some(say("refusal-suspended")),
        AccountRefusal::HasPassword => Some(say("refusal-has-password")),
        AccountRefusal::OwnAccount => Some(say("refusal-own-account")),
        AccountRefusal::HasNoPassword => Some(say("refusal-has-no-password")),
        AccountRefusal::NoEmail => Some(say("refusal-no-email")),
        AccountRefusal::NotFound | AccountRefusal::NotAllowed(_) => None,
    }
}

/// Why a link of this kind may not work, and what to do.
pub fn closed_link(purpose: LinkPurpose, language: Language) -> &'static str {
    language.t(match purpose {
        LinkPurpose::Invitation => say("account-link-closed-invitation"),
        LinkPurpose::PasswordReset => say("account-link-closed-reset"),
        LinkPurpose::Device => say("account-link-closed-device"),
    })
}

/// That a link was made for somebody of this name, and what it does: for the admin who hands it over.
pub fn made_link(purpose: LinkPurpose, name: &str, language: Language) -> [String; 2] {
    let sentences = match purpose {
        LinkPurpose::Invitation => [say("made-link-invited"), say("made-link-invited-text")],
        LinkPurpose::PasswordReset => [say("made-link-reset"), say("made-link-reset-text")],
        LinkPurpose::Device => [say("made-link-device"), say("made-link-device-text")],
    };
    sentences.map(|sentence| language.with(sentence, &[("username", name)]))
}

/// What to send to somebody of this name with a link to a site, which works until a moment.
pub fn message_with_link(purpose: LinkPurpose, [name, site, link, until]: [&str; 4], language: Language) -> String {
    let sentence = match purpose {
        LinkPurpose::Invitation => say("made-link-message-invitation"),
        LinkPurpose::PasswordReset => say("made-link-message-reset"),
        LinkPurpose::Device => say("made-link-message-device"),
    };
    language.with(sentence, &[("username", name), ("site", site), ("link", link), ("time", until)])
}

/// What a username may be, for somebody who typed something else: the id of the message.
pub const fn username_error(_: UsernameError) -> &'static str {
    say("username-error")
}

/// The id of the message. A page that asks for an e-mail address can do without it.
pub const fn email_error(_: EmailError) -> &'static str {
    say("email-error")
}

/// The id of the message.
pub const fn identity_check_error(_: IdentityCheckError) -> &'static str {
    say("identity-check-error")
}

pub fn role(role: Role, language: Language) -> &'static str {
    language.t(match role {
        Role::User => say("role-user"),
        Role::Admin => say("role-admin"),
    })
}

/// Whether somebody can sign in, and why not.
pub fn user_state(state: UserState, language: Language) -> &'static str {
    language.t(match state {
        UserState::Active => say("user-state-active"),
        UserState::Invited => say("user-state-invited"),
        UserState::Suspended => say("user-state-suspended"),
        UserState::Deleted => say("user-state-deleted"),
    })
}

pub const fn user_badge(state: UserState) -> &'static str {
    match state {
        UserState::Active => "good",
        UserState::Invited => "note",
        UserState::Suspended | UserState::Deleted => "bad",
    }
}

pub fn weak_password(reason: WeakPassword, language: Language) -> String {
    match reason {
        WeakPassword::TooShort { min_length } => language.with("password-too-short", &[("count", min_length)]),
        WeakPassword::Common => language.t("password-common").into(),
        WeakPassword::Context => language.t("password-context").into(),
        WeakPassword::Repeats => language.t("password-repeats").into(),
        WeakPassword::Sequence => language.t("password-sequence").into(),
        WeakPassword::Date => language.t("password-date").into(),
    }
}
