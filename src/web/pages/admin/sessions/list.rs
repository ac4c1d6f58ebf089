//! `GET /admin/sessions`

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::search::paging::Edge;
use crate::domain::search::session_filter::{
    Order, SessionFilter, SessionParameters, SortColumn, StateFilter, TimeFilter, Unreadable,
};
use crate::domain::session::Session;
use crate::domain::session::session_state::SessionState;
use crate::domain::time::Timestamp;
use crate::store::session_lists::{self, Count, Listing};
use crate::web::error::Problem;
use crate::web::form::Query;
use crate::web::guards::Administrator;
use crate::web::language::{Language, say};
use crate::web::pager::{Pager, link};
use crate::web::visit::{Frame, Visit};
use crate::web::{paths, static_files, words};

/// Rows of a page.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "admin/sessions/list.html")]
struct ListPage {
    frame: Frame,
    typed: SessionParameters,
    /// Goes along with a search, if somebody chose it.
    sort: String,
    error: Option<&'static str>,
    states: Vec<Choice>,
    signed_in: Vec<Choice>,
    last_seen: Vec<Choice>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    count: Option<String>,
    /// What came of ticking.
    notice: Option<String>,
    /// Whether anything has.
    has_ended: bool,
    can_tick: bool,
    pager: Pager,
    look_further: Option<String>,
    is_cut: bool,
    /// Where to end all that match; `None` while the list shows what is over.
    ending: Option<String>,
    /// This page.
    here: String,
}

/// An option of a select.
struct Choice {
    value: String,
    words: String,
    is_chosen: bool,
}

/// A head of the table.
struct Column {
    words: &'static str,
    link: String,
    /// `ascending` or `descending`, if the list is sorted by it.
    direction: Option<&'static str>,
}

/// A session, as admins see it in lists.
pub struct Row {
    id: String,
    user_id: String,
    username: String,
    device: String,
    label: Option<String>,
    ip: String,
    signed_in_at: String,
    last_seen_at: String,
    state: &'static str,
    tone: &'static str,
    is_live: bool,
    is_own: bool,
}

impl Row {
    fn of(session: &Session, own: &Administrator, visit: &Visit, now: Timestamp) -> Row {
        let state = session.state_at(now);
        let noted = visit.desk.presence().of(&session.id).map(|seen| seen.at);
        Row {
            id: session.id.to_string(),
            user_id: session.user_id.to_string(),
            username: session.username.to_string(),
            device: words::device(&session.user_agent, visit.language),
            label: session.label.clone(),
            ip: session.ip.clone(),
            signed_in_at: session.signed_in_at.page_minutes(),
            // What is noted and not written down yet is newer than the row.
            last_seen_at: noted.unwrap_or(session.last_seen_at).max(session.last_seen_at).page_minutes(),
            state: words::session_state(state, visit.language),
            tone: words::tone_of_state(state),
            is_live: state == SessionState::Live,
            is_own: session.id == own.id,
        }
    }
}

/// What may follow the path.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Parameters {
    user: String,
    address: String,
    device: String,
    state: String,
    signed_in: String,
    last_seen: String,
    sort: String,
    ended: Option<u32>,
    after: Option<String>,
    before: Option<String>,
}

impl Parameters {
    /// Those that filter.
    pub fn typed(&self) -> SessionParameters {
        SessionParameters {
            user: self.user.clone(),
            address: self.address.clone(),
            device: self.device.clone(),
            state: self.state.clone(),
            signed_in: self.signed_in.clone(),
            last_seen: self.last_seen.clone(),
        }
    }
}

/// `GET /admin/sessions`. A page has an address that stays: it can be bookmarked and shared.
pub async fn show(
    visit: Visit,
    own: Administrator,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let (typed, now) = (parameters.typed(), visit.desk.clock().now());
    let edge = Edge::parse(parameters.after.as_deref(), parameters.before.as_deref()).ok_or(Problem::BadRequest)?;
    let chosen = match parameters.sort.as_str() {
        "" => None,
        text => Some(Order::parse(text).ok_or(Problem::BadRequest)?),
    };
    let filter = match SessionFilter::parse(&typed) {
        Ok(filter) => filter,
        Err(unreadable) => return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &refused(&visit, typed, unreadable))),
    };
    let order = chosen.unwrap_or_else(|| filter.default_order());
    let wanted = (filter.clone(), edge.clone());
    let read = move |connection: &mut _| session_lists::list(connection, &wanted.0, order, &wanted.1, LIMIT, now);
    let listing = visit.desk.store().read(read).await?;

    let sort = chosen.map(|order| order.to_string()).unwrap_or_default();
    let query = with_sort(&typed, sort.clone());
    let position = |row: &Session| session_lists::position_of(row, order.column);
    let template = ListPage {
        states: states(&typed.state, visit.language),
        signed_in: times(&typed.signed_in, visit.language),
        last_seen: times(&typed.last_seen, visit.language),
        columns: columns(&typed, order, visit.language),
        rows: listing.page.rows.iter().map(|row| Row::of(row, &own, &visit, now)).collect(),
        count: count(&listing, visit.language),
        notice: parameters.ended.map(|ended| words::ended(i64::from(ended), visit.language)),
        has_ended: parameters.ended.is_some_and(|ended| ended > 0),
        can_tick: listing.page.rows.iter().any(|row| row.state_at(now) == SessionState::Live),
        pager: Pager::of(paths::ADMIN_SESSIONS, &query, &listing.page, position),
        look_further: listing.look_further.map(|edge| link(paths::ADMIN_SESSIONS, &query, edge)),
        is_cut: listing.is_cut,
        ending: (filter.can_end() && matches!(filter.state, StateFilter::Live | StateFilter::Any))
            .then(|| link(paths::ADMIN_BULK_REVOCATION_NEW, &typed.pairs(), Edge::First)),
        here: link(paths::ADMIN_SESSIONS, &query, edge),
        frame: visit.frame(),
        error: None,
        typed,
        sort,
    };
    Ok(visit.page(StatusCode::OK, &template))
}

fn refused(visit: &Visit, typed: SessionParameters, unreadable: Unreadable) -> ListPage {
    let error = match unreadable {
        Unreadable::User => say(
            "No user can be called that. Type a name, an e-mail address, or the beginning of one with * at its end.",
        ),
        Unreadable::Address => {
            say("This is no address. Type one such as 192.0.2.7 or 2001:db8::1, or a network such as 192.0.2.0/24.")
        }
        Unreadable::Device => {
            say("No device is known by these words. Try the name of a browser or a system, such as Firefox or Android.")
        }
        Unreadable::Choice => say("This choice is not on offer. Choose one of the list."),
    };
    ListPage {
        states: states(&typed.state, visit.language),
        signed_in: times(&typed.signed_in, visit.language),
        last_seen: times(&typed.last_seen, visit.language),
        frame: visit.frame(),
        error: Some(visit.language.t(error)),
        sort: String::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        count: None,
        notice: None,
        has_ended: false,
        can_tick: false,
        pager: Pager::default(),
        look_further: None,
        is_cut: false,
        ending: None,
        here: paths::ADMIN_SESSIONS.to_owned(),
        typed,
    }
}

fn with_sort(typed: &SessionParameters, sort: String) -> Vec<(&'static str, String)> {
    let mut query = typed.pairs();
    query.push(("sort", sort));
    query
}

fn states(chosen: &str, language: Language) -> Vec<Choice> {
    let chosen = StateFilter::parse(chosen).unwrap_or_default();
    StateFilter::choices()
        .map(|choice| Choice {
            value: choice.as_str().to_owned(),
            words: words::state_filter(choice, language).to_owned(),
            is_chosen: choice == chosen,
        })
        .collect()
}

fn times(chosen: &str, language: Language) -> Vec<Choice> {
    let chosen = TimeFilter::parse(chosen);
    let offered =
        TimeFilter::CHOICES.into_iter().flat_map(|hours| [TimeFilter::Within(hours), TimeFilter::Beyond(hours)]);
    let mut offered: Vec<_> = offered.map(Some).collect();
    offered.sort_by_key(|filter| matches!(filter, Some(TimeFilter::Beyond(_))));
    offered.insert(0, None);
    // One that is in the address and not on offer stays chosen.
    if !offered.contains(&chosen) {
        offered.push(chosen);
    }
    let choice = |filter: Option<TimeFilter>| Choice {
        value: filter.as_ref().map(TimeFilter::to_string).unwrap_or_default(),
        words: filter.map_or_else(|| language.t("any time").to_owned(), |filter| words::time_filter(filter, language)),
        is_chosen: filter == chosen,
    };
    offered.into_iter().map(choice).collect()
}

fn columns(typed: &SessionParameters, order: Order, language: Language) -> Vec<Column> {
    SortColumn::ALL
        .into_iter()
        .map(|column| {
            let is_current = column == order.column;
            let is_time = matches!(column, SortColumn::SignedIn | SortColumn::LastSeen);
            // A second press turns the order; times begin with the newest.
            let is_descending = if is_current { !order.is_descending } else { is_time };
            let query = with_sort(typed, Order { column, is_descending }.to_string());
            let words = match column {
                SortColumn::User => say("User"),
                SortColumn::Device => say("Device"),
                SortColumn::Address => say("Address"),
                SortColumn::SignedIn => say("Signed in"),
                SortColumn::LastSeen => say("Last seen"),
            };
            Column {
                words: language.t(words),
                link: link(paths::ADMIN_SESSIONS, &query, Edge::First),
                direction: is_current.then_some(if order.is_descending { "descending" } else { "ascending" }),
            }
        })
        .collect()
}

fn count(listing: &Listing, language: Language) -> Option<String> {
    match listing.count {
        Count::Exactly(1) => Some(language.t("1 session").to_owned()),
        Count::Exactly(count) => Some(language.with("{} sessions", &[&words::number(count)])),
        Count::MoreThan(count) => Some(language.with("More than {} sessions", &[&words::number(count)])),
        Count::Unknown => None,
    }
}
