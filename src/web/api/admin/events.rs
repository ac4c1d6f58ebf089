//! The record of what happened.

use utoipa::ToSchema;

use crate::desk::record::event_export::{names_in, resolve_in};
use crate::domain::record::event_export::to_json;
use crate::domain::search::{EventSearch, NoColumn};
use crate::store::{Connection, events};
use crate::web::api::admin::orders::Question;
use crate::web::api::call::{Answer, List, json};
use crate::web::api::cursor;
use crate::web::api::parameters::ListQuery;
use crate::web::http::form::Query;

/// Something that happened, with the members that exports have.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what exports and the API write alike")]
#[schema(example = json!({
    "id": 4711,
    "at": "2026-01-01T00:00:00.000Z",
    "kind": "signed_in",
    "user_id": "5f1d7a0c39b24e86a1c2d3e4f5061728",
    "user": "ada",
    "actor_id": "5f1d7a0c39b24e86a1c2d3e4f5061728",
    "actor": "ada",
    "session_id": "c0ffee00c0ffee00c0ffee00c0ffee00",
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "request_id": "8f3c0a51b2d4",
    "detail": "password"
}))]
pub struct EventRecord {
    /// Its place in the record: they grow.
    id: i64,
    /// When, in UTC (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// What.
    kind: String,
    /// The id of whom it is about.
    #[schema(required = true)]
    user_id: Option<String>,
    /// The name of whom it is about, while there is an account.
    #[schema(required = true)]
    user: Option<String>,
    /// The id of who did it.
    #[schema(required = true)]
    actor_id: Option<String>,
    /// The name of who did it, while there is an account.
    #[schema(required = true)]
    actor: Option<String>,
    /// In which session, or to which.
    #[schema(required = true)]
    session_id: Option<String>,
    /// From which address; `local` is the command line or Doorward itself.
    #[schema(required = true)]
    ip: Option<String>,
    /// What the client called itself.
    #[schema(required = true)]
    user_agent: Option<String>,
    /// Ties it to lines of the log.
    #[schema(required = true)]
    request_id: Option<String>,
    /// One more word, such as a reason or a role.
    #[schema(required = true)]
    detail: Option<String>,
}

/// Search the events.
///
/// The newest first. An answer may have fewer items than the limit, or none, while `next` is not null: when hardly any
/// event fits, looking is left off after a while, and goes on by the cursor. About somebody whom there is not, nothing is
/// recorded.
#[utoipa::path(
    get,
    path = "/api/admin/events",
    operation_id = "listEvents",
    params(ListQuery<EventSearch, NoColumn>),
    responses((status = 200, description = "The events", body = List<EventRecord>))
)]
pub async fn list(Question(admin, Query(query)): Question<Query<ListQuery<EventSearch, NoColumn>>>) -> Answer {
    let (search, limit) = (query.search, query.limit);
    let edge = cursor::read_of_events(query.cursor.as_deref())?;
    let read = move |connection: &mut Connection| {
        let Ok(filter) = resolve_in(connection, &search)? else { return Ok(None) };
        let found = events::search(connection, &filter, &edge, limit)?;
        let names = names_in(connection, &found.page.rows)?;
        Ok(Some((found, names)))
    };
    let Some((found, names)) = admin.desk.store().read(read).await? else {
        return Ok(json(&List::<()> { items: Vec::new(), next: None }));
    };
    Ok(json(&List {
        items: found.page.rows.iter().map(|event| to_json(event, &names)).collect(),
        next: cursor::after_events(&found),
    }))
}
