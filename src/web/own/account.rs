//! A person's own account.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::account::User;
use crate::domain::sign_in::throttle::Guesser;
use crate::domain::time::Timestamp;
use crate::store::{Connection, throttle, two_factor, users};
use crate::web::error::Problem;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: Frame,
    user: User,
    has_second_factor: bool,
    signed_in_at: Timestamp,
    /// The number of wrong passwords that unknown devices gave in a row, and how that ends.
    lock: Option<(String, String)>,
}

/// `GET /account`
pub async fn show(visit: Visit, session: CurrentSession) -> Result<HttpResponse, Problem> {
    let id = session.user_id.clone();
    let now = visit.desk.clock().now();
    let read = move |connection: &mut Connection| {
        let locks = throttle::list_locks_of(connection, &id, now)?;
        Ok((users::find(connection, &id)?, two_factor::find(connection, &id)?.is_some(), locks))
    };
    let (user, has_second_factor, locks) = visit.desk.store().read(read).await?;
    let user = user.ok_or(Problem::NotFound)?;
    let lock = locks.into_iter().find(|lock| lock.guesser == Guesser::UnknownDevices);
    let lock = lock.map(|lock| (words::number(lock.wrong), words::lock_end(&lock, now, visit.language)));
    let (frame, signed_in_at) = (visit.frame(), session.signed_in_at);
    Ok(visit.show(&AccountPage { frame, user, has_second_factor, signed_in_at, lock }))
}
