//! The events of the append-only record, and their form in its columns.

use super::detail::{BulkTarget, EmailChange, ExportFormat, LockCause};
use super::kind::EventKind;
use crate::domain::account::{IdentityCheck, Role, Username};
use crate::domain::mail::{Failing, LetterKind};
use crate::domain::session::RevocationReason;
use crate::domain::sign_in::CodeKind;
use crate::domain::token::SigningAlgorithm;

/// Something that happened. It never contains a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody signed in with their password and, if one was asked for, a code.
    SignedIn { code: Option<CodeKind>, remembered: bool },
    /// The password was wrong, or the account is suspended. If no account has the name, the event is about nobody.
    SignInFailed,
    /// A session was renewed and now has this generation.
    SessionRenewed { generation: i64 },
    /// The refresh token of an old generation came back, so the session was ended.
    RefreshTokenReused { generation: i64 },
    /// A session was ended by a decision.
    SessionRevoked(RevocationReason),
    /// Somebody chose a new password.
    PasswordChanged,
    /// The current password was asked for, and the right one was not given.
    PasswordConfirmationFailed,
    /// The current password was asked for and given.
    PasswordConfirmed,
    /// A device was given a name.
    SessionLabelled,
    /// An account was made.
    UserCreated(Role),
    /// An account was suspended.
    UserSuspended,
    /// A suspended account was activated again.
    UserReactivated,
    /// A role was changed to this one.
    RoleChanged(Role),
    /// An account was given another name.
    UserRenamed { old: Username, new: Username },
    /// A setup link was printed.
    SetupLinkCreated,
    /// A signing key was made.
    SigningKeyCreated { kid: String, algorithm: SigningAlgorithm },
    /// Signatures of a signing key are not accepted any more. When a backup is restored, the algorithm is not recorded.
    SigningKeyRetired { kid: String, algorithm: Option<SigningAlgorithm> },
    /// An account was deleted.
    UserDeleted,
    /// An e-mail address was saved or removed.
    EmailChanged(EmailChange),
    /// A link was made with which somebody chooses their first password.
    InvitationCreated,
    /// Somebody chose their first password with such a link.
    InvitationAccepted,
    /// A link was made with which somebody chooses a new password.
    PasswordResetStarted,
    /// Somebody chose a new password with such a link.
    PasswordResetCompleted,
    /// A link was made that makes a browser known to an account.
    DeviceLinkCreated,
    /// A browser was made known to an account by such a link. Nobody was signed in.
    DeviceMadeKnown,
    /// Many sessions are being ended. `matched` is their number, if it was possible to count them.
    BulkRevocationStarted { matched: Option<i64>, target: BulkTarget },
    /// A bulk revocation is done; `ended` is the number of sessions that it ended.
    BulkRevocationFinished { ended: i64 },
    /// Somebody exported the events that this filter accepts.
    EventsExported { format: ExportFormat, filter: String },
    /// Events up to this one were deleted because they were old. [`super::event_seal::Pruning::event`] makes the proof.
    EventsPruned { last_event: i64, proof: String },
    /// From now on, a second factor is asked for.
    TwoFactorEnabled,
    /// A second factor is not asked for any more. If an admin removed it, the event tells how they checked the identity
    /// of the person who asked for this.
    TwoFactorRemoved(Option<IdentityCheck>),
    /// New recovery codes replaced the old ones.
    RecoveryCodesCreated,
    /// A recovery code was used; `left` is the number of codes that are left.
    RecoveryCodeUsed { left: i64 },
    /// The password was right, but the code of the second factor was wrong.
    CodeRefused,
    /// The database was restored from a backup.
    DatabaseRestored,
    /// Too many wrong passwords or codes: no more are looked at for this number of seconds.
    SignInLocked { cause: LockCause, seconds: u64 },
    /// A hundred different wrong passwords in a row: no more are looked at.
    SignInClosed(LockCause),
    /// Somebody who may forgot the wrong passwords of strangers, so these may try again.
    SignInReopened,
    /// This number of tries was refused from a network within a quarter of an hour.
    TriesRefused { tries: i64, network: String },
    /// A mail was given up. The event does not contain the address, nor what the mail server said, which may contain it.
    MailFailed { kind: LetterKind, why: Failing },
    /// A link was made and goes to its owner by mail: whoever made it never saw it.
    LinkMailed(LetterKind),
}

impl Event {
    /// Returns the columns `kind` and `detail`. The seals are computed over these texts and exports contain them, so
    /// they must stay as they are. [`Event::read`] reads them back.
    pub fn columns(&self) -> (EventKind, Option<String>) {
        match self {
            Event::SignedIn { code, remembered } => {
                let code = match code {
                    None => "",
                    Some(CodeKind::App) => ", code",
                    Some(CodeKind::Recovery) => ", recovery code",
                };
                let kept = if *remembered { ", kept signed in" } else { "" };
                with(EventKind::SignedIn, format!("password{code}{kept}"))
            }
            Event::SessionRenewed { generation } => with(EventKind::SessionRenewed, format!("generation {generation}")),
            Event::RefreshTokenReused { generation } => {
                with(EventKind::RefreshTokenReused, format!("generation {generation}"))
            }
            Event::SessionRevoked(reason) => with(EventKind::SessionRevoked, reason.as_str()),
            Event::UserCreated(role) => with(EventKind::UserCreated, role.as_str()),
            Event::RoleChanged(role) => with(EventKind::RoleChanged, role.as_str()),
            Event::UserRenamed { old, new } => with(EventKind::UserRenamed, format!("{old} is now {new}")),
            Event::SigningKeyCreated { kid, algorithm } => {
                with(EventKind::SigningKeyCreated, format!("{kid} {algorithm}"))
            }
            Event::SigningKeyRetired { kid, algorithm: Some(algorithm) } => {
                with(EventKind::SigningKeyRetired, format!("{kid} {algorithm}"))
            }
            Event::SigningKeyRetired { kid, algorithm: None } => with(EventKind::SigningKeyRetired, kid),
            Event::EmailChanged(change) => with(EventKind::EmailChanged, change.as_str()),
            Event::BulkRevocationStarted { matched, target } => {
                let matched = matched.map_or_else(|| "uncounted".to_owned(), |matched| matched.to_string());
                with(EventKind::BulkRevocationStarted, format!("{matched}: {target}"))
            }
            Event::BulkRevocationFinished { ended } => with(EventKind::BulkRevocationFinished, ended.to_string()),
            Event::EventsExported { format, filter } => {
                let text = format!("{} {filter}", format.as_str());
                with(EventKind::EventsExported, text.trim_end())
            }
            Event::EventsPruned { last_event, proof } => with(EventKind::EventsPruned, format!("{last_event} {proof}")),
            Event::TwoFactorRemoved(Some(check)) => with(EventKind::TwoFactorRemoved, check.as_str()),
            Event::RecoveryCodeUsed { left } => with(EventKind::RecoveryCodeUsed, format!("{left} left")),
            Event::SignInLocked { cause, seconds } => {
                with(EventKind::SignInLocked, format!("{}, {seconds} s", cause.as_str()))
            }
            Event::SignInClosed(cause) => with(EventKind::SignInClosed, cause.as_str()),
            Event::TriesRefused { tries, network } => with(EventKind::TriesRefused, format!("{tries} from {network}")),
            Event::MailFailed { kind, why } => {
                with(EventKind::MailFailed, format!("{}, {}", kind.as_str(), why.as_str()))
            }
            Event::LinkMailed(kind) => with(EventKind::LinkMailed, kind.as_str()),
            Event::SignInReopened => (EventKind::SignInReopened, None),
            Event::SignInFailed => (EventKind::SignInFailed, None),
            Event::PasswordChanged => (EventKind::PasswordChanged, None),
            Event::PasswordConfirmationFailed => (EventKind::PasswordConfirmationFailed, None),
            Event::PasswordConfirmed => (EventKind::PasswordConfirmed, None),
            Event::SessionLabelled => (EventKind::SessionLabelled, None),
            Event::UserSuspended => (EventKind::UserSuspended, None),
            Event::UserReactivated => (EventKind::UserReactivated, None),
            Event::SetupLinkCreated => (EventKind::SetupLinkCreated, None),
            Event::UserDeleted => (EventKind::UserDeleted, None),
            Event::InvitationCreated => (EventKind::InvitationCreated, None),
            Event::InvitationAccepted => (EventKind::InvitationAccepted, None),
            Event::PasswordResetStarted => (EventKind::PasswordResetStarted, None),
            Event::PasswordResetCompleted => (EventKind::PasswordResetCompleted, None),
            Event::DeviceLinkCreated => (EventKind::DeviceLinkCreated, None),
            Event::DeviceMadeKnown => (EventKind::DeviceMadeKnown, None),
            Event::TwoFactorEnabled => (EventKind::TwoFactorEnabled, None),
            Event::TwoFactorRemoved(None) => (EventKind::TwoFactorRemoved, None),
            Event::RecoveryCodesCreated => (EventKind::RecoveryCodesCreated, None),
            Event::CodeRefused => (EventKind::CodeRefused, None),
            Event::DatabaseRestored => (EventKind::DatabaseRestored, None),
        }
    }

    /// Reads the columns that [`Event::columns`] returns. Returns `None` for any other text, such as a detail of an
    /// older Doorward or one that somebody wrote into the database by hand: such a text is shown as it is.
    pub fn read(kind: EventKind, detail: Option<&str>) -> Option<Event> {
        let text = detail.unwrap_or_default();
        let event = match kind {
            EventKind::SignedIn => {
                let (means, remembered) =
                    text.strip_suffix(", kept signed in").map_or((text, false), |means| (means, true));
                let code = match means {
                    "password, code" => Some(CodeKind::App),
                    "password, recovery code" => Some(CodeKind::Recovery),
                    _ => None,
                };
                Event::SignedIn { code, remembered }
            }
            EventKind::SessionRenewed => Event::SessionRenewed { generation: generation(text)? },
            EventKind::RefreshTokenReused => Event::RefreshTokenReused { generation: generation(text)? },
            EventKind::SessionRevoked => Event::SessionRevoked(RevocationReason::parse(text)?),
            EventKind::UserCreated => Event::UserCreated(Role::parse(text)?),
            EventKind::RoleChanged => Event::RoleChanged(Role::parse(text)?),
            EventKind::UserRenamed => {
                let (old, new) = text.split_once(" is now ")?;
                Event::UserRenamed { old: Username::parse(old).ok()?, new: Username::parse(new).ok()? }
            }
            EventKind::SigningKeyCreated => {
                let (kid, algorithm) = text.split_once(' ')?;
                Event::SigningKeyCreated { kid: kid.to_owned(), algorithm: SigningAlgorithm::parse(algorithm)? }
            }
            EventKind::SigningKeyRetired => match text.split_once(' ') {
                Some((kid, algorithm)) => {
                    let algorithm = Some(SigningAlgorithm::parse(algorithm)?);
                    Event::SigningKeyRetired { kid: kid.to_owned(), algorithm }
                }
                None => Event::SigningKeyRetired { kid: text.to_owned(), algorithm: None },
            },
            EventKind::EmailChanged => Event::EmailChanged(EmailChange::parse(text)?),
            EventKind::BulkRevocationStarted => {
                let (matched, target) = text.split_once(": ")?;
                let matched = if matched == "uncounted" { None } else { Some(matched.parse().ok()?) };
                Event::BulkRevocationStarted { matched, target: BulkTarget::read(target) }
            }
            EventKind::BulkRevocationFinished => Event::BulkRevocationFinished { ended: text.parse().ok()? },
            EventKind::EventsExported => {
                let (format, filter) = text.split_once(' ').unwrap_or((text, ""));
                Event::EventsExported { format: ExportFormat::parse(format)?, filter: filter.to_owned() }
            }
            EventKind::EventsPruned => {
                let (last_event, proof) = text.split_once(' ')?;
                Event::EventsPruned { last_event: last_event.parse().ok()?, proof: proof.to_owned() }
            }
            EventKind::TwoFactorRemoved => match detail {
                Some(check) => Event::TwoFactorRemoved(Some(IdentityCheck::parse(check).ok()?)),
                None => Event::TwoFactorRemoved(None),
            },
            EventKind::RecoveryCodeUsed => Event::RecoveryCodeUsed { left: text.strip_suffix(" left")?.parse().ok()? },
            EventKind::SignInLocked => {
                let (cause, seconds) = text.strip_suffix(" s")?.rsplit_once(", ")?;
                Event::SignInLocked { cause: LockCause::parse(cause)?, seconds: seconds.parse().ok()? }
            }
            EventKind::SignInClosed => Event::SignInClosed(LockCause::parse(text)?),
            EventKind::TriesRefused => {
                let (tries, network) = text.split_once(" from ")?;
                Event::TriesRefused { tries: tries.parse().ok()?, network: network.to_owned() }
            }
            EventKind::MailFailed => {
                let (kind, why) = text.split_once(", ")?;
                Event::MailFailed { kind: LetterKind::parse(kind)?, why: Failing::parse(why)? }
            }
            EventKind::LinkMailed => Event::LinkMailed(LetterKind::parse(text)?),
            EventKind::SignInReopened => Event::SignInReopened,
            EventKind::SignInFailed => Event::SignInFailed,
            EventKind::PasswordChanged => Event::PasswordChanged,
            EventKind::PasswordConfirmationFailed => Event::PasswordConfirmationFailed,
            EventKind::PasswordConfirmed => Event::PasswordConfirmed,
            EventKind::SessionLabelled => Event::SessionLabelled,
            EventKind::UserSuspended => Event::UserSuspended,
            EventKind::UserReactivated => Event::UserReactivated,
            EventKind::SetupLinkCreated => Event::SetupLinkCreated,
            EventKind::UserDeleted => Event::UserDeleted,
            EventKind::InvitationCreated => Event::InvitationCreated,
            EventKind::InvitationAccepted => Event::InvitationAccepted,
            EventKind::PasswordResetStarted => Event::PasswordResetStarted,
            EventKind::PasswordResetCompleted => Event::PasswordResetCompleted,
            EventKind::DeviceLinkCreated => Event::DeviceLinkCreated,
            EventKind::DeviceMadeKnown => Event::DeviceMadeKnown,
            EventKind::TwoFactorEnabled => Event::TwoFactorEnabled,
            EventKind::RecoveryCodesCreated => Event::RecoveryCodesCreated,
            EventKind::CodeRefused => Event::CodeRefused,
            EventKind::DatabaseRestored => Event::DatabaseRestored,
        };
        // A text that `columns` would write differently is not accepted, such as "007 left" or a detail of a kind that
        // has none.
        (event.columns().1.as_deref() == detail).then_some(event)
    }
}

/// Returns the columns of an event that tells more than its kind.
fn with(kind: EventKind, detail: impl Into<String>) -> (EventKind, Option<String>) {
    (kind, Some(detail.into()))
}

fn generation(text: &str) -> Option<i64> {
    text.strip_prefix("generation ")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::samples;

    #[test]
    fn every_event_is_read_as_it_was_written() {
        let mut missing = EventKind::ALL.to_vec();
        for event in samples::all() {
            let (kind, detail) = event.columns();
            assert_eq!(Event::read(kind, detail.as_deref()), Some(event));
            missing.retain(|other| *other != kind);
        }
        assert_eq!(missing, []);
    }

    /// The chain of seals and the exported copies contain these texts.
    #[test]
    fn the_stored_texts_are_what_they_always_were() {
        let texts: Vec<String> = samples::all().iter().filter_map(|event| event.columns().1).collect();
        for text in [
            "password",
            "password, code, kept signed in",
            "password, recovery code",
            "generation 4",
            "signed_out_elsewhere",
            "admin",
            "ada is now grace",
            "k-1 EdDSA",
            "k-1",
            "noted",
            "taken away",
            "verified",
            "uncounted: everybody",
            "12: user=ada&state=live",
            "1: ",
            "1234",
            "csv",
            "jsonl kind=signed_in",
            "1234 0a1b",
            "met in person",
            "9 left",
            "account, unknown devices, 300 s",
            "account, known device, 300 s",
            "account, one session, 300 s",
            "account, unknown devices",
            "1234 from 192.0.2.0/24",
            "codes, 300 s",
            "recovery codes, 300 s",
            "invitation, refused",
        ] {
            assert!(texts.iter().any(|one| one == text), "{text}");
        }
    }

    #[test]
    fn what_was_not_written_like_this_is_not_read() {
        for (kind, detail) in [
            (EventKind::SignedIn, None),
            (EventKind::SignedIn, Some("password, kept signed in, code")),
            (EventKind::SignInFailed, Some("")),
            (EventKind::SessionRenewed, Some("generation 04")),
            (EventKind::SessionRevoked, Some("tired")),
            (EventKind::UserCreated, None),
            (EventKind::UserRenamed, Some("ada is now ")),
            (EventKind::SigningKeyCreated, Some("k-1 none")),
            (EventKind::SigningKeyRetired, None),
            (EventKind::EmailChanged, Some("ada@example.org")),
            (EventKind::BulkRevocationStarted, Some("many: everybody")),
            (EventKind::EventsExported, Some("xml")),
            (EventKind::TwoFactorRemoved, Some("short")),
            (EventKind::RecoveryCodeUsed, Some("007 left")),
            (EventKind::SignInLocked, Some("moon, 300 s")),
            (EventKind::SignInLocked, Some("codes, -1 s")),
            (EventKind::SignInClosed, Some("moon")),
            (EventKind::TriesRefused, Some("many from 192.0.2.0/24")),
            (EventKind::MailFailed, Some("invitation, bored")),
        ] {
            assert_eq!(Event::read(kind, detail), None, "{kind:?} {detail:?}");
        }
    }
}
