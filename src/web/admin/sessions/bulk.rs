//! Ending all sessions that a search matches, or everybody's: one page asks first, with the count; another one tells
//! how far it is.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::session::bulk_revocation::progress;
use crate::desk::session::{Names, Which, bulk_revocation, life};
use crate::domain::id::BulkRevocationId;
use crate::domain::search::value::write;
use crate::domain::search::{Edge, SessionSearch};
use crate::domain::session::BulkRevocation;
use crate::store::lists::{COUNTED, Count};
use crate::web::admin::sessions::list::{Form, with_known_device};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::EachTime;
use crate::web::http::form::Query;
use crate::web::language::say;
use crate::web::lists::pager::link;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{lists, paths};

pub(super) const ENDING: [&str; 2] = [say("bulk-count"), say("bulk-count-more")];

#[derive(Template)]
#[template(path = "admin/sessions/bulk_new.html")]
struct AskPage {
    frame: Frame,
    is_everybody: bool,
    search: SessionSearch,
    /// The search, as the form carries it.
    filter: String,
    count: String,
    is_nothing: bool,
    back: String,
}

#[derive(Template)]
#[template(path = "admin/sessions/bulk_show.html")]
struct ProgressPage {
    frame: Frame,
    row: Row,
}

#[derive(Template)]
#[template(path = "admin/sessions/bulk_list.html")]
struct RecentPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    created_at: String,
    by: Option<String>,
    is_everybody: bool,
    search: SessionSearch,
    matched: Option<i64>,
    ended: i64,
    ended_words: String,
    finished_at: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Whose {
    everybody: Option<String>,
}

/// `GET /admin/sessions/revocations/new`
pub async fn ask(
    visit: Visit,
    _: Administrator,
    Query(whose): Query<Whose>,
    form: Result<Form, Problem>,
) -> Result<HttpResponse, Problem> {
    let form = with_known_device(form?);
    let is_everybody = whose.everybody.is_some();
    if !is_everybody && (form.is_wrong() || !form.search.can_end()) {
        return Err(Problem::BadRequest);
    }
    let search = if is_everybody { SessionSearch::default() } else { form.search.of_live_ones() };
    let count = bulk_revocation::count(&visit.desk, &search).await?.map_or(Count::MoreThan(COUNTED), Count::Exactly);
    let template = AskPage {
        frame: visit.frame(),
        is_everybody,
        filter: write(&search),
        search,
        count: lists::count(count, ENDING, visit.language).unwrap_or_default(),
        is_nothing: count == Count::Exactly(0),
        back: match is_everybody {
            true => paths::ADMIN_SESSIONS.to_owned(),
            false => link(paths::ADMIN_SESSIONS, &form.typed(), Edge::First),
        },
    };
    Ok(visit.page(StatusCode::OK, &template))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    filter: String,
    everybody: Option<String>,
}

/// `POST /admin/sessions/revocations`. A search may match as many sessions as everybody's, so both ask for the password
/// each time.
pub async fn begin(visit: Visit, form: Confirmed<Administrator, Fields, EachTime>) -> Result<HttpResponse, Problem> {
    let is_everybody = form.fields.everybody.is_some();
    let search: SessionSearch = match is_everybody {
        true => SessionSearch::default(),
        false => serde_urlencoded::from_str(&form.fields.filter).map_err(|_| Problem::BadRequest)?,
    };
    if !search.can_end() {
        return Err(Problem::BadRequest);
    }
    let matched = bulk_revocation::count(&visit.desk, &search).await?;
    let which = if is_everybody { Which::Everybodys } else { Which::Matching(Box::new(search)) };
    let by = visit.by(&form.session);
    let id = progress::begin_and_finish_few(&visit.desk, which, matched, by).await?;
    Ok(visit.see_other(&paths::of(paths::ADMIN_BULK_REVOCATION, id.as_str())))
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Seen {
    /// The number of ended sessions that somebody has seen.
    seen: Option<u32>,
}

/// `GET /admin/sessions/revocations/{id}`. With `seen`, the answer may wait for some seconds until that is out of date:
/// so a plain link shows each step of the work, and no page reloads itself.
pub async fn show(
    visit: Visit,
    _: Administrator,
    id: web::Path<String>,
    Query(Seen { seen }): Query<Seen>,
) -> Result<HttpResponse, Problem> {
    let id = BulkRevocationId::parse(&id).ok_or(Problem::NotFound)?;
    if let Some(seen) = seen {
        progress::wait_for_news(&visit.desk, &id, seen.into()).await?;
    }
    // Whoever switches the language on this page waits for nothing.
    let frame = visit.frame().standing_at(&paths::of(paths::ADMIN_BULK_REVOCATION, id.as_str()));
    let (bulk, names) = life::find_bulk_revocation(&visit.desk, id).await?.ok_or(Problem::NotFound)?;
    Ok(visit.page(StatusCode::OK, &ProgressPage { frame, row: Row::of(&bulk, &names, &visit) }))
}

/// `GET /admin/sessions/revocations`
pub async fn list(visit: Visit, _: Administrator) -> Result<HttpResponse, Problem> {
    let (recent, names) = life::list_bulk_revocations(&visit.desk).await?;
    let rows = recent.iter().map(|bulk| Row::of(bulk, &names, &visit)).collect();
    Ok(visit.page(StatusCode::OK, &RecentPage { frame: visit.frame(), rows }))
}

impl Row {
    fn of(bulk: &BulkRevocation, names: &Names, visit: &Visit) -> Row {
        Row {
            id: bulk.id.to_string(),
            created_at: visit.zone.minutes(bulk.created_at),
            by: bulk.created_by.as_ref().and_then(|user| names.get(user)).map(ToString::to_string),
            is_everybody: bulk.is_everybody,
            search: bulk_revocation::search_of(bulk),
            matched: bulk.matched,
            ended: bulk.ended,
            ended_words: visit.language.number(bulk.ended),
            finished_at: bulk.finished_at.map(|at| visit.zone.minutes(at)),
        }
    }
}
