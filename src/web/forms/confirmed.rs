//! Forms for important changes: the sender has entered their password within the last 15 minutes or, for the most
//! serious changes, with the form itself.
//!
//! Otherwise a page asks for the password, and carries the interrupted form along.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::header;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest};
use askama::Template;
use serde::de::DeserializeOwned;
use url::Url;

use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::desk::password::confirmation::confirm;
use crate::desk::password::{ConfirmationRefusal, PasswordRefusal};
use crate::desk::session::admission::admit;
use crate::desk::session::{Admitted, Need};
use crate::desk::two_factor::CodeRefusal;
use crate::domain::account::Password;
use crate::domain::net::ReturnTo;
use crate::domain::sign_in::Code;
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::text::trimmed;
use crate::web::error::Problem;
use crate::web::forms::acts::{act, ends_something};
use crate::web::forms::field_errors::FieldErrors;
use crate::web::forms::occasion::{Lately, Occasion};
use crate::web::forms::sent_again::SentBefore;
use crate::web::http::cookies::CookieChange;
use crate::web::http::form;
use crate::web::visit::guards::{Guard, without_secrets};
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

/// The field of the password, beside those of the interrupted form.
const PASSWORD_FIELD: &str = "current_password";
const CODE_FIELD: &str = "current_code";
const RECOVERY_FIELD: &str = "current_recovery_code";

/// A form from somebody whom the guard `G` lets through and who has confirmed their password, lately or with this form,
/// as the occasion `O` demands.
pub struct Confirmed<G, T, O = Lately> {
    /// Their session: a new one, if they confirmed just now.
    pub session: ActiveSession,
    pub fields: T,
    guard: PhantomData<(G, O)>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    frame: Frame,
    /// The address that the interrupted form goes to.
    action: String,
    /// What that form does, in words.
    act: &'static str,
    /// Whether it ends or deletes something.
    is_final: bool,
    fields: Vec<(String, String)>,
    /// Whether the password is asked for each time.
    is_anew: bool,
    needs_code: bool,
    errors: FieldErrors,
    /// The page with the interrupted form.
    back: ReturnTo,
}

#[derive(Default)]
struct Errors {
    fields: FieldErrors,
    /// Password and code were not checked.
    throttled: Option<Throttled>,
}

impl<G, T, O> FromRequest for Confirmed<G, T, O>
where
    G: Guard + 'static,
    T: DeserializeOwned + 'static,
    O: Occasion<T> + 'static,
{
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // The guard comes first: if it refuses, it takes the form along.
        let guard = G::from_request(request, payload);
        let (request, payload) = (request.clone(), payload.take());
        let is_form = form::is_form(&request);
        Box::pin(async move {
            let (session, admitted) = match guard.await {
                Ok(guard) => ((*guard).clone(), guard.admitted().cloned()),
                Err(refusal) if is_form => return Err(refusal.with_unread(payload).into()),
                Err(refusal) => return Err(refusal.into()),
            };
            let visit = Visit::extract(&request).into_inner()?;
            if !is_form {
                return Err(Problem::NotAForm.into());
            }
            let body = form::read_body(payload).await?;
            let mut fields = form::parse_pairs(&body).ok_or(Problem::BadRequest)?;
            // Taken out of the form, so that they are neither carried along nor shown.
            let password = take(&mut fields, PASSWORD_FIELD)?;
            let code = take(&mut fields, CODE_FIELD)?;
            let recovery_code = take(&mut fields, RECOVERY_FIELD)?.filter(|code| !trimmed(code).is_empty());
            let is_recovery = recovery_code.is_some();
            let code = recovery_code.or(code).as_deref().and_then(Code::parse_given);
            let parsed = form::read(&fields)?;
            let is_anew = O::is_anew(&parsed);
            let confirmed = match SentBefore::of(&request) {
                Some(_) => Ok((session, None)),
                None => confirmed(&visit, session, admitted, Typed { password, code, is_recovery }, is_anew).await,
            };
            match confirmed {
                Ok((session, change)) => {
                    if let Some(change) = change {
                        request.extensions_mut().insert(change);
                    }
                    Ok(Confirmed { session, fields: parsed, guard: PhantomData })
                }
                Err(Asked::Again(need, errors)) => {
                    let action = request.path().to_owned();
                    let page = ConfirmPage {
                        frame: visit.frame(),
                        act: visit.language.t(act(request.match_pattern().as_deref(), &fields)),
                        is_final: ends_something(request.match_pattern().as_deref()),
                        back: back(&request, &visit, &action),
                        action,
                        fields,
                        is_anew,
                        needs_code: need.code,
                        errors: errors.fields,
                    };
                    let is_first = page.errors.is_empty();
                    let response = if is_first { visit.show(&page) } else { visit.page_again(errors.throttled, &page) };
                    Err(InternalError::from_response("confirm first", response).into())
                }
                // What was written is shown once more.
                Err(Asked::Never(Problem::SignedOutMeanwhile { .. })) => {
                    Err(Problem::SignedOutMeanwhile { fields: without_secrets(fields) }.into())
                }
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
    Again(Need, Errors),
    Never(Problem),
}

impl<P: Into<Problem>> From<P> for Asked {
    fn from(problem: P) -> Asked {
        Asked::Never(problem.into())
    }
}

/// From the page that asks.
struct Typed {
    password: Option<String>,
    code: Option<Code>,
    is_recovery: bool,
}

fn take(fields: &mut Vec<(String, String)>, field: &str) -> Result<Option<String>, Problem> {
    let mut values: Vec<_> = fields.extract_if(.., |(name, _)| name == field).collect();
    let value = values.pop();
    if values.is_empty() { Ok(value.map(|(_, value)| value)) } else { Err(Problem::BadRequest) }
}

async fn confirmed(
    visit: &Visit,
    session: ActiveSession,
    admitted: Option<Admitted>,
    typed: Typed,
    is_anew: bool,
) -> Result<(ActiveSession, Option<CookieChange>), Asked> {
    let admitted = match admitted {
        Some(admitted) => admitted,
        None => admit(&visit.desk, &session).await?,
    };
    let need = admitted.need(visit.desk.clock().now());
    let need = Need { password: need.password || is_anew, ..need };
    let code_field = if typed.is_recovery { RECOVERY_FIELD } else { CODE_FIELD };
    let missing = match &typed.code {
        None => Some(CodeRefusal::Needed),
        Some(Code::Nonsense) => Some(CodeRefusal::Impossible),
        Some(_) => None,
    };
    let outcome = match typed.password.map(Password::given) {
        Some(Some(password)) => confirm(&visit.desk, &session, password, typed.code, visit.context.clone()).await,
        Some(None) => Err(ConfirmationRefusal::Password(PasswordRefusal::Wrong).into()),
        None if need.password => return Err(Asked::Again(need, Errors::default())),
        None => return Ok((session, None)),
    };
    let again = |fields, throttled| Err(Asked::Again(need, Errors { fields, throttled }));
    match outcome {
        Ok(issued) => Ok((issued.session.clone(), Some(CookieChange::Set(Box::new(issued))))),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(ConfirmationRefusal::Code(refusal))) => {
            let reason = words::code_refusal(refusal, visit.language);
            again(FieldErrors::at(code_field, reason), words::code_pause(refusal))
        }
        Err(Failure::Refused(ConfirmationRefusal::Password(refusal))) => {
            let (reason, throttled) = match refusal {
                PasswordRefusal::Wrong => (visit.language.t("password-not-current").to_owned(), None),
                PasswordRefusal::Throttled(pause) => (words::throttled(pause, visit.language), Some(pause)),
                PasswordRefusal::SessionOver(over) => return Err(over.into()),
            };
            let mut fields = FieldErrors::at(PASSWORD_FIELD, reason);
            // A code is compared only after a correct password, but whether it can be one is told at once.
            if let Some(refusal) = missing.filter(|_| need.code) {
                fields.note(code_field, words::code_refusal(refusal, visit.language));
            }
            again(fields, throttled)
        }
    }
}
