//! Forms that change what matters: whoever sends one has entered their password within the last 15 minutes.
//!
//! If they have not, they are asked for it on a page that carries the interrupted form along.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use serde::de::DeserializeOwned;
use url::Url;

use super::cookies::CookieChange;
use super::error::Problem;
use super::form;
use super::guards::{Refusal, without_secrets};
use super::language::Language;
use super::visit::{Frame, Visit};
use super::{paths, static_files, words};
use crate::auth::confirmation::{ConfirmationError, confirm, is_recent};
use crate::auth::session::ActiveSession;
use crate::domain::password::Password;
use crate::domain::return_to::ReturnTo;
use crate::domain::throttle::Throttled;

/// The field of the password, beside those of the interrupted form.
const PASSWORD_FIELD: &str = "current_password";

/// A form from somebody whom the guard `G` lets through and who has confirmed their password lately.
pub struct Confirmed<G, T> {
    /// Their session: a new one, if they confirmed just now.
    pub session: ActiveSession,
    /// What the form says.
    pub fields: T,
    guard: PhantomData<G>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    frame: Frame,
    /// Where the interrupted form goes.
    action: String,
    fields: Vec<(String, String)>,
    error: Option<String>,
    /// Where the interrupted form stands.
    back: ReturnTo,
}

impl<G, T> FromRequest for Confirmed<G, T>
where
    G: FromRequest<Error = Refusal> + Deref<Target = ActiveSession> + 'static,
    T: DeserializeOwned + 'static,
{
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // The guard first: if it refuses, it takes the form along.
        let guard = G::from_request(request, payload);
        let (request, payload) = (request.clone(), payload.take());
        let is_form = form::is_form(&request);
        Box::pin(async move {
            let session = match guard.await {
                Ok(guard) => (*guard).clone(),
                Err(refusal) => return Err(refusal.into()),
            };
            let visit = Visit::extract(&request).into_inner()?;
            if !is_form {
                return Err(Problem::NotAForm.into());
            }
            let body = form::read_body(payload).await?;
            let mut fields = form::parse_pairs(&body).ok_or(Problem::BadRequest)?;
            let password = take_password(&mut fields)?;
            let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let parsed = serde_urlencoded::from_str(&encoded).map_err(|_| Problem::BadRequest)?;
            match confirmed(&visit, &session, password).await {
                Ok((session, change)) => {
                    if let Some(change) = change {
                        request.extensions_mut().insert(change);
                    }
                    Ok(Confirmed { session, fields: parsed, guard: PhantomData })
                }
                Err(Asked::Again(reason)) => {
                    let action = request.path().to_owned();
                    let page = ConfirmPage {
                        frame: visit.frame(),
                        back: back(&request, &visit, &action),
                        action,
                        fields,
                        error: reason.words(visit.language),
                    };
                    Err(InternalError::from_response("confirm first", reason.answer(&visit, &page)).into())
                }
                Err(Asked::Over) => Err(Problem::SignedOutMeanwhile { fields: without_secrets(fields) }.into()),
                Err(Asked::Never(problem)) => Err(problem.into()),
            }
        })
    }
}

/// The page that the form stood on, as far as the browser tells; not this one, which only answers forms.
fn back(request: &HttpRequest, visit: &Visit, action: &str) -> ReturnTo {
    let referer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let own = referer.filter(|url| visit.desk.settings().public_url().is_origin_of(url));
    let page = own.and_then(|url| Url::parse(url).ok()).map(|url| ReturnTo::parse(&url[url::Position::BeforePath..]));
    let is_page = |page: &ReturnTo| page.as_str().split('?').next() != Some(action);
    page.filter(is_page).unwrap_or_else(|| match action.starts_with(paths::ADMIN) {
        true => ReturnTo::parse(paths::ADMIN),
        false => ReturnTo::home(),
    })
}

enum Asked {
    Again(Again),
    /// The session has ended meanwhile; what was written is shown once more.
    Over,
    Never(Problem),
}

/// Why the password is asked for.
enum Again {
    TooLongAgo,
    Wrong,
    Throttled(Throttled),
}

impl Again {
    fn words(&self, language: Language) -> Option<String> {
        match self {
            Again::TooLongAgo => None,
            Again::Wrong => Some(language.t("This is not your current password.").to_owned()),
            Again::Throttled(throttled) => Some(words::throttled(*throttled, language)),
        }
    }

    fn answer(&self, visit: &Visit, page: &ConfirmPage) -> HttpResponse {
        match self {
            Again::TooLongAgo => visit.page(StatusCode::OK, page),
            Again::Wrong => visit.page(StatusCode::UNPROCESSABLE_ENTITY, page),
            Again::Throttled(throttled) => visit.page_when_throttled(*throttled, page),
        }
    }
}

fn take_password(fields: &mut Vec<(String, String)>) -> Result<Option<String>, Problem> {
    let mut passwords: Vec<_> = fields.extract_if(.., |(name, _)| name == PASSWORD_FIELD).collect();
    let password = passwords.pop();
    if passwords.is_empty() { Ok(password.map(|(_, value)| value)) } else { Err(Problem::BadRequest) }
}

async fn confirmed(
    visit: &Visit,
    session: &ActiveSession,
    password: Option<String>,
) -> Result<(ActiveSession, Option<CookieChange>), Asked> {
    let outcome = match password.map(Password::new) {
        Some(Some(password)) => confirm(&visit.desk, session, password, visit.context.clone()).await.map(Some),
        Some(None) => Err(ConfirmationError::Wrong),
        None => match is_recent(&visit.desk, session).await {
            Ok(false) => return Err(Asked::Again(Again::TooLongAgo)),
            recent => recent.map(|_| None),
        },
    };
    match outcome {
        Ok(None) => Ok((session.clone(), None)),
        Ok(Some(issued)) => Ok((issued.session.clone(), Some(CookieChange::Set(Box::new(issued))))),
        Err(ConfirmationError::Wrong) => Err(Asked::Again(Again::Wrong)),
        Err(ConfirmationError::Throttled(throttled)) => Err(Asked::Again(Again::Throttled(throttled))),
        Err(ConfirmationError::SessionOver) => Err(Asked::Over),
        Err(ConfirmationError::Busy(busy)) => Err(Asked::Never(busy.into())),
        Err(ConfirmationError::Store(error)) => Err(Asked::Never(error.into())),
        Err(ConfirmationError::Signing(error)) => Err(Asked::Never(error.into())),
    }
}
