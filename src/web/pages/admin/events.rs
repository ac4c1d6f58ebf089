//! What happened: the append-only record, searched, paged and taken away.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use futures_util::stream;
use serde::Deserialize;

use crate::desk::by::NotAllowed;
use crate::desk::fault::Failure;
use crate::desk::record::event_export::{self, Export, NoSuchPerson, Recording, names_in, resolve_in};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::detail::ExportFormat;
use crate::domain::record::event_export::{Names, name};
use crate::domain::record::event_seal::Seal;
use crate::domain::record::kind::EventKind;
use crate::domain::record::row::EventRow;
use crate::domain::search::event_filter::{EventField, EventFilter, EventParameters, EventSearch};
use crate::domain::search::paging::{Edge, Page, Position};
use crate::store::events::Found;
use crate::store::{Connection, event_seals, events};
use crate::web::confirmed::Confirmed;
use crate::web::error::Problem;
use crate::web::form::Query;
use crate::web::guards::Administrator;
use crate::web::language::{Language, say};
use crate::web::pager::{Pager, link};
use crate::web::sent_again::{SentBefore, reaching};
use crate::web::visit::{Frame, Visit};
use crate::web::{paths, static_files, words};

/// How many events a page shows.
const PAGE: usize = 50;
/// The longest word of an event that a page shows, in characters.
const MAX_SHOWN: usize = 120;

#[derive(Template)]
#[template(path = "admin/events.html")]
struct EventsPage {
    frame: Frame,
    kinds: Vec<Choice>,
    parameters: EventParameters,
    error: Option<FieldError>,
    rows: Vec<Row>,
    pager: Pager,
    /// Where to look further, when hardly any event fits.
    further: Option<String>,
    /// The end of the chain.
    head: Option<String>,
}

/// A kind of event to choose.
struct Choice {
    value: &'static str,
    words: &'static str,
    is_chosen: bool,
}

/// What is wrong with a filter, and where.
struct FieldError {
    field: EventField,
    words: &'static str,
}

/// An event, as an admin sees it. What came from outside is shortened.
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

/// Words that lead somewhere.
struct Linked {
    words: String,
    link: Option<String>,
}

impl EventsPage {
    /// What is wrong with a field of the form.
    fn error_of(&self, name: &str) -> Option<&'static str> {
        self.error.as_ref().filter(|error| field_name(error.field) == name).map(|error| error.words)
    }
}

const fn field_name(field: EventField) -> &'static str {
    match field {
        EventField::Kind => "kind",
        EventField::User => "user",
        EventField::Actor => "actor",
        EventField::Session => "session",
        EventField::Ip => "ip",
        EventField::From => "from",
        EventField::Until => "until",
    }
}

impl FieldError {
    fn unreadable(field: EventField, language: Language) -> FieldError {
        let words = language.t(match field {
            EventField::Kind => say("There is no such kind of event. Choose one from the list."),
            EventField::User | EventField::Actor => say("This cannot be a username. Enter the whole name, or an id."),
            EventField::Session => say("This is no session id. It has 32 digits."),
            EventField::Ip => {
                say("This is no address. Enter a whole one, such as 192.0.2.7, or local for the command line.")
            }
            EventField::From | EventField::Until => say("This is no day. Write it as 2026-11-23."),
        });
        FieldError { field, words }
    }

    fn nobody(person: NoSuchPerson, language: Language) -> FieldError {
        let field = match person {
            NoSuchPerson::User => EventField::User,
            NoSuchPerson::Actor => EventField::Actor,
        };
        FieldError { field, words: language.t("There is no such user. A deleted one can be found by the id.") }
    }
}

impl Row {
    fn of(event: &EventRow, names: &Names, language: Language) -> Row {
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
            at: event.at.page_seconds(),
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

/// The first digits of an id.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What may follow the path.
#[derive(Deserialize)]
pub struct Parameters {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    ip: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    after: Option<String>,
    before: Option<String>,
}

/// `GET /admin/events`
pub async fn show(_: Administrator, visit: Visit, Query(query): Query<Parameters>) -> Result<HttpResponse, Problem> {
    let edge = Edge::parse(query.after.as_deref(), query.before.as_deref()).filter(is_at_an_id);
    let edge = edge.ok_or(Problem::BadRequest)?;
    let parameters = EventParameters {
        kind: query.kind,
        user: query.user,
        actor: query.actor,
        session: query.session,
        ip: query.ip,
        from: query.from,
        until: query.until,
    };
    let language = visit.language;
    let search = match EventSearch::parse(&parameters) {
        Ok(search) => search,
        Err(field) => return Ok(refuse(&visit, parameters, FieldError::unreadable(field, language))),
    };
    let place = edge.clone();
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
        Ok((found, names, last)) => Ok(list(&visit, parameters, &edge, &found, &names, last)),
        Err(nobody) => Ok(refuse(&visit, parameters, FieldError::nobody(nobody, language))),
    }
}

fn is_at_an_id(edge: &Edge) -> bool {
    edge.position().is_none_or(|position| position.id.parse::<i64>().is_ok())
}

fn position(id: i64) -> Position {
    Position { value: String::new(), id: id.to_string() }
}

fn list(
    visit: &Visit,
    parameters: EventParameters,
    edge: &Edge,
    found: &Found,
    names: &Names,
    last: Option<Seal>,
) -> HttpResponse {
    let query = parameters.pairs();
    let further = found.stopped_at.map(|id| match edge.is_backwards() {
        true => link(paths::ADMIN_EVENTS, &query, Edge::Before(position(id))),
        false => link(paths::ADMIN_EVENTS, &query, Edge::After(position(id))),
    });
    let page = EventsPage {
        rows: found.page.rows.iter().map(|event| Row::of(event, names, visit.language)).collect(),
        pager: Pager::of(paths::ADMIN_EVENTS, &query, &found.page, |event| position(event.id)),
        further,
        head: last.map(|seal| seal.head().to_string()),
        ..empty(visit, parameters)
    };
    visit.page(StatusCode::OK, &page)
}

/// The form once more, with what is wrong.
fn refuse(visit: &Visit, parameters: EventParameters, error: FieldError) -> HttpResponse {
    let page = EventsPage { error: Some(error), ..empty(visit, parameters) };
    visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn empty(visit: &Visit, parameters: EventParameters) -> EventsPage {
    let choice = |kind: &EventKind| Choice {
        value: kind.as_str(),
        words: words::kind(*kind, visit.language),
        is_chosen: kind.as_str() == parameters.kind,
    };
    let none: Page<EventRow> = Page { rows: Vec::new(), has_previous: false, has_next: false };
    EventsPage {
        frame: visit.frame(),
        kinds: EventKind::ALL.iter().map(choice).collect(),
        parameters,
        error: None,
        rows: Vec::new(),
        pager: Pager::of(paths::ADMIN_EVENTS, &[], &none, |event| position(event.id)),
        further: None,
        head: None,
    }
}

/// What the form sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportFields {
    format: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    user: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    ip: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// `POST /admin/events/export`. Asks for the password if that was entered long ago, and is recorded.
pub async fn export(
    visit: Visit,
    request: HttpRequest,
    form: Confirmed<Administrator, ExportFields>,
) -> Result<HttpResponse, Problem> {
    let Confirmed { session, fields, .. } = form;
    let format = ExportFormat::parse(&fields.format).ok_or(Problem::BadRequest)?;
    let parameters = EventParameters {
        kind: fields.kind,
        user: fields.user,
        actor: fields.actor,
        session: fields.session,
        ip: fields.ip,
        from: fields.from,
        until: fields.until,
    };
    // The page has read these before it offered to export them.
    let search = EventSearch::parse(&parameters).map_err(|_| Problem::BadRequest)?;
    let read = move |connection: &mut Connection| {
        Ok((resolve_in(connection, &search)?, events::last_id(connection)?.unwrap_or(0)))
    };
    let (resolved, newest) = visit.desk.store().read(read).await?;
    let sent_before = SentBefore::of(&request);
    // Sent twice, it is recorded once, so it must not say more the second time.
    let last = sent_before.and_then(|before| before.last_event).unwrap_or(newest);
    let filter = EventFilter { last: Some(last), ..resolved.map_err(|_| Problem::BadRequest)? };
    let by = visit.by(&session);
    let recording = if sent_before.is_some() { Recording::Done } else { Recording::New };
    let export = event_export::begin(&visit.desk, format, filter, &parameters.encode(), by, recording).await?;
    let name = format!("events-{}.{}", &visit.desk.clock().now().to_rfc3339()[..10], format.as_str());
    let mut response = HttpResponse::Ok().content_type(format.media_type()).streaming(pieces(export, visit));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(reaching(response, last))
}

/// The export piece by piece, as fast as it is taken. An error breaks the connection off, so that what has arrived
/// cannot be taken for all.
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
