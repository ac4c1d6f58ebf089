//! The record of events.

use crate::domain::record::EventKind;
use crate::domain::record::{BulkTarget, EmailChange, Event, EventRow, LockCause};
use crate::domain::request_context::Origin;
use crate::domain::session::SessionState;
use crate::domain::sign_in::CodeKind;
use crate::web::language::{Language, say};
use crate::web::words::account::role;
use crate::web::words::number::number;
use crate::web::words::session::session_state;

pub fn kind(kind: EventKind, language: Language) -> &'static str {
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
        EventKind::UserRenamed => say("Username changed"),
        EventKind::SetupLinkCreated => say("Setup link created"),
        EventKind::SigningKeyCreated => say("Signing key created"),
        EventKind::SigningKeyRetired => say("Signing key retired"),
        EventKind::UserDeleted => say("Account deleted"),
        EventKind::EmailChanged => say("E-mail address changed"),
        EventKind::InvitationCreated => say("Invitation link created"),
        EventKind::InvitationAccepted => say("Invitation accepted"),
        EventKind::PasswordResetStarted => say("Password reset link created"),
        EventKind::PasswordResetCompleted => say("Password reset"),
        EventKind::DeviceLinkCreated => say("Device link created"),
        EventKind::DeviceMadeKnown => say("Browser made known by a link"),
        EventKind::BulkRevocationStarted => say("Ending many sessions: started"),
        EventKind::BulkRevocationFinished => say("Ending many sessions: finished"),
        EventKind::EventsExported => say("Events exported"),
        EventKind::EventsPruned => say("Old events deleted"),
        EventKind::TwoFactorEnabled => say("Second factor set up"),
        EventKind::TwoFactorRemoved => say("Second factor removed"),
        EventKind::RecoveryCodesCreated => say("New recovery codes"),
        EventKind::RecoveryCodeUsed => say("Recovery code used"),
        EventKind::CodeRefused => say("Right password, wrong code"),
        EventKind::DatabaseRestored => say("Database restored from a backup"),
        EventKind::SignInLocked => say("Sign-in locked"),
        EventKind::SignInClosed => say("Sign-in closed"),
        EventKind::SignInReopened => say("Sign-in opened again"),
        EventKind::TriesRefused => say("Tries to sign in refused"),
    })
}

/// A kind that this version of Doorward does not know is shown as it is stored.
pub fn event(row: &EventRow, language: Language) -> String {
    EventKind::parse(&row.kind).map_or(row.kind.as_str(), |known| kind(known, language)).to_owned()
}

/// What an event says besides its kind. A detail that cannot be read is shown as it is stored.
pub fn detail(row: &EventRow, language: Language) -> String {
    let stored = || row.detail.clone().unwrap_or_default();
    row.event().map_or_else(stored, |event| detail_of(&event, language))
}

fn detail_of(event: &Event, language: Language) -> String {
    match event {
        Event::SignedIn { code, remembered } => means(*code, *remembered, language).to_owned(),
        Event::SessionRenewed { generation } => language.with("renewal {}", &[&number(generation.saturating_sub(1))]),
        Event::RefreshTokenReused { generation } => language.with("key number {}", &[&number(*generation)]),
        Event::SessionRevoked(reason) => session_state(SessionState::Revoked(*reason), language).to_owned(),
        Event::UserCreated(new) | Event::RoleChanged(new) => role(*new, language).to_owned(),
        Event::UserRenamed { old, new } => language.with("{} is now {}", &[old.as_str(), new.as_str()]),
        Event::SigningKeyCreated { kid, algorithm } | Event::SigningKeyRetired { kid, algorithm: Some(algorithm) } => {
            format!("{kid} {algorithm}")
        }
        Event::SigningKeyRetired { kid, algorithm: None } => kid.clone(),
        Event::EmailChanged(EmailChange::Noted) => language.t("address noted").to_owned(),
        Event::EmailChanged(EmailChange::TakenAway) => language.t("address removed").to_owned(),
        Event::BulkRevocationStarted { matched, target } => {
            let count = matched.map_or_else(|| language.t("not counted").to_owned(), |count| sessions(count, language));
            let target = match target {
                BulkTarget::Everybody => language.t("everybody's"),
                BulkTarget::Matching(filter) if filter.is_empty() => language.t("all that were alive"),
                BulkTarget::Matching(filter) => filter.as_str(),
            };
            format!("{count}: {target}")
        }
        Event::BulkRevocationFinished { ended } => sessions(*ended, language),
        Event::EventsExported { format, filter } => format!("{} {filter}", format.as_str()).trim_end().to_owned(),
        Event::EventsPruned { last_event, .. } => language.with("up to number {}", &[&last_event.to_string()]),
        Event::TwoFactorRemoved(check) => check.as_ref().map(|check| check.as_str().to_owned()).unwrap_or_default(),
        Event::RecoveryCodeUsed { left } => language.with("{} left", &[&number(*left)]),
        Event::SignInLocked { cause, seconds } => {
            language.with("{}, for {}", &[lock_cause(*cause, language), &span(*seconds, language)])
        }
        Event::SignInClosed(cause) => lock_cause(*cause, language).to_owned(),
        Event::TriesRefused { tries: 1, network } => language.with("from {}: 1 try", &[network]),
        Event::TriesRefused { tries, network } => language.with("from {}: {} tries", &[network, &number(*tries)]),
        Event::SignInFailed
        | Event::PasswordChanged
        | Event::PasswordConfirmationFailed
        | Event::PasswordConfirmed
        | Event::SessionLabelled
        | Event::UserSuspended
        | Event::UserReactivated
        | Event::SetupLinkCreated
        | Event::UserDeleted
        | Event::InvitationCreated
        | Event::InvitationAccepted
        | Event::PasswordResetStarted
        | Event::PasswordResetCompleted
        | Event::DeviceLinkCreated
        | Event::DeviceMadeKnown
        | Event::TwoFactorEnabled
        | Event::RecoveryCodesCreated
        | Event::CodeRefused
        | Event::DatabaseRestored
        | Event::SignInReopened => String::new(),
    }
}

fn means(code: Option<CodeKind>, remembered: bool, language: Language) -> &'static str {
    language.t(match (code, remembered) {
        (None, false) => say("by password"),
        (None, true) => say("by password, kept signed in"),
        (Some(CodeKind::App), false) => say("by password and code"),
        (Some(CodeKind::App), true) => say("by password and code, kept signed in"),
        (Some(CodeKind::Recovery), false) => say("by password and recovery code"),
        (Some(CodeKind::Recovery), true) => say("by password and recovery code, kept signed in"),
    })
}

fn sessions(count: i64, language: Language) -> String {
    match count {
        1 => language.t("1 session").to_owned(),
        count => language.with("{} sessions", &[&number(count)]),
    }
}

fn lock_cause(cause: LockCause, language: Language) -> &'static str {
    language.t(match cause {
        LockCause::UnknownDevices => say("too many wrong passwords from unknown devices"),
        LockCause::KnownDevice => say("too many wrong passwords from a known device"),
        LockCause::OneSession => say("too many wrong passwords in one session"),
        LockCause::Codes => say("too many wrong codes"),
        LockCause::RecoveryCodes => say("too many wrong recovery codes"),
    })
}

fn span(seconds: u64, language: Language) -> String {
    match seconds {
        1 => language.t("1 second").to_owned(),
        60 => language.t("1 minute").to_owned(),
        seconds if seconds.is_multiple_of(60) => language.with("{} minutes", &[&(seconds / 60).to_string()]),
        seconds => language.with("{} seconds", &[&seconds.to_string()]),
    }
}

/// Who acted, where the event names no user.
pub fn origin(origin: Origin, language: Language) -> Option<&'static str> {
    match origin {
        Origin::Request => None,
        // The batches of a bulk revocation by an operator; those of an admin name the admin.
        Origin::Operator | Origin::Bulk => Some(language.t("the command line")),
        Origin::Doorward => Some(language.t("Doorward itself")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::samples;
    use crate::domain::time::Timestamp;

    fn row(kind: &str, detail: Option<&str>) -> EventRow {
        EventRow {
            id: 1,
            at: Timestamp::from_milliseconds(0),
            kind: kind.to_owned(),
            user_id: None,
            actor_id: None,
            session_id: None,
            ip: None,
            user_agent: None,
            request_id: None,
            detail: detail.map(str::to_owned),
        }
    }

    /// Texts that people typed, and names that are the same in every language.
    const NAMES: [&str; 13] = [
        "ada",
        "grace",
        "k-1",
        "ES256",
        "EdDSA",
        "RS256",
        "HS256",
        "csv",
        "jsonl",
        "user=",
        "&state=live",
        "kind=signed_in",
        "met in person",
    ];

    #[test]
    fn every_event_is_told_in_each_language() {
        for sample in samples::all() {
            let (stored_kind, stored) = sample.columns();
            let row = row(stored_kind.as_str(), stored.as_deref());
            let told = |language| (event(&row, language), detail(&row, language));
            let (english, korean) = (told(Language::English), told(Language::Korean));
            assert!(!english.0.is_empty() && !english.0.contains('_'), "{english:?}");
            assert_eq!(english.1.is_empty(), stored.is_none(), "{english:?}");
            let mut left = format!("{} {}", korean.0, korean.1);
            for name in NAMES {
                left = left.replace(name, "");
            }
            assert!(!left.chars().any(|character| character.is_ascii_alphabetic()), "{sample:?}: {korean:?}");
            assert_eq!(korean.1.is_empty(), english.1.is_empty(), "{korean:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_is_stored() {
        for (kind, detail_text, shown) in [
            ("moon_landed", Some("softly"), "moon_landed"),
            ("session_revoked", Some("tired"), "Session ended"),
            ("sign_in_locked", Some("address, 300 s"), "Sign-in locked"),
            ("password_changed", Some("at night"), "Password changed"),
        ] {
            let row = row(kind, detail_text);
            assert_eq!(event(&row, Language::English), shown);
            assert_eq!(Some(detail(&row, Language::Korean).as_str()), detail_text);
        }
        assert_eq!(detail(&row("session_revoked", None), Language::Korean), "");
    }

    #[test]
    fn who_did_what_nobody_is_named_for_is_told_in_each_language() {
        for (from, english) in [
            (Origin::Request, None),
            (Origin::Operator, Some("the command line")),
            (Origin::Bulk, Some("the command line")),
            (Origin::Doorward, Some("Doorward itself")),
        ] {
            assert_eq!(origin(from, Language::English), english);
            let korean = origin(from, Language::Korean);
            assert!(korean.is_some() == english.is_some() && (korean.is_none() || korean != english), "{korean:?}");
        }
    }
}
