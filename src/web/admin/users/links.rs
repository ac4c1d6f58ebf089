//! Making links for somebody who has an account: another invitation, or a password reset. Anybody who has such a link
//! can take the account over, so the password is asked for each time.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::desk::account::links::{invite_again, start_password_reset};
use crate::web::admin::users::show::{Answer, page};
use crate::web::admin::users::{id, link, refusal};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::EachTime;
use crate::web::http::form::NoFields;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::Visit;

/// `POST /admin/users/{id}/invitation`
pub async fn invite(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, NoFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    match invite_again(&visit.desk, id.clone(), visit.by(&form.session)).await {
        Ok(made) => Ok(link::page(&visit, StatusCode::OK, &made)),
        Err(error) => page(&visit, &form.session, id, Answer::Refused(refusal(error)?)).await,
    }
}

/// `POST /admin/users/{id}/password-reset`
pub async fn reset(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, NoFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    match start_password_reset(&visit.desk, id.clone(), visit.by(&form.session)).await {
        Ok(made) => Ok(link::page(&visit, StatusCode::OK, &made)),
        Err(error) => page(&visit, &form.session, id, Answer::Refused(refusal(error)?)).await,
    }
}
