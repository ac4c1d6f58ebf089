//! The second step of signing in: the code, or the set-up of an authenticator app where one is demanded.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::fault::Failure;
use crate::desk::form_answers::Condition;
use crate::desk::session::Issued;
use crate::desk::sign_in::{Browser, Next, SecondStepRefusal, StepRefusal, second_step};
use crate::desk::two_factor::{CodeRefusal, Offer};
use crate::domain::net::Destination;
use crate::domain::sign_in::{Code, pending_sign_in};
use crate::web::error::Problem;
use crate::web::forms::sent_again::{came_to_nothing, good_while};
use crate::web::http::cookies::Ours;
use crate::web::http::form::{Form, Query};
use crate::web::sign_in::enrolment;
use crate::web::sign_in::leading::{Parameters, destination, leading_to};
use crate::web::visit::device::{known_device, signed_in};
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "second_step.html")]
struct CodePage<'a> {
    frame: Frame,
    next: &'a Destination,
    is_after_choice: bool,
    code_error: Option<String>,
    recovery_error: Option<String>,
}

#[derive(Template)]
#[template(path = "second_step_enrolment.html")]
struct EnrolmentPage<'a> {
    frame: Frame,
    next: &'a Destination,
    is_after_choice: bool,
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
    Ours::SecondStep.set(response.headers_mut(), token, Some(pending_sign_in::LIFETIME), visit.desk.settings());
    good_while(response, Condition::sign_in(token), None)
}

/// `GET /login/two-factor`
pub async fn show(
    request: HttpRequest,
    visit: Visit,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let pending = Pending::of(request, visit, parameters.next).await?;
    let (visit, next) = (&pending.visit, &pending.next);
    Ok(match second_step::look(&visit.desk, &pending.token).await? {
        Some(Next::Code) => pending.code_page(false, None),
        Some(Next::Enrolment) => {
            let page = EnrolmentPage { frame: visit.frame(), next, is_after_choice: paths::is_after_choice(next) };
            leading_to(next, visit.show(&page), visit)
        }
        None => pending.begin_anew(),
    })
}

/// `POST /login/two-factor`
pub async fn submit(request: HttpRequest, visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    let pending = Pending::of(request, visit, fields.next).await?;
    let (code, is_recovery_code) = match (&fields.code, &fields.recovery_code) {
        (Some(code), None) => (Code::parse(code), false),
        (None, Some(code)) => (Code::parse(code), true),
        _ => return Err(Problem::BadRequest),
    };
    let visit = &pending.visit;
    // The session that this browser has now.
    let replaced = visit.session().map(|session| session.id.clone());
    let browser = Browser { replaced, device: known_device(pending.request.headers(), &visit.desk) };
    match second_step::finish(&visit.desk, &pending.token, code, browser, visit.context.clone()).await {
        Ok(issued) => Ok(pending.signed_in(visit.see_other(pending.next.as_str()), issued)),
        Err(Failure::Refused(SecondStepRefusal::Code(refusal))) => {
            Ok(pending.code_page(is_recovery_code, Some(refusal)))
        }
        Err(Failure::Refused(SecondStepRefusal::Step(step))) => Ok(pending.elsewhere(step)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /login/two-factor/enrolment`
pub async fn begin_enrolment(
    request: HttpRequest,
    visit: Visit,
    Form(fields): Form<NextFields>,
) -> Result<HttpResponse, Problem> {
    let pending = Pending::of(request, visit, fields.next).await?;
    let offer = second_step::begin_enrolment(&pending.visit.desk, &pending.token).await;
    pending.offered(offer, false)
}

/// `POST /login/two-factor/activation`
pub async fn activate(
    request: HttpRequest,
    visit: Visit,
    Form(fields): Form<ActivationFields>,
) -> Result<HttpResponse, Problem> {
    let pending = Pending::of(request, visit, fields.next).await?;
    let (visit, token, code) = (&pending.visit, &pending.token, Code::parse(&fields.code));
    match second_step::enrol(&visit.desk, token, &fields.offer, code, visit.context.clone()).await {
        Ok((issued, codes)) => {
            let next = pending.next.as_str();
            let page = enrolment::recovery_codes(visit, &issued.session, &codes, true, next).await;
            Ok(pending.signed_in(page, issued))
        }
        Err(Failure::Refused(SecondStepRefusal::Code(_))) => {
            let offer = second_step::offered(&visit.desk, token, &fields.offer).await;
            pending.offered(offer, true)
        }
        Err(Failure::Refused(SecondStepRefusal::Step(step))) => Ok(pending.elsewhere(step)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /login/two-factor/cancellation`
pub async fn cancel(
    request: HttpRequest,
    visit: Visit,
    Form(fields): Form<NextFields>,
) -> Result<HttpResponse, Problem> {
    let Pending { visit, next, token, .. } = Pending::of(request, visit, fields.next).await?;
    let is_any = second_step::look(&visit.desk, &token).await?.is_some();
    if is_any {
        second_step::cancel(&visit.desk, &token, visit.context.clone()).await?;
    }
    let mut response = visit.see_other(&paths::login_leading_to(&next));
    Ours::SecondStep.delete(response.headers_mut(), visit.desk.settings());
    Ok(if is_any { response } else { came_to_nothing(response) })
}

/// A sign-in between its steps, as far as this browser can prove that there is one.
struct Pending {
    request: HttpRequest,
    visit: Visit,
    /// Where the sign-in leads.
    next: Destination,
    /// Without a valid cookie, a text that is no token.
    token: String,
}

impl Pending {
    async fn of(request: HttpRequest, visit: Visit, next: Option<String>) -> Result<Pending, Problem> {
        let tokens = Ours::SecondStep.values(request.headers(), visit.desk.settings());
        let token = second_step::only_pending(&visit.desk, tokens).await?.unwrap_or_default();
        Ok(Pending { request, next: destination(&visit, next.as_deref()), visit, token })
    }

    /// The page with the key is valid as long as the sign-in waits.
    fn offered(&self, offer: Result<Offer, Failure<StepRefusal>>, is_wrong: bool) -> Result<HttpResponse, Problem> {
        let offer = match offer {
            Ok(offer) => offer,
            Err(Failure::Refused(step)) => return Ok(self.elsewhere(step)),
            Err(Failure::Fault(fault)) => return Err(fault.into()),
        };
        let page = enrolment::offer(&self.visit, Some(&self.next), &offer, is_wrong);
        Ok(good_while(page, Condition::sign_in(&self.token), Some(paths::second_step_leading_to(&self.next))))
    }

    /// The page that asks for a code, with what is wrong with the one that was typed.
    fn code_page(&self, is_recovery_code: bool, error: Option<CodeRefusal>) -> HttpResponse {
        let (visit, next) = (&self.visit, &self.next);
        let words = error.map(|error| words::code_refusal(error, visit.language));
        let (code_error, recovery_error) = if is_recovery_code { (None, words) } else { (words, None) };
        let frame = visit.frame().standing_at(&paths::second_step_leading_to(next));
        let is_after_choice = paths::is_after_choice(next);
        let page = CodePage { frame, next, is_after_choice, code_error, recovery_error };
        let page = match error {
            None => visit.show(&page),
            Some(error) => visit.page_again(words::code_pause(error), &page),
        };
        leading_to(next, page, visit)
    }

    /// Where a sign-in continues that cannot continue here.
    fn elsewhere(&self, step: StepRefusal) -> HttpResponse {
        match step {
            StepRefusal::Over => self.begin_anew(),
            StepRefusal::OtherStep => self.visit.see_other(&paths::second_step_leading_to(&self.next)),
        }
    }

    /// Leads back to the password, or on to `next` if this browser is signed in already.
    fn begin_anew(&self) -> HttpResponse {
        let path = match self.visit.session() {
            Some(_) => paths::login_leading_to(&self.next),
            None => paths::login_again_leading_to(&self.next),
        };
        let mut response = self.visit.see_other(&path);
        Ours::SecondStep.delete(response.headers_mut(), self.visit.desk.settings());
        came_to_nothing(response)
    }

    fn signed_in(&self, response: HttpResponse, issued: Issued) -> HttpResponse {
        let device = known_device(self.request.headers(), &self.visit.desk);
        let mut response = signed_in(response, device, issued, &self.visit.desk);
        Ours::SecondStep.delete(response.headers_mut(), self.visit.desk.settings());
        response
    }
}

/// Deletes the cookie of a pending sign-in, if there is one: another sign-in has been completed.
pub fn forget(request: &HttpRequest, visit: &Visit, response: &mut HttpResponse) {
    if !Ours::SecondStep.values(request.headers(), visit.desk.settings()).is_empty() {
        Ours::SecondStep.delete(response.headers_mut(), visit.desk.settings());
    }
}
