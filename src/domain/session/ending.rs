//! The reasons why a session has ended.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;

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

/// Who or what ended a session, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum RevocationReason {
    /// The person signed out in that browser.
    SignedOut,
    /// The person ended it from another session.
    SignedOutElsewhere,
    /// The person signed in again in the same browser.
    Replaced,
    /// The password was changed in another session.
    PasswordChanged,
    /// The account was suspended.
    Suspended,
    /// An old refresh token was used again.
    Reused,
    /// The account had more sessions than allowed.
    Limit,
    /// An operator ended it at the command line.
    Operator,
    /// An administrator ended it.
    Administrator,
    /// A new password was chosen with a link from an administrator.
    PasswordReset,
    /// The account was deleted.
    UserDeleted,
    /// The database was restored from a backup.
    Restored,
    /// The second factor was set up, changed or removed.
    TwoFactorChanged,
    /// The account must have a second factor now, and has none.
    TwoFactorDemanded,
}

impl RevocationReason {
    /// Every reason.
    pub const ALL: [RevocationReason; 14] = [
        RevocationReason::SignedOut,
        RevocationReason::SignedOutElsewhere,
        RevocationReason::Replaced,
        RevocationReason::PasswordChanged,
        RevocationReason::Suspended,
        RevocationReason::Reused,
        RevocationReason::Limit,
        RevocationReason::Operator,
        RevocationReason::Administrator,
        RevocationReason::PasswordReset,
        RevocationReason::UserDeleted,
        RevocationReason::Restored,
        RevocationReason::TwoFactorChanged,
        RevocationReason::TwoFactorDemanded,
    ];

    /// Returns the value in the database and in lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            RevocationReason::SignedOut => "signed_out",
            RevocationReason::SignedOutElsewhere => "signed_out_elsewhere",
            RevocationReason::Replaced => "replaced",
            RevocationReason::PasswordChanged => "password_changed",
            RevocationReason::Suspended => "suspended",
            RevocationReason::Reused => "reused",
            RevocationReason::Limit => "limit",
            RevocationReason::Operator => "operator",
            RevocationReason::Administrator => "administrator",
            RevocationReason::PasswordReset => "password_reset",
            RevocationReason::UserDeleted => "user_deleted",
            RevocationReason::Restored => "restored",
            RevocationReason::TwoFactorChanged => "two_factor_changed",
            RevocationReason::TwoFactorDemanded => "two_factor_demanded",
        }
    }

    /// Parses the value that `as_str` writes.
    pub fn parse(word: &str) -> Option<RevocationReason> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}
