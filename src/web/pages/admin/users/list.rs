//! The list of accounts: searched, filtered, sorted, page by page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::email::Email;
use crate::domain::account::user::{Role, User, UserState};
use crate::domain::search::paging::Edge;
use crate::domain::search::user_filter::{UnreadableUser, UserColumn, UserFilter, UserOrder, UserParameters};
use crate::store::{Connection, user_lists};
use crate::web::error::Problem;
use crate::web::form::Query;
use crate::web::guards::Administrator;
use crate::web::language::say;
use crate::web::pager::{Pager, link};
use crate::web::visit::{Frame, Visit};
use crate::web::{paths, static_files, words};

/// How many users a page shows.
const PAGE: usize = 50;
/// Up to how many are counted.
const COUNTED: usize = 1000;

#[derive(Template)]
#[template(path = "admin/users/list.html")]
struct ListPage {
    frame: Frame,
    parameters: UserParameters,
    error: Option<&'static str>,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    /// The order, unless it is the usual one.
    sort: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    count: String,
    pager: Pager,
}

/// An option of a select.
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// The head of a column.
struct Head {
    label: &'static str,
    /// The same list, sorted by this column.
    link: Option<String>,
    /// How the list is sorted by it now, in the words of `aria-sort`.
    direction: Option<&'static str>,
}

struct Row {
    id: String,
    username: String,
    email: String,
    role: &'static str,
    is_admin: bool,
    state: &'static str,
    badge: &'static str,
    created_at: String,
    last_signed_in_at: String,
}

impl Row {
    fn of(user: &User, visit: &Visit) -> Row {
        let never = || visit.language.t("never").to_owned();
        Row {
            id: user.id.to_string(),
            username: user.username.to_string(),
            email: user.email.as_ref().map(Email::as_str).unwrap_or_default().to_owned(),
            role: words::role(user.role, visit.language),
            is_admin: user.role == Role::Admin,
            state: words::user_state(user.state(), visit.language),
            badge: words::user_badge(user.state()),
            created_at: user.created_at.page_minutes(),
            last_signed_in_at: user.last_signed_in_at.map_or_else(never, |at| at.page_minutes_utc()),
        }
    }
}

/// What may follow the path.
#[derive(serde::Deserialize)]
pub struct Parameters {
    #[serde(default)]
    search: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    sort: String,
    after: Option<String>,
    before: Option<String>,
}

/// `GET /admin/users`
pub async fn show(
    visit: Visit,
    _: Administrator,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let Parameters { search, role, status, sort, after, before } = parameters;
    let parameters = UserParameters { search, role, status };
    let wanted = match sort.as_str() {
        "" => None,
        text => Some(UserOrder::parse(text).ok_or(Problem::BadRequest)?),
    };
    let filter = match UserFilter::parse(&parameters) {
        Ok(filter) => filter,
        Err(UnreadableUser::Search) => return Ok(unreadable(&visit, parameters)),
        Err(UnreadableUser::Choice) => return Err(Problem::BadRequest),
    };
    let order = filter.order(wanted);
    let edge = Edge::parse(after.as_deref(), before.as_deref()).ok_or(Problem::BadRequest)?;
    if edge.position().is_some_and(|position| !order.column.accepts(position)) {
        return Err(Problem::BadRequest);
    }
    let asked = filter.clone();
    let read = move |connection: &mut Connection| {
        let page = user_lists::page(connection, &asked, order, &edge, PAGE)?;
        Ok((page, user_lists::count(connection, &asked, COUNTED + 1)?))
    };
    let (found, count) = visit.desk.store().read(read).await?;
    let unusual = Some(order).filter(|order| *order != filter.order(None));
    let query = query(&parameters, unusual);
    let template = ListPage {
        sort: unusual.map(|order| order.to_string()).unwrap_or_default(),
        heads: heads(&visit, &filter, &parameters, order),
        rows: found.rows.iter().map(|user| Row::of(user, &visit)).collect(),
        count: counted(&visit, count),
        pager: Pager::of(paths::ADMIN_USERS, &query, &found, |user| user_lists::position(user, order.column)),
        ..ListPage::empty(&visit, parameters)
    };
    Ok(visit.page(StatusCode::OK, &template))
}

fn unreadable(visit: &Visit, parameters: UserParameters) -> HttpResponse {
    let error = visit.language.t(
        "Nobody can be called that. Write a name, an e-mail address, or how one of them begins and *, such as ad* or ada@*.",
    );
    let template = ListPage { error: Some(error), ..ListPage::empty(visit, parameters) };
    visit.page(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

impl ListPage {
    fn empty(visit: &Visit, parameters: UserParameters) -> ListPage {
        let t = |english| visit.language.t(english);
        let choice = |value: &str, label: &str, chosen: &str| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            is_chosen: value == chosen,
        };
        let roles = Role::ALL.map(|role| choice(role.as_str(), words::role(role, visit.language), &parameters.role));
        let states = UserState::ALL
            .map(|state| choice(state.as_str(), words::user_state(state, visit.language), &parameters.status));
        ListPage {
            frame: visit.frame(),
            roles: [choice("", t("All"), &parameters.role)].into_iter().chain(roles).collect(),
            states: [choice("", t("All but deleted"), &parameters.status)].into_iter().chain(states).collect(),
            parameters,
            error: None,
            sort: String::new(),
            heads: Vec::new(),
            rows: Vec::new(),
            count: String::new(),
            pager: Pager::default(),
        }
    }
}

fn query(parameters: &UserParameters, order: Option<UserOrder>) -> [(&'static str, String); 4] {
    [
        ("search", parameters.search.clone()),
        ("role", parameters.role.clone()),
        ("status", parameters.status.clone()),
        ("sort", order.map(|order| order.to_string()).unwrap_or_default()),
    ]
}

fn heads(visit: &Visit, filter: &UserFilter, parameters: &UserParameters, order: UserOrder) -> Vec<Head> {
    let columns = [
        (say("Username"), Some(UserColumn::Name)),
        (say("E-mail"), Some(UserColumn::Email)),
        (say("Role"), None),
        (say("Status"), None),
        (say("Account since"), Some(UserColumn::Created)),
        (say("Last signed in"), Some(UserColumn::SignedIn)),
    ];
    let head = |(label, column): (&'static str, Option<UserColumn>)| {
        let column = column.filter(|column| filter.columns().contains(column));
        let is_sorted = column == Some(order.column);
        let link = column.map(|column| {
            let other = UserOrder { column, is_descending: is_sorted && !order.is_descending };
            let other = Some(other).filter(|other| *other != filter.order(None));
            link(paths::ADMIN_USERS, &query(parameters, other), Edge::First)
        });
        let direction = if order.is_descending { "descending" } else { "ascending" };
        Head { label: visit.language.t(label), link, direction: is_sorted.then_some(direction) }
    };
    columns.into_iter().map(head).collect()
}

fn counted(visit: &Visit, count: usize) -> String {
    match count {
        0 => String::new(),
        1 => visit.language.t("One user").to_owned(),
        count if count > COUNTED => visit.language.with("More than {} users", &[&words::number(COUNTED as i64)]),
        count => visit.language.with("{} users", &[&words::number(count as i64)]),
    }
}
