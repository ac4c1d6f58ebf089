//! Making an account, with an invitation.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::account::links::invite;
use crate::domain::account::{Email, EmailError, Role, User, UserState, Username};
use crate::domain::text::trimmed;
use crate::store::users;
use crate::web::admin::users::{links, refusal};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::field_errors::FieldErrors;
use crate::web::forms::occasion::{IfGrave, MayBeGrave};
use crate::web::language::say;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/users/new.html")]
struct NewUserPage<'a> {
    frame: Frame,
    fields: &'a Fields,
    is_admin: bool,
    errors: FieldErrors,
    /// The account that has the name. If it waits for its owner, perhaps the page with the link was lost: at the account
    /// is another.
    taken_by: Option<User>,
}

/// `GET /admin/users/new`
pub async fn show(visit: Visit, _: Administrator) -> HttpResponse {
    page(&visit, StatusCode::OK, &Fields::default(), FieldErrors::default(), None)
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
    let (name, noted) = (Username::parse(username), noted(email));
    let mut errors = FieldErrors::default();
    let mut taken_by = None;
    let status = match (name, noted) {
        (Ok(name), Ok(noted)) => match invite(&visit.desk, name.clone(), role, noted, visit.by(&form.session)).await {
            Ok(made) => return Ok(links::page(&visit, StatusCode::CREATED, &made)),
            // Making an account has only one refusal with words of its own: that of the name.
            Err(error) => {
                errors.note("username", visit.language.t(refusal(error)?));
                // `None` if it was deleted a moment ago.
                taken_by = find_owner(&visit, name).await?;
                StatusCode::CONFLICT
            }
        },
        // All that is wrong is said at once, also that the name is taken.
        (name, noted) => {
            match name {
                Ok(name) => {
                    taken_by = find_owner(&visit, name).await?;
                    if taken_by.is_some() {
                        errors.note("username", visit.language.t(say("refusal-name-taken")));
                    }
                }
                Err(error) => errors.note("username", visit.language.t(words::username_error(error))),
            }
            if let Err(error) = noted {
                errors.note("email", visit.language.t(words::email_error(error)));
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok(page(&visit, status, &form.fields, errors, taken_by))
}

fn noted(email: &str) -> Result<Option<Email>, EmailError> {
    match trimmed(email) {
        "" => Ok(None),
        text => Email::parse(text).map(Some),
    }
}

async fn find_owner(visit: &Visit, name: Username) -> Result<Option<User>, Problem> {
    Ok(visit.desk.store().read(move |connection| users::find_by_name(connection, &name)).await?)
}

fn page(
    visit: &Visit,
    status: StatusCode,
    fields: &Fields,
    errors: FieldErrors,
    taken_by: Option<User>,
) -> HttpResponse {
    let (frame, is_admin) = (visit.frame(), fields.role == Role::Admin.as_str());
    visit.page(status, &NewUserPage { frame, fields, is_admin, errors, taken_by })
}
