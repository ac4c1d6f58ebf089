//! Choosing a password by a link: the first one after an invitation, or a new one. Looking does not use the link up.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFERRER_POLICY};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::account::links::{Choice, LinkRefusal, choose, find_user};
use crate::desk::fault::Failure;
use crate::domain::account::LinkPurpose;
use crate::domain::sign_in::throttle::Throttled;
use crate::web::error::Problem;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::Form;
use crate::web::sign_in::chosen_password::chosen_password;
use crate::web::visit::device::{known_device, remembered};
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

/// The address of such a page is a secret: a server that the page requests something from learns only the origin.
pub const ORIGIN_ONLY: HeaderValue = HeaderValue::from_static("strict-origin");

#[derive(Template)]
#[template(path = "account_link.html")]
struct ChoicePage<'a> {
    frame: Frame,
    is_invitation: bool,
    action: String,
    username: &'a str,
    min_length: usize,
    new_error: Option<String>,
}

#[derive(Template)]
#[template(path = "account_link_closed.html")]
struct ClosedPage {
    frame: Frame,
    /// What the link was for, and what to do now.
    reason: &'static str,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// For password managers, which want to know whose password it is. Doorward goes by the link.
    #[serde(rename = "username")]
    _username: Option<String>,
    new_password: String,
    new_password_again: String,
}

/// `GET /invitation/{token}`
pub async fn show_invitation(visit: Visit, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    show(&visit, Choice::First, &token).await
}

/// `POST /invitation/{token}`
pub async fn submit_invitation(
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse, Problem> {
    submit(&request, &visit, Choice::First, &token, fields).await
}

/// `GET /password-reset/{token}`
pub async fn show_reset(visit: Visit, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    show(&visit, Choice::Another, &token).await
}

/// `POST /password-reset/{token}`
pub async fn submit_reset(
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse, Problem> {
    submit(&request, &visit, Choice::Another, &token, fields).await
}

async fn show(visit: &Visit, choice: Choice, token: &str) -> Result<HttpResponse, Problem> {
    match find_user(&visit.desk, token, choice.purpose()).await? {
        Some(user) => Ok(form(visit, choice, token, user.username.as_str(), Ok(()))),
        None => Ok(closed(visit, choice.purpose())),
    }
}

async fn submit(
    request: &HttpRequest,
    visit: &Visit,
    choice: Choice,
    token: &str,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let Some(user) = find_user(&visit.desk, token, choice.purpose()).await? else {
        return Ok(closed(visit, choice.purpose()));
    };
    let form = |error, throttled| Ok(form(visit, choice, token, user.username.as_str(), Err((error, throttled))));
    let again = |error| form(error, None);
    let password = match chosen_password(fields.new_password, fields.new_password_again) {
        Ok(password) => password,
        Err(reason) => return again(visit.language.t(reason).to_owned()),
    };
    match choose(&visit.desk, token, choice, password, visit.context.clone()).await {
        Ok(user) => {
            let device = known_device(request.headers(), &visit.desk);
            let answer = visit.see_other(paths::LOGIN_AFTER_CHOICE);
            Ok(succeeds_once(remembered(answer, device, &user, &visit.desk)))
        }
        Err(Failure::Refused(LinkRefusal::Weak(reason))) => again(words::weak_password(reason, visit.language)),
        Err(Failure::Refused(LinkRefusal::Throttled(throttled))) => {
            form(words::throttled(throttled, visit.language), Some(throttled))
        }
        Err(Failure::Refused(LinkRefusal::Closed)) => Ok(closed(visit, choice.purpose())),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// Shows the form; after a refusal with what is wrong, and for how long to wait if there were too many tries.
fn form(
    visit: &Visit,
    choice: Choice,
    token: &str,
    username: &str,
    outcome: Result<(), (String, Option<Throttled>)>,
) -> HttpResponse {
    let refusal = outcome.err();
    let template = ChoicePage {
        frame: visit.frame(),
        is_invitation: choice == Choice::First,
        action: paths::account_link_of(choice.purpose(), token),
        username,
        min_length: visit.desk.settings().password_min_length,
        new_error: refusal.as_ref().map(|(error, _)| error.clone()),
    };
    let mut response = match refusal {
        Some((_, throttled)) => visit.page_again(throttled, &template),
        None => visit.page(StatusCode::OK, &template),
    };
    response.headers_mut().insert(REFERRER_POLICY, ORIGIN_ONLY);
    response
}

/// The same for every reason why a link of this kind does not work.
pub fn closed(visit: &Visit, purpose: LinkPurpose) -> HttpResponse {
    let reason = words::closed_link(purpose, visit.language);
    let mut response = visit.page(StatusCode::FORBIDDEN, &ClosedPage { frame: visit.frame(), reason });
    response.headers_mut().insert(REFERRER_POLICY, ORIGIN_ONLY);
    response
}
