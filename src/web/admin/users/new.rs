//! Making an account, with an invitation.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::account::links::invite;
use crate::domain::account::{Email, Role, Username};
use crate::domain::text::trimmed;
use crate::web::admin::users::{links, refusal};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::{IfGrave, MayBeGrave};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/users/new.html")]
struct NewUserPage<'a> {
    frame: Frame,
    fields: &'a Fields,
    is_admin: bool,
    username_error: Option<&'static str>,
    email_error: Option<&'static str>,
}

/// `GET /admin/users/new`
pub async fn show(visit: Visit, _: Administrator) -> HttpResponse {
    page(&visit, StatusCode::OK, &Fields::default(), None, None)
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    username: String,
    email: String,
    role: String,
}

impl MayBeGrave for Fields {
    /// Making an admin is grave; somebody who makes another user gains nothing by it.
    fn is_grave(&self) -> bool {
        self.role != Role::User.as_str()
    }
}

/// `POST /admin/users/new`
pub async fn submit(visit: Visit, form: Confirmed<Administrator, Fields, IfGrave>) -> Result<HttpResponse, Problem> {
    let Fields { username, email, role } = &form.fields;
    let role = Role::parse(role).ok_or(Problem::BadRequest)?;
    let again =
        |status, username_error, email_error| Ok(page(&visit, status, &form.fields, username_error, email_error));
    let t = |id| visit.language.t(id);
    let name = match Username::parse(username) {
        Ok(name) => name,
        Err(error) => return again(StatusCode::UNPROCESSABLE_ENTITY, Some(t(words::username_error(error))), None),
    };
    let noted = match trimmed(email) {
        "" => None,
        text => match Email::parse(text) {
            Ok(email) => Some(email),
            Err(error) => return again(StatusCode::UNPROCESSABLE_ENTITY, None, Some(t(words::email_error(error)))),
        },
    };
    match invite(&visit.desk, name, role, noted, visit.by(&form.session)).await {
        Ok(made) => Ok(links::page(&visit, StatusCode::CREATED, &made)),
        // Making an account has only one refusal with words of its own: that of the name.
        Err(error) => again(StatusCode::CONFLICT, Some(t(refusal(error)?)), None),
    }
}

fn page(
    visit: &Visit,
    status: StatusCode,
    fields: &Fields,
    username_error: Option<&'static str>,
    email_error: Option<&'static str>,
) -> HttpResponse {
    let (frame, is_admin) = (visit.frame(), fields.role == Role::Admin.as_str());
    visit.page(status, &NewUserPage { frame, fields, is_admin, username_error, email_error })
}
