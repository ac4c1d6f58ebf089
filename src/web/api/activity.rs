//! What is on record about the caller.

use actix_web::{FromRequest, HttpRequest};
use utoipa::ToSchema;

use crate::desk::record::activity::filter_in;
use crate::domain::search::{ActivitySearch, NoColumn};
use crate::store::{Connection, events};
use crate::web::api::call::{Answer, List, json};
use crate::web::api::caller::ApiCaller;
use crate::web::api::cursor;
use crate::web::api::parameters::ListQuery;
use crate::web::http::form::Query;

/// Something that happened in one's own account, with the members that an export has.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what exports and the API write alike")]
#[schema(example = json!({
    "id": 4711,
    "at": "2026-01-01T00:00:00.000Z",
    "kind": "signed_in",
    "by": "owner",
    "session_id": "c0ffee00c0ffee00c0ffee00c0ffee00",
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "request_id": "8f3c0a51b2d4",
    "detail": "password"
}))]
pub struct OwnEventRecord {
    /// Its place in the record: they grow.
    id: i64,
    /// When, in UTC (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// What.
    kind: String,
    /// Who acted: `owner`, who is the caller; `admin`; `operator`, at the command line; or `doorward` itself. Null if that
    /// is not known, as for a wrong password.
    #[schema(required = true)]
    by: Option<String>,
    /// In which session, or to which.
    #[schema(required = true)]
    session_id: Option<String>,
    /// From which address. Null if an admin, an operator or Doorward acted, and so are the next two.
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

/// List what is on record about oneself.
///
/// The newest first: what is about the caller, and what the caller did that is about nobody. What an administrator did to
/// others is not among it. An answer may have fewer items than the limit, or none, while `next` is not null: when hardly
/// any event fits, looking is left off after a while, and goes on by the cursor.
#[utoipa::path(
    get,
    path = "/api/activity",
    operation_id = "listOwnActivity",
    params(ListQuery<ActivitySearch, NoColumn>),
    responses((status = 200, description = "The events", body = List<OwnEventRecord>))
)]
pub async fn list(caller: ApiCaller, request: HttpRequest) -> Answer {
    // Only now: whoever may not call does not learn whether the call was right.
    let Query(query) = Query::<ListQuery<ActivitySearch, NoColumn>>::extract(&request).await?;
    let (owner, limit) = (caller.session.user_id.clone(), query.limit);
    let edge = cursor::read_of_events(query.cursor.as_deref())?;
    let read = move |connection: &mut Connection| {
        let filter = filter_in(connection, &owner, &query.search)?;
        events::search(connection, &filter, &edge, limit)
    };
    let found = caller.desk.store().read(read).await?;
    let next = cursor::after_events(&found);
    let items = found.page.rows.into_iter().map(|row| row.for_owner().to_json()).collect();
    Ok(json(&List { items, next }))
}
