//! Prometheus' own tool checks the metrics, the alerts, their tests, and the queries of the dashboard.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::ApiClient;
use crate::support::program::Place;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/prometheus");

/// Runs promtool in a folder, and returns its output. It must succeed.
fn promtool(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new("promtool")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool runs");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ends");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

#[test]
#[ignore = "needs promtool; scripts/test runs it"]
fn the_numbers_are_as_prometheus_likes_them() {
    let place = Place::new();
    let program = place.serve(&["--metrics-listen", "127.0.0.1:0"]);
    let private = program.metrics_port();
    place.add_user("ada");
    program.visitor().log_in("ada");
    let text = ApiClient::new(private).get("/metrics").body;
    assert!(text.contains("doorward_http_request_duration_seconds_bucket{route=\"/login\""), "{text}");
    // Promtool prints complaints to standard error and then exits with a failure.
    assert_eq!(promtool(place.folder.path(), &["check", "metrics"], &text), "");
}

#[test]
#[ignore = "needs promtool; scripts/test runs it"]
fn the_alerts_are_rules_and_do_what_they_should() {
    let folder = Path::new(FOLDER);
    assert!(promtool(folder, &["check", "rules", "alerts.yml"], "").contains("SUCCESS"));
    assert!(promtool(folder, &["check", "config", "prometheus.yml"], "").contains("SUCCESS"));
    assert!(promtool(folder, &["test", "rules", "alerts.test.yml"], "").contains("SUCCESS"));
}

#[test]
#[ignore = "needs promtool; scripts/test runs it"]
fn the_dashboard_asks_what_can_be_asked() {
    let dashboard = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/grafana/doorward.json");
    let dashboard: Value = serde_json::from_str(&std::fs::read_to_string(dashboard).expect("text")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    let queries: Vec<_> = targets.map(|target| target["expr"].as_str().expect("a query")).collect();
    assert!(queries.len() > 30);
    let rule = |(number, query): (usize, &&str)| {
        let query = query.replace("$__rate_interval", "5m").replace("$instance", ".*");
        serde_json::json!({"record": format!("panel:{number}"), "expr": query})
    };
    let rules: Vec<_> = queries.iter().enumerate().map(rule).collect();
    let count = rules.len();
    // JSON is also valid YAML.
    let file = serde_json::json!({"groups": [{"name": "dashboard", "rules": rules}]}).to_string();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("rules.yml"), file).expect("written");
    let said = promtool(folder.path(), &["check", "rules", "rules.yml"], "");
    assert!(said.contains(&format!("SUCCESS: {count} rules found")), "{said}");
}
