//! The caller's own sessions.

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::session::{life, revocation};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::web::api::admin::schemas;
use crate::web::api::call::{Answer, List, done, json};
use crate::web::api::caller::ApiCaller;
use crate::web::api::problem::ApiProblem;

/// One login on one device.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "c41f6e20b7d94a0c93e5d8f1a6b27e03",
    "is_current": true,
    "device": "Firefox on Linux",
    "label": null,
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "is_remembered": false,
    "signed_in_at": 1767225600,
    "last_seen_at": 1767229200,
    "idle_expires_at": 1767272400,
    "absolute_expires_at": 1767312000
}))]
pub struct OwnSession {
    /// The session (`sid`).
    #[schema(value_type = schemas::Id)]
    id: String,
    /// Whether it is the one that asks.
    is_current: bool,
    /// Browser and system, as far as they tell.
    device: String,
    /// The owner's name for it.
    #[schema(required = true)]
    label: Option<String>,
    /// The address of its last login or renewal.
    ip: String,
    /// What the client called itself there.
    user_agent: String,
    /// Whether it lasts as with *keep me signed in*.
    is_remembered: bool,
    /// When it began, as a NumericDate.
    signed_in_at: i64,
    /// When it was last used, as a NumericDate.
    last_seen_at: i64,
    /// When it ends unless it is used, as a NumericDate.
    idle_expires_at: i64,
    /// When it ends whatever happens, as a NumericDate.
    absolute_expires_at: i64,
}

impl OwnSession {
    pub fn of(session: &Session, current: &SessionId) -> OwnSession {
        OwnSession {
            id: session.id.to_string(),
            is_current: session.id == *current,
            device: session.device.clone(),
            label: session.label.clone(),
            ip: session.ip.clone(),
            user_agent: session.user_agent.clone(),
            is_remembered: session.remembered,
            signed_in_at: session.signed_in_at.numeric_date(),
            last_seen_at: session.last_seen_at.numeric_date(),
            idle_expires_at: session.idle_expires_at.numeric_date(),
            absolute_expires_at: session.absolute_expires_at.numeric_date(),
        }
    }
}

/// List one's own live sessions.
///
/// All of them, the one last used first: an account has at most as many as the setting `max_sessions_per_user` says.
#[utoipa::path(
    get,
    path = "/api/sessions",
    operation_id = "listOwnSessions",
    responses((status = 200, description = "The sessions", body = List<OwnSession>))
)]
pub async fn list(caller: ApiCaller) -> Answer {
    let live = life::list_live(&caller.desk, caller.session.user_id.clone()).await?;
    let items = live.iter().map(|session| OwnSession::of(session, &caller.session.id)).collect();
    Ok(json(&List::<OwnSession> { items, next: None }))
}

/// End one of one's own sessions.
///
/// Its access token is refused at once. The session that asks may end itself.
#[utoipa::path(
    delete,
    path = "/api/sessions/{id}",
    operation_id = "endOwnSession",
    responses(
        (status = 204, description = "It is over"),
        (status = 404, description = "No session of the caller has this id"),
    )
)]
pub async fn end(caller: ApiCaller, id: web::Path<String>) -> Answer {
    let id = SessionId::parse(&id).ok_or(ApiProblem::NotFound)?;
    if id == caller.session.id {
        revocation::log_out(&caller.desk, &id, &caller.session.user_id, caller.context.clone()).await?;
        return Ok(done());
    }
    let is_found = revocation::revoke_own(&caller.desk, &caller.session, &id, caller.context.clone()).await?;
    if is_found { Ok(done()) } else { Err(ApiProblem::NotFound) }
}
