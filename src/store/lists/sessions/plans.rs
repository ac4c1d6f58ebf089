//! Tests that each list walks along an index, according to the plan that SQLite makes.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::sql_query;
use diesel::sql_types::Text;

use super::*;
use crate::config::DatabaseUrl;
use crate::domain::search::Column;
use crate::domain::search::value::read;
use crate::store::{Store, migrations};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Returns the steps of the plan that SQLite makes for each query of a page.
fn steps(pairs: &[(&str, &str)], order: Option<Order<SessionColumn>>, edge: &Edge) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::parse(&format!("sqlite://{}/a.db", folder.path().display())).expect("a URL");
    migrations::run(&Store::create(&url).expect("opens")).expect("migrates");
    let mut connection = crate::store::connection::open(&url).expect("opens");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = asked.clone();
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            listener.lock().expect("not poisoned").push(query.to_string());
        }
    });
    let search: SessionSearch = read(pairs.iter().copied()).expect("a search");
    let order = order.unwrap_or_else(|| search.default_order());
    list(&mut connection, &search, order, edge, 50, Timestamp::from_milliseconds(0)).expect("lists");
    let asked = asked.lock().expect("not poisoned").clone();
    let plan = |query: &String| {
        let sql = query.split(" -- binds").next().expect("a query");
        let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(&mut connection).expect("a plan");
        steps.into_iter().map(|step| step.detail)
    };
    asked.iter().flat_map(plan).collect()
}

#[test]
fn every_filter_and_every_order_walks_along_an_index() {
    let searches: [&[(&str, &str)]; 12] = [
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
    ];
    let middle = Edge::Before(Position { value: "5".into(), id: "7".into() });
    for pairs in searches {
        let orders = SessionColumn::ALL.iter().map(|column| Some(Order::descending(*column)));
        for order in orders.chain([None]) {
            for edge in [&Edge::First, &Edge::Last, &middle] {
                let steps = steps(pairs, order, edge);
                let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN ")).collect();
                assert!(!steps.is_empty() && scans.is_empty(), "{pairs:?} {order:?} {edge:?}: {steps:#?}");
            }
        }
    }
}

#[test]
fn a_page_that_one_index_serves_is_not_sorted() {
    for column in SessionColumn::ALL.iter().copied() {
        let steps = steps(&[], Some(Order::ascending(column)), &Edge::First);
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{column:?}: {steps:#?}");
    }
}
