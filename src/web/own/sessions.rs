//! A person's own sessions: where they are signed in, and how to end that.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::session::{labels, life, revocation};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::http::form::{Form, NoFields};
use crate::web::sign_in::logout;
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    frame: Frame,
    rows: Vec<SessionRow>,
    /// The largest count of sessions that an account may have.
    limit: u32,
}

pub struct SessionRow {
    pub session: Session,
    pub is_current: bool,
    /// Browser and system.
    pub device: String,
    /// The owner's own name for it.
    pub label: String,
    pub last_seen_at: String,
}

impl SessionRow {
    pub fn of(session: &Session, current: &ActiveSession, visit: &Visit) -> SessionRow {
        let is_current = session.id == current.id;
        // The current session is being used right now.
        let last_seen_at = if is_current { visit.desk.clock().now() } else { session.last_seen_at };
        SessionRow {
            session: session.clone(),
            is_current,
            device: words::device(&session.user_agent, visit.language),
            label: session.label.clone().unwrap_or_default(),
            last_seen_at: last_seen_at.page_minutes(),
        }
    }
}

/// `GET /account/sessions`
pub async fn show(visit: Visit, session: CurrentSession) -> Result<HttpResponse, Problem> {
    let live = life::list_live(&visit.desk, session.user_id.clone()).await?;
    let mut rows: Vec<_> = live.iter().map(|row| SessionRow::of(row, &session, &visit)).collect();
    rows.sort_by_key(|row| !row.is_current);
    let limit = visit.desk.settings().max_sessions_per_user;
    Ok(visit.show(&SessionsPage { frame: visit.frame(), rows, limit }))
}

/// `POST /account/sessions/{id}/revocation`. Somebody else's session gets the same answer as one that never existed;
/// ending the current session signs out.
pub async fn revoke(session: CurrentSession, visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let id = SessionId::parse(&id).ok_or(Problem::NotFound)?;
    if id == session.id {
        revocation::log_out(&visit.desk, &id, &session.user_id, visit.context.clone()).await?;
        return Ok(logout::signed_out(&visit));
    }
    if revocation::revoke_own(&visit.desk, &session, &id, visit.context.clone()).await? {
        Ok(visit.see_other(paths::SESSIONS))
    } else {
        Err(Problem::NotFound)
    }
}

/// `POST /account/sessions/revocations`. Asks for the password if it was entered too long ago.
pub async fn revoke_others(visit: Visit, form: Confirmed<CurrentSession, NoFields>) -> Result<HttpResponse, Problem> {
    revocation::revoke_others(&visit.desk, &form.session, visit.context.clone()).await?;
    Ok(visit.see_other(paths::SESSIONS))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelFields {
    label: String,
}

/// `POST /account/sessions/{id}/label`
pub async fn label(
    session: CurrentSession,
    visit: Visit,
    id: web::Path<String>,
    Form(fields): Form<LabelFields>,
) -> Result<HttpResponse, Problem> {
    let id = SessionId::parse(&id).ok_or(Problem::NotFound)?;
    let label = labels::Label::parse(&fields.label).ok_or(Problem::BadRequest)?;
    let is_named = labels::name(&visit.desk, &session, &id, label, visit.context.clone()).await?;
    if is_named { Ok(visit.see_other(paths::SESSIONS)) } else { Err(Problem::NotFound) }
}
