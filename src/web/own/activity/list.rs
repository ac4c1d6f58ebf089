//! All that is on record about somebody, for themselves: filtered, and page by page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::record::activity::filter_in;
use crate::domain::account::Role;
use crate::domain::record::{EventKind, Whose};
use crate::domain::search::{ActivitySearch, NoColumn};
use crate::domain::session::Session;
use crate::domain::session::visit::Named;
use crate::store::{Connection, events, sessions};
use crate::web::error::Problem;
use crate::web::lists::events::{PAGE, has_place, links, shorten};
use crate::web::lists::pager::Pager;
use crate::web::lists::{Choice, ListForm, choices};
use crate::web::own::activity::{Activity, Happened};
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

type Form = ListForm<ActivitySearch, NoColumn>;

#[derive(Template)]
#[template(path = "account/activity.html")]
struct ActivityPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    devices: Vec<Choice>,
    events: Vec<Happened>,
    pager: Pager,
    /// Where to search further, when hardly any event matches.
    further: Option<String>,
    /// For how long events are kept; `None` if for ever.
    kept_for: Option<String>,
    /// Where an admin finds what they did to others.
    done_to_others: Option<String>,
}

/// `GET /account/activity`
pub async fn show(session: CurrentSession, visit: Visit, form: Result<Form, Problem>) -> Result<HttpResponse, Problem> {
    let form = form?;
    if !has_place(&form) {
        return Err(Problem::BadRequest);
    }
    let (owner, now) = (session.user_id.clone(), visit.desk.clock().now());
    let (search, edge, is_wrong) = (form.search.clone(), form.edge.clone(), form.is_wrong());
    let read = move |connection: &mut Connection| {
        let live = sessions::list_live(connection, &owner, now)?;
        let found = match is_wrong {
            true => None,
            false => {
                let filter = filter_in(connection, &owner, &search)?;
                Some(events::search(connection, &filter, &edge, PAGE)?)
            }
        };
        let rows = found.iter().flat_map(|found| &found.page.rows);
        let ids = rows.filter_map(|row| row.session_id.clone());
        let ids = ids.chain(search.session.iter().map(ToString::to_string)).collect();
        Ok((live, found, sessions::list_named(connection, &owner, ids)?))
    };
    let (live, found, named) = visit.desk.store().read(read).await?;
    let current = live.iter().find(|one| one.id == session.id);
    let is_admin = session.role == Role::Admin;
    let page = ActivityPage {
        frame: visit.frame(),
        kinds: kinds(&form, is_admin, &visit),
        devices: devices(&form, &live, current, &named, &visit),
        form,
        events: Vec::new(),
        pager: Pager::default(),
        further: None,
        kept_for: visit.desk.settings().event_retention.map(|retention| words::days(retention, visit.language)),
        done_to_others: is_admin.then(|| format!("{}?actor={}", paths::ADMIN_EVENTS, session.user_id)),
    };
    let Some(found) = found else { return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page)) };
    let (pager, further) = links(paths::ACTIVITY, &page.form.typed(), &page.form.edge, &found);
    let events = Activity::of(found.page.rows, current, &named, &visit).events;
    let events = events.into_iter().map(shortened).collect();
    Ok(visit.show(&ActivityPage { events, pager, further, ..page }))
}

fn shortened(event: Happened) -> Happened {
    Happened { what: shorten(&event.what), detail: shorten(&event.detail), ..event }
}

/// The kinds that can be found, and in any case the chosen one: whoever is no admin any more may have been one.
fn kinds(form: &Form, is_admin: bool, visit: &Visit) -> Vec<Choice> {
    let is_offered = |kind: &EventKind| match kind.whose() {
        Whose::Everybodys => true,
        Whose::Admins => is_admin || form.is_chosen("kind", kind.as_str()),
        Whose::Nobodys => form.is_chosen("kind", kind.as_str()),
    };
    let choice = |kind: EventKind| (kind.as_str().to_owned(), words::kind(kind, visit.language).to_owned());
    let offered = EventKind::ALL.into_iter().filter(is_offered);
    choices(visit.language.t("events-everything"), offered.map(choice))
}

/// The devices where the person is signed in, this one first; and in any case the chosen one.
fn devices(form: &Form, live: &[Session], current: Option<&Session>, named: &[Named], visit: &Visit) -> Vec<Choice> {
    let language = visit.language;
    let name = |label: &Option<String>, user_agent: &str| match label {
        Some(label) => label.clone(),
        None => words::device(user_agent, language),
    };
    let is_current = |session: &Session| current.is_some_and(|current| current.id == session.id);
    let choice = |session: &Session| {
        let device = name(&session.label, &session.user_agent);
        let words = match is_current(session) {
            true => language.with("activity-this-device", &[("device", device)]),
            // Several may have the same name.
            false => format!("{device} · {}", session.ip),
        };
        (session.id.to_string(), words)
    };
    let mut all: Vec<&Session> = live.iter().collect();
    all.sort_by_key(|session| !is_current(session));
    let mut devices = choices(language.t("activity-all-devices"), all.into_iter().map(choice));
    if let Some(chosen) = form.search.session.as_ref().filter(|id| live.iter().all(|one| one.id != **id)) {
        let known = named.iter().find(|one| one.id == *chosen);
        let words = match known {
            Some(known) => language.with("activity-signed-out", &[("device", name(&known.label, &known.user_agent))]),
            None => chosen.short().to_owned(),
        };
        devices.push((chosen.to_string(), words));
    }
    devices
}
