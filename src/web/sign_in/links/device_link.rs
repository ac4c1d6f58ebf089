//! Making a browser known to an account by a link. Looking does not use the link up, since chat and mail programs look
//! at links, too.

use actix_web::http::StatusCode;
use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::desk::account::links::{LinkClosed, find_user, introduce};
use crate::desk::fault::Failure;
use crate::domain::account::LinkPurpose;
use crate::web::error::Problem;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::{Form, NoFields};
use crate::web::paths;
use crate::web::sign_in::links::account_link::{ORIGIN_ONLY, closed};
use crate::web::visit::device::{known_device, remembered};
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "device_link.html")]
struct IntroductionPage<'a> {
    frame: Frame,
    action: String,
    username: &'a str,
}

/// `GET /device/{token}`
pub async fn show(visit: Visit, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = find_user(&visit.desk, &token, LinkPurpose::Device).await?;
    let Some(user) = found else { return Ok(closed(&visit, LinkPurpose::Device)) };
    let action = paths::account_link_of(LinkPurpose::Device, &token);
    let template = IntroductionPage { frame: visit.frame(), action, username: user.username.as_str() };
    let mut response = visit.page(StatusCode::OK, &template);
    response.headers_mut().insert(REFERRER_POLICY, ORIGIN_ONLY);
    Ok(response)
}

/// `POST /device/{token}`
pub async fn submit(
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    Form(NoFields {}): Form<NoFields>,
) -> Result<HttpResponse, Problem> {
    match introduce(&visit.desk, &token, visit.context.clone()).await {
        Ok(user) => {
            let device = known_device(request.headers(), &visit.desk);
            let answer = visit.see_other(paths::LOGIN_AFTER_DEVICE_LINK);
            Ok(succeeds_once(remembered(answer, device, &user, &visit.desk)))
        }
        Err(Failure::Refused(LinkClosed)) => Ok(closed(&visit, LinkPurpose::Device)),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}
