//! Everything that can go wrong with a request, as the person sees it.
//!
//! A handler or guard returns a [`Problem`]; its plain-text answer carries it along, and the middleware that knows
//! who is asking turns it into a page. Details stay in the log, under the request's id.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};

use crate::desk::by::{NotAllowed, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::desk::token::KeyRefusal;
use crate::domain::record::Spent;
use crate::store;
use crate::web::language::{Language, say};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.title(Language::ENGLISH))]
pub enum Problem {
    /// Nothing is at this address, or nothing that this person may know of.
    NotFound,
    MethodNotAllowed {
        /// The value of the header `Allow`.
        allow: &'static str,
    },
    /// A write request that comes from another site, as far as the browser says.
    CrossSite,
    /// A connection that did not come through a proxy, and so has no TLS.
    PastTheProxy,
    /// A form or an address that none of our pages makes.
    BadRequest,
    /// The body has another content type than a form.
    NotAForm,
    /// The body is larger than any of our forms.
    TooLarge,
    /// The body arrived too slowly.
    TooSlow,
    /// The person is signed in, but is not an admin.
    AdminsOnly,
    /// A form arrived after its session had ended.
    SignedOutMeanwhile {
        /// Names and values of its fields, without secrets, for the person to copy.
        fields: Vec<(String, String)>,
    },
    /// The person has made too many changes lately.
    TooManyWrites {
        /// How long to wait.
        seconds: u64,
        /// Names and values of the form's fields, without secrets, for the person to copy.
        fields: Vec<(String, String)>,
    },
    /// The server has too much to do at the moment, and soon will have less.
    Busy,
    /// The database does not answer.
    Unavailable,
    Internal,
}

/// Seconds after which trying again makes sense.
const RETRY_AFTER: u16 = 5;

impl Problem {
    /// The heading.
    pub fn title(&self, language: Language) -> &'static str {
        language.t(match self {
            Problem::NotFound => say("problem-not-found-title"),
            Problem::MethodNotAllowed { .. } => say("problem-method-title"),
            Problem::CrossSite => say("problem-foreign-form-title"),
            Problem::PastTheProxy => say("problem-past-proxy-title"),
            Problem::BadRequest => say("problem-bad-request-title"),
            Problem::NotAForm => say("problem-media-type-title"),
            Problem::TooLarge => say("problem-too-large-title"),
            Problem::TooSlow => say("problem-too-slow-title"),
            Problem::AdminsOnly => say("problem-forbidden-title"),
            Problem::SignedOutMeanwhile { .. } => say("problem-signed-out-title"),
            Problem::TooManyWrites { .. } => say("problem-too-many-changes-title"),
            Problem::Busy => say("problem-busy-title"),
            Problem::Unavailable => say("problem-unavailable-title"),
            Problem::Internal => say("problem-internal-title"),
        })
    }

    pub fn explanation(&self, language: Language) -> &'static str {
        language.t(match self {
            Problem::NotFound => say("problem-not-found-text"),
            Problem::MethodNotAllowed { .. } => say("problem-method-text"),
            Problem::CrossSite => say("problem-foreign-form-text"),
            Problem::PastTheProxy => say("problem-past-proxy-text"),
            Problem::BadRequest => say("problem-bad-request-text"),
            Problem::NotAForm => say("problem-media-type-text"),
            Problem::TooLarge => say("problem-too-large-text"),
            Problem::TooSlow => say("problem-too-slow-text"),
            Problem::AdminsOnly => say("problem-forbidden-text"),
            Problem::SignedOutMeanwhile { fields } if fields.is_empty() => say("problem-signed-out-text"),
            Problem::SignedOutMeanwhile { .. } => say("problem-signed-out-text-typed"),
            Problem::TooManyWrites { fields, .. } if fields.is_empty() => say("problem-too-many-changes-text"),
            Problem::TooManyWrites { .. } => say("problem-too-many-changes-text-typed"),
            Problem::Busy => say("problem-busy-text"),
            Problem::Unavailable => say("problem-unavailable-text"),
            Problem::Internal => say("problem-internal-text"),
        })
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match self {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Problem::CrossSite | Problem::PastTheProxy | Problem::AdminsOnly | Problem::SignedOutMeanwhile { .. } => {
                StatusCode::FORBIDDEN
            }
            Problem::BadRequest => StatusCode::BAD_REQUEST,
            Problem::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Problem::TooManyWrites { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Busy | Problem::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let text = format!("{}. {}\n", self.title(Language::ENGLISH), self.explanation(Language::ENGLISH));
        let mut response = HttpResponse::build(self.status_code()).content_type("text/plain; charset=utf-8").body(text);
        match self {
            Problem::MethodNotAllowed { allow } => {
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
            }
            Problem::TooManyWrites { seconds, .. } => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Problem::Busy | Problem::Unavailable => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
            }
            // The unread rest of the body would be taken for the next request.
            Problem::TooLarge | Problem::TooSlow => {
                response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close)
            }
            _ => {}
        }
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        log::error!(error:% = error; "a query failed");
        Problem::Unavailable
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        match fault {
            Fault::Busy(_) => Problem::Busy,
            Fault::TooManyWrites(Spent { seconds, .. }) => Problem::TooManyWrites { seconds, fields: Vec::new() },
            Fault::Store(error) => error.into(),
            Fault::Signing(error) => {
                log::error!(error:% = error; "signing failed");
                Problem::Internal
            }
            Fault::Keys(error) => {
                log::error!(error:% = error; "the signing keys could not be used");
                Problem::Internal
            }
        }
    }
}

impl<R: Refusal + Into<Problem>> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Problem {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

impl From<SessionOver> for Problem {
    fn from(_: SessionOver) -> Problem {
        Problem::SignedOutMeanwhile { fields: Vec::new() }
    }
}

impl From<NotAllowed> for Problem {
    fn from(refusal: NotAllowed) -> Problem {
        match refusal {
            NotAllowed::NotAdmin => Problem::AdminsOnly,
            NotAllowed::SessionOver(over) => over.into(),
        }
    }
}

impl From<KeyRefusal> for Problem {
    fn from(refusal: KeyRefusal) -> Problem {
        match refusal {
            KeyRefusal::NotFound => Problem::NotFound,
            KeyRefusal::NotAllowed(refusal) => refusal.into(),
        }
    }
}
