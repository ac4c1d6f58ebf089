//! The paths: routes, redirects and templates use these and no others.

use crate::config::PublicUrl;
use crate::desk::account::NewLink;
use crate::domain::account::LinkPurpose;
use crate::domain::net::{Destination, ReturnTo};

pub const API: &str = "/api";
/// The description of the API for programs.
pub const OPENAPI: &str = "/openapi.json";
/// The description of the API as a page for people.
pub const API_REFERENCE: &str = "/openapi";
/// Where proxies ask whether a request to an app may go on.
pub const FORWARD_AUTH: &str = "/forward-auth";
/// The public keys (RFC 7517).
pub const PUBLIC_KEYS: &str = "/.well-known/jwks.json";
/// The recalled sessions and keys, signed, for apps that check tokens themselves.
pub const RECALL_LIST: &str = "/recall-list.jwt";
/// Whether the process answers.
pub const HEALTH: &str = "/healthz";
/// Whether the process can do its work.
pub const READINESS: &str = "/readyz";
/// What a running server sees, for `doorward doctor` alone.
pub const DOCTOR: &str = "/doctor";
/// The metrics, on the operator's own listener only.
pub const METRICS: &str = "/metrics";
pub const HOME: &str = "/";
pub const SETUP: &str = "/setup";
pub const LOGIN: &str = "/login";
pub const SECOND_STEP: &str = "/login/two-factor";
pub const SECOND_STEP_ENROLMENT: &str = "/login/two-factor/enrolment";
pub const SECOND_STEP_ACTIVATION: &str = "/login/two-factor/activation";
pub const SECOND_STEP_CANCELLATION: &str = "/login/two-factor/cancellation";
/// For somebody whose browser has just been made known by a link.
pub const LOGIN_AFTER_DEVICE_LINK: &str = "/login?known";
/// For somebody who comes from a page whose address is too long to be carried along.
pub const LOGIN_AFTER_TOO_LONG: &str = "/login?too-long";
/// Where somebody chooses their first password.
pub const INVITATION: &str = "/invitation/{token}";
pub const PASSWORD_RESET: &str = "/password-reset/{token}";
pub const PASSWORD_RESET_REQUEST: &str = "/password-reset";
/// Where a browser is made known to an account.
pub const DEVICE_LINK: &str = "/device/{token}";
pub const DEVICE_LINK_REQUEST: &str = "/device";
pub const HOME_AFTER_LOGOUT: &str = "/?signed-out";
/// For somebody who has just made the first account, or accepted an invitation.
pub const HOME_AFTER_FIRST_PASSWORD: &str = "/?welcome";
/// For somebody who has just chosen another password by a link.
pub const HOME_AFTER_RESET: &str = "/?chosen";
pub const PASSWORD_CHANGED: &str = "/account?password-changed";
pub const LOGOUT: &str = "/logout";
pub const LANGUAGE: &str = "/language";
/// Where light or dark is chosen.
pub const APPEARANCE: &str = "/appearance";
pub const ACCOUNT: &str = "/account";
pub const PASSWORD: &str = "/account/password";
/// The choice of a time zone.
pub const TIME_ZONE: &str = "/account/time-zone";
/// The same page, which then says what was saved.
pub const TIME_ZONE_SAVED: &str = "/account/time-zone?saved";
pub const TWO_FACTOR: &str = "/account/two-factor";
pub const TWO_FACTOR_OFF: &str = "/account/two-factor?off";
pub const TWO_FACTOR_ENROLMENT: &str = "/account/two-factor/enrolment";
/// Where the first code of an authenticator app is sent.
pub const TWO_FACTOR_ACTIVATION: &str = "/account/two-factor/activation";
pub const RECOVERY_CODES: &str = "/account/two-factor/recovery-codes";
pub const TWO_FACTOR_REMOVAL: &str = "/account/two-factor/removal";
/// All that is on record about the person.
pub const ACTIVITY: &str = "/account/activity";
pub const ACTIVITY_EXPORT: &str = "/account/activity/export";
pub const SESSIONS: &str = "/account/sessions";
/// For somebody who has just ended all their other sessions.
pub const OTHER_SESSIONS_ENDED: &str = "/account/sessions?others-ended";
/// Ends all sessions of the person except the current one.
pub const SESSION_REVOCATIONS: &str = "/account/sessions/revocations";
pub const SESSION_REVOCATION: &str = "/account/sessions/{id}/revocation";
pub const SESSION_LABEL: &str = "/account/sessions/{id}/label";
pub const ADMIN: &str = "/admin";
pub const ADMIN_TASKS: &str = "/admin#tasks";
pub const ADMIN_SETTINGS: &str = "/admin/settings";
pub const ADMIN_SESSIONS: &str = "/admin/sessions";
pub const ADMIN_SESSION: &str = "/admin/sessions/{id}";
pub const ADMIN_SESSION_REVOCATION: &str = "/admin/sessions/{id}/revocation";
pub const ADMIN_TICKED_REVOCATION: &str = "/admin/sessions/ticked/revocation";
/// Lists the bulk revocations (`GET`), and begins one (`POST`).
pub const ADMIN_BULK_REVOCATIONS: &str = "/admin/sessions/revocations";
/// Asks before a bulk revocation, with the count of sessions.
pub const ADMIN_BULK_REVOCATION_NEW: &str = "/admin/sessions/revocations/new";
pub const ADMIN_EVERYBODY_REVOCATION_NEW: &str = "/admin/sessions/revocations/new?everybody=yes";
/// How far one bulk revocation is.
pub const ADMIN_BULK_REVOCATION: &str = "/admin/sessions/revocations/{id}";
pub const ADMIN_USERS: &str = "/admin/users";
pub const ADMIN_USER_NEW: &str = "/admin/users/new";
pub const ADMIN_USER: &str = "/admin/users/{id}";
pub const ADMIN_USER_ROLE: &str = "/admin/users/{id}/role";
pub const ADMIN_USER_NAME: &str = "/admin/users/{id}/name";
pub const ADMIN_USER_SUSPENSION: &str = "/admin/users/{id}/suspension";
pub const ADMIN_USER_REACTIVATION: &str = "/admin/users/{id}/reactivation";
pub const ADMIN_USER_REOPENING: &str = "/admin/users/{id}/sign-in-reopening";
pub const ADMIN_USER_SIGN_OUT: &str = "/admin/users/{id}/sign-out";
pub const ADMIN_USER_PASSWORD_RESET: &str = "/admin/users/{id}/password-reset";
pub const ADMIN_USER_INVITATION: &str = "/admin/users/{id}/invitation";
pub const ADMIN_USER_DEVICE_LINK: &str = "/admin/users/{id}/device-link";
pub const ADMIN_USER_MAIL: &str = "/admin/users/{id}/mail";
pub const ADMIN_USER_EMAIL: &str = "/admin/users/{id}/email";
pub const ADMIN_USER_TWO_FACTOR_REMOVAL: &str = "/admin/users/{id}/two-factor-removal";
pub const ADMIN_USER_DELETION: &str = "/admin/users/{id}/deletion";
pub const ADMIN_EVENTS: &str = "/admin/events";
pub const ADMIN_EVENT_EXPORT: &str = "/admin/events/export";
pub const ADMIN_KEYS: &str = "/admin/keys";
pub const ADMIN_KEY_ROTATION: &str = "/admin/keys/rotation";
pub const ADMIN_KEYS_ROTATED: &str = "/admin/keys?rotated";
/// For somebody who asked for a new key while another new key was on its way.
pub const ADMIN_KEYS_ON_THEIR_WAY: &str = "/admin/keys?on-its-way";
pub const ADMIN_KEYS_RETIRED: &str = "/admin/keys?retired";
/// Asks first (`GET`), then makes a key invalid at once (`POST`).
pub const ADMIN_KEY_RETIREMENT: &str = "/admin/keys/{kid}/retirement";
/// Where password managers look for the page that changes a password (W3C, *A Well-Known URL for Changing Passwords*).
pub const CHANGE_PASSWORD: &str = "/.well-known/change-password";
/// Style sheet, icons and logo, named by their content.
pub const STATIC_FILE: &str = "/static/{name}";
pub const STATIC: &str = "/static/";
/// Where browsers look for an icon that no page has named.
pub const FAVICON: &str = "/favicon.ico";
/// Where Apple's devices look for one.
pub const TOUCH_ICON: &str = "/apple-touch-icon.png";
pub const OLD_TOUCH_ICON: &str = "/apple-touch-icon-precomposed.png";

pub fn is_static(path: &str) -> bool {
    path.starts_with(STATIC) || matches!(path, FAVICON | TOUCH_ICON | OLD_TOUCH_ICON)
}

pub fn setup_with(code: &str) -> String {
    with(SETUP, "code", code)
}

pub fn admin_session(id: &str) -> String {
    of(ADMIN_SESSION, id)
}

pub fn admin_user(id: &str) -> String {
    of(ADMIN_USER, id)
}

/// The address of one thing: its id or token takes the place of the braces in `path`.
pub fn of(path: &str, id: &str) -> String {
    let (before, rest) = path.split_once('{').unwrap_or((path, "}"));
    format!("{before}{id}{}", rest.split_once('}').map_or("", |(_, after)| after))
}

pub fn account_link(link: &NewLink) -> String {
    account_link_of(link.purpose, link.token.expose())
}

pub fn account_link_url(public_url: &PublicUrl, link: &NewLink) -> String {
    account_link_at(public_url, link.purpose, link.token.expose())
}

/// The same for a link that goes by mail.
pub fn account_link_at(public_url: &PublicUrl, purpose: LinkPurpose, token: &str) -> String {
    format!("{}{}", public_url.origin(), account_link_of(purpose, token))
}

pub fn account_link_of(purpose: LinkPurpose, token: &str) -> String {
    let path = match purpose {
        LinkPurpose::Invitation => INVITATION,
        LinkPurpose::PasswordReset => PASSWORD_RESET,
        LinkPurpose::Device => DEVICE_LINK,
    };
    of(path, token)
}

pub fn login_returning_to(next: &ReturnTo) -> String {
    match next {
        next if next.is_home() => LOGIN.to_owned(),
        next if next.is_too_long() => LOGIN_AFTER_TOO_LONG.to_owned(),
        next => with(LOGIN, "next", next.as_str()),
    }
}

/// `next` is a page of Doorward or of an app.
pub fn login_leading_to(next: &Destination) -> String {
    leading_to(LOGIN, next)
}

/// `next` is the front page of an app: the address of the page itself was too long to be carried along.
pub fn login_leading_to_front(next: &Destination) -> String {
    and(login_leading_to(next), "too-long")
}

/// For somebody who was too late for the second step.
pub fn login_again_leading_to(next: &Destination) -> String {
    and(login_leading_to(next), "again")
}

pub fn second_step_leading_to(next: &Destination) -> String {
    leading_to(SECOND_STEP, next)
}

/// Whether a sign-in leads to a page that says that a password was chosen: then nobody has typed it to sign in.
pub fn is_after_choice(next: &Destination) -> bool {
    [HOME_AFTER_FIRST_PASSWORD, HOME_AFTER_RESET].contains(&next.as_str())
}

fn leading_to(path: &str, next: &Destination) -> String {
    if next.is_home() { path.to_owned() } else { with(path, "next", next.as_str()) }
}

/// One more parameter at the end of an address.
pub fn and(address: impl AsRef<str>, parameter: &str) -> String {
    let address = address.as_ref();
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{parameter}")
}

fn with(path: &str, name: &str, value: &str) -> String {
    let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    format!("{path}?{name}={value}")
}
