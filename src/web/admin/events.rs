//! The append-only record of events: searched, paged and exported.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use futures_util::stream;

use crate::desk::by::NotAllowed;
use crate::desk::fault::Failure;
use crate::desk::record::event_export::{self, names_in, resolve_in};
use crate::desk::record::{Export, NoSuchPerson, Recording};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::event_export::name;
use crate::domain::record::{EventKind, EventRow, ExportFormat, Names, Seal};
use crate::domain::search::value::{read, write};
use crate::domain::search::{Edge, EventFilter, EventSearch, InZone, NoColumn, Position};
use crate::domain::text::trimmed;
use crate::store::events::{self, Found};
use crate::store::{Connection, event_seals};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::sent_again::{SentBefore, reaching};
use crate::web::language::say;
use crate::web::lists::pager::{Pager, link};
use crate::web::lists::{Choice, ListForm, choices};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

const PAGE: usize = 50;
/// The longest word of an event that a page shows, in characters.
const MAX_SHOWN: usize = 120;

type Form = ListForm<EventSearch, NoColumn>;

#[derive(Template)]
#[template(path = "admin/events.html")]
struct EventsPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    pager: Pager,
    /// Where to search further, when hardly any event matches.
    further: Option<String>,
    /// The end of the chain of seals.
    head: Option<String>,
}

/// What came from outside is shortened.
struct Row {
    at: String,
    at_rfc3339: String,
    kind: String,
    user: Option<Linked>,
    actor: Option<Linked>,
    session: Option<Linked>,
    ip: String,
    device: String,
    detail: String,
    request_id: String,
}

/// Words with a link.
struct Linked {
    words: String,
    link: Option<String>,
}

impl Row {
    fn of(event: &EventRow, names: &Names, visit: &Visit) -> Row {
        let language = visit.language;
        let person = |id: &Option<String>| {
            let id = id.as_ref()?;
            let link = UserId::parse(id).map(|id| paths::admin_user(id.as_str()));
            let words = name(&Some(id.clone()), names).map_or_else(|| short(id), str::to_owned);
            Some(Linked { words, link })
        };
        let session = event.session_id.as_ref().map(|id| {
            let link = SessionId::parse(id).map(|id| paths::admin_session(id.as_str()));
            Linked { words: short(id), link }
        });
        let shown = |text: &Option<String>| shorten(text.as_deref().unwrap_or_default());
        Row {
            at: visit.zone.seconds(event.at),
            at_rfc3339: event.at.to_rfc3339(),
            kind: shorten(&words::event(event, language)),
            user: person(&event.user_id),
            actor: person(&event.actor_id).or_else(|| {
                let words = words::origin(event.origin(), language)?.to_owned();
                Some(Linked { words, link: None })
            }),
            session,
            ip: shown(&event.ip),
            device: words::device(event.user_agent.as_deref().unwrap_or_default(), language),
            detail: shorten(&words::detail(event, language)),
            request_id: shown(&event.request_id),
        }
    }
}

fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `GET /admin/events`
pub async fn show(_: Administrator, visit: Visit, form: Result<Form, Problem>) -> Result<HttpResponse, Problem> {
    let form = form?;
    if form.edge.position().is_some_and(|position| position.id.parse::<i64>().is_err()) {
        return Err(Problem::BadRequest);
    }
    if form.is_wrong() {
        return Ok(refuse(&visit, form));
    }
    let (search, place) = (form.search.clone(), form.edge.clone());
    let read = move |connection: &mut Connection| {
        let filter = match resolve_in(connection, &search)? {
            Ok(filter) => filter,
            Err(nobody) => return Ok(Err(nobody)),
        };
        let found = events::search(connection, &filter, &place, PAGE)?;
        let names = names_in(connection, &found.page.rows)?;
        Ok(Ok((found, names, event_seals::find_last(connection)?)))
    };
    match visit.desk.store().read(read).await? {
        Ok((found, names, last)) => Ok(list(&visit, form, &found, &names, last)),
        Err(nobody) => Ok(refuse(&visit, with_nobody(form, nobody))),
    }
}

fn position(id: i64) -> Position {
    Position { value: String::new(), id: id.to_string() }
}

fn with_nobody(mut form: Form, nobody: NoSuchPerson) -> Form {
    let name = match nobody {
        NoSuchPerson::User => "user",
        NoSuchPerson::Actor => "actor",
    };
    form.refuse(name, say("events-no-such-user"));
    form
}

fn list(visit: &Visit, form: Form, found: &Found, names: &Names, last: Option<Seal>) -> HttpResponse {
    let query = form.typed();
    let further = found.stopped_at.map(|id| match form.edge.is_backwards() {
        true => link(paths::ADMIN_EVENTS, &query, Edge::Before(position(id))),
        false => link(paths::ADMIN_EVENTS, &query, Edge::After(position(id))),
    });
    let page = EventsPage {
        rows: found.page.rows.iter().map(|event| Row::of(event, names, visit)).collect(),
        pager: Pager::of(paths::ADMIN_EVENTS, &query, &found.page, |event| position(event.id)),
        further,
        head: last.map(|seal| seal.head().to_string()),
        ..empty(visit, form)
    };
    visit.page(StatusCode::OK, &page)
}

fn refuse(visit: &Visit, form: Form) -> HttpResponse {
    visit.page(StatusCode::UNPROCESSABLE_ENTITY, &empty(visit, form))
}

fn empty(visit: &Visit, form: Form) -> EventsPage {
    let kind = |kind: &EventKind| (kind.as_str().to_owned(), words::kind(*kind, visit.language).to_owned());
    EventsPage {
        frame: visit.frame(),
        form,
        kinds: choices(visit.language.t("events-everything"), EventKind::ALL.iter().map(kind)),
        rows: Vec::new(),
        pager: Pager::default(),
        further: None,
        head: None,
    }
}

/// A format and a search.
#[derive(serde::Deserialize)]
#[serde(try_from = "Vec<(String, String)>")]
pub struct ExportFields {
    format: ExportFormat,
    search: EventSearch,
}

impl TryFrom<Vec<(String, String)>> for ExportFields {
    type Error = &'static str;

    /// The page has read these fields before it offered the export, and leaves out those that hold only blanks.
    fn try_from(fields: Vec<(String, String)>) -> Result<ExportFields, &'static str> {
        let (formats, filters): (Vec<_>, Vec<_>) = fields.iter().partition(|(name, _)| name == "format");
        let [(_, format)] = formats.as_slice() else { return Err("there is one format") };
        let format = ExportFormat::parse(format).ok_or("no such format")?;
        let given = filters.iter().filter(|(_, text)| !trimmed(text).is_empty());
        let search = read(given.map(|(name, text)| (name.as_str(), text.as_str()))).map_err(|_| "no such search")?;
        Ok(ExportFields { format, search })
    }
}

/// `POST /admin/events/export`: `format`, and the fields of the list's search. Asks for the password if it was entered
/// too long ago, and is recorded.
pub async fn export(
    visit: Visit,
    request: HttpRequest,
    form: Confirmed<Administrator, ExportFields>,
) -> Result<HttpResponse, Problem> {
    let Confirmed { session, fields: ExportFields { format, search }, .. } = form;
    // The form says what the list shows, whose days are those of the admin's zone. The record says when they began.
    let search = search.in_zone(&visit.zone);
    let description = write(&search);
    let read = move |connection: &mut Connection| {
        Ok((resolve_in(connection, &search)?, events::last_id(connection)?.unwrap_or(0)))
    };
    let (resolved, newest) = visit.desk.store().read(read).await?;
    let sent_before = SentBefore::of(&request);
    // If the form is sent twice, the export is recorded once, so the second one must not hold more.
    let last = sent_before.and_then(|before| before.last_event).unwrap_or(newest);
    let filter = EventFilter { last: Some(last), ..resolved.map_err(|_| Problem::BadRequest)? };
    let by = visit.by(&session);
    let recording = if sent_before.is_some() { Recording::Done } else { Recording::New };
    let export = event_export::begin(&visit.desk, format, filter, &description, by, recording).await?;
    let name = format!("events-{}.{}", &visit.desk.clock().now().to_rfc3339()[..10], format.as_str());
    let mut response = HttpResponse::Ok().content_type(format.media_type()).streaming(pieces(export, visit));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(reaching(response, last))
}

/// The export piece by piece, as fast as the client takes it. An error breaks the connection off, so that nobody takes
/// a part for the whole.
fn pieces(export: Export, visit: Visit) -> impl stream::Stream<Item = Result<Bytes, Failure<NotAllowed>>> {
    stream::try_unfold((export, visit), |(mut export, visit)| async move {
        match export.next().await {
            Ok(piece) => Ok(piece.map(|piece| (Bytes::from(piece), (export, visit)))),
            Err(error) => {
                log::error!(request = visit.context.request_id, error:% = error; "an export of events was broken off");
                Err(error)
            }
        }
    })
}
