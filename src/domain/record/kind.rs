//! The kinds of events, by which lists are filtered and counted.

use crate::domain::text::words;

words! {
    /// What kind of thing happened: the column `kind`. [`super::event::Event`] explains each.
    pub enum EventKind: Text {
        SignedIn = "signed_in",
        SignInFailed = "sign_in_failed",
        SessionRenewed = "session_renewed",
        RefreshTokenReused = "refresh_token_reused",
        SessionRevoked = "session_revoked",
        PasswordChanged = "password_changed",
        PasswordConfirmationFailed = "password_confirmation_failed",
        PasswordConfirmed = "password_confirmed",
        SessionLabelled = "session_labelled",
        UserCreated = "user_created",
        UserSuspended = "user_suspended",
        UserReactivated = "user_reactivated",
        RoleChanged = "role_changed",
        UserRenamed = "user_renamed",
        SetupLinkCreated = "setup_link_created",
        SigningKeyCreated = "signing_key_created",
        SigningKeyRetired = "signing_key_retired",
        UserDeleted = "user_deleted",
        EmailChanged = "email_changed",
        InvitationCreated = "invitation_created",
        InvitationAccepted = "invitation_accepted",
        PasswordResetStarted = "password_reset_started",
        PasswordResetCompleted = "password_reset_completed",
        DeviceLinkCreated = "device_link_created",
        DeviceMadeKnown = "device_made_known",
        BulkRevocationStarted = "bulk_revocation_started",
        BulkRevocationFinished = "bulk_revocation_finished",
        EventsExported = "events_exported",
        EventsPruned = "events_pruned",
        TwoFactorEnabled = "two_factor_enabled",
        TwoFactorRemoved = "two_factor_removed",
        RecoveryCodesCreated = "recovery_codes_created",
        RecoveryCodeUsed = "recovery_code_used",
        CodeRefused = "code_refused",
        DatabaseRestored = "database_restored",
        SignInLocked = "sign_in_locked",
        SignInClosed = "sign_in_closed",
        SignInReopened = "sign_in_reopened",
        TriesRefused = "tries_refused",
        MailFailed = "mail_failed",
        LinkMailed = "link_mailed",
    }
}

/// In whose own activity events of a kind are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Everybodys,
    /// They are about no account, and name the admin who did it.
    Admins,
    /// They name nobody who could read them.
    Nobodys,
}

impl EventKind {
    /// Returns in whose own activity it is offered as a filter.
    pub const fn whose(self) -> Whose {
        match self {
            EventKind::SignedIn
            | EventKind::SignInFailed
            | EventKind::SessionRenewed
            | EventKind::RefreshTokenReused
            | EventKind::SessionRevoked
            | EventKind::PasswordChanged
            | EventKind::PasswordConfirmationFailed
            | EventKind::PasswordConfirmed
            | EventKind::SessionLabelled
            | EventKind::UserCreated
            | EventKind::UserSuspended
            | EventKind::UserReactivated
            | EventKind::RoleChanged
            | EventKind::UserRenamed
            | EventKind::EmailChanged
            | EventKind::InvitationCreated
            | EventKind::InvitationAccepted
            | EventKind::PasswordResetStarted
            | EventKind::PasswordResetCompleted
            | EventKind::DeviceLinkCreated
            | EventKind::DeviceMadeKnown
            | EventKind::EventsExported
            | EventKind::TwoFactorEnabled
            | EventKind::TwoFactorRemoved
            | EventKind::RecoveryCodesCreated
            | EventKind::RecoveryCodeUsed
            | EventKind::CodeRefused
            | EventKind::SignInLocked
            | EventKind::SignInClosed
            | EventKind::SignInReopened
            | EventKind::MailFailed
            | EventKind::LinkMailed => Whose::Everybodys,
            EventKind::SigningKeyCreated
            | EventKind::SigningKeyRetired
            | EventKind::BulkRevocationStarted
            | EventKind::BulkRevocationFinished => Whose::Admins,
            EventKind::SetupLinkCreated
            | EventKind::UserDeleted
            | EventKind::EventsPruned
            | EventKind::DatabaseRestored
            | EventKind::TriesRefused => Whose::Nobodys,
        }
    }
}
