//! The command `events`, beside a running server.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::program::{Place, stderr};

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    stderr(&output)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Waits until the running server has sealed all events.
fn wait_for_seals(place: &Place) -> Value {
    let started = Instant::now();
    loop {
        let report = json(&place.succeed(&["events", "verify", "--json"]));
        if report["unsealed_events"] == 0 {
            return report;
        }
        assert!(started.elapsed() < Duration::from_secs(15), "{report}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn events_are_listed_and_exported_while_the_server_runs() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitor = program.visitor();
    visitor.post("/login", &[("username", "ada"), ("password", "wrong")]);
    visitor.log_in("ada");

    let table = place.succeed(&["events", "list"]);
    assert!(table.lines().next().expect("a head").starts_with("TIME"));
    assert!(table.lines().nth(1).expect("the newest").contains("signed_in"));
    let listed = json(&place.succeed(&["events", "list", "--json", "--user", "ada", "--limit", "2"]));
    assert_eq!((listed[0]["kind"].as_str(), listed[1]["kind"].as_str()), (Some("signed_in"), Some("sign_in_failed")));
    assert_eq!((listed[0]["user"].as_str(), listed.as_array().map(Vec::len)), (Some("ada"), Some(2)));
    let session = visitor.session_id();
    for arguments in [["--session", &session], ["--actor", "ada"], ["--ip", "127.0.0.1"], ["--since", "2020-01-01"]] {
        let listed = place.succeed(&[&["events", "list"][..], &arguments[..]].concat());
        assert!(listed.contains("signed_in"), "{arguments:?}");
    }
    assert_eq!(place.succeed(&["events", "list", "--until", "2020-01-01"]).lines().count(), 1, "only the head");
    assert_eq!(place.succeed(&["events", "list", "--kind", "role_changed", "--ip", "local"]).lines().count(), 1);

    let csv = place.succeed(&["events", "export"]);
    assert!(csv.starts_with("id,at,kind,") && csv.contains(",sign_in_failed,") && csv.ends_with("\r\n"));
    place.succeed(&["events", "export", "--format", "jsonl", "--output", "copy.jsonl", "--kind", "signed_in"]);
    let copy = place.path("copy.jsonl");
    assert_eq!(std::fs::metadata(&copy).expect("a file").permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&copy).expect("text");
    assert_eq!(text.lines().count(), 1);
    assert_eq!(json(&text)["session_id"], session.as_str());
    assert!(refusal(&place, &["events", "export", "--output", "copy.jsonl"]).contains("cannot make copy.jsonl"));
    assert_eq!(std::fs::read_to_string(&copy).expect("text"), text, "nothing is written over");
    let listed = json(&place.succeed(&["events", "list", "--json", "--kind", "events_exported"]));
    let details: Vec<_> = listed.as_array().expect("a list").iter().map(|event| event["detail"].clone()).collect();
    assert_eq!(details, ["jsonl kind=signed_in", "csv"]);
}

#[test]
fn verify_tells_a_whole_record_from_a_broken_one() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    program.visitor().log_in("ada");
    let report = wait_for_seals(&place);
    assert_eq!((report["is_whole"].as_bool(), report["pruned_up_to"].as_i64()), (Some(true), None));
    let head = report["head"].as_str().expect("a head").to_owned();
    let said = place.succeed(&["events", "verify", "--head", &head]);
    assert!(said.contains("The record is whole") && said.contains("Head: "), "{said}");
    let forged = format!("{}{}", &head[..head.len() - 4], if head.ends_with("0000") { "1111" } else { "0000" });
    let output = place.run(&["events", "verify", "--head", &forged]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("not the head that you noted"));
    assert!(place.misunderstood(&["events", "verify", "--head", "12"]).contains("POSITION:MAC"));

    let table = if crate::support::database::is_postgres() { " ON events" } else { "" };
    place.execute(&format!("DROP TRIGGER events_are_append_only{table}"));
    place.execute("UPDATE events SET ip = '192.0.2.1' WHERE kind = 'signed_in'");
    let output = place.run(&["events", "verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("an event was changed"));
    let output = place.run(&["events", "verify", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&String::from_utf8_lossy(&output.stdout))["broken"]["fault"], "event_changed");
}

#[test]
fn mistakes_have_clear_answers() {
    let place = Place::new();
    assert!(refusal(&place, &["events", "verify"]).contains("there is no such file"));
    place.succeed(&["migrate"]);
    place.add_user("ada");
    for (arguments, words) in [
        (["--user", "no body"], "cannot be a username"),
        (["--session", "xyz"], "not a session ID"),
        (["--ip", "192.0.2"], "not an IP address"),
        (["--since", "yesterday"], "Write it as 2026-11-23"),
        (["--until", "2026-02-30"], "Write it as 2026-11-23"),
    ] {
        for command in ["list", "export"] {
            let output = place.run(&[&["events", command][..], &arguments[..]].concat());
            assert!(output.status.code() == Some(2) && stderr(&output).contains(words), "{}", stderr(&output));
        }
    }
    for flag in ["--user", "--actor"] {
        assert!(refusal(&place, &["events", "list", flag, "nobody"]).contains("there is no such user"));
    }
    for arguments in [["--kind", "dead"], ["--limit", "0"], ["--limit", "10001"], ["--format", "csv"]] {
        assert_eq!(place.run(&[&["events", "list"][..], &arguments[..]].concat()).status.code(), Some(2));
    }
    assert!(refusal(&place, &["events", "export", "--output", "no/such/folder"]).contains("cannot make"));
    let said = place.succeed(&["events", "verify"]);
    assert!(said.contains("0 events under 0 seals") && said.contains("not sealed yet"), "{said}");
}
