//! The start page: the login for whoever is not signed in; for others where they are signed in, what happened lately, and
//! what an administrator should do next.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::account::Role;
use crate::domain::record::{EventKind, EventRow};
use crate::domain::session::DeviceKind;
use crate::store::{events, sessions};
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::language::say;
use crate::web::own::activity::Activity;
use crate::web::own::next_steps::{self, NextStep};
use crate::web::own::sessions::SessionRow;
use crate::web::paths;
use crate::web::sign_in::login;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};

/// How many events the page shows.
const RECENT: i64 = 10;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    /// What led here.
    notice: Option<&'static str>,
    next_steps: Vec<NextStep>,
    current: Option<SessionRow>,
    others: usize,
    activity: Activity,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    /// The set-up or an invitation led here.
    welcome: Option<String>,
    /// The choice of another password by a link led here.
    chosen: Option<String>,
}

/// `GET /`
pub async fn show(
    request: HttpRequest,
    visit: Visit,
    session: Option<CurrentSession>,
    Query(parameters): Query<Parameters>,
    Query(login_parameters): Query<login::Parameters>,
) -> Result<HttpResponse, Problem> {
    let Some(session) = session else { return Ok(login::ask(&request, &visit, &login_parameters).await) };
    let (user, id, now) = (session.user_id.clone(), session.id.clone(), visit.desk.clock().now());
    let is_admin = session.role == Role::Admin;
    let read = move |connection: &mut crate::store::Connection| {
        let live = sessions::list_live(connection, &user, now)?;
        let recent = events::list_own(connection, &user, RECENT)?;
        let ids = recent.iter().filter_map(|row| row.session_id.clone()).collect();
        let steps = if is_admin { Some(next_steps::find(connection, &user)?) } else { None };
        Ok((live, sessions::list_named(connection, &user, ids)?, recent, steps))
    };
    let (live, named, recent, steps) = visit.desk.store().read(read).await?;
    let current = live.iter().find(|one| one.id == id);
    // The address alone proves nothing. Of all who make an account, only the first admin makes their own.
    let begins = |row: &EventRow| {
        row.is_fresh(EventKind::InvitationAccepted, now)
            || row.is_fresh(EventKind::UserCreated, now) && row.actor_id == row.user_id
    };
    let is_reset = |row: &EventRow| row.is_fresh(EventKind::PasswordResetCompleted, now);
    let notice = match parameters {
        Parameters { welcome: Some(_), .. } if recent.iter().any(begins) => Some(say("home-account-ready")),
        Parameters { chosen: Some(_), .. } if recent.iter().any(is_reset) => Some(say("home-password-chosen")),
        Parameters { .. } => None,
    };
    let template = HomePage {
        frame: visit.frame(),
        notice: notice.map(|id| visit.language.t(id)),
        next_steps: steps
            .map_or_else(Vec::new, |found| next_steps::list(&found, visit.desk.settings(), visit.language)),
        others: live.iter().filter(|other| other.id != id).count(),
        activity: Activity::of(recent, current, &named, &visit),
        current: current.map(|row| SessionRow::of(row, &session, &visit)),
    };
    Ok(visit.show(&template))
}
