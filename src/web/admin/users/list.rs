//! The list of accounts: searched, filtered, sorted, page by page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::{Email, Role, User, UserState};
use crate::domain::search::{Edge, Order, UserColumn, UserSearch};
use crate::store::Connection;
use crate::store::lists::users;
use crate::web::error::Problem;
use crate::web::language::say;
use crate::web::lists::pager::{Pager, link};
use crate::web::lists::{Choice, Head, ListForm, choices};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{lists, paths, words};

const PAGE: usize = 50;
const HOW_MANY: [&str; 2] = [say("user-list-count"), say("user-list-count-more")];

type Form = ListForm<UserSearch, UserColumn>;

#[derive(Template)]
#[template(path = "admin/users/list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    /// Empty for the usual order.
    sort: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    count: String,
    pager: Pager,
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
            created_at: visit.zone.minutes(user.created_at),
            last_signed_in_at: user.last_signed_in_at.map_or_else(never, |at| visit.zone.minutes(at)),
        }
    }
}

/// `GET /admin/users`
pub async fn show(visit: Visit, _: Administrator, form: Result<Form, Problem>) -> Result<HttpResponse, Problem> {
    let form = form?;
    if form.is_wrong() {
        return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &ListPage::empty(&visit, form)));
    }
    let (search, edge) = (form.search.clone(), form.edge.clone());
    let order = search.order(form.order);
    if edge.position().is_some_and(|position| !order.column.accepts(position)) {
        return Err(Problem::BadRequest);
    }
    let read = move |connection: &mut Connection| {
        Ok((users::page(connection, &search, order, &edge, PAGE)?, users::count(connection, &search)?))
    };
    let (found, count) = visit.desk.store().read(read).await?;
    let unusual = unusual(&form, order);
    let query = form.query(unusual);
    let template = ListPage {
        sort: unusual.map(|order| order.to_string()).unwrap_or_default(),
        heads: heads(&visit, &form, order),
        rows: found.rows.iter().map(|user| Row::of(user, &visit)).collect(),
        count: lists::count(count, HOW_MANY, visit.language).unwrap_or_default(),
        pager: Pager::of(paths::ADMIN_USERS, &query, &found, |user| users::position(user, order.column)),
        ..ListPage::empty(&visit, form)
    };
    Ok(visit.page(StatusCode::OK, &template))
}

impl ListPage {
    /// The page without a list: the form with its errors.
    fn empty(visit: &Visit, form: Form) -> ListPage {
        let language = visit.language;
        let roles = Role::ALL.map(|role| (role.to_string(), words::role(role, language).to_owned()));
        let states = UserState::ALL.map(|state| (state.to_string(), words::user_state(state, language).to_owned()));
        ListPage {
            frame: visit.frame(),
            roles: choices(language.t("user-list-all"), roles),
            states: choices(language.t("user-list-all-but-deleted"), states),
            form,
            sort: String::new(),
            heads: Vec::new(),
            rows: Vec::new(),
            count: String::new(),
            pager: Pager::default(),
        }
    }
}

fn heads(visit: &Visit, form: &Form, order: Order<UserColumn>) -> Vec<Head> {
    let columns = [
        (say("username"), Some(UserColumn::Name)),
        (say("email"), Some(UserColumn::Email)),
        (say("role"), None),
        (say("status"), None),
        (say("account-since"), Some(UserColumn::Created)),
        (say("account-last-signed-in"), Some(UserColumn::SignedIn)),
    ];
    let link = |order| link(paths::ADMIN_USERS, &form.query(unusual(form, order)), Edge::First);
    let head = |(name, column): (&'static str, Option<UserColumn>)| {
        let first = column.filter(|column| form.search.columns().contains(column)).map(Order::ascending);
        let head = Head::of(name, first, order, link, visit.language);
        let is_time = matches!(column, Some(UserColumn::Created | UserColumn::SignedIn));
        if is_time { head.of_times() } else { head }
    };
    columns.into_iter().map(head).collect()
}

fn unusual(form: &Form, order: Order<UserColumn>) -> Option<Order<UserColumn>> {
    Some(order).filter(|order| *order != form.search.order(None))
}
