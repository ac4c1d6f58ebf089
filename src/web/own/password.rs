//! Changing one's own password.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::desk::password::change::{Typed, change_password, try_change};
use crate::desk::password::{NewPasswordRefusal, PasswordChangeRefusal, PasswordRefusal};
use crate::domain::account::Password;
use crate::domain::sign_in::Code;
use crate::domain::text::trimmed;
use crate::store::two_factor;
use crate::web::error::Problem;
use crate::web::forms::field_errors::FieldErrors;
use crate::web::http::form::Form;
use crate::web::sign_in::chosen_password::Chosen;
use crate::web::visit::device::{known_device, signed_in};
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    min_length: usize,
    needs_code: bool,
    errors: FieldErrors,
}

/// `GET /.well-known/change-password`
pub async fn lead_there(visit: Visit) -> HttpResponse {
    visit.see_other(paths::PASSWORD)
}

/// `GET /account/password`
pub async fn show(visit: Visit, session: CurrentSession) -> Result<HttpResponse, Problem> {
    Ok(visit.show(&page(&visit, &session, FieldErrors::default()).await?))
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
    let chosen = Chosen::read(fields.new_password, fields.new_password_again);
    let recovery_code = fields.recovery_code.filter(|code| !trimmed(code).is_empty());
    let code_field = if recovery_code.is_some() { "recovery_code" } else { "code" };
    let typed = Typed {
        current: Password::given(fields.current_password),
        code: recovery_code.or(fields.code).as_deref().and_then(Code::parse_given),
        new: chosen.password.clone(),
    };
    let changed = match chosen.is_ready() {
        true => change_password(&visit.desk, &session, typed, visit.context.clone()).await.map(Some),
        // All that is wrong is said at once.
        false => try_change(&visit.desk, &session, typed, &visit.context).await.map(|()| None),
    };
    let refusal = match changed {
        // This browser stays known, with the new password; others are strangers now.
        Ok(Some(issued)) => {
            let device = known_device(request.headers(), &visit.desk);
            return Ok(signed_in(visit.see_other(paths::PASSWORD_CHANGED), device, issued, &visit.desk));
        }
        Ok(None) => PasswordChangeRefusal::default(),
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    let (mut errors, mut throttled) = (FieldErrors::default(), None);
    match refusal.current {
        Some(PasswordRefusal::Wrong) => errors.note("current_password", visit.language.t("password-not-current")),
        Some(PasswordRefusal::Throttled(pause)) => {
            errors.note("current_password", words::throttled(pause, visit.language));
            throttled = Some(pause);
        }
        Some(PasswordRefusal::SessionOver(over)) => return Err(over.into()),
        None => {}
    }
    if let Some(refusal) = refusal.code {
        errors.note(code_field, words::code_refusal(refusal, visit.language));
        throttled = throttled.or(words::code_pause(refusal));
    }
    let new = refusal.new.map(|refusal| match refusal {
        NewPasswordRefusal::Unchanged => visit.language.t("password-already-yours").to_owned(),
        NewPasswordRefusal::Weak(reason) => words::weak_password(reason, visit.language),
    });
    chosen.note(new, &mut errors, visit.language);
    Ok(visit.page_again(throttled, &page(&visit, &session, errors).await?))
}

async fn page(visit: &Visit, session: &ActiveSession, errors: FieldErrors) -> Result<PasswordPage, Problem> {
    let user = session.user_id.clone();
    let factor = visit.desk.store().read(move |connection| two_factor::find(connection, &user)).await?;
    let min_length = visit.desk.settings().password_min_length;
    Ok(PasswordPage { frame: visit.frame(), min_length, needs_code: factor.is_some(), errors })
}
