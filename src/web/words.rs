//! Words for what is an enum elsewhere.

use super::language::{Language, say};
use crate::domain::device::Device;
use crate::domain::event::EventKind;
use crate::domain::password::WeakPassword;
use crate::domain::session::{RevocationReason, SessionEnd};
use crate::domain::user::{Role, UserState};

/// Why a session is over, for the person whose it was, with what to do.
pub fn session_end(end: SessionEnd, language: Language) -> &'static str {
    language.t(match end {
        SessionEnd::IdleExpired => say("You were signed out because you had not been here for a while. Sign in again to go on."),
        SessionEnd::AbsolutelyExpired => say("Your session reached its end. Sign in again to go on."),
        SessionEnd::Gone => say("Your session is no longer on record. Sign in again to go on."),
        SessionEnd::UserSuspended | SessionEnd::Revoked(RevocationReason::Suspended) => {
            say("This account is suspended. Ask an administrator.")
        }
        SessionEnd::Revoked(RevocationReason::SignedOut | RevocationReason::Replaced) => say("You signed out in this browser."),
        SessionEnd::Revoked(RevocationReason::SignedOutElsewhere) => say("You ended this session from another device. Sign in again if you want to go on here."),
        SessionEnd::Revoked(RevocationReason::PasswordChanged) => say("Your password was changed on another device. Sign in with the new one. If that was not you, ask an administrator now."),
        SessionEnd::Revoked(RevocationReason::Reused) => say("We ended this session for your safety: an old copy of its key was used, so somebody else may have one. Sign in again, then change your password."),
        SessionEnd::Revoked(RevocationReason::Limit) => say("You are signed in on too many devices, so this one, the longest unused, was signed out."),
        SessionEnd::Revoked(RevocationReason::PasswordReset) => say("A new password was chosen for this account. Sign in with it. If that was not you, ask an administrator now."),
        SessionEnd::Revoked(RevocationReason::UserDeleted) => say("This account was deleted. Ask an administrator if that surprises you."),
        SessionEnd::Revoked(RevocationReason::Restored) => say("This site was restored from a backup, so everybody signs in anew."),
        SessionEnd::Revoked(RevocationReason::Operator | RevocationReason::Administrator) => say("An administrator ended this session. Sign in again to go on."),
    })
}

/// Why a password may not be chosen.
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

/// A device, as its owner would recognise it.
pub fn device(user_agent: &str, language: Language) -> String {
    match Device::from_user_agent(user_agent) {
        Device { browser: Some(browser), system: Some(system) } => language.with("{} on {}", &[browser, system]),
        Device { browser: Some(name), system: None } | Device { browser: None, system: Some(name) } => name.to_owned(),
        Device { browser: None, system: None } => language.t("Unknown device").to_owned(),
    }
}

/// What happened, in an account's own history.
pub fn event(kind: EventKind, language: Language) -> &'static str {
    language.t(match kind {
        EventKind::SignedIn => say("Signed in"),
        EventKind::SignInFailed => say("Sign-in failed"),
        EventKind::SessionRenewed => say("Session renewed"),
        EventKind::RefreshTokenReused => say("Old session key used again"),
        EventKind::SessionRevoked => say("Session ended"),
        EventKind::PasswordChanged => say("Password changed"),
        EventKind::PasswordConfirmationFailed => say("Wrong password on confirmation"),
        EventKind::PasswordConfirmed => say("Password confirmed"),
        EventKind::SessionLabelled => say("Device named"),
        EventKind::UserCreated => say("Account created"),
        EventKind::UserSuspended => say("Account suspended"),
        EventKind::UserReactivated => say("Account reactivated"),
        EventKind::RoleChanged => say("Role changed"),
        EventKind::SetupLinkCreated => say("Setup link created"),
        EventKind::SigningKeyCreated => say("Signing key created"),
        EventKind::SigningKeyRetired => say("Signing key retired"),
        EventKind::UserDeleted => say("Account deleted"),
        EventKind::EmailChanged => say("E-mail address changed"),
        EventKind::InvitationCreated => say("Invitation link created"),
        EventKind::InvitationAccepted => say("Invitation accepted"),
        EventKind::PasswordResetStarted => say("Password reset link created"),
        EventKind::PasswordResetCompleted => say("Password reset"),
        EventKind::BulkRevocationStarted => say("Ending many sessions: begun"),
        EventKind::BulkRevocationFinished => say("Ending many sessions: done"),
        EventKind::EventsExported => say("Events exported"),
        EventKind::EventsPruned => say("Old events deleted"),
        EventKind::DatabaseRestored => say("Database restored from a backup"),
    })
}

/// What somebody may do.
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

/// The class of the badge that says so.
pub const fn user_badge(state: UserState) -> &'static str {
    match state {
        UserState::Active => "good",
        UserState::Invited => "note",
        UserState::Suspended | UserState::Deleted => "bad",
    }
}
