//! Tests that each list walks along an index, according to the plan that SQLite makes.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::{sessions, users};
use crate::config::DatabaseUrl;
use crate::domain::search::value::read;
use crate::domain::search::{Column, Edge, Order, Position, SessionColumn, SessionSearch, UserColumn, UserSearch};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, Store, migrations};

type Pairs = &'static [(&'static str, &'static str)];

/// Returns the steps of the plan that SQLite makes for each query of a page.
fn steps<T>(page: impl FnOnce(&mut Connection) -> Result<T, Error>) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::parse(&format!("sqlite://{}/a.db", folder.path().display())).expect("a URL");
    migrations::run(&Store::create(&url).expect("opens")).expect("migrates");
    let mut connection = crate::store::connection::open(&url, std::time::Duration::ZERO).expect("opens");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = asked.clone();
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            listener.lock().expect("not poisoned").push(query.to_string());
        }
    });
    page(&mut connection).expect("lists");
    let asked = asked.lock().expect("not poisoned").clone();
    let plan = |query: &String| {
        let query = query.split(" -- binds").next().expect("a query");
        let plan = sql::<(Integer, Integer, Integer, Text)>(&format!("EXPLAIN QUERY PLAN {query}"));
        let steps: Vec<(i32, i32, i32, String)> = plan.load(&mut connection).expect("a plan");
        steps.into_iter().map(|(.., detail)| detail)
    };
    asked.iter().flat_map(plan).collect()
}

fn of_sessions(pairs: Pairs, order: Option<Order<SessionColumn>>, edge: &Edge) -> Vec<String> {
    let search: SessionSearch = read(pairs.iter().copied()).expect("a search");
    let order = order.unwrap_or_else(|| search.default_order());
    let now = Timestamp::from_milliseconds(0);
    steps(|connection| sessions::list(connection, &search, order, edge, 50, now))
}

fn of_users(pairs: Pairs, order: Option<Order<UserColumn>>, edge: &Edge) -> Vec<String> {
    let search: UserSearch = read(pairs.iter().copied()).expect("a search");
    let order = search.order(order);
    steps(|connection| Ok((users::page(connection, &search, order, edge, 50)?, users::count(connection, &search)?)))
}

fn assert_along_an_index<C: Column>(searches: &[Pairs], steps: fn(Pairs, Option<Order<C>>, &Edge) -> Vec<String>) {
    let middle = Edge::Before(Position { value: "5".into(), id: "7".into() });
    for pairs in searches {
        let orders = C::ALL.iter().map(|column| Some(Order::descending(*column)));
        for order in orders.chain([None]) {
            for edge in [&Edge::First, &Edge::Last, &middle] {
                let steps = steps(pairs, order, edge);
                let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN ")).collect();
                let words = order.map(|order| order.to_string());
                assert!(!steps.is_empty() && scans.is_empty(), "{pairs:?} {words:?} {edge:?}: {steps:#?}");
            }
        }
    }
}

#[test]
fn every_filter_and_every_order_walks_along_an_index() {
    assert_along_an_index(
        &[
            &[],
            &[("state", "any")],
            &[("state", "reused")],
            &[("state", "expired")],
            &[("user", "ada")],
            &[("user", "ad*")],
            &[("user", "a@b")],
            &[("address", "192.0.2.0/24")],
            &[("device", "firefox")],
            &[("signed_in", "within-24h")],
            &[("last_seen", "beyond-24h")],
            &[("user", "ad*"), ("device", "linux"), ("last_seen", "within-1h")],
        ],
        of_sessions,
    );
    assert_along_an_index(
        &[
            &[],
            &[("search", "ada")],
            &[("search", "ad*")],
            &[("search", "a@b")],
            &[("search", "a@*")],
            &[("role", "admin"), ("status", "deleted")],
        ],
        of_users,
    );
}

#[test]
fn a_page_that_one_index_serves_is_not_sorted() {
    let middle = Edge::After(Position { value: "5".into(), id: "7".into() });
    for edge in [&Edge::First, &middle] {
        let sessions = SessionColumn::ALL.iter().map(|column| of_sessions(&[], Some(Order::ascending(*column)), edge));
        let users = UserColumn::ALL.iter().map(|column| of_users(&[], Some(Order::ascending(*column)), edge));
        let found_by_email = of_users(&[("search", "a@*")], None, edge);
        for steps in sessions.chain(users).chain([found_by_email]) {
            assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{edge:?}: {steps:#?}");
        }
    }
}

#[test]
fn a_page_begins_at_its_row() {
    let position = Position { value: "5".into(), id: "7".into() };
    let middle = Edge::After(position.clone());
    let steps = of_users(&[("status", "active"), ("role", "user")], None, &middle);
    assert!(steps[0].contains("(state=? AND role=? AND (username,id)>(?,?))"), "{steps:#?}");
    let steps = of_sessions(&[], Some(Order::ascending(SessionColumn::User)), &middle);
    assert!(steps[0].contains("(state=? AND (username,id)>(?,?))"), "{steps:#?}");
    // Also where the search is a range of the sorted column.
    for (edge, sign) in [(middle.clone(), '>'), (Edge::Before(position), '<')] {
        let found = [
            (of_users(&[("search", "ad*")], None, &edge), "username"),
            (of_users(&[("search", "a@*")], None, &edge), "email"),
            (of_sessions(&[("user", "ad*")], Some(Order::ascending(SessionColumn::User)), &edge), "username"),
        ];
        for (steps, column) in found {
            let range = format!("({column},id){sign}(?,?)");
            assert!(steps[0].contains(&range), "{range}: {steps:#?}");
        }
    }
}
