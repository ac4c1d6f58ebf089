//! Paths. Routes, redirects and templates use these and no others.

use crate::config::PublicUrl;
use crate::desk::account::NewLink;
use crate::domain::account::LinkPurpose;

/// The API for programs.
pub const API: &str = "/api";
/// The description of the API for programs.
pub const OPENAPI: &str = "/openapi.json";
/// The same to be read by people.
pub const API_REFERENCE: &str = "/openapi";
/// Where proxies ask whether a request to an app may go on.
pub const FORWARD_AUTH: &str = "/forward-auth";
/// The public keys (RFC 7517).
pub const PUBLIC_KEYS: &str = "/.well-known/jwks.json";
/// What is recalled, signed for those who check tokens themselves.
pub const RECALL_LIST: &str = "/recall-list.jwt";
/// Whether the process answers.
pub const HEALTH: &str = "/healthz";
/// Whether it can do its work.
pub const READINESS: &str = "/readyz";
/// What a running server sees, for `doorward doctor` alone.
pub const DOCTOR: &str = "/doctor";
/// The numbers, on the operator's own listener alone.
pub const METRICS: &str = "/metrics";
/// The start page.
pub const HOME: &str = "/";
/// Making the first admin.
pub const SETUP: &str = "/setup";
/// Signing in.
pub const LOGIN: &str = "/login";
/// The second step of signing in.
pub const SECOND_STEP: &str = "/login/two-factor";
/// There, asking for an authenticator app to be set up.
pub const SECOND_STEP_ENROLMENT: &str = "/login/two-factor/enrolment";
/// There, proving it.
pub const SECOND_STEP_ACTIVATION: &str = "/login/two-factor/activation";
/// Giving the second step up.
pub const SECOND_STEP_CANCELLATION: &str = "/login/two-factor/cancellation";
/// The same, for whoever has just made the first admin.
pub const LOGIN_AFTER_SETUP: &str = "/login?welcome";
/// The same, for whoever has just chosen a password by a link.
pub const LOGIN_AFTER_CHOICE: &str = "/login?chosen";
/// The same, for whoever came from a page whose address is too long to be carried along.
pub const LOGIN_AFTER_TOO_LONG: &str = "/login?too-long";
/// Choosing the first password.
pub const INVITATION: &str = "/invitation/{token}";
/// Choosing a new password.
pub const PASSWORD_RESET: &str = "/password-reset/{token}";
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
/// One's own second factor.
pub const TWO_FACTOR: &str = "/account/two-factor";
/// The same, for whoever has just turned it off.
pub const TWO_FACTOR_OFF: &str = "/account/two-factor?off";
/// The same, for whoever proved an app too late.
pub const TWO_FACTOR_TOO_LATE: &str = "/account/two-factor?late";
/// Setting up an authenticator app.
pub const TWO_FACTOR_ENROLMENT: &str = "/account/two-factor/enrolment";
/// Proving it.
pub const TWO_FACTOR_ACTIVATION: &str = "/account/two-factor/activation";
/// Making new recovery codes.
pub const RECOVERY_CODES: &str = "/account/two-factor/recovery-codes";
/// Turning the second factor off.
pub const TWO_FACTOR_REMOVAL: &str = "/account/two-factor/removal";
/// One's own sessions.
pub const SESSIONS: &str = "/account/sessions";
/// Ending all of one's own sessions but this one.
pub const SESSION_REVOCATIONS: &str = "/account/sessions/revocations";
/// Ending one of one's own sessions.
pub const SESSION_REVOCATION: &str = "/account/sessions/{id}/revocation";
/// Naming one of one's own sessions.
pub const SESSION_LABEL: &str = "/account/sessions/{id}/label";
/// Numbers and warnings for admins.
pub const ADMIN: &str = "/admin";
/// The last runs of background tasks, on the same page.
pub const ADMIN_TASKS: &str = "/admin#tasks";
/// The settings in force.
pub const ADMIN_SETTINGS: &str = "/admin/settings";
/// Everybody's sessions.
pub const ADMIN_SESSIONS: &str = "/admin/sessions";
/// One of them.
pub const ADMIN_SESSION: &str = "/admin/sessions/{id}";
/// Ending one of them.
pub const ADMIN_SESSION_REVOCATION: &str = "/admin/sessions/{id}/revocation";
/// Ending those that are ticked.
pub const ADMIN_TICKED_REVOCATION: &str = "/admin/sessions/ticked/revocation";
/// Ending all that a filter matches: what was begun, and where to begin one.
pub const ADMIN_BULK_REVOCATIONS: &str = "/admin/sessions/revocations";
/// Asking first, with the number.
pub const ADMIN_BULK_REVOCATION_NEW: &str = "/admin/sessions/revocations/new";
/// The same for everybody's.
pub const ADMIN_EVERYBODY_REVOCATION_NEW: &str = "/admin/sessions/revocations/new?everybody=yes";
/// How far one of them is.
pub const ADMIN_BULK_REVOCATION: &str = "/admin/sessions/revocations/{id}";
/// Everybody's accounts.
pub const ADMIN_USERS: &str = "/admin/users";
/// Making one, with an invitation.
pub const ADMIN_USER_NEW: &str = "/admin/users/new";
/// One of them.
pub const ADMIN_USER: &str = "/admin/users/{id}";
/// Changing what they may do.
pub const ADMIN_USER_ROLE: &str = "/admin/users/{id}/role";
/// Giving them another name.
pub const ADMIN_USER_NAME: &str = "/admin/users/{id}/name";
/// Keeping them out.
pub const ADMIN_USER_SUSPENSION: &str = "/admin/users/{id}/suspension";
/// Letting them in again.
pub const ADMIN_USER_REACTIVATION: &str = "/admin/users/{id}/reactivation";
/// Ending all their sessions.
pub const ADMIN_USER_SIGN_OUT: &str = "/admin/users/{id}/sign-out";
/// Making a link for a new password.
pub const ADMIN_USER_PASSWORD_RESET: &str = "/admin/users/{id}/password-reset";
/// Making another invitation.
pub const ADMIN_USER_INVITATION: &str = "/admin/users/{id}/invitation";
/// Noting their e-mail address.
pub const ADMIN_USER_EMAIL: &str = "/admin/users/{id}/email";
/// Removing their second factor.
pub const ADMIN_USER_TWO_FACTOR_REMOVAL: &str = "/admin/users/{id}/two-factor-removal";
/// Deleting them.
pub const ADMIN_USER_DELETION: &str = "/admin/users/{id}/deletion";
/// What happened.
pub const ADMIN_EVENTS: &str = "/admin/events";
/// Taking a copy of it.
pub const ADMIN_EVENT_EXPORT: &str = "/admin/events/export";
/// The keys that sign.
pub const ADMIN_KEYS: &str = "/admin/keys";
/// Making a new one.
pub const ADMIN_KEY_ROTATION: &str = "/admin/keys/rotation";
/// The keys, for whoever has just made one.
pub const ADMIN_KEYS_ROTATED: &str = "/admin/keys?rotated";
/// The keys, for whoever asked for one while one was on its way.
pub const ADMIN_KEYS_ON_THEIR_WAY: &str = "/admin/keys?on-its-way";
/// The keys, for whoever has just retired one.
pub const ADMIN_KEYS_RETIRED: &str = "/admin/keys?retired";
/// Making one worthless at once, and being asked first.
pub const ADMIN_KEY_RETIREMENT: &str = "/admin/keys/{kid}/retirement";
/// Where password managers look for the page that changes a password (W3C, *A Well-Known URL for Changing Passwords*).
pub const CHANGE_PASSWORD: &str = "/.well-known/change-password";
/// Style sheet and icon, named by their content.
pub const STATIC_FILE: &str = "/static/{name}";

/// Whether a path is one of [`STATIC_FILE`].
pub fn is_static(path: &str) -> bool {
    path.starts_with("/static/")
}

/// [`SETUP`] with the code that opens it.
pub fn setup_with(code: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
    format!("{SETUP}?code={query}")
}

/// [`SESSION_REVOCATION`] of this session.
pub fn session_revocation(id: &str) -> String {
    SESSION_REVOCATION.replace("{id}", id)
}

/// [`ADMIN_SESSION`] of this session.
pub fn admin_session(id: &str) -> String {
    ADMIN_SESSION.replace("{id}", id)
}

/// [`ADMIN_SESSION_REVOCATION`] of this session.
pub fn admin_session_revocation(id: &str) -> String {
    ADMIN_SESSION_REVOCATION.replace("{id}", id)
}

/// [`ADMIN_BULK_REVOCATION`] of this one.
pub fn admin_bulk_revocation(id: &str) -> String {
    ADMIN_BULK_REVOCATION.replace("{id}", id)
}

/// [`ADMIN_USER`] of this user.
pub fn admin_user(id: &str) -> String {
    ADMIN_USER.replace("{id}", id)
}

/// [`ADMIN_KEY_RETIREMENT`] of this key.
pub fn admin_key_retirement(kid: &str) -> String {
    ADMIN_KEY_RETIREMENT.replace("{kid}", kid)
}

/// One of the paths below [`ADMIN_USER`], of this user.
pub fn admin_user_part(path: &str, id: &str) -> String {
    path.replace("{id}", id)
}

/// The path of a link that was just made: [`INVITATION`] or [`PASSWORD_RESET`].
pub fn account_link(link: &NewLink) -> String {
    account_link_of(link.purpose, link.token.expose())
}

/// The same as a whole URL, to be handed over.
pub fn account_link_url(public_url: &PublicUrl, link: &NewLink) -> String {
    format!("{}{}", public_url.origin(), account_link(link))
}

/// The same for a token that somebody presents.
pub fn account_link_of(purpose: LinkPurpose, token: &str) -> String {
    let path = match purpose {
        LinkPurpose::Invitation => INVITATION,
        LinkPurpose::PasswordReset => PASSWORD_RESET,
    };
    path.replace("{token}", token)
}

/// [`SESSION_LABEL`] of this session.
pub fn session_label(id: &str) -> String {
    SESSION_LABEL.replace("{id}", id)
}

/// [`LOGIN`], returning to `next` afterwards.
pub fn login_returning_to(next: &crate::domain::net::ReturnTo) -> String {
    match next {
        next if next.is_home() => LOGIN.to_owned(),
        next if next.is_too_long() => LOGIN_AFTER_TOO_LONG.to_owned(),
        next => login_with(next.as_str()),
    }
}

/// [`LOGIN`], leading to `next` afterwards, be it here or an app.
pub fn login_leading_to(next: &crate::domain::net::Destination) -> String {
    if next.is_home() { LOGIN.to_owned() } else { login_with(next.as_str()) }
}

/// The same for the front page of an app, whose page was too long to be carried along.
pub fn login_leading_to_front(next: &crate::domain::net::Destination) -> String {
    if next.is_home() { LOGIN_AFTER_TOO_LONG.to_owned() } else { format!("{}&too-long", login_with(next.as_str())) }
}

/// [`LOGIN`], for whoever was too late for the second step.
pub fn login_again_leading_to(next: &crate::domain::net::Destination) -> String {
    let path = login_leading_to(next);
    if path.contains('?') { format!("{path}&again") } else { format!("{path}?again") }
}

/// [`SECOND_STEP`], leading to `next` afterwards.
pub fn second_step_leading_to(next: &crate::domain::net::Destination) -> String {
    if next.is_home() { SECOND_STEP.to_owned() } else { with_next(SECOND_STEP, next.as_str()) }
}

fn login_with(next: &str) -> String {
    with_next(LOGIN, next)
}

fn with_next(path: &str, next: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}?next={query}")
}
