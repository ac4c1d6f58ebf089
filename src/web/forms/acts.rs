//! What a form that waits for a password will do, in the words of the button that sends it on.

use crate::web::language::say;
use crate::web::paths;

/// `path` is that of the route; the words are the id of a message.
pub fn act(path: Option<&str>, fields: &[(String, String)]) -> &'static str {
    let says = |name: &str, value: &str| fields.iter().any(|(known, said)| known == name && said == value);
    match path.unwrap_or_default() {
        paths::TWO_FACTOR_ENROLMENT => say("enrolment-title"),
        paths::RECOVERY_CODES => say("two-factor-new-codes"),
        paths::TWO_FACTOR_REMOVAL => say("two-factor-turn-off"),
        paths::SESSION_REVOCATIONS => say("sessions-end-others"),
        paths::ADMIN_SESSION_REVOCATION => say("admin-session-end"),
        paths::ADMIN_TICKED_REVOCATION => say("session-list-end"),
        paths::ADMIN_BULK_REVOCATIONS if says("everybody", "yes") => say("bulk-everybody-title"),
        paths::ADMIN_BULK_REVOCATIONS => say("bulk-submit"),
        paths::ADMIN_USER_NEW => say("user-new-submit"),
        paths::ADMIN_USER_ROLE if says("role", "admin") => say("act-make-admin"),
        paths::ADMIN_USER_ROLE => say("user-take-role"),
        paths::ADMIN_USER_NAME => say("user-rename"),
        paths::ADMIN_USER_EMAIL => say("act-save-email"),
        paths::ADMIN_USER_SUSPENSION => say("ask-suspend-submit"),
        paths::ADMIN_USER_REACTIVATION => say("act-reactivate"),
        paths::ADMIN_USER_REOPENING => say("user-unlock"),
        paths::ADMIN_USER_SIGN_OUT => say("act-end-all-sessions"),
        paths::ADMIN_USER_PASSWORD_RESET => say("user-reset"),
        paths::ADMIN_USER_INVITATION => say("user-new-invitation"),
        paths::ADMIN_USER_DEVICE_LINK => say("user-device-link"),
        paths::ADMIN_USER_MAIL => say("act-send-link"),
        paths::ADMIN_USER_TWO_FACTOR_REMOVAL => say("second-factor-removal-submit"),
        paths::ADMIN_USER_DELETION => say("ask-delete-submit"),
        paths::ADMIN_EVENT_EXPORT => say("events-export"),
        paths::ADMIN_KEY_ROTATION => say("keys-rotate"),
        paths::ADMIN_KEY_RETIREMENT => say("key-retirement-submit"),
        _ => say("confirm-go-on"),
    }
}

/// Whether the form ends or deletes something, so that the last button before it warns.
pub fn ends_something(path: Option<&str>) -> bool {
    matches!(
        path.unwrap_or_default(),
        paths::TWO_FACTOR_REMOVAL
            | paths::SESSION_REVOCATIONS
            | paths::ADMIN_SESSION_REVOCATION
            | paths::ADMIN_TICKED_REVOCATION
            | paths::ADMIN_BULK_REVOCATIONS
            | paths::ADMIN_USER_SUSPENSION
            | paths::ADMIN_USER_SIGN_OUT
            | paths::ADMIN_USER_TWO_FACTOR_REMOVAL
            | paths::ADMIN_USER_DELETION
            | paths::ADMIN_KEY_RETIREMENT
    )
}
