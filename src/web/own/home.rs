//! The start page: whether you are signed in, as whom, and what happened lately.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::record::EventRow;
use crate::store::{events, sessions};
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::http::static_files;
use crate::web::own::sessions::SessionRow;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

/// How many events the page shows.
const RECENT: i64 = 10;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    current: Option<SessionRow>,
    others: usize,
    recent: Vec<RecentEvent>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    frame: Frame,
    ended: Option<&'static str>,
    has_signed_out: bool,
}

pub struct RecentEvent {
    /// For people.
    pub at: String,
    pub at_rfc3339: String,
    pub what: String,
    pub device: String,
    pub ip: String,
    /// Who acted, if it was not the person themselves: then device and address are not theirs to see.
    pub by: Option<&'static str>,
}

impl RecentEvent {
    pub fn of(event: EventRow, visit: &Visit) -> RecentEvent {
        RecentEvent {
            at: event.at.page_minutes(),
            at_rfc3339: event.at.to_rfc3339(),
            what: words::event(&event, visit.language),
            device: words::device(event.user_agent.as_deref().unwrap_or_default(), visit.language),
            by: match (&event.actor_id, &event.user_id) {
                (Some(actor), Some(user)) if actor != user => Some(visit.language.t("by an administrator")),
                (None, _) => words::origin(event.origin(), visit.language),
                _ => None,
            },
            ip: event.ip.unwrap_or_default(),
        }
    }
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    #[serde(rename = "signed-out")]
    signed_out: Option<String>,
}

/// `GET /`
pub async fn show(
    visit: Visit,
    session: Option<CurrentSession>,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let Some(session) = session else {
        let ended = visit.ended().map(|end| words::session_end(end, visit.language));
        let template = WelcomePage { frame: visit.frame(), ended, has_signed_out: parameters.signed_out.is_some() };
        return Ok(visit.page_after_end(StatusCode::OK, &template));
    };
    let (user, now) = (session.user_id.clone(), visit.desk.clock().now());
    let read = move |connection: &mut crate::store::Connection| {
        Ok((sessions::list_live(connection, &user, now)?, events::list_recent(connection, &user, RECENT)?))
    };
    let (live, recent) = visit.desk.store().read(read).await?;
    let template = HomePage {
        frame: visit.frame(),
        others: live.iter().filter(|other| other.id != session.id).count(),
        current: live.iter().find(|one| one.id == session.id).map(|row| SessionRow::of(row, &session, &visit)),
        recent: recent.into_iter().map(|event| RecentEvent::of(event, &visit)).collect(),
    };
    Ok(visit.page(StatusCode::OK, &template))
}
