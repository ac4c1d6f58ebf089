//! Everybody's sessions: searched, seen, and ended.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cursor;
use super::events::EventRecord;
use super::orders::{NoParameters, Order, OrderWith, Question};
use super::parameters::{InPath, Limit};
use super::people::PersonRecord;
use super::refusals::{BodyRefusals, Refusals};
use super::schemas;
use super::texts::{Cursor, Network, SessionSort, SessionStates, Somebody, Time, Words, given};
use crate::desk::Desk;
use crate::desk::record::event_export::names_in;
use crate::desk::session::revocation;
use crate::domain::id::{SessionId, UserId};
use crate::domain::search::event_filter::EventFilter;
use crate::domain::search::paging::{Edge, Position};
use crate::domain::search::session_filter::{self, SessionFilter, SessionParameters, SortColumn, Unreadable};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::store::{Connection, events, session_lists, sessions, users};
use crate::web::api::call::{List, done, json};
use crate::web::api::problem::{ApiProblem, ErrorBody};

/// How many events of a session are shown with it.
const EVENTS: usize = 50;
/// The most that are ended by one call.
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
    fn of(session: &Session, current: &SessionId, desk: &Desk, now: Timestamp) -> SessionRecord {
        // What is noted and not written down yet is newer than the row.
        let seen = desk.presence().of(&session.id).map_or(session.last_seen_at, |seen| seen.at);
        let last_seen_at = session.last_seen_at.max(seen);
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
            last_seen_at: last_seen_at.numeric_date(),
            idle_expires_at: session.idle_expires_at.max(session.idle_end_after_use(last_seen_at)).numeric_date(),
            absolute_expires_at: session.absolute_expires_at.numeric_date(),
            ended_at: session.ended_at(now).map(Timestamp::numeric_date),
        }
    }
}

/// Which sessions, in which order, and from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SessionQuery {
    /// Whose: a name, an e-mail address, or how one begins and `*`.
    #[param(inline)]
    user: Option<Somebody>,
    /// From where: an address, or a network such as `192.0.2.0/24`.
    #[param(inline)]
    address: Option<Network>,
    /// On what: words of browser and system, in any order. What no device is called matches nothing.
    #[param(inline)]
    device: Option<Words>,
    /// In which state. Without it those that are live; `any` for all.
    #[param(inline)]
    state: Option<SessionStates>,
    /// When they began: `within-24h`, `beyond-24h` (longer ago), or with a NumericDate as in `since-1767225600` and
    /// `until-1767225600`.
    #[param(inline)]
    signed_in: Option<Time>,
    /// When they were last used, in the same way.
    #[param(inline)]
    last_seen: Option<Time>,
    /// What they are sorted by, with `-` for the largest first. Without it, so that what is searched for lies together.
    #[param(inline)]
    sort: Option<SessionSort>,
    /// How many items the answer has at most.
    #[serde(default)]
    #[param(inline, value_type = schemas::Limit, required = false)]
    limit: Limit,
    /// Where to go on: the `next` of the answer before. Everything else must be as it was.
    #[param(inline)]
    cursor: Option<Cursor>,
}

impl SessionQuery {
    /// As the page's search takes it.
    fn parameters(&self) -> SessionParameters {
        SessionParameters {
            user: given(&self.user),
            address: given(&self.address),
            device: given(&self.device),
            state: given(&self.state),
            signed_in: Time::in_milliseconds(&self.signed_in),
            last_seen: Time::in_milliseconds(&self.last_seen),
        }
    }
}

/// List everybody's sessions.
///
/// An answer may have fewer items than the limit, or none, while `next` is not null: when hardly any session fits,
/// looking is left off after a while, and goes on by the cursor.
#[utoipa::path(
    get,
    path = "/api/admin/sessions",
    tag = "Administration: sessions",
    operation_id = "listSessions",
    security(("accessToken" = [])),
    params(SessionQuery),
    responses(
        (status = 200, description = "The sessions", body = List<SessionRecord>),
        (status = 409, description = "The cursor is not of an answer to this search", body = ErrorBody),
        Refusals,
    )
)]
pub async fn list(question: Question<SessionQuery>) -> Result<HttpResponse, ApiProblem> {
    let Question { admin, query } = question;
    let (now, limit) = (admin.desk.clock().now(), i64::try_from(query.limit.count()).unwrap_or(1));
    let filter = match SessionFilter::parse(&query.parameters()) {
        Ok(filter) => filter,
        Err(Unreadable::Device) => return Ok(json(&List::<SessionRecord> { items: Vec::new(), next: None })),
        Err(_) => return Err(ApiProblem::BadRequest),
    };
    let chosen = query.sort.and_then(|text| session_filter::Order::parse(text.as_ref()));
    let order = chosen.unwrap_or_else(|| filter.default_order());
    let (sorted, column) = (order.to_string(), order.column);
    let edge = cursor::read(query.cursor.as_ref(), &sorted, |position| is_place(position, column))?;
    let read = move |connection: &mut _| session_lists::list(connection, &filter, order, &edge, limit, now);
    let listing = admin.desk.store().read(read).await?;

    let rows = &listing.page.rows;
    let last = rows.last().filter(|_| listing.page.has_next).map(|row| session_lists::position_of(row, column));
    let next = last.map(Edge::After).or(listing.look_further);
    Ok(json(&List {
        items: rows.iter().map(|row| SessionRecord::of(row, &admin.session.id, &admin.desk, now)).collect(),
        next: next.and_then(|edge| cursor::write_edge(&sorted, &edge)),
    }))
}

fn is_place(position: &Position, column: SortColumn) -> bool {
    let is_number = || position.value.parse::<i64>().is_ok();
    let is_time = matches!(column, SortColumn::SignedIn | SortColumn::LastSeen);
    SessionId::parse(&position.id).is_some() && (!is_time || is_number())
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
    let read = move |connection: &mut Connection| {
        let Some((session, _)) = sessions::find(connection, &id)? else { return Ok(None) };
        let filter = EventFilter { session: Some(id.clone()), ..EventFilter::default() };
        let found = events::search(connection, &filter, &Edge::First, EVENTS)?;
        let ended_by = events::find_ending(connection, &id)?.and_then(|event| UserId::parse(&event.actor_id?));
        let actors: Vec<UserId> = ended_by.iter().cloned().collect();
        let names = names_in(connection, &found.page.rows)?;
        Ok(Some((session, found, names, ended_by, users::names_of(connection, &actors)?)))
    };
    let (session, found, names, ended_by, actors) = admin.desk.store().read(read).await?.ok_or(ApiProblem::NotFound)?;
    Ok(json(&SessionLife {
        session: SessionRecord::of(&session, &admin.session.id, &admin.desk, admin.desk.clock().now()),
        confirmed_at: session.password_confirmed_at.numeric_date(),
        renewed_at: session.rotated_at.numeric_date(),
        renewals: session.generation - 1,
        ended_by: ended_by.map(|actor| PersonRecord::of(&actor, &actors)),
        events: found.page.rows.iter().map(|event| EventRecord::of(event, &names)).collect(),
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
