//! A person's own account.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::account::User;
use crate::domain::time::Timestamp;
use crate::store::{Connection, two_factor, users};
use crate::web::error::Problem;
use crate::web::paths;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: Frame,
    user: User,
    has_second_factor: bool,
    signed_in_at: Timestamp,
}

/// `GET /account`
pub async fn show(visit: Visit, session: CurrentSession) -> Result<HttpResponse, Problem> {
    let id = session.user_id.clone();
    let read = move |connection: &mut Connection| {
        Ok((users::find(connection, &id)?, two_factor::find(connection, &id)?.is_some()))
    };
    let (user, has_second_factor) = visit.desk.store().read(read).await?;
    let user = user.ok_or(Problem::NotFound)?;
    let (frame, signed_in_at) = (visit.frame(), session.signed_in_at);
    Ok(visit.show(&AccountPage { frame, user, has_second_factor, signed_in_at }))
}
