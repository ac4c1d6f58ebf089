//! Lists of the table `users`.
//!
//! Every list is put together from several walks, each along one index: one walk for each state and role that the
//! search accepts. So a page costs the same, no matter how many users there are and where in the list it lies.

use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::keyset::{Keyset, Place, Sorted, SortedTable, Value, rows_to_read};
use super::{COUNTED, Count};
use crate::domain::account::{Email, User};
use crate::domain::search::{Edge, Order, Page, Position, UserColumn, UserSearch};
use crate::schema::users;
use crate::store::users::called;
use crate::store::{Backend, Connection, Error};

impl SortedTable for UserColumn {
    const ID: &'static str = "users.id";

    fn in_sql(self) -> Sorted {
        match self {
            UserColumn::Name => Sorted::Text("users.username"),
            UserColumn::Email => Sorted::Text("users.email"),
            UserColumn::Created => Sorted::Number("users.created_at"),
            UserColumn::SignedIn => Sorted::Number("users.last_signed_in_sortable"),
        }
    }
}

/// Reads the page at `edge`, at most `limit` users.
pub fn page(
    connection: &mut Connection,
    search: &UserSearch,
    order: Order<UserColumn>,
    edge: &Edge,
    limit: usize,
) -> Result<Page<User>, Error> {
    let keyset = Keyset::of(order, edge);
    let mut read: Vec<User> = Vec::new();
    for walk in walks(search, &keyset) {
        let walk = walk.order(keyset.order()).limit(rows_to_read(limit));
        read.extend(walk.select(User::as_select()).load(connection)?);
    }
    read.sort_by(|one, other| keyset.compare(place(one, order.column), place(other, order.column)));
    read.truncate(limit + 1);
    Ok(Page::of(edge, read, limit))
}

/// Counts the users whom the search accepts.
pub fn count(connection: &mut Connection, search: &UserSearch) -> Result<Count, Error> {
    // The order makes the database walk along the index. Without an order, PostgreSQL may look through the table from
    // its beginning.
    let keyset = Keyset::of(search.order(None), &Edge::First);
    let mut counted = 0;
    for walk in walks(search, &keyset) {
        let ones = walk.order(keyset.order()).limit(COUNTED + 1 - counted).select(1.into_sql::<Integer>());
        counted += i64::try_from(ones.load::<i32>(connection)?.len()).unwrap_or(i64::MAX);
        if counted > COUNTED {
            break;
        }
    }
    Ok(Count::of(counted))
}

/// Returns the position of a user in a list that is sorted by this column.
pub fn position(user: &User, column: UserColumn) -> Position {
    place(user, column).position()
}

fn place(user: &User, column: UserColumn) -> Place<'_> {
    let value = match column {
        UserColumn::Name => Value::Text(user.username.as_str()),
        UserColumn::Email => Value::Text(user.email.as_ref().map(Email::as_str).unwrap_or_default()),
        UserColumn::Created => Value::Number(user.created_at.milliseconds()),
        UserColumn::SignedIn => Value::Number(user.last_signed_in_at.map_or(0, |at| at.milliseconds())),
    };
    Place { value, id: user.id.as_str() }
}

/// Returns the users of each state and role that the search accepts, from the row on at which the page begins.
fn walks<'q>(search: &'q UserSearch, keyset: &Keyset<'_, UserColumn>) -> Vec<users::BoxedQuery<'q, Backend>> {
    let ahead = || match keyset.ahead() {
        Some(ahead) => users::table.into_boxed().filter(ahead),
        None => users::table.into_boxed(),
    };
    // Each field is named here, so that no new one is forgotten.
    let UserSearch { search: who, status: _, role: _ } = search;
    let found = || match who {
        Some(who) => called(ahead(), who),
        None => ahead(),
    };
    let mut walks = Vec::new();
    for state in search.states() {
        for role in search.roles() {
            walks.push(found().filter(users::state.eq(state)).filter(users::role.eq(role)));
        }
    }
    walks
}
