//! Tokens: issued for credentials, renewed, and revoked.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::session::renewal::renew;
use crate::desk::session::revocation::log_out_by_token;
use crate::desk::session::{Cause, Issued, Renewal, look};
use crate::desk::sign_in::{Attempt, LoginRefusal, Program, TokenRefusal, device, login};
use crate::desk::two_factor::CodeRefusal;
use crate::domain::account::{Password, Username};
use crate::domain::session::Channel;
use crate::domain::sign_in::{Code, CodeKind};
use crate::web::api::body::Json;
use crate::web::api::call::{Answer, Call, done, json};
use crate::web::api::problem::ApiProblem;

/// What to log in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "ada", "password": "correct horse battery staple", "device_token": "AQAAAAA"}))]
pub struct Credentials {
    /// The name of the account.
    username: String,
    /// Its password.
    #[schema(format = Password)]
    password: String,
    /// The second factor, of accounts that have one: six digits of the authenticator app, or a recovery code. Blanks and
    /// hyphens in it do not matter.
    #[serde(default)]
    code: Option<String>,
    /// Whether the session is to last as with *keep me signed in*. False if left out.
    #[serde(default)]
    keep_signed_in: bool,
    /// The `device_token` that the last login of this program was answered with. With it, wrong passwords of others do
    /// not keep the program out. One that is worth nothing, for whatever reason, is passed over.
    #[serde(default)]
    device_token: Option<String>,
}

/// An access token for this API, one for apps, and the refresh token that renews both.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30.c2ln",
    "token_type": "Bearer",
    "expires_in": 1800,
    "app_access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30.c2ln",
    "refresh_token": "AgAAAAA",
    "refresh_expires_in": 43200,
    "session_id": "7f3a9c0e1b2d4f5a8c6e0d1b2a3c4e5f"
}))]
pub struct Tokens {
    /// To be sent in `Authorization: Bearer`, here and nowhere else.
    access_token: String,
    /// How to send it: always `Bearer`.
    token_type: &'static str,
    /// Seconds until both access tokens expire.
    expires_in: i64,
    /// To be sent to apps that check Doorward's tokens themselves. It is worth nothing here.
    app_access_token: String,
    /// To be sent to `/api/tokens/refresh`, once: the answer has its successor.
    refresh_token: String,
    /// Seconds until the session ends unless it is used.
    refresh_expires_in: i64,
    /// The session that all of them belong to.
    session_id: String,
}

impl Tokens {
    fn of(issued: &Issued) -> Tokens {
        Tokens {
            access_token: issued.access_token.expose().clone(),
            token_type: "Bearer",
            expires_in: issued.seconds_to_expiry,
            app_access_token: issued.app_access_token.expose().clone(),
            refresh_token: issued.refresh_token.expose().clone(),
            refresh_expires_in: issued.seconds_to_idle_end,
            session_id: issued.session.id.to_string(),
        }
    }
}

/// The tokens of a new session, and one to keep for the next login.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30.c2ln",
    "token_type": "Bearer",
    "expires_in": 1800,
    "app_access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30.c2ln",
    "refresh_token": "AgAAAAA",
    "refresh_expires_in": 43200,
    "session_id": "7f3a9c0e1b2d4f5a8c6e0d1b2a3c4e5f",
    "device_token": "AQAAAAA"
}))]
pub struct FirstTokens {
    #[serde(flatten)]
    tokens: Tokens,
    /// To be kept, for a year, and sent with the next login. It gives no access: by it the account knows the program
    /// again, so that strangers who guess at its password cannot lock the program out.
    device_token: String,
}

/// Log in.
///
/// Answers with the tokens of a new session. A name that is unknown, a wrong password and a suspended account are
/// refused in the same words and the same time. What is said of a second factor is said to whoever knows the password.
#[utoipa::path(
    post,
    path = "/api/tokens",
    operation_id = "logIn",
    security(()),
    request_body = Credentials,
    responses(
        (status = 200, description = "The tokens", body = FirstTokens),
        (
            status = 401,
            description = "Username or password is wrong (`invalid_grant`). Or both are right, and the account has a \
                second factor: its code is missing (`two_factor_required`), is wrong, was used before or can be none \
                (`two_factor_refused`), or cannot be checked, so that only a recovery code helps \
                (`two_factor_unreadable`); or the account must set one up first, in a browser (`two_factor_enrolment_required`)",
        ),
        (
            status = 429,
            description = "Too many tries: the password was not looked at (`too_many_tries`). With the `device_token` of an \
                earlier sign-in, tries of others do not count. Or username and password are right, \
                and too many codes of this kind were wrong (`too_many_codes`); codes from the app and recovery codes \
                are counted apart, and without `Retry-After` only the other kind or an administrator can help. Or too many \
                codes were given for the account lately, wrong and right ones (`too_many_writes`)",
        ),
    )
)]
pub async fn issue(call: Call, Json(credentials): Json<Credentials>) -> Answer {
    // Text that cannot be a name or a password does not count as a try.
    let username = Username::parse(&credentials.username).map_err(|_| ApiProblem::LoginRefused)?;
    let password = Password::given(credentials.password).ok_or(ApiProblem::LoginRefused)?;
    let code = credentials.code.as_deref().and_then(Code::parse_given);
    let device = credentials.device_token.and_then(|token| device::read(&call.desk, &token));
    let attempt = Attempt { username, password, remembered: credentials.keep_signed_in };
    let program = Program { code, device: device.clone() };
    let desk = device::desk_for(&call.desk, device.as_ref());
    let issued = login::by_call(&desk, attempt, program, call.context.clone()).await?;
    let device_token = device::signed_in(&call.desk, device, &issued.acquaintance, issued.issued_at);
    Ok(json(&FirstTokens { tokens: Tokens::of(&issued), device_token }))
}

impl From<TokenRefusal> for ApiProblem {
    fn from(refusal: TokenRefusal) -> ApiProblem {
        match refusal {
            TokenRefusal::Login(LoginRefusal::NoFit) => ApiProblem::LoginRefused,
            TokenRefusal::Login(LoginRefusal::Throttled(throttled)) => ApiProblem::TooManyTries(throttled),
            TokenRefusal::EnrolFirst => ApiProblem::EnrolmentNeeded,
            TokenRefusal::Code(CodeRefusal::Needed) => ApiProblem::CodeNeeded,
            TokenRefusal::Code(CodeRefusal::Unreadable) => ApiProblem::CodeUnreadable,
            TokenRefusal::Code(CodeRefusal::Wrong(_)) => ApiProblem::CodeRefused,
            TokenRefusal::Code(CodeRefusal::Used(_)) => ApiProblem::CodeUsed,
            TokenRefusal::Code(CodeRefusal::Impossible) => ApiProblem::CodeImpossible,
            TokenRefusal::Code(CodeRefusal::TooMany(too_many)) => ApiProblem::TooManyCodes {
                seconds: too_many.pause.map(|pause| pause.as_secs().max(1)),
                instead: too_many.is_other_good.then_some(match too_many.kind {
                    CodeKind::App => CodeKind::Recovery,
                    CodeKind::Recovery => CodeKind::App,
                }),
            },
        }
    }
}

/// A refresh token, as `/api/tokens` or `/api/tokens/refresh` gave it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"refresh_token": "AgAAAAA"}))]
pub struct Refresh {
    /// The token.
    refresh_token: String,
}

/// Renew the tokens.
///
/// The refresh token that is sent is used up; the answer has its successor. Calls that race with the same token get the
/// same successor. An older one that comes back ends the session, since somebody must hold a copy. Whatever the reason
/// for a refusal, it is answered alike: sign in again.
#[utoipa::path(
    post,
    path = "/api/tokens/refresh",
    operation_id = "refreshTokens",
    security(()),
    request_body = Refresh,
    responses(
        (status = 200, description = "The next tokens", body = Tokens),
        (status = 401, description = "The session is over, or the token is none"),
    )
)]
pub async fn refresh(call: Call, Json(fields): Json<Refresh>) -> Answer {
    let token = look::parse(&call.desk, Channel::Api, &fields.refresh_token).ok_or(ApiProblem::RefreshRefused)?;
    match renew(&call.desk, token, Cause::Expired, call.context.clone()).await {
        Renewal::Renewed(issued) => Ok(json(&Tokens::of(&issued))),
        Renewal::Ended(_) | Renewal::NotOurs => Err(ApiProblem::RefreshRefused),
        Renewal::Unavailable => Err(ApiProblem::Unavailable),
    }
}

/// Log out.
///
/// Ends the session of the refresh token; its access token is refused at once. A token that is none, or whose session is
/// over, is answered alike (RFC 7009).
#[utoipa::path(
    post,
    path = "/api/tokens/revoke",
    operation_id = "logOut",
    security(()),
    request_body = Refresh,
    responses((status = 204, description = "The session is over"))
)]
pub async fn revoke(call: Call, Json(fields): Json<Refresh>) -> Answer {
    if let Some(token) = look::parse(&call.desk, Channel::Api, &fields.refresh_token) {
        log_out_by_token(&call.desk, &token, call.context.clone()).await?;
    }
    Ok(done())
}
