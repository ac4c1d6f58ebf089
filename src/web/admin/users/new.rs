//! Making an account, with an invitation.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::account::links::{invite, invite_by_mail};
use crate::desk::account::{AccountRefusal, Cover};
use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::domain::account::{Email, EmailError, Role, User, UserState, Username};
use crate::domain::mail::{Note, NoteError};
use crate::domain::text::trimmed;
use crate::store::users;
use crate::web::admin::users::show::Done;
use crate::web::admin::users::{links, refusal};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::field_errors::FieldErrors;
use crate::web::forms::occasion::{IfGrave, MayBeGrave};
use crate::web::language::{Language, say};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/users/new.html")]
struct NewUserPage<'a> {
    frame: Frame,
    fields: &'a Fields,
    is_admin: bool,
    /// That of the mail.
    language: Language,
    /// Without one, a mail becomes a file that nobody gets.
    has_mail_server: bool,
    errors: FieldErrors,
    /// The account that has the name. If it waits for its owner, perhaps the page with the link was lost: at the account
    /// is another.
    taken_by: Option<User>,
}

/// `GET /admin/users/new`
pub async fn show(visit: Visit, _: Administrator) -> HttpResponse {
    let by_mail = visit.desk.settings().smtp_url.as_ref().map(|_| "yes".to_owned());
    let fields = Fields { by_mail, ..Fields::default() };
    page(&visit, StatusCode::OK, &fields, FieldErrors::default(), None)
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    username: String,
    email: String,
    role: String,
    /// There if the invitation is to be sent to the address.
    by_mail: Option<String>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    language: String,
}

impl MayBeGrave for Fields {
    /// Making an admin is grave; somebody who makes another user gains nothing by it.
    fn is_grave(&self) -> bool {
        self.role != Role::User.as_str()
    }
}

/// `POST /admin/users/new`
pub async fn submit(visit: Visit, form: Confirmed<Administrator, Fields, IfGrave>) -> Result<HttpResponse, Problem> {
    let Fields { username, email, role, .. } = &form.fields;
    let role = Role::parse(role).ok_or(Problem::BadRequest)?;
    let (name, noted) = (Username::parse(username), noted(email));
    let cover = cover(&form.fields, visit.language);
    let mut errors = FieldErrors::default();
    let mut taken_by = None;
    let status = match (name, noted, cover) {
        (Ok(name), Ok(noted), Ok(cover)) => {
            match make(&visit, &form.session, (name.clone(), role, noted), cover).await {
                Ok(answer) => return Ok(answer),
                // Making an account has only one refusal with words of its own: that of the name.
                Err(error) => {
                    errors.note("username", visit.language.t(refusal(error)?));
                    // `None` if it was deleted a moment ago.
                    taken_by = find_owner(&visit, name).await?;
                    StatusCode::CONFLICT
                }
            }
        }
        // All that is wrong is said at once, also that the name is taken.
        (name, noted, cover) => {
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
            if cover.is_err() {
                errors.note("message", visit.language.t(say("user-new-message-too-long")));
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok(page(&visit, status, &form.fields, errors, taken_by))
}

/// Makes the account, and sends the link, if there is an address, or shows it.
async fn make(
    visit: &Visit,
    admin: &ActiveSession,
    (name, role, noted): (Username, Role, Option<Email>),
    cover: Option<Cover>,
) -> Result<HttpResponse, Failure<AccountRefusal>> {
    let by = visit.by(admin);
    match (cover, noted) {
        (Some(cover), Some(email)) => {
            let mailed = invite_by_mail(&visit.desk, (name, role, email), cover, by).await?;
            Ok(visit.see_other(&Done::Mailed.page_of(&mailed.user.id)))
        }
        (_, noted) => {
            let made = invite(&visit.desk, name, role, noted, by).await?;
            Ok(links::page(visit, StatusCode::CREATED, &made))
        }
    }
}

/// What goes with the invitation, if it is to be sent.
fn cover(fields: &Fields, otherwise: Language) -> Result<Option<Cover>, NoteError> {
    let note = Note::parse(&fields.message)?;
    let language = Language::parse(&fields.language).unwrap_or(otherwise);
    Ok(fields.by_mail.is_some().then_some(Cover { note, language }))
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
    let language = Language::parse(&fields.language).unwrap_or(visit.language);
    let has_mail_server = visit.desk.settings().smtp_url.is_some();
    visit.page(status, &NewUserPage { frame, fields, is_admin, language, has_mail_server, errors, taken_by })
}
