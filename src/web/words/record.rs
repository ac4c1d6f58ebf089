//! The record of events.

use crate::domain::record::{ActedBy, BulkTarget, EmailChange, Event, EventKind, EventRow, LockCause};
use crate::domain::request_context::Origin;
use crate::domain::session::SessionState;
use crate::domain::sign_in::CodeKind;
use crate::web::language::{Language, Value, say};
use crate::web::words::account::role;
use crate::web::words::mail::{failing, letter_kind};
use crate::web::words::session::session_state;

pub fn kind(kind: EventKind, language: Language) -> &'static str {
    language.t(match kind {
        EventKind::SignedIn => say("event-signed-in"),
        EventKind::SignInFailed => say("event-sign-in-failed"),
        EventKind::SessionRenewed => say("event-session-renewed"),
        EventKind::RefreshTokenReused => say("event-key-reused"),
        EventKind::SessionRevoked => say("event-session-ended"),
        EventKind::PasswordChanged => say("event-password-changed"),
        EventKind::PasswordConfirmationFailed => say("event-confirmation-failed"),
        EventKind::PasswordConfirmed => say("event-password-confirmed"),
        EventKind::SessionLabelled => say("event-device-named"),
        EventKind::UserCreated => say("event-account-created"),
        EventKind::UserSuspended => say("event-account-suspended"),
        EventKind::UserReactivated => say("event-account-reactivated"),
        EventKind::RoleChanged => say("event-role-changed"),
        EventKind::UserRenamed => say("event-username-changed"),
        EventKind::SetupLinkCreated => say("event-setup-link-created"),
        EventKind::SigningKeyCreated => say("event-signing-key-created"),
        EventKind::SigningKeyRetired => say("event-signing-key-retired"),
        EventKind::UserDeleted => say("event-account-deleted"),
        EventKind::EmailChanged => say("event-email-changed"),
        EventKind::InvitationCreated => say("event-invitation-created"),
        EventKind::InvitationAccepted => say("event-invitation-accepted"),
        EventKind::PasswordResetStarted => say("event-reset-created"),
        EventKind::PasswordResetCompleted => say("event-password-reset"),
        EventKind::DeviceLinkCreated => say("event-device-link-created"),
        EventKind::DeviceMadeKnown => say("event-browser-known"),
        EventKind::BulkRevocationStarted => say("event-bulk-started"),
        EventKind::BulkRevocationFinished => say("event-bulk-finished"),
        EventKind::EventsExported => say("event-events-exported"),
        EventKind::EventsPruned => say("event-events-deleted"),
        EventKind::TwoFactorEnabled => say("event-second-factor-set-up"),
        EventKind::TwoFactorRemoved => say("event-second-factor-removed"),
        EventKind::RecoveryCodesCreated => say("event-recovery-codes-created"),
        EventKind::RecoveryCodeUsed => say("event-recovery-code-used"),
        EventKind::CodeRefused => say("event-code-refused"),
        EventKind::DatabaseRestored => say("event-database-restored"),
        EventKind::SignInLocked => say("event-sign-in-locked"),
        EventKind::SignInClosed => say("event-sign-in-closed"),
        EventKind::SignInReopened => say("event-sign-in-reopened"),
        EventKind::TriesRefused => say("event-tries-refused"),
        EventKind::MailFailed => say("event-mail-failed"),
        EventKind::LinkMailed => say("event-link-mailed"),
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
        Event::SessionRenewed { generation } => {
            language.with("detail-renewal", &[("number", generation.saturating_sub(1))])
        }
        Event::RefreshTokenReused { generation } => language.with("detail-key-number", &[("number", *generation)]),
        Event::SessionRevoked(reason) => session_state(SessionState::Revoked(*reason), language).to_owned(),
        Event::UserCreated(new) | Event::RoleChanged(new) => role(*new, language).to_owned(),
        Event::UserRenamed { old, new } => {
            language.with("detail-renamed", &[("old", old.as_str()), ("new", new.as_str())])
        }
        Event::SigningKeyCreated { kid, algorithm } | Event::SigningKeyRetired { kid, algorithm: Some(algorithm) } => {
            format!("{kid} {algorithm}")
        }
        Event::SigningKeyRetired { kid, algorithm: None } => kid.clone(),
        Event::EmailChanged(EmailChange::Noted) => language.t("detail-address-noted").to_owned(),
        Event::EmailChanged(EmailChange::Verified) => language.t("detail-address-verified").to_owned(),
        Event::EmailChanged(EmailChange::TakenAway) => language.t("detail-address-removed").to_owned(),
        Event::BulkRevocationStarted { matched, target } => {
            let count =
                matched.map_or_else(|| language.t("detail-not-counted").to_owned(), |count| sessions(count, language));
            let target = match target {
                BulkTarget::Everybody => language.t("bulk-everybody"),
                BulkTarget::Matching(filter) if filter.is_empty() => language.t("bulk-all-alive"),
                BulkTarget::Matching(filter) => filter.as_str(),
            };
            format!("{count}: {target}")
        }
        Event::BulkRevocationFinished { ended } => sessions(*ended, language),
        Event::EventsExported { format, filter } => format!("{} {filter}", format.as_str()).trim_end().to_owned(),
        Event::EventsPruned { last_event, .. } => {
            language.with("detail-up-to-number", &[("number", last_event.to_string())])
        }
        Event::TwoFactorRemoved(check) => check.as_ref().map(|check| check.as_str().to_owned()).unwrap_or_default(),
        Event::RecoveryCodeUsed { left } => language.with("detail-codes-left", &[("count", *left)]),
        Event::SignInLocked { cause, seconds } => locked(lock_cause(*cause, language), *seconds, language),
        Event::SignInClosed(cause) => lock_cause(*cause, language).to_owned(),
        Event::TriesRefused { tries, network } => {
            language.with("detail-tries", &[("network", Value::from(network)), ("count", tries.into())])
        }
        Event::MailFailed { kind, why } => language
            .with("detail-mail-failed", &[("kind", letter_kind(*kind, language)), ("reason", failing(*why, language))]),
        Event::LinkMailed(kind) => letter_kind(*kind, language).to_owned(),
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
        (None, false) => say("detail-by-password"),
        (None, true) => say("detail-by-password-kept"),
        (Some(CodeKind::App), false) => say("detail-by-code"),
        (Some(CodeKind::App), true) => say("detail-by-code-kept"),
        (Some(CodeKind::Recovery), false) => say("detail-by-recovery-code"),
        (Some(CodeKind::Recovery), true) => say("detail-by-recovery-code-kept"),
    })
}

fn sessions(count: i64, language: Language) -> String {
    language.with("sessions-count", &[("count", count)])
}

fn lock_cause(cause: LockCause, language: Language) -> &'static str {
    language.t(match cause {
        LockCause::UnknownDevices => say("lock-cause-unknown-devices"),
        LockCause::KnownDevice => say("lock-cause-known-device"),
        LockCause::OneSession => say("lock-cause-session"),
        LockCause::Codes => say("lock-cause-codes"),
        LockCause::RecoveryCodes => say("lock-cause-recovery-codes"),
    })
}

/// Why an account is locked, and for how long.
fn locked(cause: &str, seconds: u64, language: Language) -> String {
    let (id, count) = match seconds {
        seconds if seconds > 0 && seconds.is_multiple_of(60) => (say("detail-locked-minutes"), seconds / 60),
        seconds => (say("detail-locked-seconds"), seconds),
    };
    language.with(id, &[("cause", Value::from(cause)), ("count", count.into())])
}

/// Who acted, if it was somebody else than the person who reads it.
pub fn acted_by(by: ActedBy, language: Language) -> Option<&'static str> {
    match by {
        ActedBy::Owner => None,
        ActedBy::Admin => Some(language.t("home-ended-by-admin")),
        ActedBy::Operator => Some(language.t("origin-command-line")),
        ActedBy::Doorward => Some(language.t("origin-doorward")),
    }
}

/// Who acted, where the event names no user.
pub fn origin(origin: Origin, language: Language) -> Option<&'static str> {
    match origin {
        Origin::Request => None,
        // The batches of a bulk revocation by an operator; those of an admin name the admin.
        Origin::Operator | Origin::Bulk => Some(language.t("origin-command-line")),
        Origin::Doorward => Some(language.t("origin-doorward")),
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
            let (english, korean) = (told(Language::ENGLISH), told(Language::parse("ko").expect("Korean")));
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
            assert_eq!(event(&row, Language::ENGLISH), shown);
            assert_eq!(Some(detail(&row, Language::parse("ko").expect("Korean")).as_str()), detail_text);
        }
        assert_eq!(detail(&row("session_revoked", None), Language::parse("ko").expect("Korean")), "");
    }

    #[test]
    fn who_did_what_nobody_is_named_for_is_told_in_each_language() {
        for (from, english) in [
            (Origin::Request, None),
            (Origin::Operator, Some("command line")),
            (Origin::Bulk, Some("command line")),
            (Origin::Doorward, Some("Doorward itself")),
        ] {
            assert_eq!(origin(from, Language::ENGLISH), english);
            let korean = origin(from, Language::parse("ko").expect("Korean"));
            assert!(korean.is_some() == english.is_some() && (korean.is_none() || korean != english), "{korean:?}");
        }
    }
}
