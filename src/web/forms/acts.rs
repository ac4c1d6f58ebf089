//! What a form that waits for a password will do, in the words of the button that sends it on.

use crate::web::language::say;
use crate::web::paths;

/// `path` is that of the route; the words are English.
pub fn act(path: Option<&str>, fields: &[(String, String)]) -> &'static str {
    let says = |name: &str, value: &str| fields.iter().any(|(known, said)| known == name && said == value);
    match path.unwrap_or_default() {
        paths::TWO_FACTOR_ENROLMENT => say("Set up an authenticator app"),
        paths::RECOVERY_CODES => say("Make new recovery codes"),
        paths::TWO_FACTOR_REMOVAL => say("Turn the second factor off"),
        paths::SESSION_REVOCATIONS => say("End all other sessions"),
        paths::ADMIN_SESSION_REVOCATION => say("End this session"),
        paths::ADMIN_TICKED_REVOCATION => say("End the ticked sessions"),
        paths::ADMIN_BULK_REVOCATIONS if says("everybody", "yes") => say("Sign out everybody"),
        paths::ADMIN_BULK_REVOCATIONS => say("End these sessions"),
        paths::ADMIN_USER_NEW => say("Make the account and the link"),
        paths::ADMIN_USER_ROLE if says("role", "admin") => say("Make them an administrator"),
        paths::ADMIN_USER_ROLE => say("Take the administrator role away"),
        paths::ADMIN_USER_NAME => say("Rename"),
        paths::ADMIN_USER_EMAIL => say("Save the e-mail address"),
        paths::ADMIN_USER_SUSPENSION => say("Suspend this account"),
        paths::ADMIN_USER_REACTIVATION => say("Reactivate this account"),
        paths::ADMIN_USER_REOPENING => say("Let unknown devices in again"),
        paths::ADMIN_USER_SIGN_OUT => say("End all sessions of this account"),
        paths::ADMIN_USER_PASSWORD_RESET => say("Start a password reset"),
        paths::ADMIN_USER_INVITATION => say("New invitation"),
        paths::ADMIN_USER_DEVICE_LINK => say("Make a device link"),
        paths::ADMIN_USER_TWO_FACTOR_REMOVAL => say("Remove the second factor"),
        paths::ADMIN_USER_DELETION => say("Delete this account"),
        paths::ADMIN_EVENT_EXPORT => say("Take a copy"),
        paths::ADMIN_KEY_ROTATION => say("Rotate now"),
        paths::ADMIN_KEY_RETIREMENT => say("Retire it now"),
        _ => say("Go on"),
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
