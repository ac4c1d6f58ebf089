//! The table of metrics, the dashboard and the alerts name metrics that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::support::Scrape;
use crate::world::World;

fn text(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

fn scrape() -> Scrape {
    let world = World::with(1, |settings| settings.metrics_listen = "127.0.0.1:0".parse().ok());
    world.visitor().get("/login");
    std::thread::sleep(std::time::Duration::from_millis(300));
    Scrape::of(world.app().metrics_port.expect("asked for"))
}

/// Returns the names of metrics in a text.
fn named(text: &str) -> BTreeSet<String> {
    let is_part = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
    let words = text.split(|character| !is_part(character));
    words.filter(|word| word.starts_with("doorward_")).map(str::to_owned).collect()
}

/// Returns the same names, with the name of the histogram in place of its parts.
fn metrics_named(text: &str, scrape: &Scrape) -> BTreeSet<String> {
    let known = scrape.metrics();
    let whole = |name: String| {
        let histogram = ["_bucket", "_sum", "_count"].iter().find_map(|part| name.strip_suffix(part));
        match histogram.filter(|name| known.get(*name).is_some_and(|(kind, _)| kind == "histogram")) {
            Some(histogram) => histogram.to_owned(),
            None => name,
        }
    };
    named(text).into_iter().map(whole).collect()
}

/// Returns the queries of all panels.
fn queries(dashboard: &Value) -> Vec<String> {
    let panels = dashboard["panels"].as_array().expect("panels");
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    targets.map(|target| target["expr"].as_str().expect("a query").to_owned()).collect()
}

#[test]
fn the_table_has_every_metric_with_its_type_and_labels() {
    let rows = text("docs/metrics.md");
    let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<String>>();
    let mut table = BTreeMap::new();
    for row in rows.lines().filter(|line| line.starts_with("| `doorward_")) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        assert!(cells[4].ends_with('.'), "{row}");
        table.insert(cells[1].trim_matches('`').to_owned(), (cells[2].to_owned(), words(cells[3])));
    }
    let mut printed = scrape().metrics();
    // The older text format has no type for information.
    if let Some((kind, _)) = printed.get_mut("doorward_build_info") {
        "info".clone_into(kind);
    }
    assert!(printed.len() > 30);
    assert_eq!(table, printed);
}

#[test]
fn every_metric_is_on_the_dashboard_and_nothing_else() {
    let scrape = scrape();
    let dashboard: Value = serde_json::from_str(&text("deploy/grafana/doorward.json")).expect("JSON");
    let on_it = metrics_named(&queries(&dashboard).join("\n"), &scrape);
    assert_eq!(on_it, scrape.metrics().into_keys().collect());
}

#[test]
fn the_dashboard_can_be_imported_anywhere() {
    let dashboard: Value = serde_json::from_str(&text("deploy/grafana/doorward.json")).expect("JSON");
    let variables = dashboard["templating"]["list"].as_array().expect("variables");
    assert_eq!((&variables[0]["name"], &variables[0]["type"]), (&"datasource".into(), &"datasource".into()));
    let mut ids = BTreeSet::new();
    let mut titles = BTreeSet::new();
    for panel in dashboard["panels"].as_array().expect("panels") {
        assert!(ids.insert(panel["id"].as_u64().expect("an id")), "{panel}");
        assert!(titles.insert(panel["title"].as_str().expect("a title")), "{panel}");
        if panel["type"] != "row" {
            assert_eq!(panel["datasource"]["uid"], "${datasource}");
            assert!(panel["fieldConfig"]["defaults"]["unit"].is_string());
        }
    }
    assert!(dashboard["id"].is_null(), "the id belongs to one Grafana");
}

#[test]
fn alerts_name_what_there_is_and_say_what_to_do() {
    let scrape = scrape();
    let alerts = text("deploy/prometheus/alerts.yml");
    let known: BTreeSet<_> = scrape.metrics().into_keys().collect();
    let used = metrics_named(&alerts, &scrape);
    assert!(used.is_subset(&known), "{:?}", used.difference(&known));
    // If a label never had this value, the alert would never fire.
    for label in ["outcome", "task"] {
        for value in alerts.split(&format!("{label}=\"")).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(scrape.text.contains(&format!("{label}=\"{value}\"")), "{label}={value}");
        }
    }
    let rules: Vec<_> = alerts.split("- alert: ").skip(1).collect();
    assert!(rules.len() >= 9);
    for rule in rules {
        assert!(
            ["expr: ", "severity: ", "summary: ", "description: "].iter().all(|part| rule.contains(part)),
            "{rule}"
        );
    }
}
