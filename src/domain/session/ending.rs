//! The reasons why a session has ended.

use crate::domain::text::words;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// Nobody used it for too long.
    IdleExpired,
    /// It reached the end of its longest life.
    AbsolutelyExpired,
    /// Somebody ended it, or an event did.
    Revoked(RevocationReason),
    /// Its user is suspended.
    UserSuspended,
    /// It is no longer on record, or dates from before a restore.
    Gone,
}

words! {
    /// Who or what ended a session, and why.
    pub enum RevocationReason: Text {
        /// The person signed out in that browser.
        SignedOut = "signed_out",
        /// The person ended it from another session.
        SignedOutElsewhere = "signed_out_elsewhere",
        /// The person signed in again in the same browser.
        Replaced = "replaced",
        /// The password was changed in another session.
        PasswordChanged = "password_changed",
        /// The account was suspended.
        Suspended = "suspended",
        /// An old refresh token was used again.
        Reused = "reused",
        /// The account had more sessions than allowed.
        Limit = "limit",
        /// An operator ended it at the command line.
        Operator = "operator",
        /// An administrator ended it.
        Administrator = "administrator",
        /// A new password was chosen with a link from an administrator.
        PasswordReset = "password_reset",
        /// The account was deleted.
        UserDeleted = "user_deleted",
        /// The database was restored from a backup.
        Restored = "restored",
        /// The second factor was set up, changed or removed.
        TwoFactorChanged = "two_factor_changed",
        /// The account must have a second factor now, and has none.
        TwoFactorDemanded = "two_factor_demanded",
    }
}
