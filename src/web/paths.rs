//! Paths. Routes, redirects and templates use these and no others.

/// The start page.
pub const HOME: &str = "/";
/// Making the first admin.
pub const SETUP: &str = "/setup";
/// Signing in.
pub const LOGIN: &str = "/login";
/// The same, for whoever has just made the first admin.
pub const LOGIN_AFTER_SETUP: &str = "/login?welcome";
/// The start page, for whoever has just signed out.
pub const HOME_AFTER_LOGOUT: &str = "/?signed-out";
/// The page to change a password, for whoever has just done so.
pub const PASSWORD_CHANGED: &str = "/account/password?changed";
/// Signing out.
pub const LOGOUT: &str = "/logout";
/// Choosing a language.
pub const LANGUAGE: &str = "/language";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// Changing one's password.
pub const PASSWORD: &str = "/account/password";
/// One's own sessions.
pub const SESSIONS: &str = "/account/sessions";
/// Ending all of one's own sessions but this one.
pub const SESSION_REVOCATIONS: &str = "/account/sessions/revocations";
/// Ending one of one's own sessions.
pub const SESSION_REVOCATION: &str = "/account/sessions/{id}/revocation";
/// Naming one of one's own sessions.
pub const SESSION_LABEL: &str = "/account/sessions/{id}/label";
/// Where password managers look for the page that changes a password (W3C, *A Well-Known URL for Changing Passwords*).
pub const CHANGE_PASSWORD: &str = "/.well-known/change-password";
/// Style sheet and icon, named by their content.
pub const STATIC_FILE: &str = "/static/{name}";

/// Whether a path is one of [`STATIC_FILE`].
pub fn is_static(path: &str) -> bool {
    path.starts_with("/static/")
}

/// [`SESSION_REVOCATION`] of this session.
pub fn session_revocation(id: &str) -> String {
    SESSION_REVOCATION.replace("{id}", id)
}

/// [`SESSION_LABEL`] of this session.
pub fn session_label(id: &str) -> String {
    SESSION_LABEL.replace("{id}", id)
}

/// [`LOGIN`], returning to `next` afterwards.
pub fn login_returning_to(next: &crate::domain::return_to::ReturnTo) -> String {
    if next.is_home() {
        return LOGIN.to_owned();
    }
    let query: String = url::form_urlencoded::byte_serialize(next.as_str().as_bytes()).collect();
    format!("{LOGIN}?next={query}")
}
