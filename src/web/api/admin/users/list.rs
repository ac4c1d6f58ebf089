//! The list of accounts.

use actix_web::HttpResponse;
use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

use crate::domain::search::value::one_of;
use crate::domain::search::{Order, UserColumn, UserSearch};
use crate::store::lists;
use crate::web::api::admin::cursor;
use crate::web::api::admin::orders::Question;
use crate::web::api::admin::parameters::{ListQuery, Paging};
use crate::web::api::admin::refusals::Refusals;
use crate::web::api::admin::users::UserRecord;
use crate::web::api::call::{List, json};
use crate::web::api::problem::{ApiProblem, ErrorBody};

/// In which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserOrder {
    /// What they are sorted by, with - for the largest first; by name without it.
    #[param(schema_with = orders, required = false)]
    #[expect(dead_code, reason = "it only describes the parameter")]
    sort: Option<String>,
}

fn orders() -> Object {
    one_of(Order::<UserColumn>::words().iter().map(String::as_str))
}

/// List everybody's accounts.
///
/// All but the deleted ones, unless a filter says otherwise. What a search finds is sorted by what is searched for, whatever
/// `sort` says.
#[utoipa::path(
    get,
    path = "/api/admin/users",
    tag = "Administration: users",
    operation_id = "listUsers",
    security(("accessToken" = [])),
    params(UserSearch, UserOrder, Paging),
    responses(
        (status = 200, description = "The accounts", body = List<UserRecord>),
        (status = 409, description = "The cursor is not of an answer to this search", body = ErrorBody),
        Refusals,
    )
)]
pub async fn list(question: Question<ListQuery<UserSearch, UserColumn>>) -> Result<HttpResponse, ApiProblem> {
    let Question { admin, query } = question;
    let order = query.search.order(query.order);
    let (sorted, limit, search) = (order.to_string(), query.limit.count(), query.search);
    let edge = cursor::read(query.cursor.as_deref(), &sorted, |position| order.column.accepts(position))?;
    let read = move |connection: &mut _| lists::users::page(connection, &search, order, &edge, limit);
    let found = admin.desk.store().read(read).await?;
    let last = found.rows.last().filter(|_| found.has_next);
    Ok(json(&List {
        items: found.rows.iter().map(UserRecord::of).collect(),
        next: last.map(|user| cursor::write(&sorted, &lists::users::position(user, order.column))),
    }))
}
