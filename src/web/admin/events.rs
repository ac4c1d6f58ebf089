//! The append-only record of events: searched, paged and exported.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::record::NoSuchPerson;
use crate::desk::record::event_export::{names_in, resolve_in};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::event_export::name;
use crate::domain::record::{EventKind, EventRow, Names, Seal};
use crate::domain::search::value::write;
use crate::domain::search::{EventSearch, InZone, NoColumn};
use crate::store::events::{self, Found};
use crate::store::{Connection, event_seals};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::language::say;
use crate::web::lists::events::{PAGE, has_place, links, shorten};
use crate::web::lists::export::{self, ExportFields, Wanted};
use crate::web::lists::pager::Pager;
use crate::web::lists::{Choice, ListForm, choices};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

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

/// `GET /admin/events`
pub async fn show(_: Administrator, visit: Visit, form: Result<Form, Problem>) -> Result<HttpResponse, Problem> {
    let form = form?;
    if !has_place(&form) {
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

fn with_nobody(mut form: Form, nobody: NoSuchPerson) -> Form {
    let name = match nobody {
        NoSuchPerson::User => "user",
        NoSuchPerson::Actor => "actor",
    };
    form.refuse(name, say("events-no-such-user"));
    form
}

fn list(visit: &Visit, form: Form, found: &Found, names: &Names, last: Option<Seal>) -> HttpResponse {
    let (pager, further) = links(paths::ADMIN_EVENTS, &form.typed(), &form.edge, found);
    let page = EventsPage {
        rows: found.page.rows.iter().map(|event| Row::of(event, names, visit)).collect(),
        pager,
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

/// `POST /admin/events/export`: `format`, and the fields of the list's search. Asks for the password if it was entered
/// too long ago, and is recorded.
pub async fn export(
    visit: Visit,
    request: HttpRequest,
    form: Confirmed<Administrator, ExportFields<EventSearch>>,
) -> Result<HttpResponse, Problem> {
    let Confirmed { session, fields: ExportFields { format, search }, .. } = form;
    // The form says what the list shows, whose days are those of the admin's zone. The record says when they began.
    let search = search.in_zone(&visit.zone);
    let description = write(&search);
    let read = move |connection: &mut Connection| {
        Ok((resolve_in(connection, &search)?, events::last_id(connection)?.unwrap_or(0)))
    };
    let (resolved, newest) = visit.desk.store().read(read).await?;
    let filter = resolved.map_err(|_| Problem::BadRequest)?;
    let by = visit.by(&session);
    export::answer(visit, &request, by, "events", Wanted { format, filter, description, newest }).await
}
