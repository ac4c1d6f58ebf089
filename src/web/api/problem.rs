//! The error answers of the API.
//!
//! A handler or extractor returns an [`ApiProblem`]; the answer carries it along, and [`crate::web::api::endpoint`], which knows
//! the request, writes it in the client's language. Details stay in the log, under the request's id.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::by::{NotAllowed, SessionOver};
use crate::desk::fault::{Busy, Failure, Fault, Refusal, SigningFailed};
use crate::desk::token::KeyRefusal;
use crate::domain::sign_in::CodeKind;
use crate::domain::sign_in::throttle::Throttled;
use crate::store;
use crate::web::error::Problem;
use crate::web::language::{Language, say};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiProblem {
    NoToken,
    /// The access token was good once: the client renews it with the refresh token, then tries again.
    TokenExpired,
    /// Any other text was sent as an access token.
    TokenInvalid,
    /// There are several access tokens, or one is in the wrong place (RFC 6750 section 2).
    SeveralTokens,
    /// The token is good, but its user may not do this.
    NotAllowed,
    /// The password was entered too long ago for this (RFC 9470).
    LogInAnew,
    /// The same for the gravest changes, for which a password counts for a shorter time.
    LogInJustBefore,
    /// Name and password do not fit.
    LoginRefused,
    /// Name and password fit, and the code of the second factor is missing.
    CodeNeeded,
    /// Name and password fit, the code does not.
    CodeRefused,
    /// Name and password fit, and the code was used before.
    CodeUsed,
    /// Name and password fit, and what was sent cannot be a code.
    CodeImpossible,
    /// Name and password fit, and codes of the authenticator app cannot be checked any more.
    CodeUnreadable,
    /// So many codes of one kind were wrong that no more codes of this kind are checked for now.
    TooManyCodes {
        /// Seconds until they are checked again; `None` when an administrator must help.
        seconds: Option<u64>,
        /// The other kind, if its codes are checked now.
        instead: Option<CodeKind>,
    },
    /// Name and password fit, and the account must set up a second factor first.
    EnrolmentNeeded,
    /// Too many tries to log in; the password was not checked.
    TooManyTries(Throttled),
    /// The refresh token is not valid, or no longer valid, for whatever reason.
    RefreshRefused,
    /// There is nothing at this address, or nothing that the caller may know about.
    NotFound,
    /// The feature at this address is switched off. The reason's word says why.
    Absent(Reason),
    MethodNotAllowed {
        /// The methods that are allowed, for the header `Allow`.
        allow: &'static str,
    },
    BadRequest,
    /// The body's type is not `application/json`.
    NotJson,
    Conflict(Reason),
    /// The body is larger than any that the API takes.
    TooLarge,
    /// The body came too slowly.
    TooSlow,
    /// The connection bypassed the proxies, so it had no TLS.
    PastTheProxy,
    /// There is too much to do for the moment: the client may try again soon.
    Busy,
    /// The database does not answer.
    Unavailable,
    Internal,
}

/// Why a request is refused: a word for programs, a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    pub word: &'static str,
    /// In English.
    pub sentence: &'static str,
}

/// The one shape of all errors.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error, example = json!({"code": 419, "message": "The token has expired"}))]
pub struct ErrorBody {
    /// The HTTP status once more.
    #[schema(minimum = 400, maximum = 599)]
    pub code: u16,
    /// What is wrong, in the language that `Accept-Language` asks for.
    pub message: String,
    /// A word for programs, where the status alone does not tell cases apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
    /// The number under which the log has more. Not in the answers 401 and 419 about an access token, whose members
    /// are fixed; every answer has it in the header `X-Request-Id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// Seconds after which a client should try again.
const RETRY_AFTER: u16 = 5;
/// Names no realm, since the realm of every challenge is this one server.
const BARE_CHALLENGE: &str = "Bearer";

impl ApiProblem {
    /// 419 is not registered; clients of token APIs know it as *expired*.
    pub fn status(self) -> StatusCode {
        match self {
            ApiProblem::NoToken
            | ApiProblem::TokenInvalid
            | ApiProblem::LogInAnew
            | ApiProblem::LogInJustBefore
            | ApiProblem::LoginRefused
            | ApiProblem::CodeNeeded
            | ApiProblem::CodeRefused
            | ApiProblem::CodeUsed
            | ApiProblem::CodeImpossible
            | ApiProblem::CodeUnreadable
            | ApiProblem::EnrolmentNeeded
            | ApiProblem::RefreshRefused => StatusCode::UNAUTHORIZED,
            ApiProblem::TooManyCodes { .. } => StatusCode::TOO_MANY_REQUESTS,
            ApiProblem::TokenExpired => StatusCode::from_u16(419).unwrap_or(StatusCode::UNAUTHORIZED),
            ApiProblem::SeveralTokens | ApiProblem::BadRequest => StatusCode::BAD_REQUEST,
            ApiProblem::NotAllowed | ApiProblem::PastTheProxy => StatusCode::FORBIDDEN,
            ApiProblem::NotFound | ApiProblem::Absent(_) => StatusCode::NOT_FOUND,
            ApiProblem::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            ApiProblem::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ApiProblem::Conflict(_) => StatusCode::CONFLICT,
            ApiProblem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ApiProblem::TooSlow => StatusCode::REQUEST_TIMEOUT,
            ApiProblem::TooManyTries(_) => StatusCode::TOO_MANY_REQUESTS,
            ApiProblem::Busy | ApiProblem::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ApiProblem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// In English.
    pub const fn sentence(self) -> &'static str {
        match self {
            ApiProblem::NoToken => say("An access token is needed: send it in the header Authorization"),
            ApiProblem::TokenExpired => say("The token has expired"),
            ApiProblem::TokenInvalid => say("The token is not valid"),
            ApiProblem::SeveralTokens => say("Send one access token, in one header Authorization"),
            ApiProblem::NotAllowed => say("This is for administrators"),
            ApiProblem::LogInAnew => say("The password was entered too long ago for this: log in anew"),
            ApiProblem::LogInJustBefore => {
                say("This needs a password that was entered within the last two minutes: log in anew")
            }
            ApiProblem::LoginRefused => say("Name and password do not fit"),
            ApiProblem::CodeNeeded => say("A code is needed: this account has a second factor"),
            ApiProblem::CodeRefused => say("The code does not fit: each works once, for a minute or so"),
            ApiProblem::CodeUnreadable => say("Codes of the app cannot be checked any more: use a recovery code"),
            ApiProblem::CodeUsed => say("The code was used before: each works once"),
            ApiProblem::CodeImpossible => say("This cannot be a code: send six digits of the app, or a recovery code"),
            ApiProblem::TooManyCodes { instead: Some(CodeKind::Recovery), .. } => {
                say("Too many wrong codes: try again later, or send a recovery code")
            }
            ApiProblem::TooManyCodes { instead: Some(CodeKind::App), .. } => {
                say("Too many wrong recovery codes: try again later, or send a code of the app")
            }
            ApiProblem::TooManyCodes { seconds: Some(_), .. } => say("Too many wrong codes: try again later"),
            ApiProblem::TooManyCodes { seconds: None, .. } => {
                say("Too many wrong codes: ask an administrator to remove the second factor")
            }
            ApiProblem::EnrolmentNeeded => {
                say("This account must set up a second factor first: sign in with a browser")
            }
            ApiProblem::TooManyTries(_) => say("Too many tries: wait as long as Retry-After says"),
            ApiProblem::RefreshRefused => say("The session is over: log in anew"),
            ApiProblem::NotFound => say("There is nothing at this address"),
            ApiProblem::MethodNotAllowed { .. } => say("This address does not answer that method"),
            ApiProblem::BadRequest => say("The request is not as documented"),
            ApiProblem::NotJson => say("The body must be application/json"),
            ApiProblem::Absent(reason) | ApiProblem::Conflict(reason) => reason.sentence,
            ApiProblem::TooLarge => say("The body is too large"),
            ApiProblem::TooSlow => say("The body came too slowly"),
            ApiProblem::PastTheProxy => say("Connections to this port are for the proxy only"),
            ApiProblem::Busy => say("Too much to do: try again in a few seconds"),
            ApiProblem::Unavailable => say("Not available right now: try again in a few seconds"),
            ApiProblem::Internal => say("Something went wrong here and has been recorded"),
        }
    }

    const fn word(self) -> Option<&'static str> {
        match self {
            ApiProblem::SeveralTokens => Some("invalid_request"),
            ApiProblem::NotAllowed => Some("insufficient_scope"),
            ApiProblem::LogInAnew | ApiProblem::LogInJustBefore => Some("insufficient_user_authentication"),
            ApiProblem::LoginRefused | ApiProblem::RefreshRefused => Some("invalid_grant"),
            ApiProblem::CodeNeeded => Some("two_factor_required"),
            ApiProblem::CodeRefused | ApiProblem::CodeUsed | ApiProblem::CodeImpossible => Some("two_factor_refused"),
            ApiProblem::CodeUnreadable => Some("two_factor_unreadable"),
            ApiProblem::TooManyCodes { .. } => Some("too_many_codes"),
            ApiProblem::EnrolmentNeeded => Some("two_factor_enrolment_required"),
            ApiProblem::TooManyTries(_) => Some("too_many_tries"),
            ApiProblem::Absent(reason) | ApiProblem::Conflict(reason) => Some(reason.word),
            _ => None,
        }
    }

    /// See RFC 6750 section 3 and RFC 9470 section 3. The description is in English: a header is for programs.
    const fn challenge(self) -> Option<&'static str> {
        match self {
            ApiProblem::NoToken
            | ApiProblem::LoginRefused
            | ApiProblem::CodeNeeded
            | ApiProblem::CodeRefused
            | ApiProblem::CodeUsed
            | ApiProblem::CodeImpossible
            | ApiProblem::CodeUnreadable
            | ApiProblem::EnrolmentNeeded
            | ApiProblem::RefreshRefused => Some(BARE_CHALLENGE),
            ApiProblem::TokenExpired => {
                Some("Bearer error=\"invalid_token\", error_description=\"The token has expired\"")
            }
            ApiProblem::TokenInvalid => {
                Some("Bearer error=\"invalid_token\", error_description=\"The token is not valid\"")
            }
            ApiProblem::SeveralTokens => {
                Some("Bearer error=\"invalid_request\", error_description=\"Send one access token, in one header\"")
            }
            ApiProblem::NotAllowed => {
                Some("Bearer error=\"insufficient_scope\", error_description=\"This is for administrators\"")
            }
            ApiProblem::LogInAnew => Some(
                "Bearer error=\"insufficient_user_authentication\", error_description=\"Log in anew\", max_age=\"900\"",
            ),
            ApiProblem::LogInJustBefore => Some(
                "Bearer error=\"insufficient_user_authentication\", error_description=\"Log in anew\", max_age=\"120\"",
            ),
            _ => None,
        }
    }

    pub fn body(self, language: Language, request_id: &str) -> ErrorBody {
        let has_fixed_members = matches!(self, ApiProblem::TokenExpired | ApiProblem::TokenInvalid);
        ErrorBody {
            code: self.status().as_u16(),
            message: language.t(self.sentence()).to_owned(),
            error: self.word(),
            request_id: (!has_fixed_members).then(|| request_id.to_owned()),
        }
    }

    pub fn answer(self, language: Language, request_id: &str) -> HttpResponse {
        let mut response = HttpResponse::build(self.status()).json(self.body(language, request_id));
        self.add_headers(response.headers_mut());
        if self == ApiProblem::TokenExpired {
            // The library has no reason phrase for an unregistered status.
            response.head_mut().reason = Some("Token Expired");
        }
        if matches!(self, ApiProblem::TooLarge | ApiProblem::TooSlow) {
            // What is left unread of the body would be taken for the next request.
            response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
        }
        response
    }

    fn add_headers(self, headers: &mut HeaderMap) {
        if let Some(challenge) = self.challenge() {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        match self {
            ApiProblem::MethodNotAllowed { allow } => {
                headers.insert(header::ALLOW, HeaderValue::from_static(allow));
            }
            ApiProblem::TooManyTries(throttled) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(throttled.seconds));
            }
            ApiProblem::Busy | ApiProblem::Unavailable => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
            }
            ApiProblem::TooManyCodes { seconds: Some(seconds), .. } => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            _ => {}
        }
    }
}

impl fmt::Display for ApiProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl ResponseError for ApiProblem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.answer(Language::English, "");
        response.extensions_mut().insert(*self);
        response
    }
}

impl From<store::Error> for ApiProblem {
    fn from(error: store::Error) -> ApiProblem {
        log::error!(error:% = error; "a query failed");
        ApiProblem::Unavailable
    }
}

impl From<Busy> for ApiProblem {
    fn from(_: Busy) -> ApiProblem {
        ApiProblem::Busy
    }
}

impl From<Throttled> for ApiProblem {
    fn from(throttled: Throttled) -> ApiProblem {
        ApiProblem::TooManyTries(throttled)
    }
}

impl From<SigningFailed> for ApiProblem {
    fn from(error: SigningFailed) -> ApiProblem {
        log::error!(error:% = error; "signing failed");
        ApiProblem::Internal
    }
}

impl From<Fault> for ApiProblem {
    fn from(fault: Fault) -> ApiProblem {
        Problem::from(fault).into()
    }
}

impl<R: Refusal + Into<ApiProblem>> From<Failure<R>> for ApiProblem {
    fn from(failure: Failure<R>) -> ApiProblem {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

impl From<SessionOver> for ApiProblem {
    /// As for a recalled token: the client refreshes, and learns there that the session is over.
    fn from(over: SessionOver) -> ApiProblem {
        Problem::from(over).into()
    }
}

impl From<NotAllowed> for ApiProblem {
    fn from(refusal: NotAllowed) -> ApiProblem {
        Problem::from(refusal).into()
    }
}

impl From<KeyRefusal> for ApiProblem {
    fn from(refusal: KeyRefusal) -> ApiProblem {
        Problem::from(refusal).into()
    }
}

impl From<Problem> for ApiProblem {
    fn from(problem: Problem) -> ApiProblem {
        match problem {
            Problem::TooLarge => ApiProblem::TooLarge,
            Problem::TooSlow => ApiProblem::TooSlow,
            Problem::Busy => ApiProblem::Busy,
            Problem::Unavailable => ApiProblem::Unavailable,
            Problem::NotFound => ApiProblem::NotFound,
            Problem::AdminsOnly => ApiProblem::NotAllowed,
            Problem::SignedOutMeanwhile { .. } => ApiProblem::TokenExpired,
            Problem::Internal => ApiProblem::Internal,
            Problem::PastTheProxy => ApiProblem::PastTheProxy,
            Problem::BadRequest | Problem::NotAForm | Problem::CrossSite | Problem::MethodNotAllowed { .. } => {
                ApiProblem::BadRequest
            }
        }
    }
}
