//! Changing one's own password.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::desk::password::change::change_password;
use crate::desk::password::{PasswordChangeRefusal, PasswordRefusal};
use crate::desk::session::Issued;
use crate::domain::account::Password;
use crate::domain::sign_in::Code;
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::text::trimmed;
use crate::store::two_factor;
use crate::web::error::Problem;
use crate::web::http::form::{Form, Query};
use crate::web::sign_in::chosen_password::chosen_password;
use crate::web::visit::device::{known_device, signed_in};
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    min_length: usize,
    is_changed: bool,
    needs_code: bool,
    errors: Errors,
}

#[derive(Default)]
struct Errors {
    current: Option<String>,
    code: Option<String>,
    /// Whether it was a recovery code, so that the error stands there.
    is_recovery: bool,
    new: Option<String>,
    /// Password and code were not checked.
    throttled: Option<Throttled>,
}

/// `GET /.well-known/change-password`
pub async fn lead_there(visit: Visit) -> HttpResponse {
    visit.see_other(paths::PASSWORD)
}

/// `GET /account/password`
pub async fn show(
    visit: Visit,
    session: CurrentSession,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    Ok(visit.show(&page(&visit, &session, parameters.changed.is_some(), Errors::default()).await?))
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    changed: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// For password managers, which want to know whose password it is. Doorward goes by the session.
    #[serde(rename = "username")]
    _username: Option<String>,
    current_password: String,
    code: Option<String>,
    recovery_code: Option<String>,
    new_password: String,
    new_password_again: String,
}

/// `POST /account/password`
pub async fn submit(
    session: CurrentSession,
    visit: Visit,
    request: HttpRequest,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse, Problem> {
    match change(&visit, &session, fields).await? {
        // This browser stays known, with the new password; others are strangers now.
        Ok(issued) => {
            let device = known_device(request.headers(), &visit.desk);
            Ok(signed_in(visit.see_other(paths::PASSWORD_CHANGED), device, issued, &visit.desk))
        }
        Err(wrong) => Ok(visit.page_again(wrong.throttled, &page(&visit, &session, false, wrong).await?)),
    }
}

async fn change(visit: &Visit, session: &ActiveSession, fields: Fields) -> Result<Result<Issued, Errors>, Problem> {
    let t = |id| visit.language.t(id);
    let current = |error: &str| Ok(Err(Errors { current: Some(error.to_owned()), ..Errors::default() }));
    let new = |error| Ok(Err(Errors { new: Some(error), ..Errors::default() }));
    let new_password = match chosen_password(fields.new_password, fields.new_password_again) {
        Ok(password) => password,
        Err(reason) => return new(t(reason).into()),
    };
    let Some(current_password) = Password::given(fields.current_password) else {
        return current(t("password-not-current"));
    };
    let recovery_code = fields.recovery_code.filter(|code| !trimmed(code).is_empty());
    let is_recovery = recovery_code.is_some();
    let code = recovery_code.or(fields.code).as_deref().and_then(Code::parse_given);
    match change_password(&visit.desk, session, current_password, code, new_password, visit.context.clone()).await {
        Ok(issued) => Ok(Ok(issued)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(refusal)) => match refusal {
            PasswordChangeRefusal::Current(PasswordRefusal::Wrong) => current(t("password-not-current")),
            PasswordChangeRefusal::Code(refusal) => {
                let throttled = words::code_pause(refusal);
                let code = Some(words::code_refusal(refusal, visit.language));
                Ok(Err(Errors { code, is_recovery, throttled, ..Errors::default() }))
            }
            PasswordChangeRefusal::Current(PasswordRefusal::Throttled(throttled)) => {
                let current = Some(words::throttled(throttled, visit.language));
                Ok(Err(Errors { current, throttled: Some(throttled), ..Errors::default() }))
            }
            PasswordChangeRefusal::Unchanged => new(t("password-already-yours").into()),
            PasswordChangeRefusal::Weak(reason) => new(words::weak_password(reason, visit.language)),
            PasswordChangeRefusal::Current(PasswordRefusal::SessionOver(over)) => Err(over.into()),
        },
    }
}

async fn page(
    visit: &Visit,
    session: &ActiveSession,
    is_changed: bool,
    errors: Errors,
) -> Result<PasswordPage, Problem> {
    let user = session.user_id.clone();
    let factor = visit.desk.store().read(move |connection| two_factor::find(connection, &user)).await?;
    Ok(PasswordPage {
        frame: visit.frame(),
        min_length: visit.desk.settings().password_min_length,
        is_changed,
        needs_code: factor.is_some(),
        errors,
    })
}
