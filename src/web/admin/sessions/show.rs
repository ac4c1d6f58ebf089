//! `GET /admin/sessions/{id}`: the whole life of one session.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::session::{SessionLife, life};
use crate::domain::id::SessionId;
use crate::domain::record::EventRow;
use crate::domain::record::event_export::name;
use crate::domain::search::{Edge, Position};
use crate::domain::session::SessionState;
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::http::static_files;
use crate::web::lists::pager::Pager;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

const LIMIT: usize = 50;

#[derive(Template)]
#[template(path = "admin/sessions/show.html")]
struct SessionPage {
    frame: Frame,
    id: String,
    user_id: String,
    username: String,
    device: String,
    user_agent: String,
    label: Option<String>,
    ip: String,
    remembered: bool,
    signed_in_at: String,
    confirmed_at: String,
    renewed_at: String,
    renewals: i64,
    last_seen_at: String,
    idle_expires_at: String,
    absolute_expires_at: String,
    state: &'static str,
    tone: &'static str,
    is_live: bool,
    is_own: bool,
    notice: Option<String>,
    /// Whether it was ended just now; otherwise it was over already.
    has_ended: bool,
    ended_at: Option<String>,
    ended_by: Option<String>,
    events: Vec<Happened>,
    pager: Pager,
}

struct Happened {
    at: String,
    at_rfc3339: String,
    what: String,
    by: Option<String>,
    ip: String,
    device: String,
    detail: String,
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
    let by = |event: &EventRow| match &event.actor_id {
        // A deleted account has no name any more.
        actor @ Some(_) => name(actor, &names).map(str::to_owned),
        None => words::origin(event.origin(), visit.language).map(str::to_owned),
    };
    let path = paths::admin_session(session.id.as_str());
    let position = |event: &EventRow| Position { value: String::new(), id: event.id.to_string() };
    let template = SessionPage {
        frame: visit.frame(),
        id: session.id.to_string(),
        user_id: session.user_id.to_string(),
        username: session.username.to_string(),
        device: words::device(&session.user_agent, visit.language),
        user_agent: session.user_agent.clone(),
        label: session.label.clone(),
        ip: session.ip.clone(),
        remembered: session.remembered,
        signed_in_at: session.signed_in_at.page_minutes(),
        confirmed_at: session.password_confirmed_at.page_minutes(),
        renewed_at: session.rotated_at.page_minutes(),
        renewals: session.generation - 1,
        last_seen_at: session.last_seen_at.page_minutes(),
        idle_expires_at: session.idle_expires_at.page_minutes(),
        absolute_expires_at: session.absolute_expires_at.page_minutes(),
        state: words::session_state(state, visit.language),
        tone: words::tone_of_state(state),
        is_live: state == SessionState::Live,
        is_own: session.id == own.id,
        notice: parameters.ended.map(|ended| words::ended(i64::from(ended), visit.language)),
        has_ended: parameters.ended.is_some_and(|ended| ended > 0),
        ended_at: session.ended_at(now).map(|moment| moment.page_minutes()),
        ended_by: ending.as_ref().and_then(|event| match (&event.actor_id, by(event)) {
            (Some(_), Some(name)) => Some(visit.language.with("ended by {}", &[&name])),
            // It was not ended by a person, so there is no name, nor, in other languages, anybody to be polite to.
            (_, nobody) => nobody,
        }),
        events: page.rows.iter().map(|event| Happened::of(event, by(event), &visit)).collect(),
        pager: Pager::of(&path, &[], &page, position),
    };
    Ok(visit.page(StatusCode::OK, &template))
}

impl Happened {
    fn of(event: &EventRow, by: Option<String>, visit: &Visit) -> Happened {
        let user_agent = event.user_agent.as_deref().unwrap_or_default();
        Happened {
            at: event.at.page_minutes(),
            at_rfc3339: event.at.to_rfc3339(),
            what: words::event(event, visit.language),
            by,
            ip: event.ip.clone().unwrap_or_default(),
            device: words::device(user_agent, visit.language),
            detail: words::detail(event, visit.language),
        }
    }
}
