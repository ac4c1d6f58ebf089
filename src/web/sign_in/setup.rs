//! Making the first admin.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::account::SetupRefusal;
use crate::desk::account::setup::{create_first_admin, is_open};
use crate::desk::fault::Failure;
use crate::domain::account::Username;
use crate::domain::session::Acquaintance;
use crate::domain::text::without_blanks;
use crate::web::error::Problem;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::{Form, Query};
use crate::web::sign_in::chosen_password::chosen_password;
use crate::web::visit::device::{known_device, remembered};
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage<'a> {
    frame: Frame,
    code: &'a str,
    username: &'a str,
    min_length: usize,
    username_error: Option<&'static str>,
    password_error: Option<String>,
}

#[derive(Template)]
#[template(path = "setup_closed.html")]
struct SetupClosedPage {
    frame: Frame,
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
        return Ok(closed(&visit));
    }
    Ok(form(&visit, &code, "", None, None))
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
    let again =
        |username_error, password_error| Ok(form(&visit, &code, &fields.username, username_error, password_error));
    let t = |id| visit.language.t(id);
    if !is_open(&visit.desk, &code).await? {
        return Ok(closed(&visit));
    }
    let username = match Username::parse(&fields.username) {
        Ok(username) => username,
        Err(error) => return again(Some(t(words::username_error(error))), None),
    };
    let password = match chosen_password(fields.new_password.clone(), fields.new_password_again.clone()) {
        Ok(password) => password,
        Err(reason) => return again(None, Some(t(reason).into())),
    };
    match create_first_admin(&visit.desk, &code, username, password, visit.context.clone()).await {
        Ok(user) => {
            let device = known_device(request.headers(), &visit.desk);
            let answer = visit.see_other(paths::LOGIN_AFTER_SETUP);
            Ok(succeeds_once(remembered(answer, device, &Acquaintance::of(&user), &visit.desk)))
        }
        Err(Failure::Refused(SetupRefusal::Weak(reason))) => {
            again(None, Some(words::weak_password(reason, visit.language)))
        }
        Err(Failure::Refused(SetupRefusal::Throttled(throttled))) => {
            let error = Some(words::throttled(throttled, visit.language));
            Ok(visit.page_again(Some(throttled), &page(&visit, &code, &fields.username, None, error)))
        }
        Err(Failure::Refused(SetupRefusal::Closed)) => Ok(closed(&visit)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

fn form(
    visit: &Visit,
    code: &str,
    username: &str,
    username_error: Option<&'static str>,
    password_error: Option<String>,
) -> HttpResponse {
    let is_first = username_error.is_none() && password_error.is_none();
    let status = if is_first { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.page(status, &page(visit, code, username, username_error, password_error))
}

fn page<'a>(
    visit: &Visit,
    code: &'a str,
    username: &'a str,
    username_error: Option<&'static str>,
    password_error: Option<String>,
) -> SetupPage<'a> {
    let min_length = visit.desk.settings().password_min_length;
    let frame = visit.frame().standing_at(&paths::setup_with(code));
    SetupPage { frame, code, username, min_length, username_error, password_error }
}

fn closed(visit: &Visit) -> HttpResponse {
    visit.page(StatusCode::FORBIDDEN, &SetupClosedPage { frame: visit.frame() })
}
