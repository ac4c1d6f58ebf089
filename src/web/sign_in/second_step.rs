//! The second step of signing in: the code, or the set-up of an authenticator app where one is demanded.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::fault::Failure;
use crate::desk::form_answers::Condition;
use crate::desk::session::Issued;
use crate::desk::sign_in::{Next, SecondStepRefusal, StepRefusal, second_step};
use crate::desk::two_factor::CodeRefusal;
use crate::domain::id::SessionId;
use crate::domain::net::Destination;
use crate::domain::sign_in::Code;
use crate::web::error::Problem;
use crate::web::forms::sent_again::{came_to_nothing, good_while};
use crate::web::http::cookies::{CookieChange, second_step_cookie, second_step_tokens};
use crate::web::http::form::{Form, Query};
use crate::web::http::static_files;
use crate::web::sign_in::enrolment::{self, Way};
use crate::web::sign_in::leading::{destination, leading_to};
use crate::web::visit::device::{known_device, remember};
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "second_step.html")]
struct CodePage<'a> {
    frame: Frame,
    next: &'a Destination,
    code_error: Option<String>,
    recovery_error: Option<String>,
}

#[derive(Template)]
#[template(path = "second_step_enrolment.html")]
struct EnrolmentPage<'a> {
    frame: Frame,
    next: &'a Destination,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    next: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    code: Option<String>,
    recovery_code: Option<String>,
    next: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationFields {
    offer: String,
    code: String,
    next: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextFields {
    next: Option<String>,
}

/// Redirects to the second step, with the token that it needs. The redirect is of no use once the token is spent: then
/// the password is needed again.
pub fn lead_there(visit: &Visit, next: &Destination, token: &str) -> HttpResponse {
    let mut response = visit.see_other(&paths::second_step_leading_to(next));
    set_cookie(&mut response, second_step_cookie(Some(token), visit.desk.settings()));
    good_while(response, Condition::sign_in(token), None)
}

/// `GET /login/two-factor`
pub async fn show(
    request: HttpRequest,
    visit: Visit,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let next = destination(&visit, parameters.next.as_deref());
    let token = token(&request, &visit).await?;
    Ok(match second_step::look(&visit.desk, &token).await? {
        Some(Next::Code) => code_page(&visit, &next, Typed::Code, None),
        Some(Next::Enrolment) => {
            let template = EnrolmentPage { frame: visit.frame(), next: &next };
            leading_to(&next, visit.page(StatusCode::OK, &template), &visit)
        }
        None => begin_anew(&visit, &next),
    })
}

/// `POST /login/two-factor`
pub async fn submit(request: HttpRequest, visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    let next = destination(&visit, fields.next.as_deref());
    let token = token(&request, &visit).await?;
    let (typed, code) = match (&fields.code, &fields.recovery_code) {
        (Some(code), None) => (Typed::Code, code),
        (None, Some(code)) => (Typed::RecoveryCode, code),
        _ => return Err(Problem::BadRequest),
    };
    let code = Code::parse(code);
    match second_step::finish(&visit.desk, &token, code, replaced(&visit), visit.context.clone()).await {
        Ok(issued) => Ok(signed_in(&request, &visit, visit.see_other(next.as_str()), issued)),
        Err(Failure::Refused(SecondStepRefusal::Code(refusal))) => Ok(code_page(&visit, &next, typed, Some(refusal))),
        Err(Failure::Refused(SecondStepRefusal::Step(step))) => Ok(elsewhere(&visit, &next, step)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /login/two-factor/enrolment`
pub async fn begin_enrolment(
    request: HttpRequest,
    visit: Visit,
    Form(fields): Form<NextFields>,
) -> Result<HttpResponse, Problem> {
    let next = destination(&visit, fields.next.as_deref());
    let token = token(&request, &visit).await?;
    match second_step::begin_enrolment(&visit.desk, &token).await {
        Ok(offer) => Ok(offered(&next, &token, enrolment::offer(&visit, way(&next), &offer, None))),
        Err(Failure::Refused(step)) => Ok(elsewhere(&visit, &next, step)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /login/two-factor/activation`
pub async fn activate(
    request: HttpRequest,
    visit: Visit,
    Form(fields): Form<ActivationFields>,
) -> Result<HttpResponse, Problem> {
    let next = destination(&visit, fields.next.as_deref());
    let (token, code) = (token(&request, &visit).await?, Code::parse(&fields.code));
    match second_step::enrol(&visit.desk, &token, &fields.offer, code, visit.context.clone()).await {
        Ok((issued, codes)) => {
            let page = enrolment::recovery_codes(&visit, &issued.session, &codes, true, next.as_str()).await;
            Ok(signed_in(&request, &visit, page, issued))
        }
        Err(Failure::Refused(SecondStepRefusal::Code(_))) => {
            match second_step::offered(&visit.desk, &token, &fields.offer).await {
                Ok(offer) => {
                    let page = enrolment::offer(&visit, way(&next), &offer, Some(enrolment::wrong_code(&visit)));
                    Ok(offered(&next, &token, page))
                }
                Err(Failure::Refused(step)) => Ok(elsewhere(&visit, &next, step)),
                Err(Failure::Fault(fault)) => Err(fault.into()),
            }
        }
        Err(Failure::Refused(SecondStepRefusal::Step(step))) => Ok(elsewhere(&visit, &next, step)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /login/two-factor/cancellation`
pub async fn cancel(
    request: HttpRequest,
    visit: Visit,
    Form(fields): Form<NextFields>,
) -> Result<HttpResponse, Problem> {
    let next = destination(&visit, fields.next.as_deref());
    let token = token(&request, &visit).await?;
    let is_any = second_step::look(&visit.desk, &token).await?.is_some();
    if is_any {
        second_step::cancel(&visit.desk, &token, visit.context.clone()).await?;
    }
    let mut response = visit.see_other(&paths::login_leading_to(&next));
    set_cookie(&mut response, second_step_cookie(None, visit.desk.settings()));
    Ok(if is_any { response } else { came_to_nothing(response) })
}

/// The page with the key is valid as long as the sign-in waits.
fn offered(next: &Destination, token: &str, page: HttpResponse) -> HttpResponse {
    good_while(page, Condition::sign_in(token), Some(paths::second_step_leading_to(next)))
}

fn way(next: &Destination) -> Way<'_> {
    Way { action: paths::SECOND_STEP_ACTIVATION, back: paths::LOGIN, next: Some(next) }
}

/// Without a valid cookie, returns a text that is no token.
async fn token(request: &HttpRequest, visit: &Visit) -> Result<String, Problem> {
    let tokens = second_step_tokens(request.headers(), visit.desk.settings());
    Ok(second_step::only_pending(&visit.desk, tokens).await?.unwrap_or_default())
}

/// The session that this browser has now.
fn replaced(visit: &Visit) -> Option<SessionId> {
    visit.session().map(|session| session.id.clone())
}

/// Which of the two fields was filled in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    Code,
    RecoveryCode,
}

fn code_page(visit: &Visit, next: &Destination, typed: Typed, error: Option<CodeRefusal>) -> HttpResponse {
    let status = match error {
        None => StatusCode::OK,
        Some(CodeRefusal::TooMany(_)) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let words = error.map(|error| words::code_refusal(error, visit.language));
    let (code_error, recovery_error) = match typed {
        Typed::Code => (words, None),
        Typed::RecoveryCode => (None, words),
    };
    let frame = visit.frame().standing_at(&paths::second_step_leading_to(next));
    let page = CodePage { frame, next, code_error, recovery_error };
    let page = match error.and_then(words::code_pause) {
        Some(throttled) => visit.page_when_throttled(throttled, &page),
        None => visit.page(status, &page),
    };
    leading_to(next, page, visit)
}

/// Where a sign-in continues that cannot continue here.
fn elsewhere(visit: &Visit, next: &Destination, step: StepRefusal) -> HttpResponse {
    match step {
        StepRefusal::Over => begin_anew(visit, next),
        StepRefusal::OtherStep => visit.see_other(&paths::second_step_leading_to(next)),
    }
}

/// Leads back to the password, or on to `next` if this browser is signed in already.
fn begin_anew(visit: &Visit, next: &Destination) -> HttpResponse {
    let path = match visit.session() {
        Some(_) => paths::login_leading_to(next),
        None => paths::login_again_leading_to(next),
    };
    let mut response = visit.see_other(&path);
    set_cookie(&mut response, second_step_cookie(None, visit.desk.settings()));
    came_to_nothing(response)
}

fn signed_in(request: &HttpRequest, visit: &Visit, mut response: HttpResponse, issued: Issued) -> HttpResponse {
    let device = known_device(request.headers(), &visit.desk);
    remember(response.headers_mut(), device, &issued, &visit.desk);
    set_cookie(&mut response, second_step_cookie(None, visit.desk.settings()));
    response.extensions_mut().insert(CookieChange::Set(Box::new(issued)));
    response
}

/// Deletes the cookie of a pending sign-in, if there is one: another sign-in has been completed.
pub fn forget(request: &HttpRequest, visit: &Visit, response: &mut HttpResponse) {
    if !second_step_tokens(request.headers(), visit.desk.settings()).is_empty() {
        set_cookie(response, second_step_cookie(None, visit.desk.settings()));
    }
}

fn set_cookie(response: &mut HttpResponse, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}
