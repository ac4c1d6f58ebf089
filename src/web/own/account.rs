//! A person's own account.

use std::time::Duration;

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::account::User;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::time::Timestamp;
use crate::store::{Connection, code_failures, events, sessions, throttle, two_factor, users};
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

/// Somebody is told of wrong passwords for this long after the pause that they brought.
const TOLD_FOR: Duration = Duration::from_secs(7 * 86_400);
/// The page says for this long after a change of the password that it was changed, if its address asks for that.
const JUST_CHANGED: Duration = Duration::from_secs(600);

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: Frame,
    user: User,
    has_second_factor: bool,
    signed_in_at: Timestamp,
    /// What too many wrong passwords did lately.
    locks: Vec<String>,
    /// What makes codes wait now, or has closed them.
    code_locks: Vec<String>,
    /// Whether the password has just been changed.
    is_changed: bool,
    /// The devices that were signed out by that.
    signed_out: Vec<String>,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    #[serde(rename = "password-changed")]
    password_changed: Option<String>,
}

/// `GET /account`
pub async fn show(
    visit: Visit,
    session: CurrentSession,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let (id, current) = (session.user_id.clone(), session.id.clone());
    let now = visit.desk.clock().now();
    let is_asked = parameters.password_changed.is_some();
    let read = move |connection: &mut Connection| {
        let locks = throttle::list_locks_of(connection, &id, now)?;
        let changed_at = match is_asked {
            true => events::find_password_change(connection, &current)?,
            false => None,
        };
        // The address alone tells nothing, since anybody can be sent it: the notice is for the session that has just
        // begun with the change, which ended the other sessions at the same moment. A clock may have been set back.
        let ended = match changed_at.filter(|at| *at <= now && now.since(*at) < JUST_CHANGED) {
            Some(at) => Some(sessions::list_ended(connection, &id, RevocationReason::PasswordChanged, at)?),
            None => None,
        };
        let code_locks = code_failures::list_locks_of(connection, &id, now)?;
        let has_second_factor = two_factor::find(connection, &id)?.is_some();
        Ok((users::find(connection, &id)?, has_second_factor, locks, code_locks, ended))
    };
    let (user, has_second_factor, locks, code_locks, ended) = visit.desk.store().read(read).await?;
    let user = user.ok_or(Problem::NotFound)?;
    // The row is kept for longer, since the passwords count for longer.
    let recent = locks.iter().filter(|lock| lock.is_closed() || now.since(lock.locked_until) < TOLD_FOR);
    let locks = recent.map(|lock| words::lock(lock, now, &visit.zone, visit.language)).collect();
    let is_changed = ended.is_some();
    let device = |session: &Session| words::device(&session.user_agent, visit.language);
    let name = |session: &Session| session.label.clone().unwrap_or_else(|| device(session));
    let signed_out = ended.iter().flatten().map(name).collect();
    let code_locks = code_locks.iter().map(|lock| words::code_lock(lock, &visit.zone, visit.language)).collect();
    let (frame, signed_in_at) = (visit.frame(), session.signed_in_at);
    Ok(visit.show(&AccountPage {
        frame,
        user,
        has_second_factor,
        signed_in_at,
        locks,
        code_locks,
        is_changed,
        signed_out,
    }))
}
