//! Everybody's sessions: searched, seen, and ended.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use crate::desk::session::life::{self, as_last_used};
use crate::desk::session::revocation;
use crate::domain::id::SessionId;
use crate::domain::record::event_export::name;
use crate::domain::search::value::one_of;
use crate::domain::search::{self, Edge, Position, SessionColumn, SessionSearch};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::store::{lists, sessions};
use crate::web::api::admin::events::EventRecord;
use crate::web::api::admin::orders::{NoParameters, Order, OrderWith, Question};
use crate::web::api::admin::parameters::{InPath, ListQuery, Paging};
use crate::web::api::admin::people::PersonRecord;
use crate::web::api::admin::refusals::{BodyRefusals, Refusals};
use crate::web::api::admin::{cursor, schemas};
use crate::web::api::call::{List, done, json};
use crate::web::api::problem::{ApiProblem, ErrorBody};

/// How many events of a session are shown with it.
const EVENTS: usize = 50;
/// How many sessions one call may end at most.
const MOST: usize = 200;

/// One login on one device.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "c0ffee00c0ffee00c0ffee00c0ffee00",
    "user_id": "5f1d7a0c39b24e86a1c2d3e4f5061728",
    "username": "ada",
    "state": "live",
    "is_current": false,
    "device": "Firefox on Linux",
    "label": null,
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "is_remembered": false,
    "signed_in_at": 1767225600,
    "last_seen_at": 1767229200,
    "idle_expires_at": 1767272400,
    "absolute_expires_at": 1767312000,
    "ended_at": null
}))]
pub struct SessionRecord {
    /// The session (`sid`).
    #[schema(value_type = schemas::Id)]
    id: String,
    /// Whose (`sub`).
    #[schema(value_type = schemas::Id)]
    user_id: String,
    /// Their name.
    username: String,
    /// Live, or how it ended.
    #[schema(value_type = schemas::SessionState)]
    state: &'static str,
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
    /// When it was last used.
    last_seen_at: i64,
    /// When it ends unless it is used.
    idle_expires_at: i64,
    /// When it ends whatever happens.
    absolute_expires_at: i64,
    /// When it was over; null while it lives.
    #[schema(required = true)]
    ended_at: Option<i64>,
}

impl SessionRecord {
    fn of(session: &Session, current: &SessionId, now: Timestamp) -> SessionRecord {
        SessionRecord {
            id: session.id.to_string(),
            user_id: session.user_id.to_string(),
            username: session.username.to_string(),
            state: session.state_at(now).as_str(),
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
            ended_at: session.ended_at(now).map(Timestamp::numeric_date),
        }
    }
}

/// In which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SessionOrder {
    /// What they are sorted by, with - for the largest first. Without it, so that what is searched for lies together.
    #[param(schema_with = orders, required = false)]
    #[expect(dead_code, reason = "it only describes the parameter")]
    sort: Option<String>,
}

fn orders() -> Object {
    one_of(search::Order::<SessionColumn>::words().iter().map(String::as_str))
}

/// List everybody's sessions.
///
/// An answer may have fewer items than the limit, or none, while `next` is not null: when hardly any session fits,
/// looking is left off after a while, and goes on by the cursor. Words that no device is known by match nothing.
#[utoipa::path(
    get,
    path = "/api/admin/sessions",
    tag = "Administration: sessions",
    operation_id = "listSessions",
    security(("accessToken" = [])),
    params(SessionSearch, SessionOrder, Paging),
    responses(
        (status = 200, description = "The sessions", body = List<SessionRecord>),
        (status = 409, description = "The cursor is not of an answer to this search", body = ErrorBody),
        Refusals,
    )
)]
pub async fn list(question: Question<ListQuery<SessionSearch, SessionColumn>>) -> Result<HttpResponse, ApiProblem> {
    let Question { admin, query } = question;
    let (now, limit) = (admin.desk.clock().now(), query.limit.count());
    let search = query.search;
    let order = query.order.unwrap_or_else(|| search.default_order());
    let (sorted, column) = (order.to_string(), order.column);
    let edge = cursor::read(query.cursor.as_deref(), &sorted, |position| is_place(position, column))?;
    let read = move |connection: &mut _| lists::sessions::list(connection, &search, order, &edge, limit, now);
    let listing = admin.desk.store().read(read).await?;

    let rows = &listing.page.rows;
    let last = rows.last().filter(|_| listing.page.has_next).map(|row| lists::sessions::position_of(row, column));
    let next = last.map(Edge::After).or(listing.look_further);
    let record = |row: &Session| SessionRecord::of(&as_last_used(&admin.desk, row.clone()), &admin.session.id, now);
    Ok(json(&List {
        items: rows.iter().map(record).collect(),
        next: next.and_then(|edge| cursor::write_edge(&sorted, &edge)),
    }))
}

fn is_place(position: &Position, column: SessionColumn) -> bool {
    SessionId::parse(&position.id).is_some() && (!column.is_time() || position.value.parse::<i64>().is_ok())
}

/// The whole life of a session.
#[derive(Serialize, ToSchema)]
pub struct SessionLife {
    #[serde(flatten)]
    session: SessionRecord,
    /// When the password was last entered in it, as a NumericDate.
    confirmed_at: i64,
    /// When its tokens were last renewed.
    renewed_at: i64,
    /// How often they were.
    renewals: i64,
    /// Who ended it; null while it lives, when time alone ended it, or when nobody who is known here did.
    #[schema(required = true)]
    ended_by: Option<PersonRecord>,
    /// What is recorded about it, the newest first, at most 50: `/api/admin/events?session=` has all.
    events: Vec<EventRecord>,
}

/// Show a session.
///
/// The whole life of one session, also of one that is over.
#[utoipa::path(
    get,
    path = "/api/admin/sessions/{id}",
    tag = "Administration: sessions",
    operation_id = "showSession",
    security(("accessToken" = [])),
    params(InPath),
    responses(
        (status = 200, description = "The session", body = SessionLife),
        (status = 404, description = "No session on record has this id", body = ErrorBody),
        Refusals,
    )
)]
pub async fn show(question: Question<NoParameters>, path: web::Path<InPath>) -> Result<HttpResponse, ApiProblem> {
    let (admin, id) = (question.admin, path.session()?);
    let life = life::find(&admin.desk, id, Edge::First, EVENTS).await?.ok_or(ApiProblem::NotFound)?;
    let life::SessionLife { session, events, ending, names } = life;
    let ended_by = ending.and_then(|event| event.actor_id);
    Ok(json(&SessionLife {
        session: SessionRecord::of(&session, &admin.session.id, admin.desk.clock().now()),
        confirmed_at: session.password_confirmed_at.numeric_date(),
        renewed_at: session.rotated_at.numeric_date(),
        renewals: session.generation - 1,
        ended_by: ended_by.map(|actor| PersonRecord::new(&actor, name(&Some(actor.clone()), &names))),
        events: events.rows.iter().map(|event| EventRecord::of(event, &names)).collect(),
    }))
}

/// End a session.
///
/// Its access token is refused at once. One that is over already is as good as ended now; it stays on record. The
/// session that asks may end itself.
#[utoipa::path(
    delete,
    path = "/api/admin/sessions/{id}",
    tag = "Administration: sessions",
    operation_id = "endSession",
    security(("accessToken" = [])),
    params(InPath),
    responses(
        (status = 204, description = "It is over"),
        (status = 404, description = "No session on record has this id", body = ErrorBody),
        Refusals,
    )
)]
pub async fn end(order: Order, path: web::Path<InPath>) -> Result<HttpResponse, ApiProblem> {
    let (desk, id) = (&order.admin.desk, path.session()?);
    let found = id.clone();
    desk.store().read(move |connection| sessions::find_owner(connection, &found)).await?.ok_or(ApiProblem::NotFound)?;
    revocation::revoke_these(desk, vec![id], order.by()).await?;
    Ok(done())
}

/// Which sessions.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["c0ffee00c0ffee00c0ffee00c0ffee00", "decade00decade00decade00decade00"]}))]
pub struct SessionIds {
    /// Their ids.
    #[schema(value_type = Vec<schemas::Id>, min_items = 1, max_items = 200)]
    ids: Vec<SessionId>,
}

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"ended": 2}))]
pub struct Ended {
    /// So many. Those that were over before do not count.
    #[schema(minimum = 0)]
    pub ended: usize,
}

/// End several sessions.
///
/// All in one step. Ids of none, and sessions that are over already, are passed over.
#[utoipa::path(
    post,
    path = "/api/admin/sessions/revocations",
    tag = "Administration: sessions",
    operation_id = "endSessions",
    security(("accessToken" = [])),
    request_body = SessionIds,
    responses((status = 200, description = "They are over", body = Ended), Refusals, BodyRefusals)
)]
pub async fn end_these(order: OrderWith<SessionIds>) -> Result<HttpResponse, ApiProblem> {
    let ids = order.body.ids.clone();
    if !(1..=MOST).contains(&ids.len()) {
        return Err(ApiProblem::BadRequest);
    }
    let ended = revocation::revoke_these(&order.admin.desk, ids, order.by()).await?;
    Ok(json(&Ended { ended }))
}
