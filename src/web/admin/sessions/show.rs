//! `GET /admin/sessions/{id}`: the whole life of one session.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::session::{SessionLife, life};
use crate::domain::id::SessionId;
use crate::domain::record::event_export::name;
use crate::domain::record::{EventRow, is_just_now};
use crate::domain::search::{Edge, Position};
use crate::domain::session::{Session, SessionState};
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::lists::pager::Pager;
use crate::web::own::activity::Happened;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

const LIMIT: usize = 50;

#[derive(Template)]
#[template(path = "admin/sessions/show.html")]
struct SessionPage {
    frame: Frame,
    session: Session,
    device: String,
    state: &'static str,
    tone: &'static str,
    is_live: bool,
    is_own: bool,
    notice: Option<String>,
    /// Whether the notice says that it was ended just now; otherwise it was over already.
    has_ended: bool,
    ended_at: Option<String>,
    ended_by: Option<String>,
    events: Vec<Happened>,
    pager: Pager,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Parameters {
    ended: Option<u32>,
    after: Option<String>,
    before: Option<String>,
}

/// `GET /admin/sessions/{id}`
pub async fn show(
    visit: Visit,
    own: Administrator,
    id: web::Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let id = SessionId::parse(&id).ok_or(Problem::NotFound)?;
    let edge = Edge::parse(parameters.after.as_deref(), parameters.before.as_deref()).ok_or(Problem::BadRequest)?;
    let life = life::find(&visit.desk, id, edge, LIMIT).await?.ok_or(Problem::NotFound)?;
    let SessionLife { session, events: page, ending, names } = life;

    let now = visit.desk.clock().now();
    let state = session.state_at(now);
    // The address alone proves nothing.
    let told = parameters.ended.filter(|ended| match ended {
        0 => state != SessionState::Live,
        1 => ending.as_ref().is_some_and(|event| is_just_now(event.at, now)),
        _ => false,
    });
    let by = |event: &EventRow| match &event.actor_id {
        // A deleted account has no name any more.
        actor @ Some(_) => name(actor, &names).map(str::to_owned),
        None => words::origin(event.origin(), visit.language).map(str::to_owned),
    };
    let path = paths::admin_session(session.id.as_str());
    let position = |event: &EventRow| Position { value: String::new(), id: event.id.to_string() };
    let template = SessionPage {
        frame: visit.frame(),
        device: words::device(&session.user_agent, visit.language),
        state: words::session_state(state, visit.language),
        tone: words::tone_of_state(state),
        is_live: state == SessionState::Live,
        is_own: session.id == own.id,
        notice: told.map(|ended| words::ended(i64::from(ended), visit.language)),
        has_ended: told == Some(1),
        ended_at: session.ended_at(now).map(|moment| visit.zone.minutes(moment)),
        ended_by: ending.as_ref().and_then(|event| match (&event.actor_id, by(event)) {
            (Some(_), Some(name)) => Some(visit.language.with("session-page-ended-by", &[("username", name.as_str())])),
            // It was not ended by a person, so there is no name, nor, in other languages, anybody to be polite to.
            (_, nobody) => nobody,
        }),
        pager: Pager::of(&path, &[], &page, position),
        events: page
            .rows
            .into_iter()
            .map(|row| {
                let by = by(&row);
                Happened::of(row, by, &visit)
            })
            .collect(),
        session,
    };
    Ok(visit.show(&template))
}
