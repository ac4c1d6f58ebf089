//! Lists of the table `users`: filtered, sorted, and read page by page.
//!
//! Every list is put together from several walks, each along one index: one walk for each state and role that the
//! filter accepts. So a page costs the same, no matter how many users there are and where in the list it lies.

use std::cmp::Ordering;

use diesel::prelude::*;
use diesel::sql_types::Integer;

use crate::domain::account::{Role, User, UserState};
use crate::domain::search::who::end_of_prefix;
use crate::domain::search::{Edge, Order, Page, Position, UserColumn, UserSearch, Who};
use crate::schema::users;
use crate::store::{Connection, Error};

pub fn page(
    connection: &mut Connection,
    filter: &UserSearch,
    order: Order<UserColumn>,
    edge: &Edge,
    limit: usize,
) -> Result<Page<User>, Error> {
    let mut read = Vec::new();
    for walk in walks(filter) {
        read.extend(walk.read(connection, order, edge, limit + 1)?);
    }
    let is_downwards = order.is_descending != edge.is_backwards();
    read.sort_by(|one: &User, other: &User| {
        let ascending = compare(&position(one, order.column), &position(other, order.column), order.column);
        if is_downwards { ascending.reverse() } else { ascending }
    });
    read.truncate(limit + 1);
    Ok(Page::of(edge, read, limit))
}

/// Counts the users whom the filter accepts, up to `limit`.
pub fn count(connection: &mut Connection, filter: &UserSearch, limit: usize) -> Result<usize, Error> {
    let mut counted = 0;
    for walk in walks(filter) {
        counted += walk.count(connection, limit - counted)?;
        if counted >= limit {
            break;
        }
    }
    Ok(counted)
}

pub fn position(user: &User, column: UserColumn) -> Position {
    let value = match column {
        UserColumn::Name => user.username.to_string(),
        UserColumn::Email => user.email.as_ref().map_or_else(String::new, |email| email.as_str().to_owned()),
        UserColumn::Created => user.created_at.milliseconds().to_string(),
        UserColumn::SignedIn => user.last_signed_in_at.map_or(0, |at| at.milliseconds()).to_string(),
    };
    Position { value, id: user.id.to_string() }
}

fn compare(one: &Position, other: &Position, column: UserColumn) -> Ordering {
    let by_value = match column {
        UserColumn::Name | UserColumn::Email => one.value.cmp(&other.value),
        UserColumn::Created | UserColumn::SignedIn => number(&one.value).cmp(&number(&other.value)),
    };
    by_value.then_with(|| one.id.cmp(&other.id))
}

/// A value that is not a number comes from a URL that somebody made up, so any position in the list will do.
fn number(value: &str) -> i64 {
    value.parse().unwrap_or(0)
}

/// The part of a list with the users of one state and one role.
struct Walk<'a> {
    state: UserState,
    role: Role,
    search: Option<&'a Who>,
}

fn walks(filter: &UserSearch) -> Vec<Walk<'_>> {
    let search = filter.search.as_ref();
    let roles = filter.roles();
    let of_state = |state| roles.iter().map(move |role| Walk { state, role: *role, search });
    filter.states().into_iter().flat_map(of_state).collect()
}

/// The query for the users of a walk who match the search.
macro_rules! searched {
    ($walk:expr) => {{
        let query = users::table.filter(users::state.eq($walk.state)).filter(users::role.eq($walk.role)).into_boxed();
        match $walk.search {
            None => query,
            Some(Who::Name(name)) => query.filter(users::username.eq(name)),
            Some(Who::NamePrefix(prefix)) => {
                query.filter(users::username.ge(prefix.as_str())).filter(users::username.lt(end_of_prefix(prefix)))
            }
            Some(Who::Email(email)) => query.filter(users::email.eq(email)),
            Some(Who::EmailPrefix(prefix)) => {
                query.filter(users::email.ge(prefix.as_str())).filter(users::email.lt(end_of_prefix(prefix)))
            }
        }
    }};
}

/// Reads the rows of a walk from `$position` on, sorted by `$column`. If several rows share a value, it first reads the
/// rest of these rows, then the rows after them. Each of the two is one range of the index; the usual `value > ? OR
/// (value = ? AND id > ?)` is not.
macro_rules! rows {
    ($walk:expr, $connection:expr, $column:expr, $position:expr, $is_downwards:expr, $limit:expr) => {{
        let (is_downwards, limit) = ($is_downwards, i64::try_from($limit).unwrap_or(i64::MAX));
        match $position {
            None => {
                let query = searched!($walk).limit(limit).select(User::as_select());
                match is_downwards {
                    false => query.order(($column.asc(), users::id.asc())).load($connection)?,
                    true => query.order(($column.desc(), users::id.desc())).load($connection)?,
                }
            }
            Some((value, id)) => {
                let ties = searched!($walk).filter($column.eq(value)).limit(limit).select(User::as_select());
                let mut rows: Vec<User> = match is_downwards {
                    false => ties.filter(users::id.gt(id)).order(users::id.asc()).load($connection)?,
                    true => ties.filter(users::id.lt(id)).order(users::id.desc()).load($connection)?,
                };
                let left = limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(limit));
                if left > 0 {
                    let rest = searched!($walk).limit(left).select(User::as_select());
                    rows.extend(match is_downwards {
                        false => rest
                            .filter($column.gt(value))
                            .order(($column.asc(), users::id.asc()))
                            .load::<User>($connection)?,
                        true => rest
                            .filter($column.lt(value))
                            .order(($column.desc(), users::id.desc()))
                            .load::<User>($connection)?,
                    });
                }
                rows
            }
        }
    }};
}

impl Walk<'_> {
    fn read(
        &self,
        connection: &mut Connection,
        order: Order<UserColumn>,
        edge: &Edge,
        limit: usize,
    ) -> Result<Vec<User>, Error> {
        let is_downwards = order.is_descending != edge.is_backwards();
        let text = edge.position().map(|position| (position.value.as_str(), position.id.as_str()));
        let time = text.map(|(value, id)| (number(value), id));
        Ok(match order.column {
            UserColumn::Name => rows!(self, connection, users::username, text, is_downwards, limit),
            UserColumn::Email => rows!(self, connection, users::email, text, is_downwards, limit),
            UserColumn::Created => rows!(self, connection, users::created_at, time, is_downwards, limit),
            UserColumn::SignedIn => rows!(self, connection, users::last_signed_in_sortable, time, is_downwards, limit),
        })
    }

    fn count(&self, connection: &mut Connection, limit: usize) -> Result<usize, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let ones = searched!(self).limit(limit).select(1.into_sql::<Integer>());
        // The order makes the database walk along the index. Without an order, PostgreSQL may look through the table
        // from its beginning.
        let ones: Vec<i32> = match self.search {
            Some(Who::Email(_) | Who::EmailPrefix(_)) => ones.order((users::email, users::id)).load(connection)?,
            None | Some(Who::Name(_) | Who::NamePrefix(_)) => {
                ones.order((users::username, users::id)).load(connection)?
            }
        };
        Ok(ones.len())
    }
}
