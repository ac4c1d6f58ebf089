//! The start page: whether you are signed in, as whom, and what happened lately.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::record::EventRow;
use crate::domain::session::DeviceKind;
use crate::store::{events, sessions};
use crate::web::error::Problem;
use crate::web::http::form::Query;
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
    recent: Vec<Happened>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    frame: Frame,
    ended: Option<&'static str>,
    has_signed_out: bool,
}

/// An event in words.
pub struct Happened {
    pub row: EventRow,
    pub what: String,
    pub device: String,
    /// What the event says besides its kind.
    pub detail: String,
    pub by: Option<String>,
}

impl Happened {
    pub fn of(row: EventRow, by: Option<String>, visit: &Visit) -> Happened {
        Happened {
            what: words::event(&row, visit.language),
            device: words::device(row.user_agent.as_deref().unwrap_or_default(), visit.language),
            detail: words::detail(&row, visit.language),
            by,
            row,
        }
    }

    /// In short, as the start page and the page of an account show it. If somebody else acted, device and address are
    /// not for the person whom it is about.
    pub fn in_short(row: EventRow, visit: &Visit) -> Happened {
        let by = match (&row.actor_id, &row.user_id) {
            (Some(actor), Some(user)) if actor != user => Some(visit.language.t("home-ended-by-admin")),
            (None, _) => words::origin(row.origin(), visit.language),
            _ => None,
        };
        Happened::of(row, by.map(str::to_owned), visit)
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
        return Ok(visit.page_after_end(&template));
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
        recent: recent.into_iter().map(|row| Happened::in_short(row, &visit)).collect(),
    };
    Ok(visit.show(&template))
}
