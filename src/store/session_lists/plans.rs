//! Whether each list walks along an index, as SQLite plans it.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::sql_query;
use diesel::sql_types::Text;

use super::*;
use crate::config::DatabaseUrl;
use crate::domain::search::session_filter::SessionParameters;
use crate::store::{Store, migrations};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// What SQLite does for each query of a page.
fn steps(change: impl Fn(&mut SessionParameters), order: Option<Order>, edge: &Edge) -> Vec<String> {
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
    let mut parameters = SessionParameters::default();
    change(&mut parameters);
    let filter = SessionFilter::parse(&parameters).expect("a filter");
    let order = order.unwrap_or_else(|| filter.default_order());
    list(&mut connection, &filter, order, edge, 50, Timestamp::from_milliseconds(0)).expect("lists");
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
    let changes: [fn(&mut SessionParameters); 12] = [
        |_| {},
        |p| p.state = "any".into(),
        |p| p.state = "reused".into(),
        |p| p.state = "expired".into(),
        |p| p.user = "ada".into(),
        |p| p.user = "ad*".into(),
        |p| p.user = "a@b".into(),
        |p| p.address = "192.0.2.0/24".into(),
        |p| p.device = "firefox".into(),
        |p| p.signed_in = "within-24h".into(),
        |p| p.last_seen = "beyond-24h".into(),
        |p| {
            p.user = "ad*".into();
            p.device = "linux".into();
            p.last_seen = "within-1h".into();
        },
    ];
    let middle = Edge::Before(Position { value: "5".into(), id: "7".into() });
    for change in changes {
        let orders = SortColumn::ALL.into_iter().map(|column| Some(Order { column, is_descending: true }));
        for order in orders.chain([None]) {
            for edge in [&Edge::First, &Edge::Last, &middle] {
                let steps = steps(change, order, edge);
                let scans: Vec<_> = steps.iter().filter(|step| step.starts_with("SCAN ")).collect();
                assert!(!steps.is_empty() && scans.is_empty(), "{order:?} {edge:?}: {steps:#?}");
            }
        }
    }
}

#[test]
fn a_page_that_one_index_serves_is_not_sorted() {
    for column in SortColumn::ALL {
        let steps = steps(|_| {}, Some(Order { column, is_descending: false }), &Edge::First);
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{column:?}: {steps:#?}");
    }
}
