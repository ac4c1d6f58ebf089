//! A person's own account.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::Role;
use crate::store::{Connection, two_factor, users};
use crate::web::error::Problem;
use crate::web::http::static_files;
use crate::web::paths;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage<'a> {
    frame: Frame,
    username: &'a str,
    is_admin: bool,
    has_second_factor: bool,
    created_at: String,
    signed_in_at: String,
}

/// `GET /account`
pub async fn show(visit: Visit, session: CurrentSession) -> Result<HttpResponse, Problem> {
    let id = session.user_id.clone();
    let read = move |connection: &mut Connection| {
        Ok((users::find(connection, &id)?, two_factor::find(connection, &id)?.is_some()))
    };
    let (user, has_second_factor) = visit.desk.store().read(read).await?;
    let user = user.ok_or(Problem::NotFound)?;
    let template = AccountPage {
        frame: visit.frame(),
        username: user.username.as_str(),
        is_admin: user.role == Role::Admin,
        has_second_factor,
        created_at: user.created_at.page_minutes(),
        signed_in_at: session.signed_in_at.page_minutes(),
    };
    Ok(visit.page(StatusCode::OK, &template))
}
