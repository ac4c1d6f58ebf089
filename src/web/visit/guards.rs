//! Guards: extractors that let a handler run only for those who may.
//!
//! They read what [`crate::web::resume`] found, so that middleware must be installed; without it they refuse everybody.

use std::cell::RefCell;
use std::fmt;
use std::future::{Future, Ready, ready};
use std::ops::Deref;
use std::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use crate::desk::active_session::ActiveSession;
use crate::desk::by::NotAllowed;
use crate::desk::fault::Failure;
use crate::desk::session::Admitted;
use crate::desk::session::admission::admit_admin;
use crate::domain::net::ReturnTo;
use crate::web::error::Problem;
use crate::web::http::form;
use crate::web::paths;
use crate::web::visit::visit::Visit;

/// Somebody who is signed in. Runs no query.
///
/// Anybody else is sent to sign in and returns afterwards. Somebody whose form arrives too late is told so, and sees
/// what they had written, if the guard stands before the form among the handler's arguments. `Option<CurrentSession>`
/// lets everybody in.
#[derive(Clone, Debug)]
pub struct CurrentSession(ActiveSession);

impl Deref for CurrentSession {
    type Target = ActiveSession;

    fn deref(&self) -> &ActiveSession {
        &self.0
    }
}

impl FromRequest for CurrentSession {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(current_session(request, payload))
    }
}

fn current_session(request: &HttpRequest, payload: &mut Payload) -> Result<CurrentSession, Refusal> {
    let visit = Visit::extract(request).into_inner().map_err(Refusal::Problem)?;
    match visit.session() {
        Some(session) => Ok(CurrentSession(session.clone())),
        None if matches!(*request.method(), Method::GET | Method::HEAD) => Err(Refusal::SignInFirst(visit.path)),
        None => Err(Refusal::FormTooLate(LateForm::new(form::is_form(request).then(|| payload.take())))),
    }
}

/// A form whose session is over. It is not read yet: the answer carries it to the middleware, which has time to read
/// it.
pub struct LateForm(RefCell<Option<Payload>>);

impl LateForm {
    fn new(payload: Option<Payload>) -> LateForm {
        LateForm(RefCell::new(payload))
    }

    /// Returns what somebody had written, without secrets.
    pub(in crate::web) async fn read(self) -> Problem {
        let pairs = match self.0.into_inner() {
            Some(payload) => form::read_body(payload).await.ok().and_then(|body| form::parse_pairs(&body)),
            None => None,
        };
        Problem::SignedOutMeanwhile { fields: without_secrets(pairs.unwrap_or_default()) }
    }
}

pub(in crate::web) fn without_secrets(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let is_secret =
        |name: &str| ["password", "code", "token", "secret"].iter().any(|word| name.to_lowercase().contains(word));
    fields.into_iter().filter(|(name, value)| !is_secret(name) && !value.is_empty()).collect()
}

impl Refusal {
    /// Adds the form that the guard has left unread.
    pub(in crate::web) fn with_unread(self, payload: Payload) -> Refusal {
        match self {
            Refusal::FormTooLate(form) if form.0.borrow().is_none() => {
                Refusal::FormTooLate(LateForm::new(Some(payload)))
            }
            refusal => refusal,
        }
    }
}

impl fmt::Debug for LateForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a form")
    }
}

/// A guard, and what it has read from the database.
pub trait Guard: FromRequest<Error = Refusal> + Deref<Target = ActiveSession> {
    /// `None` when it has not asked the database.
    fn admitted(&self) -> Option<&Admitted>;
}

impl Guard for CurrentSession {
    fn admitted(&self) -> Option<&Admitted> {
        None
    }
}

/// An administrator, as the database says at this moment.
#[derive(Clone, Debug)]
pub struct Administrator(Admitted);

impl Guard for Administrator {
    fn admitted(&self) -> Option<&Admitted> {
        Some(&self.0)
    }
}

impl Deref for Administrator {
    type Target = ActiveSession;

    fn deref(&self) -> &ActiveSession {
        &self.0.session
    }
}

impl FromRequest for Administrator {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::extract(request).into_inner();
        let session = CurrentSession::from_request(request, payload);
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        Box::pin(async move {
            let (visit, CurrentSession(session)) = (visit.map_err(Refusal::Problem)?, session.await?);
            match admit_admin(&visit.desk, &session, &visit.context).await {
                Ok(admitted) => Ok(Administrator(admitted)),
                Err(Failure::Refused(NotAllowed::SessionOver(_))) if is_read => Err(Refusal::SignInFirst(visit.path)),
                // The code that reads the form still has it, and adds it.
                Err(Failure::Refused(NotAllowed::SessionOver(_))) => Err(Refusal::FormTooLate(LateForm::new(None))),
                Err(failure) => Err(Refusal::Problem(failure.into())),
            }
        })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in; a person can be sent to the login page.
    #[error("sign in first")]
    SignInFirst(ReturnTo),
    /// The session ended before its form arrived.
    #[error("signed out meanwhile")]
    FormTooLate(LateForm),
    #[error(transparent)]
    Problem(Problem),
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Refusal::SignInFirst(_) => StatusCode::SEE_OTHER,
            Refusal::FormTooLate(_) => StatusCode::FORBIDDEN,
            Refusal::Problem(problem) => problem.status_code(),
        }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        match self {
            Refusal::SignInFirst(next) => {
                let location = HeaderValue::from_str(&paths::login_returning_to(next));
                HttpResponse::SeeOther()
                    .insert_header((header::LOCATION, location.unwrap_or(HeaderValue::from_static(paths::LOGIN))))
                    .insert_header((header::CACHE_CONTROL, "no-store"))
                    .finish()
            }
            Refusal::FormTooLate(form) => {
                let mut response = Problem::SignedOutMeanwhile { fields: Vec::new() }.error_response();
                response.extensions_mut().insert(LateForm::new(form.0.take()));
                response
            }
            Refusal::Problem(problem) => problem.error_response(),
        }
    }
}
