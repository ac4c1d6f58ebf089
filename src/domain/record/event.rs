//! What happened, for the append-only record.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::domain::id::{SessionId, UserId};
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::schema::events;

/// A row to be added to `events`.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = events)]
pub struct NewEvent {
    at: Timestamp,
    kind: EventKind,
    user_id: Option<UserId>,
    actor_id: Option<UserId>,
    session_id: Option<SessionId>,
    ip: String,
    user_agent: String,
    request_id: String,
    detail: Option<String>,
}

impl NewEvent {
    /// Something that happened at `at`, asked for by `context`.
    pub fn new(kind: EventKind, at: Timestamp, context: &RequestContext) -> NewEvent {
        NewEvent {
            at,
            kind,
            user_id: None,
            actor_id: None,
            session_id: None,
            ip: context.ip.clone(),
            user_agent: context.user_agent.clone(),
            request_id: context.request_id.clone(),
            detail: None,
        }
    }

    /// Whom it is about.
    pub fn about(self, user: &UserId) -> NewEvent {
        NewEvent { user_id: Some(user.clone()), ..self }
    }

    /// Who did it.
    pub fn by(self, actor: &UserId) -> NewEvent {
        NewEvent { actor_id: Some(actor.clone()), ..self }
    }

    /// In which session, or to which.
    pub fn session(self, session: &SessionId) -> NewEvent {
        NewEvent { session_id: Some(session.clone()), ..self }
    }

    /// One more word: a reason, a role, a generation. Never a secret.
    pub fn detail(self, detail: impl Into<String>) -> NewEvent {
        NewEvent { detail: Some(detail.into()), ..self }
    }
}

/// A row of `events`, read back.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Event {
    /// The order of events.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Whom it is about.
    pub user_id: Option<UserId>,
    /// Who did it.
    pub actor_id: Option<UserId>,
    /// From which address.
    pub ip: Option<String>,
    /// From which browser.
    pub user_agent: Option<String>,
    /// Ties it to log lines.
    pub request_id: Option<String>,
    /// One more word.
    pub detail: Option<String>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal),+ $(,)?) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
        #[diesel(sql_type = Text)]
        pub enum EventKind { $($(#[$doc])* $kind),+ }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[EventKind] = &[$(EventKind::$kind),+];

            /// The word in the database, in logs and in lists.
            pub const fn as_str(self) -> &'static str {
                match self { $(EventKind::$kind => $word),+ }
            }

            /// Reads that word.
            pub fn parse(word: &str) -> Option<EventKind> {
                match word { $($word => Some(EventKind::$kind),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// A password did not fit, or the account is suspended; without a user when no such name exists.
    SignInFailed = "sign_in_failed",
    /// A session was renewed; the detail is its new generation.
    SessionRenewed = "session_renewed",
    /// An old refresh token came back; the session was ended.
    RefreshTokenReused = "refresh_token_reused",
    /// A session was ended by a decision; the detail says which.
    SessionRevoked = "session_revoked",
    /// Somebody chose a new password.
    PasswordChanged = "password_changed",
    /// The current password was asked for and not given; the detail says where.
    PasswordConfirmationFailed = "password_confirmation_failed",
    /// The current password was asked for and given.
    PasswordConfirmed = "password_confirmed",
    /// A device was given a name.
    SessionLabelled = "session_labelled",
    /// An account was made; the detail is its role.
    UserCreated = "user_created",
    /// An account was suspended.
    UserSuspended = "user_suspended",
    /// A suspended account was given back.
    UserReactivated = "user_reactivated",
    /// A role was changed; the detail is the new one.
    RoleChanged = "role_changed",
    /// An account was given another name; the detail is the old one and the new one.
    UserRenamed = "user_renamed",
    /// A setup link was printed.
    SetupLinkCreated = "setup_link_created",
    /// A signing key was made; the detail is its kid and algorithm.
    SigningKeyCreated = "signing_key_created",
    /// A signing key is not believed any more; the detail begins with its kid.
    SigningKeyRetired = "signing_key_retired",
    /// An account was deleted.
    UserDeleted = "user_deleted",
    /// An e-mail address was noted or taken away.
    EmailChanged = "email_changed",
    /// A link was made by which somebody chooses their first password.
    InvitationCreated = "invitation_created",
    /// Somebody chose their first password by such a link.
    InvitationAccepted = "invitation_accepted",
    /// A link was made by which somebody chooses a new password.
    PasswordResetStarted = "password_reset_started",
    /// Somebody chose a new password by such a link.
    PasswordResetCompleted = "password_reset_completed",
    /// Sessions are being ended, all that a filter matches; the detail is the filter and how many.
    BulkRevocationStarted = "bulk_revocation_started",
    /// That is done; the detail is how many.
    BulkRevocationFinished = "bulk_revocation_finished",
    /// Somebody took a copy of the events; the detail is the format and the filter.
    EventsExported = "events_exported",
    /// Events were deleted because they were old; the detail is up to which.
    EventsPruned = "events_pruned",
    /// A second factor is asked for from now on.
    TwoFactorEnabled = "two_factor_enabled",
    /// A second factor is asked for no more; the detail is how an admin made sure who asked for that.
    TwoFactorRemoved = "two_factor_removed",
    /// New recovery codes took the place of the old ones.
    RecoveryCodesCreated = "recovery_codes_created",
    /// A recovery code was used; the detail is how many are left.
    RecoveryCodeUsed = "recovery_code_used",
    /// The password was right, the code of the second factor was not.
    CodeRefused = "code_refused",
    /// The database was restored from a backup.
    DatabaseRestored = "database_restored",
    /// Too many tries to sign in: no more are let in for a while. The detail says what is locked, and for how long.
    SignInLocked = "sign_in_locked",
}

#[cfg(test)]
mod tests {
    use super::EventKind;

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::parse(kind.as_str()), Some(*kind));
        }
    }
}
