//! Removing somebody's second factor for them. The admin must say how they checked who asks: a stranger who tells of a
//! lost phone is the oldest trick there is.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::account::remove_two_factor;
use crate::desk::two_factor::status_in;
use crate::domain::account::IdentityCheck;
use crate::domain::id::UserId;
use crate::store::{Connection, users};
use crate::web::admin::users::show::Done;
use crate::web::admin::users::{OnUser, id, refusal};
use crate::web::error::Problem;
use crate::web::forms::occasion::EachTime;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/users/two_factor_removal.html")]
struct RemovalPage<'a> {
    frame: Frame,
    id: &'a str,
    username: &'a str,
    typed: &'a str,
    error: Option<&'static str>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    identity_check: String,
}

/// `GET /admin/users/{id}/two-factor-removal`
pub async fn ask(visit: Visit, admin: Administrator, user: web::Path<String>) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    // For one's own there is another page.
    if id == admin.user_id {
        return Ok(visit.see_other(paths::TWO_FACTOR));
    }
    page(&visit, id, StatusCode::OK, "", None).await
}

/// `POST /admin/users/{id}/two-factor-removal`
pub async fn remove_it(form: OnUser<Fields, EachTime>) -> Result<HttpResponse, Problem> {
    let (visit, typed) = (&form.visit, &form.fields.identity_check);
    let check = match IdentityCheck::parse(typed) {
        Ok(check) => check,
        Err(error) => {
            let error = visit.language.t(words::identity_check_error(error));
            return page(visit, form.id, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(error)).await;
        }
    };
    match remove_two_factor(&visit.desk, form.id.clone(), check, form.by()).await {
        // The page says that there is none.
        Ok(false) => Ok(visit.see_other(&paths::admin_user(form.id.as_str()))),
        Ok(true) => Ok(visit.see_other(&Done::TwoFactorRemoved.page_of(&form.id))),
        Err(error) => {
            let error = visit.language.t(refusal(error)?);
            page(visit, form.id, StatusCode::CONFLICT, typed, Some(error)).await
        }
    }
}

async fn page(
    visit: &Visit,
    id: UserId,
    status: StatusCode,
    typed: &str,
    error: Option<&'static str>,
) -> Result<HttpResponse, Problem> {
    let wanted = id.clone();
    let read =
        move |connection: &mut Connection| Ok((users::find(connection, &wanted)?, status_in(connection, &wanted)?));
    let (user, factor) = visit.desk.store().read(read).await?;
    // There is nothing to ask about an account that has none, or is deleted.
    let (Some(user), Some(_)) = (user, factor) else { return Err(Problem::NotFound) };
    let template =
        RemovalPage { frame: visit.frame(), id: user.id.as_str(), username: user.username.as_str(), typed, error };
    Ok(visit.page(status, &template))
}
