//! The list of accounts.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::UserRecord;
use crate::domain::search::paging::Position;
use crate::domain::search::user_filter::{UserFilter, UserOrder, UserParameters};
use crate::store::user_lists;
use crate::web::api::admin::cursor;
use crate::web::api::admin::orders::Question;
use crate::web::api::admin::parameters::Limit;
use crate::web::api::admin::refusals::Refusals;
use crate::web::api::admin::schemas;
use crate::web::api::admin::texts::{Cursor, Roles, Somebody, UserSort, UserStates, given};
use crate::web::api::call::{List, json};
use crate::web::api::problem::{ApiProblem, ErrorBody};

/// Which users, in which order, and from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Whom to look for: a name, an e-mail address, or how one begins and `*`.
    #[param(inline)]
    search: Option<Somebody>,
    /// What they may do.
    #[param(inline)]
    role: Option<Roles>,
    /// In which state they are. Without it all but the deleted ones.
    #[param(inline)]
    status: Option<UserStates>,
    /// What they are sorted by, with `-` for the largest first; by name without it. What a search finds is sorted by what
    /// is searched for, whatever is said here.
    #[param(inline)]
    sort: Option<UserSort>,
    /// How many items the answer has at most.
    #[serde(default)]
    #[param(inline, value_type = schemas::Limit, required = false)]
    limit: Limit,
    /// Where to go on: the `next` of the answer before. Everything else must be as it was.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// List everybody's accounts.
///
/// All but the deleted ones, unless a filter says otherwise.
#[utoipa::path(
    get,
    path = "/api/admin/users",
    tag = "Administration: users",
    operation_id = "listUsers",
    security(("accessToken" = [])),
    params(UserQuery),
    responses(
        (status = 200, description = "The accounts", body = List<UserRecord>),
        (status = 409, description = "The cursor is not of an answer to this search", body = ErrorBody),
        Refusals,
    )
)]
pub async fn list(question: Question<UserQuery>) -> Result<HttpResponse, ApiProblem> {
    let Question { admin, query } = question;
    let parameters =
        UserParameters { search: given(&query.search), role: given(&query.role), status: given(&query.status) };
    let filter = UserFilter::parse(&parameters).map_err(|_| ApiProblem::BadRequest)?;
    let order = filter.order(query.sort.and_then(|text| UserOrder::parse(text.as_ref())));
    let (sorted, limit) = (order.to_string(), query.limit.count());
    let is_place = |position: &Position| order.column.accepts(position);
    let edge = cursor::read(query.cursor.as_ref(), &sorted, is_place)?;
    let read = move |connection: &mut _| user_lists::page(connection, &filter, order, &edge, limit);
    let found = admin.desk.store().read(read).await?;
    let last = found.rows.last().filter(|_| found.has_next);
    Ok(json(&List {
        items: found.rows.iter().map(UserRecord::of).collect(),
        next: last.map(|user| cursor::write(&sorted, &user_lists::position(user, order.column))),
    }))
}
