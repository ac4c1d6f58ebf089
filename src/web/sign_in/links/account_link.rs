//! Choosing a password by a link: the first one after an invitation, or a new one. Looking does not use the link up.
//!
//! Whoever chooses a password is signed in with it, or led to the second step: [`crate::web::sign_in::arrival`].

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, REFERRER_POLICY};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::account::links::{Choice, LinkRefusal, OpenLink, choose, judge_password, open_link};
use crate::desk::fault::Failure;
use crate::domain::account::LinkPurpose;
use crate::domain::sign_in::throttle::Throttled;
use crate::web::error::Problem;
use crate::web::forms::field_errors::FieldErrors;
use crate::web::http::form::Form;
use crate::web::sign_in::arrival::arrive;
use crate::web::sign_in::chosen_password::Chosen;
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
    link: &'a OpenLink,
    username: &'a str,
    /// Somebody else who is signed in in this browser, and will not be afterwards.
    replaces: Option<&'a str>,
    min_length: usize,
    errors: FieldErrors,
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
    match open_link::find(&visit.desk, token, choice.purpose()).await? {
        Some(link) => Ok(form(visit, choice, token, &link, FieldErrors::default(), None)),
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
    let Some(link) = open_link::find(&visit.desk, token, choice.purpose()).await? else {
        return Ok(closed(visit, choice.purpose()));
    };
    let chosen = Chosen::read(fields.new_password, fields.new_password_again);
    let set = match &chosen.password {
        Some(password) if chosen.is_ready() => {
            let replaced = visit.session().map(|session| session.id.clone());
            choose(&visit.desk, token, choice, password.clone(), replaced, visit.context.clone()).await.map(Some)
        }
        // All that is wrong is said at once.
        Some(password) => {
            judge_password(&visit.desk, token, choice, password.clone(), &visit.context).await.map(|()| None)
        }
        None => Ok(None),
    };
    let (refused, throttled) = match set {
        Ok(Some(arrival)) => {
            let page = match choice {
                Choice::First => paths::HOME_AFTER_FIRST_PASSWORD,
                Choice::Another => paths::HOME_AFTER_RESET,
            };
            return Ok(arrive(request, visit, arrival, page));
        }
        Ok(None) => (None, None),
        Err(Failure::Refused(LinkRefusal::Weak(reason))) => (Some(words::weak_password(reason, visit.language)), None),
        Err(Failure::Refused(LinkRefusal::Throttled(throttled))) => {
            (Some(words::throttled(throttled, visit.language)), Some(throttled))
        }
        Err(Failure::Refused(LinkRefusal::Closed)) => return Ok(closed(visit, choice.purpose())),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    let mut errors = FieldErrors::default();
    chosen.note(refused, &mut errors, visit.language);
    Ok(form(visit, choice, token, &link, errors, throttled))
}

/// Shows the form; after a refusal with what is wrong, and for how long to wait if there were too many tries.
fn form(
    visit: &Visit,
    choice: Choice,
    token: &str,
    link: &OpenLink,
    errors: FieldErrors,
    throttled: Option<Throttled>,
) -> HttpResponse {
    let is_first = errors.is_empty();
    let others = visit.session().filter(|session| session.user_id != link.user.id);
    let template = ChoicePage {
        frame: visit.frame(),
        is_invitation: choice == Choice::First,
        action: paths::account_link_of(choice.purpose(), token),
        link,
        username: link.user.username.as_str(),
        replaces: others.map(|session| session.username.as_str()),
        min_length: visit.desk.settings().password_min_length,
        errors,
    };
    let mut response = if is_first { visit.show(&template) } else { visit.page_again(throttled, &template) };
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
