//! The output of commands: for readers that stop, and as JSON for programs.

use std::io::{BufRead, BufReader, pipe};
use std::process::{Command, Output, Stdio};

use doorward::Clock;
use serde_json::{Value, json};

use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, stderr};
use crate::support::{PASSWORD, Visitor};

/// Returns a command in the folder of a place, on its embedded database.
fn command(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
    command.current_dir(place.folder.path()).env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// Returns a standard output that nobody reads any more.
fn unread() -> Stdio {
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

fn run_unread(place: &Place, arguments: &[&str]) -> Output {
    command(place, arguments).stdout(unread()).output().expect("the program runs")
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    let printed = place.succeed(&[arguments, &["--json"]].concat());
    // The output is one value, on one line.
    assert_eq!(printed.lines().count(), 1, "{arguments:?}: {printed}");
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {printed}"))
}

fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect()
}

/// Returns the id of an account, from the JSON that a command prints about it besides `expected`.
fn change(place: &Place, arguments: &[&str], expected: &Value) -> String {
    let mut value = json(place, arguments);
    let object = value.as_object_mut().expect("an object");
    let id = object.remove("id").and_then(|id| id.as_str().map(str::to_owned)).expect("an id");
    assert_eq!(value, *expected, "{arguments:?}");
    id
}

/// Returns the id of the first key.
fn first_kid(place: &Place) -> String {
    json(place, &["key", "list"])[0]["kid"].as_str().expect("an id").to_owned()
}

/// Returns all commands that are not only a group of others, from the man page.
fn all_commands(place: &Place) -> Vec<String> {
    let manual = place.succeed(&["manual"]);
    let names = manual.lines().filter_map(|line| line.strip_prefix(".SS \"doorward ")?.strip_suffix('"'));
    let groups = ["user", "session", "key", "events", "mail"];
    names.filter(|name| !groups.contains(name)).map(str::to_owned).collect()
}

#[test]
fn a_reader_that_stops_is_no_fault() {
    let place = Place::new();
    assert_eq!(run_unread(&place, &["migrate"]).status.code(), Some(0));
    assert!(place.succeed(&["migrate", "--check"]).contains("up to date"), "what was done stays done");
    let program = place.serve(&[]);
    for name in ["ada", "bob", "eve"] {
        place.add_user(name);
    }
    let mut visitor = program.visitor();
    visitor.log_in("ada");
    let (id, zeros) = (visitor.session_id(), "0".repeat(32));
    drop(program);
    let kid = first_kid(&place);
    place.succeed(&["key", "rotate"]);

    let cases: &[(i32, &[&str])] = &[
        (0, &["migrate"]),
        (0, &["migrate", "--check"]),
        (0, &["user", "list"]),
        (0, &["user", "list", "--json"]),
        (0, &["user", "show", "ada"]),
        (0, &["user", "show", "ada", "--json"]),
        (1, &["user", "show", "nobody"]),
        (0, &["user", "add", "guest", "--invite"]),
        (0, &["user", "add", "mailed", "--invite", "--email", "mailed@example.org", "--mail"]),
        (0, &["mail", "list"]),
        (0, &["mail", "list", "--json"]),
        (0, &["mail", "test", "mailed@example.org"]),
        (
            1,
            &["mail", "test", "mailed@example.org", "--smtp-url", "smtp://127.0.0.1:9", "--mail-from", "a@example.org"],
        ),
        (0, &["user", "invite", "guest"]),
        (0, &["user", "reset", "ada"]),
        (0, &["user", "device-link", "ada"]),
        (0, &["user", "rename", "bob", "rob"]),
        (0, &["user", "rename", "rob", "bob"]),
        (0, &["user", "role", "ada", "admin"]),
        (0, &["user", "suspend", "bob"]),
        (0, &["user", "reactivate", "bob"]),
        (0, &["user", "reopen", "bob"]),
        (0, &["user", "sign-out", "bob"]),
        (0, &["user", "remove-two-factor", "bob", "--identity-check", "known by sight"]),
        (0, &["user", "email", "bob", "bob@example.org"]),
        (0, &["user", "delete", "eve", "--yes"]),
        (0, &["session", "list"]),
        (0, &["session", "show", &id]),
        (0, &["session", "revoke", &id]),
        (0, &["session", "revoke", "--user", "ada"]),
        (0, &["session", "revoke", "--everybody", "--yes", "--json"]),
        (1, &["session", "revoke", &zeros]),
        (0, &["key", "list"]),
        (0, &["key", "rotate"]),
        (0, &["key", "retire", &kid, "--yes"]),
        (0, &["events", "list"]),
        (0, &["events", "export"]),
        (0, &["backup", "copy.db"]),
        (0, &["restore", "copy.db", "--yes"]),
        (1, &["healthcheck", "--listen", "127.0.0.1:9"]),
        (1, &["doctor", "http://127.0.0.1:9"]),
        (1, &["doctor", "http://127.0.0.1:9", "--json"]),
        (0, &["config"]),
        (0, &["config", "--json"]),
        (0, &["config", "--markdown"]),
        (0, &["config", "check"]),
        (1, &["config", "check", "--session-idle", "2d"]),
        (0, &["completions", "bash"]),
        (0, &["manual"]),
    ];
    for (code, arguments) in cases {
        let output = run_unread(&place, arguments);
        let complaint = stderr(&output);
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}: {complaint}");
        // Where public_url is not set, each command that prints a link says how that begins.
        let makes_link = ["--invite", "invite", "reset", "device-link"].iter().any(|word| arguments.contains(word));
        let prints_link = makes_link && !arguments.contains(&"--mail");
        let is_silent = (*code == 0 && !prints_link) || arguments.contains(&"doctor");
        assert_eq!(complaint.lines().count(), usize::from(!is_silent), "{arguments:?}: {complaint}");
    }
    // The result depends on whether a server has sealed events in the meantime.
    let verified = place.run(&["events", "verify"]).status.code();
    assert_eq!(run_unread(&place, &["events", "verify"]).status.code(), verified);

    // Changes that were made stay.
    let bob = json(&place, &["user", "show", "bob"]);
    assert_eq!((&bob["status"], &bob["email"]), (&json!("active"), &json!("bob@example.org")));
    assert_ne!(first_kid(&place), kid);
    assert!(place.path("copy.db").exists());
    for name in all_commands(&place) {
        let words: Vec<&str> = name.split(' ').collect();
        let is_tried = cases.iter().any(|(_, arguments)| arguments.starts_with(&words));
        assert!(is_tried || ["serve", "events verify"].contains(&name.as_str()), "{name} is not tried");
    }
}

#[test]
fn a_server_whose_reader_stops_serves() {
    let place = Place::new();
    let mut child = command(&place, &["--listen", "127.0.0.1:0"])
        .env("RUST_LOG", "info")
        .stdout(unread())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let log = BufReader::new(child.stderr.take().expect("piped"));
    let lines: Vec<String> = log
        .lines()
        .map_while(Result::ok)
        .inspect(|line| {
            if line.contains("listening on: ") {
                let status = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs");
                assert!(status.success());
            }
        })
        .collect();
    assert_eq!(child.wait().expect("ends").code(), Some(0), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("listening on: ")), "{lines:#?}");
}

#[test]
fn an_error_that_nobody_reads_is_still_an_error() {
    let place = Place::new();
    let status = command(&place, &["user", "list"]).stdout(unread()).stderr(unread()).status().expect("runs");
    assert_eq!(status.code(), Some(1));
}

#[test]
fn an_output_that_is_full_is_a_failure_in_one_line() {
    let place = Place::new();
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = command(&place, &["config"]).stdout(full).output().expect("the program runs");
    let complaint = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(complaint.contains("standard output cannot be written") && complaint.lines().count() == 1, "{complaint}");
}

/// Sets up a second factor for the signed-in user.
fn enrol(visitor: &mut Visitor) {
    let page = visitor.get("/account/two-factor");
    let asked = visitor.submit(&page, "/account/two-factor/enrolment", &[]);
    let offer = visitor.submit(&asked, "/account/two-factor/enrolment", &[("current_password", PASSWORD)]);
    let code = Authenticator::scan(&offer).code(&Clock::system());
    let done = visitor.submit(&offer, "/account/two-factor/activation", &[("code", &code)]);
    assert!(done.says("Two-factor authentication is on"), "{}", done.body);
}

#[test]
fn changes_of_accounts_tell_programs_what_came_of_them() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    for name in ["ada", "bob"] {
        place.add_user(name);
    }
    let mut visitor = program.visitor();
    visitor.log_in("ada");
    enrol(&mut visitor);
    let shown = json(&place, &["user", "show", "ada"]);
    let ada = |changed: bool, more: Value| {
        let mut value = json!({ "username": "ada", "changed": changed });
        value.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        value
    };
    let check = ["user", "remove-two-factor", "ada", "--identity-check", "known by sight"];
    let cases: &[(&[&str], Value)] = &[
        (&["user", "role", "ADA", "admin"], ada(true, json!({ "role": "admin" }))),
        (&["user", "role", "ada", "admin"], ada(false, json!({ "role": "admin" }))),
        (&["user", "role", "bob", "admin"], json!({ "username": "bob", "changed": true, "role": "admin" })),
        (&["user", "email", "ada", "Ada@Example.org"], ada(true, json!({ "email": "ada@example.org" }))),
        (&["user", "email", "ada", "ada@example.org"], ada(false, json!({ "email": "ada@example.org" }))),
        (&["user", "email", "ada", "--remove"], ada(true, json!({ "email": null }))),
        (&["user", "rename", "bob", "Rob"], json!({ "username": "rob", "changed": true, "old_username": "bob" })),
        (&["user", "rename", "rob", "rob"], json!({ "username": "rob", "changed": false, "old_username": "rob" })),
        (&["user", "sign-out", "ada"], ada(true, json!({ "ended": 1 }))),
        (&["user", "sign-out", "ada"], ada(false, json!({ "ended": 0 }))),
        (&check, ada(true, json!({}))),
        (&check, ada(false, json!({}))),
        (&["user", "suspend", "ada"], ada(true, json!({}))),
        (&["user", "suspend", "ada"], ada(false, json!({}))),
        (&["user", "reactivate", "ada"], ada(true, json!({}))),
        (&["user", "reactivate", "ada"], ada(false, json!({}))),
        (&["user", "reopen", "ada"], ada(false, json!({}))),
        (&["user", "delete", "ada", "--yes"], ada(true, json!({}))),
    ];
    for (arguments, expected) in cases {
        let id = change(&place, arguments, expected);
        assert_eq!(expected["username"] == "ada", id == shown["id"], "{arguments:?}");
    }
    // A refusal is one line on standard error, also with --json.
    let output = place.run(&["user", "delete", "ada", "--yes", "--json"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(stderr(&output).contains("there is no such user") && stderr(&output).lines().count() == 1);
}

#[test]
fn ended_sessions_and_new_keys_tell_programs_what_came_of_them() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitors: Vec<_> = (0..4).map(|_| program.visitor()).collect();
    for visitor in &mut visitors[..3] {
        visitor.log_in("ada");
    }
    assert_eq!(json(&place, &["session", "revoke", &visitors[0].session_id()]), json!({ "ended": 1 }));
    assert_eq!(json(&place, &["session", "revoke", "--user", "ada"]), json!({ "ended": 2 }));
    visitors[3].log_in("ada");
    let asked = place.run(&["session", "revoke", "--everybody", "--json"]);
    assert_eq!((asked.status.code(), asked.stdout.len()), (Some(1), 0));
    assert_eq!(json(&place, &["session", "revoke", "--everybody", "--yes"]), json!({ "ended": 1 }));

    let old = first_kid(&place);
    let made = json(&place, &["key", "rotate"]);
    assert_eq!(members(&made), ["algorithm", "changed", "kid", "signs_from"]);
    assert_eq!((&made["algorithm"], &made["changed"]), (&json!("ES256"), &json!(true)));
    let listed = json(&place, &["key", "list"]);
    let listed = listed.as_array().expect("a list").iter().find(|key| key["kid"] == made["kid"]).expect("the new key");
    assert_eq!(listed["signs_from"], made["signs_from"]);
    let again = json(&place, &["key", "rotate"]);
    assert_eq!((&again["kid"], &again["changed"]), (&made["kid"], &json!(false)));
    assert_eq!(json(&place, &["key", "retire", &old, "--yes"]), json!({ "kid": old }));
}

#[test]
fn a_database_that_is_migrated_copied_and_restored_tells_programs_so() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).expect("made");
    std::fs::write(place.path("data/doorward.db"), "").expect("made");
    let check = place.run(&["migrate", "--check", "--json"]);
    assert_eq!(check.status.code(), Some(1));
    let missing: Value = serde_json::from_slice(&check.stdout).expect("JSON");
    assert_eq!(members(&missing), ["pending"]);
    assert!(missing["pending"].as_array().is_some_and(|names| !names.is_empty()), "{missing}");
    let applied = json(&place, &["migrate"]);
    assert_eq!(members(&applied), ["applied"]);
    assert_eq!(applied["applied"].as_array().map(Vec::len), missing["pending"].as_array().map(Vec::len));
    assert_eq!(json(&place, &["migrate"]), json!({ "applied": [] }));
    assert_eq!(json(&place, &["migrate", "--check"]), json!({ "pending": [] }));

    let program = place.serve(&[]);
    place.add_user("ada");
    program.visitor().log_in("ada");
    let copy = json(&place, &["backup", "copy.db"]);
    let bytes = std::fs::metadata(place.path("copy.db")).expect("a copy").len();
    assert_eq!(copy, json!({ "file": "copy.db", "bytes": bytes }));
    program.signal("-TERM");
    program.wait();
    let restored = json(&place, &["restore", "copy.db", "--yes"]);
    assert_eq!(members(&restored), ["ended", "file", "kept"]);
    assert_eq!((&restored["ended"], &restored["file"]), (&json!(1), &json!("copy.db")));
    assert!(std::path::Path::new(restored["kept"].as_str().expect("a file")).is_absolute());
    std::fs::remove_file(place.path("data/doorward.db")).expect("removed");
    assert_eq!(json(&place, &["restore", "copy.db", "--yes"])["kept"], Value::Null);
}

#[test]
fn settings_tell_programs_their_values_and_what_is_seldom_meant() {
    let place = Place::new();
    let database = "postgres://door:s3cret@127.0.0.1/door";
    let settings = json(&place, &["config", "--session-idle", "6h", "--database-url", database]);
    assert_eq!(settings["session_idle"], json!({ "value": "6h", "from": "--session-idle" }));
    assert_eq!(settings["session_absolute"], json!({ "value": "1d", "from": "default" }));
    assert!(!settings.to_string().contains("s3cret") && settings["database_url"]["from"] == "--database-url");
    let text = place.succeed(&["config"]);
    assert_eq!(members(&settings).len(), text.lines().count());
    for line in text.lines() {
        let (name, _) = line.split_once(" = ").expect("a setting");
        assert_eq!(members(&settings[name]), ["from", "value"], "{name}");
    }

    assert_eq!(json(&place, &["config", "check"]), json!({ "problems": [] }));
    let url = ["--public-url", "https://login.example.org"];
    let found = json(&place, &[&["config", "check"][..], &url].concat());
    let problems = found["problems"].as_array().expect("a list");
    assert_eq!(problems.len(), 1, "{found}");
    assert_eq!(members(&problems[0]), ["next_step", "setting", "what"]);
    assert_eq!(problems[0]["setting"], "trusted_proxies");
    let said = place.succeed(&[&["config", "check"][..], &url].concat());
    let line = |name: &str| problems[0][name].as_str().expect("words").to_owned();
    assert!(said.contains(&format!("warning: {}; {}\n", line("what"), line("next_step"))), "{said}");
    // The flag means the same before the verb.
    assert_eq!(place.succeed(&["config", "--json", "check"]), "{\"problems\":[]}\n");
    assert_eq!(place.run(&["config", "--json", "--markdown"]).status.code(), Some(2));
}
