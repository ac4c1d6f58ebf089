//! Making the first admin, who is signed in at once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::account::SetupRefusal;
use crate::desk::account::setup::{create_first_admin, is_needed, is_open, judge_password};
use crate::desk::fault::Failure;
use crate::domain::account::Username;
use crate::domain::text::without_blanks;
use crate::web::error::Problem;
use crate::web::forms::field_errors::FieldErrors;
use crate::web::http::form::{Form, Query};
use crate::web::sign_in::arrival::arrive;
use crate::web::sign_in::chosen_password::Chosen;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage<'a> {
    frame: Frame,
    code: &'a str,
    username: &'a str,
    min_length: usize,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "setup_closed.html")]
struct SetupClosedPage {
    frame: Frame,
    /// Whether there is an account already.
    is_over: bool,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    code: Option<String>,
}

/// `GET /setup`. Looking does not use the code up.
pub async fn show(visit: Visit, Query(parameters): Query<Parameters>) -> Result<HttpResponse, Problem> {
    // The link may have been wrapped on its way, or copied with a space.
    let code = without_blanks(&parameters.code.unwrap_or_default());
    if !is_open(&visit.desk, &code).await? {
        return closed(&visit).await;
    }
    Ok(visit.show(&page(&visit, &code, "", FieldErrors::default())))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    code: String,
    username: String,
    new_password: String,
    new_password_again: String,
}

/// `POST /setup`
pub async fn submit(request: HttpRequest, visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    let code = without_blanks(&fields.code);
    if !is_open(&visit.desk, &code).await? {
        return closed(&visit).await;
    }
    let username = Username::parse(&fields.username);
    let chosen = Chosen::read(fields.new_password, fields.new_password_again);
    let made = match (&username, &chosen.password) {
        (Ok(username), Some(password)) if chosen.is_ready() => {
            let replaced = visit.session().map(|session| session.id.clone());
            let (username, password, context) = (username.clone(), password.clone(), visit.context.clone());
            create_first_admin(&visit.desk, &code, username, password, replaced, context).await.map(Some)
        }
        // All that is wrong is said at once.
        (username, Some(password)) => {
            let username = username.as_ref().ok();
            judge_password(&visit.desk, &code, username, password.clone(), &visit.context).await.map(|()| None)
        }
        (_, None) => Ok(None),
    };
    let (refused, throttled) = match made {
        Ok(Some(arrival)) => return Ok(arrive(&request, &visit, arrival, paths::HOME_AFTER_FIRST_PASSWORD)),
        Ok(None) => (None, None),
        Err(Failure::Refused(SetupRefusal::Weak(reason))) => (Some(words::weak_password(reason, visit.language)), None),
        Err(Failure::Refused(SetupRefusal::Throttled(throttled))) => {
            (Some(words::throttled(throttled, visit.language)), Some(throttled))
        }
        Err(Failure::Refused(SetupRefusal::Closed)) => return closed(&visit).await,
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    let mut errors = FieldErrors::default();
    if let Err(error) = username {
        errors.note("username", visit.language.t(words::username_error(error)));
    }
    chosen.note(refused, &mut errors, visit.language);
    Ok(visit.page_again(throttled, &page(&visit, &code, &fields.username, errors)))
}

fn page<'a>(visit: &Visit, code: &'a str, username: &'a str, errors: FieldErrors) -> SetupPage<'a> {
    let min_length = visit.desk.settings().password_min_length;
    let frame = visit.frame().standing_at(&paths::setup_with(code));
    SetupPage { frame, code, username, min_length, errors }
}

async fn closed(visit: &Visit) -> Result<HttpResponse, Problem> {
    let is_over = !is_needed(&visit.desk).await?;
    Ok(visit.page(StatusCode::FORBIDDEN, &SetupClosedPage { frame: visit.frame(), is_over }))
}
