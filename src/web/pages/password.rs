//! Changing one's own password.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::auth::password_change::{PasswordChangeError, change_password};
use crate::domain::password::Password;
use crate::web::cookies::CookieChange;
use crate::web::error::Problem;
use crate::web::form::{Form, Query};
use crate::web::guards::CurrentSession;
use crate::web::visit::{Frame, Visit};
use crate::web::{paths, static_files, words};

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    min_length: usize,
    is_changed: bool,
    current_error: Option<String>,
    new_error: Option<String>,
}

/// `GET /.well-known/change-password`
pub async fn lead_there(visit: Visit) -> HttpResponse {
    visit.see_other(paths::PASSWORD)
}

/// `GET /account/password`
pub async fn show(visit: Visit, _: CurrentSession, Query(parameters): Query<Parameters>) -> HttpResponse {
    let is_changed = parameters.changed.is_some();
    visit.page(StatusCode::OK, &page(&visit, is_changed, None, None))
}

/// What may follow the path.
#[derive(serde::Deserialize)]
pub struct Parameters {
    changed: Option<String>,
}

/// What the form sends.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// For password managers, which want to know whose password it is. Who is asking counts.
    #[serde(rename = "username")]
    _username: Option<String>,
    current_password: String,
    new_password: String,
    new_password_again: String,
}

/// `POST /account/password`
pub async fn submit(
    session: CurrentSession,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse, Problem> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let again = |current_error, new_error| Ok(visit.page(status, &page(&visit, false, current_error, new_error)));
    let t = |english| visit.language.t(english);
    if fields.new_password != fields.new_password_again {
        return again(None, Some(t("The two passwords differ. Type the same one twice.").into()));
    }
    let Some(new) = Password::new(fields.new_password) else {
        return again(None, Some(t("Too long: use at most 256 characters.").into()));
    };
    let Some(current) = Password::new(fields.current_password) else {
        return again(Some(t("This is not your current password.").into()), None);
    };
    match change_password(&visit.desk, &session, current, new, visit.context.clone()).await {
        Ok(issued) => {
            let mut response = visit.see_other(paths::PASSWORD_CHANGED);
            response.extensions_mut().insert(CookieChange::Set(Box::new(issued)));
            Ok(response)
        }
        Err(PasswordChangeError::WrongCurrent) => again(Some(t("This is not your current password.").into()), None),
        Err(PasswordChangeError::Throttled(throttled)) => {
            let reason = words::throttled(throttled, visit.language);
            Ok(visit.page_when_throttled(throttled, &page(&visit, false, Some(reason), None)))
        }
        Err(PasswordChangeError::Unchanged) => {
            again(None, Some(t("This is your password already. Choose another one.").into()))
        }
        Err(PasswordChangeError::Weak(reason)) => again(None, Some(words::weak_password(reason, visit.language))),
        Err(PasswordChangeError::SessionOver) => Err(Problem::SignedOutMeanwhile { fields: Vec::new() }),
        Err(PasswordChangeError::Busy(busy)) => Err(busy.into()),
        Err(PasswordChangeError::Store(error)) => Err(error.into()),
        Err(PasswordChangeError::Signing(error)) => Err(error.into()),
    }
}

fn page(visit: &Visit, is_changed: bool, current_error: Option<String>, new_error: Option<String>) -> PasswordPage {
    let min_length = visit.desk.settings().password_min_length;
    PasswordPage { frame: visit.frame(), min_length, is_changed, current_error, new_error }
}
