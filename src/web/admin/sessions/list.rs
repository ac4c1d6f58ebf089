//! `GET /admin/sessions`

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::session::life::as_last_used;
use crate::domain::id::SessionId;
use crate::domain::record::{Event, EventRow, is_just_now};
use crate::domain::search::{
    Column, DeviceWords, Edge, Leading, Order, SessionColumn, SessionSearch, StateFilter, TimeFilter,
};
use crate::domain::session::{RevocationReason, Session, SessionState};
use crate::domain::text::trimmed;
use crate::domain::time::Timestamp;
use crate::store::lists::sessions;
use crate::store::{Connection, events};
use crate::web::error::Problem;
use crate::web::http::form::Query;
use crate::web::language::{Language, say};
use crate::web::lists::pager::{Pager, link};
use crate::web::lists::{Choice, Head, ListForm, choices};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{lists, paths, words};

const LIMIT: usize = 50;
const HOW_MANY: [&str; 2] = [say("sessions-count"), say("sessions-count-more")];

pub type Form = ListForm<SessionSearch, SessionColumn>;

#[derive(Template)]
#[template(path = "admin/sessions/list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    states: Vec<Choice>,
    /// The spans of time on offer for the sign-in, and for the last use.
    spans: (Vec<Choice>, Vec<Choice>),
    heads: Vec<Head>,
    rows: Vec<Row>,
    count: Option<String>,
    /// How many of the ticked sessions were ended, in words.
    notice: Option<String>,
    /// Whether any session was ended.
    has_ended: bool,
    can_tick: bool,
    /// Whether all boxes of the page are ticked.
    is_all_ticked: bool,
    /// The address of this page with all boxes ticked, or with none if all are.
    other_ticks: String,
    pager: Pager,
    look_further: Option<String>,
    is_cut: bool,
    /// The address to end all sessions that match; `None` while the list shows sessions that are over.
    ending: Option<String>,
    /// Whether the list can hold sessions of several states.
    shows_states: bool,
    /// The address of this page.
    here: String,
}

/// A session, as admins see it in lists.
pub struct Row {
    pub(super) id: String,
    user_id: String,
    pub(super) username: String,
    pub(super) device: String,
    pub(super) label: Option<String>,
    pub(super) ip: String,
    signed_in_at: String,
    last_seen_at: String,
    state: &'static str,
    tone: &'static str,
    pub(super) is_live: bool,
    pub(super) is_own: bool,
}

impl Row {
    pub(super) fn of(session: &Session, own: &SessionId, visit: &Visit, now: Timestamp) -> Row {
        let session = as_last_used(&visit.desk, session.clone());
        let state = session.state_at(now);
        Row {
            id: session.id.to_string(),
            user_id: session.user_id.to_string(),
            username: session.username.to_string(),
            device: words::device(&session.user_agent, visit.language),
            label: session.label.clone(),
            ip: session.ip.clone(),
            signed_in_at: visit.zone.minutes(session.signed_in_at),
            last_seen_at: visit.zone.minutes(session.last_seen_at),
            state: words::session_state(state, visit.language),
            tone: words::tone_of_state(state),
            is_live: state == SessionState::Live,
            is_own: session.id == *own,
        }
    }
}

/// What the redirect after the ticked sessions says, and whether all boxes shall be ticked.
#[derive(serde::Deserialize)]
pub struct Outcome {
    ended: Option<u32>,
    tick: Option<String>,
}

/// `GET /admin/sessions`. The address of a page is permanent: it can be bookmarked and shared.
pub async fn show(
    visit: Visit,
    own: Administrator,
    form: Result<Form, Problem>,
    Query(Outcome { ended, tick }): Query<Outcome>,
) -> Result<HttpResponse, Problem> {
    let (form, now) = (with_known_device(form?), visit.desk.clock().now());
    if form.is_wrong() {
        return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &ListPage::empty(&visit, form)));
    }
    let order = form.order.unwrap_or_else(|| form.search.default_order());
    let wanted = (form.search.clone(), form.edge.clone());
    let by = own.user_id.clone();
    let read = move |connection: &mut Connection| {
        let done = if ended.is_some() { events::list_latest(connection, Leading::Actor(&by))? } else { Vec::new() };
        Ok((sessions::list(connection, &wanted.0, order, &wanted.1, LIMIT, now)?, done))
    };
    let (listing, done) = visit.desk.store().read(read).await?;
    // That nothing was changed is true whoever opens the address.
    let ended = ended.filter(|ended| *ended == 0 || has_ended(*ended, &done, now));

    let query = form.query(form.order);
    let position = |row: &Session| sessions::position_of(row, order.column);
    let is_ending = form.search.can_end() && matches!(form.search.state(), StateFilter::Live | StateFilter::Any);
    let here = link(paths::ADMIN_SESSIONS, &query, form.edge.clone());
    let is_all_ticked = tick.as_deref() == Some("all");
    let template = ListPage {
        heads: heads(&form, order, visit.language),
        rows: listing.page.rows.iter().map(|row| Row::of(row, &own.id, &visit, now)).collect(),
        count: lists::count(listing.count, HOW_MANY, visit.language),
        notice: ended.map(|ended| words::ended(i64::from(ended), visit.language)),
        has_ended: ended.is_some_and(|ended| ended > 0),
        can_tick: listing.page.rows.iter().any(|row| row.state_at(now) == SessionState::Live),
        pager: Pager::of(paths::ADMIN_SESSIONS, &query, &listing.page, position),
        look_further: listing.look_further.map(|edge| link(paths::ADMIN_SESSIONS, &query, edge)),
        is_cut: listing.is_cut,
        ending: is_ending.then(|| link(paths::ADMIN_BULK_REVOCATION_NEW, &form.typed(), Edge::First)),
        is_all_ticked,
        other_ticks: if is_all_ticked { here.clone() } else { paths::and(&here, "tick=all") },
        here,
        ..ListPage::empty(&visit, form)
    };
    Ok(visit.page(StatusCode::OK, &template))
}

/// Tells whether so many sessions were ended just now with one form. The address alone proves nothing.
fn has_ended(count: u32, done: &[EventRow], now: Timestamp) -> bool {
    let is_ending = |row: &&EventRow| {
        is_just_now(row.at, now) && row.event() == Some(Event::SessionRevoked(RevocationReason::Administrator))
    };
    let endings: Vec<_> = done.iter().filter(is_ending).map(|row| row.at).collect();
    // One form is one transaction with one time.
    endings.chunk_by(|one, other| one == other).any(|form| u32::try_from(form.len()) == Ok(count))
}

/// A program may search for a device name that no device has, and finds nothing; a person has mistyped it.
pub fn with_known_device(mut form: Form) -> Form {
    if let Some(Err(reason)) = form.search.device.as_ref().map(DeviceWords::known) {
        form.refuse("device", reason.0);
    }
    form
}

impl ListPage {
    /// The page without a list: the form with its errors.
    fn empty(visit: &Visit, form: Form) -> ListPage {
        ListPage {
            frame: visit.frame(),
            states: states(visit.language),
            spans: (
                spans(form.search.signed_in, form.text("signed_in"), visit),
                spans(form.search.last_seen, form.text("last_seen"), visit),
            ),
            heads: Vec::new(),
            rows: Vec::new(),
            count: None,
            notice: None,
            has_ended: false,
            can_tick: false,
            is_all_ticked: false,
            other_ticks: String::new(),
            pager: Pager::default(),
            look_further: None,
            is_cut: false,
            ending: None,
            shows_states: form.search.state() != StateFilter::Live,
            here: paths::ADMIN_SESSIONS.to_owned(),
            form,
        }
    }
}

fn states(language: Language) -> Vec<Choice> {
    let value = |choice: StateFilter| if choice == StateFilter::Live { String::new() } else { choice.to_string() };
    StateFilter::choices()
        .map(|choice| (value(choice), words::as_a_beginning(words::state_filter(choice, language))))
        .collect()
}

fn spans(chosen: Option<TimeFilter>, typed: &str, visit: &Visit) -> Vec<Choice> {
    let words = |filter| words::as_a_beginning(&words::time_filter(filter, &visit.zone, visit.language));
    let mut offered: Vec<_> = TimeFilter::CHOICES.into_iter().map(TimeFilter::Within).collect();
    offered.extend(TimeFilter::CHOICES.into_iter().map(TimeFilter::Beyond));
    // A span that is in the address but not on offer stays chosen, as it was typed.
    let other = chosen.filter(|chosen| !offered.contains(chosen));
    let other = other.map(|filter| (trimmed(typed).to_owned(), words(filter)));
    let choice = |filter: TimeFilter| (filter.to_string(), words(filter));
    choices(visit.language.t("session-list-any-time"), offered.into_iter().map(choice).chain(other))
}

fn heads(form: &Form, order: Order<SessionColumn>, language: Language) -> Vec<Head> {
    let link = |order| link(paths::ADMIN_SESSIONS, &form.query(Some(order)), Edge::First);
    let head = |column: &SessionColumn| {
        let (name, first) = match column {
            SessionColumn::User => (say("user"), Order::ascending(*column)),
            SessionColumn::Device => (say("device"), Order::ascending(*column)),
            SessionColumn::Address => (say("network-address"), Order::ascending(*column)),
            // Times begin with the newest.
            SessionColumn::SignedIn => (say("session-signed-in"), Order::descending(*column)),
            SessionColumn::LastSeen => (say("session-last-seen"), Order::descending(*column)),
        };
        let head = Head::of(name, Some(first), order, link, language);
        if matches!(column, SessionColumn::SignedIn | SessionColumn::LastSeen) { head.of_times() } else { head }
    };
    SessionColumn::ALL.iter().map(head).collect()
}
