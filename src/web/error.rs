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
#[error("{}", self.title())]
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
    /// The heading, in English.
    pub const fn title(&self) -> &'static str {
        match self {
            Problem::NotFound => say("There is nothing here"),
            Problem::MethodNotAllowed { .. } => say("This address does not work that way"),
            Problem::CrossSite => say("This form did not come from here"),
            Problem::PastTheProxy => say("This is not the way in"),
            Problem::BadRequest => say("This request could not be understood"),
            Problem::NotAForm => say("Only forms are accepted here"),
            Problem::TooLarge => say("That was too much"),
            Problem::TooSlow => say("That took too long"),
            Problem::AdminsOnly => say("For administrators only"),
            Problem::SignedOutMeanwhile { .. } => say("You have been signed out"),
            Problem::TooManyWrites { .. } => say("Too many changes at once"),
            Problem::Busy => say("Too many people at once"),
            Problem::Unavailable => say("Not available right now"),
            Problem::Internal => say("Something went wrong"),
        }
    }

    pub fn explanation(&self, language: Language) -> &'static str {
        language.t(match self {
            Problem::NotFound => say("The address may be mistyped, or what it led to is gone. Go back, or begin at the start page."),
            Problem::MethodNotAllowed { .. } => say("The address exists, but not for what was tried. Go back and use the form there."),
            Problem::CrossSite => say(
                "Nothing was changed. Go to the start page and try again there. If that fails too, the address you typed is not the public_url in the settings: tell whoever runs this site."
            ),
            Problem::PastTheProxy => say("Connections to this port are for the proxy only. Use the address that this site is known by."),
            Problem::BadRequest => say("Nothing was changed. Go back, load the page anew and try again."),
            Problem::NotAForm => say("Nothing was changed. Go back and use the form there."),
            Problem::TooLarge => say("Nothing was changed. Go back and send less."),
            Problem::TooSlow => say("Nothing was changed. Your connection stalled while the form was on its way. Go back and send it again."),
            Problem::AdminsOnly => say("You are signed in, but this page is for administrators. Ask one of them."),
            Problem::SignedOutMeanwhile { fields } if fields.is_empty() => say("Your form was not saved. Sign in again, then send it once more."),
            Problem::SignedOutMeanwhile { .. } => say("Your form was not saved. Sign in again, then send it once more. This is what you had written:"),
            Problem::TooManyWrites { fields, .. } if fields.is_empty() => say("Nothing was changed: there were too many changes in a short time. Wait a few seconds, then go back and send your form once more."),
            Problem::TooManyWrites { .. } => say("Nothing was changed: there were too many changes in a short time. Wait a few seconds, then go back and send your form once more. This is what you had written:"),
            Problem::Busy => say("Nothing was changed. Wait a few seconds and try again."),
            Problem::Unavailable => say("Nothing was changed, and whoever was signed in still is. Wait a few seconds and try again."),
            Problem::Internal => say("It is our fault and has been recorded. Try again; if it stays, tell whoever runs this site the number below."),
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
        let text = format!("{}. {}\n", self.title(), self.explanation(Language::English));
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
