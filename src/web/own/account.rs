//! A person's own account.

use std::time::Duration;

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::account::User;
use crate::domain::time::Timestamp;
use crate::store::{Connection, throttle, two_factor, users};
use crate::web::error::Problem;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

/// Somebody is told of wrong passwords for this long after the pause that they brought.
const TOLD_FOR: Duration = Duration::from_secs(7 * 86_400);

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: Frame,
    user: User,
    has_second_factor: bool,
    signed_in_at: Timestamp,
    /// What too many wrong passwords did lately.
    locks: Vec<String>,
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
    // The row is kept for longer, since the passwords count for longer.
    let recent = locks.iter().filter(|lock| lock.is_closed() || now.since(lock.locked_until) < TOLD_FOR);
    let locks = recent.map(|lock| words::lock(lock, now, visit.language)).collect();
    let (frame, signed_in_at) = (visit.frame(), session.signed_in_at);
    Ok(visit.show(&AccountPage { frame, user, has_second_factor, signed_in_at, locks }))
}
