//! A person's own sessions: where they are signed in, and how to end that.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::session::{labels, life, revocation};
use crate::domain::id::SessionId;
use crate::domain::record::EventKind;
use crate::domain::search::Leading;
use crate::domain::session::{DeviceKind, Session};
use crate::domain::time::Timestamp;
use crate::store::{Connection, events, sessions};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::http::form::{Form, NoFields, Query};
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
    /// What has just been done, if anything.
    done: Option<String>,
}

pub struct SessionRow {
    pub session: Session,
    pub is_current: bool,
    pub kind: DeviceKind,
    /// Browser and system.
    pub device: String,
    /// The owner's own name for it.
    pub label: String,
    pub last_seen_at: Timestamp,
}

impl SessionRow {
    pub fn of(session: &Session, current: &ActiveSession, visit: &Visit) -> SessionRow {
        let is_current = session.id == current.id;
        // The current session is being used right now.
        let last_seen_at = if is_current { visit.desk.clock().now() } else { session.last_seen_at };
        SessionRow {
            session: session.clone(),
            is_current,
            kind: DeviceKind::from_user_agent(&session.user_agent),
            device: words::device(&session.user_agent, visit.language),
            label: session.label.clone().unwrap_or_default(),
            last_seen_at,
        }
    }
}

/// What the redirect after a form says: which session was ended, which device was named, or that all others were ended.
#[derive(serde::Deserialize)]
pub struct Outcome {
    ended: Option<String>,
    named: Option<String>,
    #[serde(rename = "others-ended")]
    others_ended: Option<String>,
}

/// `GET /account/sessions`
pub async fn show(
    visit: Visit,
    session: CurrentSession,
    Query(outcome): Query<Outcome>,
) -> Result<HttpResponse, Problem> {
    let live = life::list_live(&visit.desk, session.user_id.clone()).await?;
    let mut rows: Vec<_> = live.iter().map(|row| SessionRow::of(row, &session, &visit)).collect();
    rows.sort_by_key(|row| !row.is_current);
    let limit = visit.desk.settings().max_sessions_per_user;
    let done = told(&visit, &session, &outcome, rows.len() == 1).await?;
    Ok(visit.show(&SessionsPage { frame: visit.frame(), rows, limit, done }))
}

/// Says what was done, as far as it is true: the address alone proves nothing.
async fn told(
    visit: &Visit,
    current: &ActiveSession,
    outcome: &Outcome,
    is_alone: bool,
) -> Result<Option<String>, Problem> {
    let (language, now) = (visit.language, visit.desk.clock().now());
    if outcome.others_ended.is_some() {
        return Ok(is_alone.then(|| language.t("own-sessions-signed-out-elsewhere").to_owned()));
    }
    let Some(id) = outcome.ended.as_ref().or(outcome.named.as_ref()).and_then(|id| SessionId::parse(id)) else {
        return Ok(None);
    };
    let read = move |connection: &mut Connection| {
        Ok((sessions::find(connection, &id)?, events::list_latest(connection, Leading::Session(&id))?))
    };
    let (found, events) = visit.desk.store().read(read).await?;
    let has = |kind| events.iter().any(|row| row.is_fresh(kind, now));
    let (has_ended, is_named) = (has(EventKind::SessionRevoked), has(EventKind::SessionLabelled));
    let (ended, named) = (outcome.ended.is_some() && has_ended, outcome.named.is_some() && is_named);
    let own = found.map(|(session, _)| session).filter(|session| session.user_id == current.user_id);
    Ok(own.and_then(|session| {
        let device = words::device(&session.user_agent, language);
        match (session.revoked_at, &session.label) {
            (Some(_), label) => {
                let name = label.as_ref().unwrap_or(&device);
                ended.then(|| language.with("own-sessions-signed-out", &[("device", name)]))
            }
            (None, Some(label)) => named.then(|| language.with("own-sessions-name-saved", &[("device", label)])),
            (None, None) => named.then(|| language.with("own-sessions-name-removed", &[("device", device.as_str())])),
        }
    }))
}

/// `POST /account/sessions/{id}/revocation`. Somebody else's session gets the same answer as one that never existed;
/// ending the current session signs out.
pub async fn revoke(session: CurrentSession, visit: Visit, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let id = SessionId::parse(&id).ok_or(Problem::NotFound)?;
    if id == session.id {
        revocation::log_out(&visit.desk, &id, &session.user_id, visit.context.clone()).await?;
        return Ok(logout::signed_out(&visit));
    }
    let ended = id.clone();
    if revocation::revoke_own(&visit.desk, &session, &id, visit.context.clone()).await? {
        Ok(visit.see_other(&paths::and(paths::SESSIONS, &format!("ended={ended}"))))
    } else {
        Err(Problem::NotFound)
    }
}

/// `POST /account/sessions/revocations`. Asks for the password if it was entered too long ago.
pub async fn revoke_others(visit: Visit, form: Confirmed<CurrentSession, NoFields>) -> Result<HttpResponse, Problem> {
    revocation::revoke_others(&visit.desk, &form.session, visit.context.clone()).await?;
    Ok(visit.see_other(paths::OTHER_SESSIONS_ENDED))
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
    let named = id.clone();
    let is_named = labels::name(&visit.desk, &session, &id, label, visit.context.clone()).await?;
    let there = paths::and(paths::SESSIONS, &format!("named={named}"));
    if is_named { Ok(visit.see_other(&there)) } else { Err(Problem::NotFound) }
}
