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
    username: &'a str,
    email: &'a str,
    is_admin: bool,
    username_error: Option<&'static str>,
    email_error: Option<&'static str>,
}

/// `GET /admin/users/new`
pub async fn show(visit: Visit, _: Administrator) -> HttpResponse {
    let template = NewUserPage {
        frame: visit.frame(),
        username: "",
        email: "",
        is_admin: false,
        username_error: None,
        email_error: None,
    };
    visit.show(&template)
}

#[derive(serde::Deserialize)]
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
    let again = |status, username_error, email_error| {
        let is_admin = role == Role::Admin;
        let frame = visit.frame();
        Ok(visit.page(status, &NewUserPage { frame, username, email, is_admin, username_error, email_error }))
    };
    let t = |english| visit.language.t(english);
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
