//! Asking for a link by mail, by somebody who cannot sign in: for a new password, or to make this browser known.
//!
//! The answer is the same for every text, since it is looked at only later: [`crate::desk::account::links::requests`].

use actix_web::HttpResponse;
use askama::Template;

use crate::desk::account::links::requests;
use crate::desk::fault::Failure;
use crate::domain::account::LinkPurpose;
use crate::domain::sign_in::throttle::Throttled;
use crate::domain::text::trimmed;
use crate::web::error::Problem;
use crate::web::forms::sent_again::came_to_nothing;
use crate::web::http::form::Form;
use crate::web::language::say;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "link_request.html")]
struct RequestPage<'a> {
    frame: Frame,
    action: &'a str,
    /// The ids of messages.
    title: &'static str,
    text: &'static str,
    submit: &'static str,
    /// Without a mail server nothing would arrive, and there is no form.
    has_mail: bool,
    name: &'a str,
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "link_requested.html")]
struct RequestedPage {
    frame: Frame,
    title: &'static str,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// A username or an e-mail address.
    username: String,
}

/// `GET /password-reset`
pub async fn show_reset(visit: Visit) -> HttpResponse {
    page(&visit, LinkPurpose::PasswordReset, "", None, None)
}

/// `POST /password-reset`
pub async fn submit_reset(visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    submit(&visit, LinkPurpose::PasswordReset, &fields).await
}

/// `GET /device`
pub async fn show_device(visit: Visit) -> HttpResponse {
    page(&visit, LinkPurpose::Device, "", None, None)
}

/// `POST /device`
pub async fn submit_device(visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    submit(&visit, LinkPurpose::Device, &fields).await
}

async fn submit(visit: &Visit, purpose: LinkPurpose, fields: &Fields) -> Result<HttpResponse, Problem> {
    let name = trimmed(&fields.username);
    if !has_mail(visit) {
        return Ok(came_to_nothing(page(visit, purpose, name, None, None)));
    }
    if name.is_empty() {
        let missing = visit.language.t("link-request-missing").to_owned();
        return Ok(came_to_nothing(page(visit, purpose, name, Some(missing), None)));
    }
    match requests::ask(&visit.desk, purpose, name, visit.language, visit.context.clone()).await {
        Ok(()) => Ok(visit.show(&RequestedPage { frame: visit.frame(), title: title(purpose) })),
        Err(Failure::Refused(throttled)) => {
            let refusal = words::throttled(throttled, visit.language);
            Ok(page(visit, purpose, name, Some(refusal), Some(throttled)))
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

fn has_mail(visit: &Visit) -> bool {
    visit.desk.settings().smtp_url.is_some()
}

const fn title(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::Device => say("link-request-device-title"),
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => say("link-request-reset-title"),
    }
}

fn page(
    visit: &Visit,
    purpose: LinkPurpose,
    name: &str,
    refusal: Option<String>,
    throttled: Option<Throttled>,
) -> HttpResponse {
    let (action, text, submit) = match purpose {
        LinkPurpose::Device => {
            (paths::DEVICE_LINK_REQUEST, say("link-request-device-text"), say("link-request-device-submit"))
        }
        LinkPurpose::PasswordReset | LinkPurpose::Invitation => {
            (paths::PASSWORD_RESET_REQUEST, say("link-request-reset-text"), say("link-request-reset-submit"))
        }
    };
    let is_refused = refusal.is_some();
    let (frame, has_mail) = (visit.frame(), has_mail(visit));
    let template = RequestPage { frame, action, title: title(purpose), text, submit, has_mail, name, refusal };
    if is_refused { visit.page_again(throttled, &template) } else { visit.show(&template) }
}
