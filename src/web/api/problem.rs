//! The error answers of the API.
//!
//! A handler or extractor returns an [`ApiProblem`]; the answer carries it along, and [`crate::web::api::endpoint`], which knows
//! the request, writes it in the client's language. Details stay in the log, under the request's id.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::by::{NotAllowed, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
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
    /// The caller has made too many changes lately.
    TooManyWrites {
        /// How long to wait.
        seconds: u64,
    },
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
    /// The id of the message.
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
const RETRY_AFTER: u64 = 5;
/// The word for programs where the password was entered too long ago.
const LOG_IN_ANEW: &str = "insufficient_user_authentication";

impl ApiProblem {
    /// The status, the word for programs where the status alone does not tell cases apart, and the id of the sentence.
    /// 419 is not registered; clients of token APIs know it as *expired*.
    const fn parts(self) -> (u16, Option<&'static str>, &'static str) {
        match self {
            ApiProblem::NoToken => (401, None, say("api-token-needed")),
            ApiProblem::TokenExpired => (419, None, say("api-token-expired")),
            ApiProblem::TokenInvalid => (401, None, say("api-token-invalid")),
            ApiProblem::SeveralTokens => (400, Some("invalid_request"), say("api-token-one")),
            ApiProblem::NotAllowed => (403, Some("insufficient_scope"), say("api-admin-only")),
            ApiProblem::LogInAnew => (401, Some(LOG_IN_ANEW), say("api-password-old")),
            ApiProblem::LogInJustBefore => (401, Some(LOG_IN_ANEW), say("api-password-just-now")),
            ApiProblem::LoginRefused => (401, Some("invalid_grant"), say("api-login-refused")),
            ApiProblem::RefreshRefused => (401, Some("invalid_grant"), say("api-session-over")),
            ApiProblem::CodeNeeded => (401, Some("two_factor_required"), say("api-code-needed")),
            ApiProblem::CodeRefused => (401, Some("two_factor_refused"), say("api-code-wrong")),
            ApiProblem::CodeUsed => (401, Some("two_factor_refused"), say("api-code-used")),
            ApiProblem::CodeImpossible => (401, Some("two_factor_refused"), say("api-code-impossible")),
            ApiProblem::CodeUnreadable => (401, Some("two_factor_unreadable"), say("api-code-unreadable")),
            ApiProblem::EnrolmentNeeded => {
                (401, Some("two_factor_enrolment_required"), say("api-second-factor-demanded"))
            }
            ApiProblem::TooManyCodes { seconds, instead } => (
                429,
                Some("too_many_codes"),
                match (seconds, instead) {
                    (_, Some(CodeKind::Recovery)) => say("api-codes-paused"),
                    (_, Some(CodeKind::App)) => say("api-recovery-codes-paused"),
                    (Some(_), None) => say("api-all-codes-paused"),
                    (None, None) => say("api-codes-closed"),
                },
            ),
            ApiProblem::TooManyTries(throttled) => (
                429,
                Some("too_many_tries"),
                match throttled {
                    Throttled::For(_) | Throttled::InSession(_) => say("api-too-many-tries"),
                    Throttled::Closed => say("api-tries-closed"),
                },
            ),
            ApiProblem::TooManyWrites { .. } => (429, Some("too_many_writes"), say("api-too-many-changes")),
            ApiProblem::NotFound => (404, None, say("api-not-found")),
            ApiProblem::Absent(reason) => (404, Some(reason.word), reason.sentence),
            ApiProblem::Conflict(reason) => (409, Some(reason.word), reason.sentence),
            ApiProblem::MethodNotAllowed { .. } => (405, None, say("api-method")),
            ApiProblem::BadRequest => (400, None, say("api-bad-request")),
            ApiProblem::NotJson => (415, None, say("api-media-type")),
            ApiProblem::TooLarge => (413, None, say("api-too-large")),
            ApiProblem::TooSlow => (408, None, say("api-too-slow")),
            ApiProblem::PastTheProxy => (403, None, say("api-past-proxy")),
            ApiProblem::Busy => (503, None, say("api-busy")),
            ApiProblem::Unavailable => (503, None, say("api-unavailable")),
            ApiProblem::Internal => (500, None, say("api-internal")),
        }
    }

    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.parts().0).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub fn sentence(self, language: Language) -> &'static str {
        language.t(self.parts().2)
    }

    /// See RFC 6750 section 3 and RFC 9470 section 3. It names no realm, since the realm of every challenge is this one
    /// server. The description is in English: a header is for programs.
    fn challenge(self) -> Option<&'static str> {
        match self {
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
            _ => (self.status() == StatusCode::UNAUTHORIZED).then_some("Bearer"),
        }
    }

    pub fn body(self, language: Language, request_id: &str) -> ErrorBody {
        let (code, word, _) = self.parts();
        let has_fixed_members = matches!(self, ApiProblem::TokenExpired | ApiProblem::TokenInvalid);
        ErrorBody {
            code,
            message: self.sentence(language).to_owned(),
            error: word,
            request_id: (!has_fixed_members).then(|| request_id.to_owned()),
        }
    }

    pub fn answer(self, language: Language, request_id: &str) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        if let Some(challenge) = self.challenge() {
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        let retry_after = match self {
            ApiProblem::TooManyTries(throttled) => Some(throttled.retry_after().into()),
            ApiProblem::TooManyCodes { seconds, .. } => Some(seconds.unwrap_or(Throttled::Closed.retry_after().into())),
            ApiProblem::TooManyWrites { seconds } => Some(seconds),
            ApiProblem::Busy | ApiProblem::Unavailable => Some(RETRY_AFTER),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        match self {
            ApiProblem::MethodNotAllowed { allow } => response.insert_header((header::ALLOW, allow)),
            // The library has no reason phrase for an unregistered status.
            ApiProblem::TokenExpired => response.reason("Token Expired"),
            // What is left unread of the body would be taken for the next request.
            ApiProblem::TooLarge | ApiProblem::TooSlow => response.force_close(),
            _ => &mut response,
        };
        response.json(self.body(language, request_id))
    }
}

impl fmt::Display for ApiProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence(Language::ENGLISH))
    }
}

impl ResponseError for ApiProblem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.answer(Language::ENGLISH, "");
        response.extensions_mut().insert(*self);
        response
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

macro_rules! answered_as_by_pages {
    ($($error:ty),+) => { $(
        impl From<$error> for ApiProblem {
            fn from(error: $error) -> ApiProblem {
                Problem::from(error).into()
            }
        }
    )+ };
}

answered_as_by_pages!(Fault, KeyRefusal, NotAllowed, SessionOver, store::Error);

impl From<Problem> for ApiProblem {
    fn from(problem: Problem) -> ApiProblem {
        match problem {
            Problem::TooLarge => ApiProblem::TooLarge,
            Problem::TooSlow => ApiProblem::TooSlow,
            Problem::TooManyWrites { seconds, .. } => ApiProblem::TooManyWrites { seconds },
            Problem::Busy => ApiProblem::Busy,
            Problem::Unavailable => ApiProblem::Unavailable,
            Problem::NotFound => ApiProblem::NotFound,
            Problem::AdminsOnly => ApiProblem::NotAllowed,
            // As for a recalled token: the client refreshes, and learns there that the session is over.
            Problem::SignedOutMeanwhile { .. } => ApiProblem::TokenExpired,
            Problem::Internal => ApiProblem::Internal,
            Problem::PastTheProxy => ApiProblem::PastTheProxy,
            Problem::BadRequest | Problem::NotAForm | Problem::CrossSite | Problem::MethodNotAllowed { .. } => {
                ApiProblem::BadRequest
            }
        }
    }
}
