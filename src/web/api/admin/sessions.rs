//! Everybody's sessions: searched, seen, and ended.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::desk::session::life::{self, as_last_used};
use crate::desk::session::revocation;
use crate::domain::id::SessionId;
use crate::domain::record::event_export::{name, to_json};
use crate::domain::search::{Edge, Position, SessionColumn, SessionSearch};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::store::{lists, sessions};
use crate::web::api::admin::events::EventRecord;
use crate::web::api::admin::orders::{Id, Order, Question};
use crate::web::api::admin::schemas;
use crate::web::api::admin::users::PersonRecord;
use crate::web::api::body::Json;
use crate::web::api::call::{Answer, List, done, json};
use crate::web::api::cursor;
use crate::web::api::parameters::{ListQuery, Sorted};
use crate::web::api::problem::ApiProblem;
use crate::web::api::sessions::OwnSession;
use crate::web::http::form::Query;

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
    #[serde(flatten)]
    session: OwnSession,
    /// Whose (`sub`).
    #[schema(value_type = schemas::Id)]
    user_id: String,
    /// Their name.
    username: String,
    /// Live, or how it ended.
    #[schema(value_type = schemas::SessionState)]
    state: &'static str,
    /// When it was over; null while it lives.
    #[schema(required = true)]
    ended_at: Option<i64>,
}

impl SessionRecord {
    fn of(session: &Session, current: &SessionId, now: Timestamp) -> SessionRecord {
        SessionRecord {
            session: OwnSession::of(session, current),
            user_id: session.user_id.to_string(),
            username: session.username.to_string(),
            state: session.state_at(now).as_str(),
            ended_at: session.ended_at(now).map(Timestamp::numeric_date),
        }
    }
}

impl Sorted for SessionColumn {
    const SORT: &'static str = "What they are sorted by, with - for the largest first. Without it, so that what is searched \
        for lies together.";
}

/// List everybody's sessions.
///
/// An answer may have fewer items than the limit, or none, while `next` is not null: when hardly any session fits,
/// looking is left off after a while, and goes on by the cursor. Words that no device is known by match nothing.
#[utoipa::path(
    get,
    path = "/api/admin/sessions",
    operation_id = "listSessions",
    params(ListQuery<SessionSearch, SessionColumn>),
    responses((status = 200, description = "The sessions", body = List<SessionRecord>))
)]
pub async fn list(Question(admin, Query(query)): Question<Query<ListQuery<SessionSearch, SessionColumn>>>) -> Answer {
    let (now, limit) = (admin.desk.clock().now(), query.limit);
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
        next: next.as_ref().and_then(Edge::position).map(|place| cursor::write(&sorted, place)),
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
    #[schema(value_type = Vec<EventRecord>)]
    events: Vec<Value>,
}

/// Show a session.
///
/// The whole life of one session, also of one that is over.
#[utoipa::path(
    get,
    path = "/api/admin/sessions/{id}",
    operation_id = "showSession",
    responses((status = 200, description = "The session", body = SessionLife))
)]
pub async fn show(Question(admin, Id(id)): Question<Id<SessionId>>) -> Answer {
    let life = life::find(&admin.desk, id, Edge::First, EVENTS).await?.ok_or(ApiProblem::NotFound)?;
    let life::SessionLife { session, events, ending, names } = life;
    let ended_by = ending.and_then(|event| event.actor_id);
    Ok(json(&SessionLife {
        session: SessionRecord::of(&session, &admin.session.id, admin.desk.clock().now()),
        confirmed_at: session.password_confirmed_at.numeric_date(),
        renewed_at: session.rotated_at.numeric_date(),
        renewals: session.generation - 1,
        ended_by: ended_by.map(|actor| PersonRecord::new(&actor, name(&Some(actor.clone()), &names))),
        events: events.rows.iter().map(|event| to_json(event, &names)).collect(),
    }))
}

/// End a session.
///
/// Its access token is refused at once. One that is over already is as good as ended now; it stays on record. The
/// session that asks may end itself.
#[utoipa::path(
    delete,
    path = "/api/admin/sessions/{id}",
    operation_id = "endSession",
    responses((status = 204, description = "It is over"))
)]
pub async fn end(Order(admin, Id(id)): Order<Id<SessionId>>) -> Answer {
    let (desk, found) = (&admin.desk, id.clone());
    desk.store().read(move |connection| sessions::find_owner(connection, &found)).await?.ok_or(ApiProblem::NotFound)?;
    revocation::revoke_these(desk, vec![id], admin.by()).await?;
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
    operation_id = "endSessions",
    request_body = SessionIds,
    responses((status = 200, description = "They are over", body = Ended))
)]
pub async fn end_these(Order(admin, Json(SessionIds { ids })): Order<Json<SessionIds>>) -> Answer {
    if !(1..=MOST).contains(&ids.len()) {
        return Err(ApiProblem::BadRequest);
    }
    let ended = revocation::revoke_these(&admin.desk, ids, admin.by()).await?;
    Ok(json(&Ended { ended }))
}
