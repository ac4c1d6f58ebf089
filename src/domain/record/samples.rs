//! Events for tests.

use super::detail::{BulkTarget, EmailChange, ExportFormat, LockCause};
use super::event::Event;
use crate::domain::account::{IdentityCheck, Role, Username};
use crate::domain::mail::{Failing, LetterKind};
use crate::domain::session::RevocationReason;
use crate::domain::sign_in::CodeKind;
use crate::domain::token::SigningAlgorithm;

/// Returns at least one event of each kind, and one for each variant of the values that events carry.
pub fn all() -> Vec<Event> {
    let name = |text| Username::parse(text).expect("a name");
    let codes = [None, Some(CodeKind::App), Some(CodeKind::Recovery)];
    let targets = ["", "user=ada&state=live"].map(|filter| BulkTarget::Matching(filter.to_owned()));
    let formats =
        ExportFormat::ALL.into_iter().flat_map(|format| ["", "kind=signed_in"].map(|filter| (format, filter)));
    let failed = LetterKind::ALL.into_iter().flat_map(|kind| Failing::ALL.map(|why| Event::MailFailed { kind, why }));
    let mut all: Vec<Event> = codes
        .into_iter()
        .flat_map(|code| [false, true].map(|remembered| Event::SignedIn { code, remembered }))
        .chain(RevocationReason::ALL.map(Event::SessionRevoked))
        .chain(Role::ALL.map(Event::UserCreated))
        .chain(Role::ALL.map(Event::RoleChanged))
        .chain(EmailChange::ALL.map(Event::EmailChanged))
        .chain(LockCause::ALL.map(|cause| Event::SignInLocked { cause, seconds: 300 }))
        .chain([1, 59, 60].map(|seconds| Event::SignInLocked { cause: LockCause::UnknownDevices, seconds }))
        .chain(LockCause::ALL.map(Event::SignInClosed))
        .chain([1, 1234].map(|tries| Event::TriesRefused { tries, network: "192.0.2.0/24".into() }))
        .chain(failed)
        .chain(LetterKind::ALL.map(Event::LinkMailed))
        .chain([1, 1234].map(|ended| Event::BulkRevocationFinished { ended }))
        .chain(
            targets
                .into_iter()
                .chain([BulkTarget::Everybody])
                .flat_map(|target| [None, Some(1), Some(12)].map(|matched| (matched, target.clone())))
                .map(|(matched, target)| Event::BulkRevocationStarted { matched, target }),
        )
        .chain(formats.map(|(format, filter)| Event::EventsExported { format, filter: filter.to_owned() }))
        .chain(SigningAlgorithm::ALL.map(|algorithm| Event::SigningKeyCreated { kid: "k-1".into(), algorithm }))
        .collect();
    all.extend([
        Event::SignInFailed,
        Event::SessionRenewed { generation: 4 },
        Event::RefreshTokenReused { generation: 3 },
        Event::PasswordChanged,
        Event::PasswordConfirmationFailed,
        Event::PasswordConfirmed,
        Event::SessionLabelled,
        Event::UserSuspended,
        Event::UserReactivated,
        Event::UserRenamed { old: name("ada"), new: name("grace") },
        Event::SetupLinkCreated,
        Event::SigningKeyRetired { kid: "k-1".into(), algorithm: Some(SigningAlgorithm::EdDsa) },
        Event::SigningKeyRetired { kid: "k-1".into(), algorithm: None },
        Event::UserDeleted,
        Event::InvitationCreated,
        Event::InvitationAccepted,
        Event::PasswordResetStarted,
        Event::PasswordResetCompleted,
        Event::DeviceLinkCreated,
        Event::DeviceMadeKnown,
        Event::EventsPruned { last_event: 1234, proof: "0a1b".into() },
        Event::TwoFactorEnabled,
        Event::TwoFactorRemoved(None),
        Event::TwoFactorRemoved(IdentityCheck::parse("met in person").ok()),
        Event::RecoveryCodesCreated,
        Event::RecoveryCodeUsed { left: 9 },
        Event::CodeRefused,
        Event::DatabaseRestored,
        Event::SignInReopened,
    ]);
    all
}
