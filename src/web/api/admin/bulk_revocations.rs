//! Ends all sessions that a search matches, or everybody's. One call begins it; it is then done batch by batch.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::desk::Desk;
use crate::desk::session::{Names, Which, bulk_revocation, life};
use crate::domain::account::Username;
use crate::domain::id::BulkRevocationId;
use crate::domain::search::SessionSearch;
use crate::domain::session::BulkRevocation;
use crate::domain::time::Timestamp;
use crate::web::api::admin::orders::{Id, Order, Question};
use crate::web::api::admin::schemas;
use crate::web::api::admin::users::PersonRecord;
use crate::web::api::body::Json;
use crate::web::api::call::{Answer, List, json};
use crate::web::api::problem::{ApiProblem, ErrorBody, Reason};
use crate::web::http::form::Query;
use crate::web::language::say;
use crate::web::paths;

const NOTHING: Reason = Reason { word: "nothing_matches", sentence: say("api-bulk-none") };
const MORE: Reason = Reason { word: "more_than_expected", sentence: say("api-bulk-more") };

/// Refuses a search by state, since only live sessions can end; and one by the beginning of an e-mail address, since it
/// may match many people whom nobody has looked at.
fn to_end(search: &SessionSearch) -> Result<&SessionSearch, ApiProblem> {
    let may_end = search.state.is_none() && search.can_end();
    Some(search).filter(|_| may_end).ok_or(ApiProblem::BadRequest)
}

/// How many sessions there are.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"count": 1234}))]
pub struct Counted {
    /// So many; null when counting them takes too long.
    #[schema(minimum = 0, required = true)]
    count: Option<i64>,
}

/// Count the sessions that would end.
///
/// Live sessions that match at this moment; without parameters all there are. To be looked at before they are ended. `state`
/// must not be said, and `user` not be the beginning of an e-mail address.
#[utoipa::path(
    get,
    path = "/api/admin/bulk-revocations/preview",
    operation_id = "previewBulkRevocation",
    params(SessionSearch),
    responses((status = 200, description = "How many", body = Counted))
)]
pub async fn preview(Question(admin, Query(search)): Question<Query<SessionSearch>>) -> Answer {
    let count = bulk_revocation::count(&admin.desk, to_end(&search)?).await?;
    Ok(json(&Counted { count }))
}

/// Which sessions are to end.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Ending {
    /// Those that a search matches.
    Matching(MatchingSessions),
    /// Everybody's.
    Everybody(EverybodysSessions),
}

/// Live sessions that a search matches. Those that begin later are not concerned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"filter": {"user": "ada"}, "expected": 3}))]
pub struct MatchingSessions {
    /// Which: at least one member, but no `state`; and `user` must not be the beginning of an e-mail address.
    #[serde(deserialize_with = "filter")]
    filter: SessionSearch,
    /// How many the caller has seen there are. If more match by now, none is ended.
    #[serde(default, deserialize_with = "count")]
    #[schema(value_type = i64, minimum = 0, maximum = 999_999_999_999_i64, required = false)]
    expected: Option<i64>,
}

/// All sessions that have begun by now, of everybody, also the one that asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"everybody": true}))]
pub struct EverybodysSessions {
    /// That it is meant.
    #[serde(rename = "everybody", deserialize_with = "only_true")]
    #[schema(schema_with = truth)]
    _everybody: (),
}

fn truth() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Boolean)
        .enum_values(Some([true]))
        .description(Some("That it is meant."))
        .build()
}

/// A derived `Deserialize` would accept an array instead of an object here, too.
fn filter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SessionSearch, D::Error> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = SessionSearch;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object with at least one member")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SessionSearch, A::Error> {
            let filter = SessionSearch::deserialize(MapAccessDeserializer::new(map))?;
            if filter.is_narrow() { Ok(filter) } else { Err(A::Error::custom("it has none")) }
        }
    }
    deserializer.deserialize_map(Members)
}

/// JSON Schema counts `3.0` as an integer, too. All integers in this range are exact in an `f64`.
fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let count = f64::deserialize(deserializer)?;
    let is_count = count.fract() == 0.0 && (0.0..=999_999_999_999.0).contains(&count);
    if is_count { Ok(Some(count as i64)) } else { Err(D::Error::custom("no count")) }
}

fn only_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    if bool::deserialize(deserializer)? { Ok(()) } else { Err(D::Error::custom("nothing is meant")) }
}

/// Sessions that are being ended.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "ba5eba11ba5eba11ba5eba11ba5eba11",
    "created_at": 1767225600,
    "created_by": {"id": "0f6c9e1d52a84b7c8e3d1a90b7c6f5e4", "username": "grace"},
    "everybody": false,
    "filter": {"user": "ada"},
    "matched": 3,
    "ended": 3,
    "finished_at": 1767225601
}))]
pub struct BulkRevocationRecord {
    /// Its id.
    #[schema(value_type = schemas::Id)]
    id: String,
    /// When it was begun, as a NumericDate. Sessions that begin later are not concerned.
    created_at: i64,
    /// Who began it; null for an operator at the command line.
    #[schema(required = true)]
    created_by: Option<PersonRecord>,
    /// Whether it is everybody's.
    everybody: bool,
    /// Which sessions; null for everybody's. Spans of time are fixed as they were when it was begun.
    #[schema(required = true)]
    filter: Option<SessionSearch>,
    /// How many there were then, if they could be counted.
    #[schema(required = true)]
    matched: Option<i64>,
    /// How many have been ended so far.
    ended: i64,
    /// When the last one was; null while it goes on.
    #[schema(required = true)]
    finished_at: Option<i64>,
}

impl BulkRevocationRecord {
    fn of(bulk: &BulkRevocation, names: &Names) -> BulkRevocationRecord {
        BulkRevocationRecord {
            id: bulk.id.to_string(),
            created_at: bulk.created_at.numeric_date(),
            created_by: bulk
                .created_by
                .as_ref()
                .map(|user| PersonRecord::new(user.as_str(), names.get(user).map(Username::as_str))),
            everybody: bulk.is_everybody,
            filter: (!bulk.is_everybody).then(|| bulk_revocation::search_of(bulk)),
            matched: bulk.matched,
            ended: bulk.ended,
            finished_at: bulk.finished_at.map(Timestamp::numeric_date),
        }
    }
}

/// End all sessions that match.
///
/// Written down at once, and done batch by batch within seconds; `Location` tells how far it is. Everybody's sessions
/// count as ended from the first moment on; then also tokens of new logins are answered 419 for some seconds, by which
/// the clocks of instances may differ.
#[utoipa::path(
    post,
    path = "/api/admin/bulk-revocations",
    operation_id = "beginBulkRevocation",
    request_body = Ending,
    responses(
        (
            status = 202,
            description = "It is begun",
            body = BulkRevocationRecord,
            headers(("Location" = String, description = "Where to ask how far it is")),
        ),
        (
            status = 409,
            description = "No live session matches (`nothing_matches`), or more than expected (`more_than_expected`)",
            body = ErrorBody,
            example = json!({
                "code": 409,
                "message": "No active session matches: nothing was started",
                "error": "nothing_matches",
                "request_id": "8f3c0a51b2d4"
            }),
        ),
    )
)]
pub async fn begin(Order(admin, Json(ending)): Order<Json<Ending>, true>) -> Answer {
    let desk = &admin.desk;
    let (which, matched) = match ending {
        Ending::Everybody(_) => (Which::Everybodys, bulk_revocation::count(desk, &SessionSearch::default()).await?),
        Ending::Matching(sessions) => matching(desk, &sessions).await?,
    };
    let id = bulk_revocation::begin(desk, which, matched, admin.by()).await?;
    let (bulk, names) = life::find_bulk_revocation(desk, id).await?.ok_or(ApiProblem::Internal)?;
    let location = format!("{}/admin/bulk-revocations/{}", paths::API, bulk.id);
    let record = BulkRevocationRecord::of(&bulk, &names);
    Ok(HttpResponse::Accepted().insert_header((header::LOCATION, location)).json(record))
}

async fn matching(desk: &Desk, sessions: &MatchingSessions) -> Result<(Which, Option<i64>), ApiProblem> {
    let search = to_end(&sessions.filter)?;
    let count = bulk_revocation::count(desk, search).await?;
    if count == Some(0) {
        return Err(ApiProblem::Conflict(NOTHING));
    }
    if sessions.expected.is_some_and(|expected| count.is_none_or(|count| count > expected)) {
        return Err(ApiProblem::Conflict(MORE));
    }
    Ok((Which::Matching(Box::new(search.clone())), count))
}

/// List what was begun.
///
/// The newest first, at most 50. What is finished is forgotten after 90 days; the events tell of it for longer.
#[utoipa::path(
    get,
    path = "/api/admin/bulk-revocations",
    operation_id = "listBulkRevocations",
    responses((status = 200, description = "What was begun", body = List<BulkRevocationRecord>))
)]
pub async fn list(Question(admin, ()): Question) -> Answer {
    let (recent, names) = life::list_bulk_revocations(&admin.desk).await?;
    let items = recent.iter().map(|bulk| BulkRevocationRecord::of(bulk, &names)).collect();
    Ok(json(&List::<BulkRevocationRecord> { items, next: None }))
}

/// Show how far it is.
///
/// Ask again until `finished_at` is there.
#[utoipa::path(
    get,
    path = "/api/admin/bulk-revocations/{id}",
    operation_id = "showBulkRevocation",
    responses((status = 200, description = "How far it is", body = BulkRevocationRecord))
)]
pub async fn show(Question(admin, Id(id)): Question<Id<BulkRevocationId>>) -> Answer {
    let (bulk, names) = life::find_bulk_revocation(&admin.desk, id).await?.ok_or(ApiProblem::NotFound)?;
    Ok(json(&BulkRevocationRecord::of(&bulk, &names)))
}
