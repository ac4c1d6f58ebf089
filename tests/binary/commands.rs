//! The commands, beside a running server and alone.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::program::{Place, stderr};
use crate::support::{PASSWORD, Visitor};

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    stderr(&output)
}

fn is_refused_within_two_seconds(visitor: &mut Visitor) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(2) {
        if !visitor.is_signed_in() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn accounts_are_made_listed_and_changed_while_the_server_runs() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitor = program.visitor();
    visitor.log_in("ada");

    assert!(place.succeed(&["user", "list"]).contains("ada"));
    let users: Value = serde_json::from_str(&place.succeed(&["user", "list", "--json"])).expect("JSON");
    assert_eq!((users[0]["username"].as_str(), users[0]["role"].as_str()), (Some("ada"), Some("user")));
    assert!(users[0].as_object().expect("an object").keys().all(|name| !name.contains("password")));
    assert!(place.succeed(&["user", "show", "ada"]).contains(&visitor.session_id()));
    let shown: Value = serde_json::from_str(&place.succeed(&["user", "show", "ADA", "--json"])).expect("JSON");
    assert_eq!(shown["sessions"][0]["id"], visitor.session_id().as_str());

    assert!(place.succeed(&["user", "role", "ada", "admin"]).contains("ada is now admin"));
    assert!(refusal(&place, &["user", "role", "ada", "user"]).contains("last active admin"));
    assert!(refusal(&place, &["user", "suspend", "ada"]).contains("last active admin"));
    let output = place.run_with_input(&["user", "add", "root", "--admin"], PASSWORD);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(place.succeed(&["user", "suspend", "ada"]).contains("signed out everywhere"));
    assert!(is_refused_within_two_seconds(&mut visitor));
    assert!(place.succeed(&["user", "suspend", "ada"]).contains("suspended already"));
    assert!(place.succeed(&["user", "reactivate", "ada"]).contains("can sign in again"));
    visitor.log_in("ada");
}

#[test]
fn commands_that_change_nothing_do_not_wait_for_whoever_writes() {
    let place = Place::on_tested_database();
    let _program = place.serve(&[]);
    place.add_user("ada");
    place.while_locked("users", || {
        assert!(place.succeed(&["user", "list"]).contains("ada"));
        assert!(place.succeed(&["user", "show", "ada"]).contains("ada"));
        place.succeed(&["session", "list"]);
        place.succeed(&["key", "list"]);
        place.succeed(&["events", "list"]);
    });
}

#[test]
fn sessions_are_listed_and_ended_while_the_server_runs() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitors: Vec<_> = (0..3).map(|_| program.visitor()).collect();
    for visitor in &mut visitors {
        visitor.log_in("ada");
    }
    let listed: Value = serde_json::from_str(&place.succeed(&["session", "list", "--json"])).expect("JSON");
    assert_eq!(listed.as_array().expect("a list").len(), 3);
    assert!(listed[0].as_object().expect("an object").keys().all(|name| name != "seed"));
    let id = visitors[0].session_id();
    place.succeed(&["session", "revoke", &id]);
    assert!(is_refused_within_two_seconds(&mut visitors[0]));
    assert!(visitors[1].is_signed_in());
    assert!(refusal(&place, &["session", "revoke", &id]).contains("ended before"));
    assert!(place.misunderstood(&["session", "revoke", "xyz"]).contains("the id of a session has 32 digits"));
    assert!(place.succeed(&["session", "revoke", "--user", "ada"]).contains("2 sessions of ada"));
    assert!(is_refused_within_two_seconds(&mut visitors[1]) && is_refused_within_two_seconds(&mut visitors[2]));
    assert_eq!(place.succeed(&["session", "list", "--user", "ada"]).lines().count(), 1, "only the head");
    assert_eq!(place.succeed(&["session", "list", "--state", "operator", "--sort", "-signed_in"]).lines().count(), 4);
    assert_eq!(place.succeed(&["session", "list", "--state", "any", "--limit", "2"]).lines().count(), 3);
    assert!(place.succeed(&["session", "show", &id]).contains("session_revoked"));
    let shown: Value = serde_json::from_str(&place.succeed(&["session", "show", &id, "--json"])).expect("JSON");
    assert_eq!((shown["state"].as_str(), shown["events"][0]["kind"].as_str()), (Some("operator"), Some("signed_in")));
}

#[test]
fn many_sessions_are_ended_after_the_number_was_seen_with_and_without_a_server() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    place.add_user("bob");
    let mut visitors: Vec<_> = (0..3).map(|_| program.visitor()).collect();
    for (visitor, name) in visitors.iter_mut().zip(["ada", "ada", "bob"]) {
        visitor.log_in(name);
    }
    let kept = ["session", "list", "--user", "ada", "--remembered", "yes"];
    assert_eq!(place.succeed(&kept).lines().count(), 1, "only the head");
    assert_eq!(place.succeed(&[&kept[..5], &["no"]].concat()).lines().count(), 3);
    assert!(refusal(&place, &["session", "revoke", "--remembered", "yes"]).contains("0 live sessions match"));
    let search = ["session", "revoke", "--user", "ada", "--device", "firefox"];
    assert!(refusal(&place, &search).contains("2 live sessions match; nothing was ended"));
    assert!(visitors[0].is_signed_in());
    assert!(place.succeed(&[&search[..], &["--yes"]].concat()).contains("2 sessions were ended."));
    assert!(is_refused_within_two_seconds(&mut visitors[0]) && is_refused_within_two_seconds(&mut visitors[1]));
    assert!(visitors[2].is_signed_in());
    assert!(refusal(&place, &["session", "revoke", "--everybody"]).contains("1 live sessions match"));
    drop(program);
    assert!(place.succeed(&["session", "revoke", "--everybody", "--yes"]).contains("1 sessions were ended."));
    assert_eq!(place.succeed(&["session", "list"]).lines().count(), 1, "only the head");
    assert_eq!(place.run(&["session", "revoke", "--everybody", "--user", "ada"]).status.code(), Some(2));
}

#[test]
fn keys_are_listed_rotated_and_retired_while_the_server_runs() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitor = program.visitor();
    visitor.log_in("ada");
    let list = || -> Value { serde_json::from_str(&place.succeed(&["key", "list", "--json"])).expect("JSON") };
    let keys = list();
    let old = keys[0]["kid"].as_str().expect("an id").to_owned();
    assert_eq!((&keys[0]["algorithm"], &keys[0]["state"]), (&"ES256".into(), &"signing".into()));
    assert!(keys[0]["rotation_due_at"].is_string() && keys[0]["retires_at"].is_null());
    assert!(keys[0].as_object().expect("an object").keys().all(|name| !name.contains("private")));
    assert!(place.succeed(&["key", "list"]).contains(&old));

    // With settings that differ from the server's it would rotate nothing.
    assert!(refusal(&place, &["key", "rotate", "--jwt-algorithm", "EdDSA"]).contains("settings that the server has"));
    assert!(place.succeed(&["key", "rotate"]).contains("was made. It signs from"));
    assert!(place.succeed(&["key", "rotate"]).contains("is on its way already"));
    let table = place.succeed(&["key", "list"]);
    assert!(table.lines().count() == 3 && table.contains("upcoming") && table.contains("signing"), "{table}");
    assert!(list().as_array().expect("a list").iter().all(|key| key["rotation_due_at"].is_null()));

    assert!(refusal(&place, &["key", "retire", &old]).contains("Say --yes to do it"));
    assert_eq!(list().as_array().map(Vec::len), Some(2));
    let mut thief = program.visitor();
    thief.jar.insert("access".into(), visitor.access_cookie());
    assert!(thief.is_signed_in());
    assert!(place.succeed(&["key", "retire", &old, "--yes"]).contains("is gone"));
    assert!(is_refused_within_two_seconds(&mut thief));
    assert!(visitor.is_signed_in());
    let keys = list();
    assert_eq!((keys.as_array().map(Vec::len), &keys[0]["state"]), (Some(1), &"signing".into()));
    assert!(refusal(&place, &["key", "retire", &old, "--yes"]).contains("there is no such signing key"));
    assert!(refusal(&place, &["key", "retire", &old]).contains("there is no such signing key"));
    assert!(place.misunderstood(&["key", "retire", "xyz", "--yes"]).contains("the id of a key has 16 digits"));
    assert_eq!(place.run(&["key", "retire"]).status.code(), Some(2));
}

#[test]
fn a_command_with_another_secret_changes_no_key() {
    let place = Place::on_tested_database();
    drop(place.serve(&[]));
    std::fs::copy(place.path("data/secret"), place.path("other")).expect("copied");
    std::fs::write(place.path("other"), "A".repeat(43)).expect("written");
    let before = place.succeed(&["key", "list"]);
    let kid = before.lines().nth(1).and_then(|line| line.split(' ').next()).expect("a key").to_owned();
    for arguments in [&["key", "rotate"][..], &["key", "retire", &kid, "--yes"]] {
        let arguments = [arguments, &["--secret-file", "other"]].concat();
        assert!(refusal(&place, &arguments).contains("not the secret that this database was made with"));
    }
    assert_eq!(place.succeed(&["key", "list"]), before);
}

#[test]
fn mistakes_have_clear_answers() {
    let place = Place::new();
    assert!(refusal(&place, &["user", "list"]).contains("there is no such file"));
    assert!(place.entries().is_empty());
    place.succeed(&["migrate"]);
    assert!(refusal(&place, &["user", "show", "nobody"]).contains("there is no such user"));
    assert!(place.misunderstood(&["session", "list", "--user", "no body"]).contains("No user can have this name"));
    assert!(place.misunderstood(&["session", "list", "--address", "192.0.2"]).contains("such as 192.0.2.7"));
    assert!(refusal(&place, &["session", "list", "--device", "netscape"]).contains("No device matches"));
    assert!(place.misunderstood(&["session", "list", "--sort", "seed"]).contains("last_seen"));
    assert!(place.misunderstood(&["session", "list", "--last-seen", "soon"]).contains("within-24h"));
    assert!(refusal(&place, &["session", "revoke"]).contains("say which"));
    assert!(refusal(&place, &["session", "revoke", "--user", "ada@*", "--yes"]).contains("the whole of it"));
    assert!(refusal(&place, &["session", "revoke", "--user", "nobody"]).contains("there is no such user"));
    assert!(refusal(&place, &["session", "show", &"0".repeat(32)]).contains("there is no such session"));
    for (arguments, words) in [
        (&["session", "list", "--state", "dead"][..], "live, any, expired"),
        (&["session", "list", "--remembered", "maybe"], "yes, no"),
        (&["user", "list", "--role", "king"], "user, admin"),
        (&["user", "list", "--status", "dead"], "invited"),
        (&["events", "list", "--kind", "dead"], "signed_in"),
        (&["events", "list", "--since", "20261123"], "2026-11-23"),
    ] {
        let said = place.misunderstood(arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    assert!(refusal(&place, &["session", "revoke", "--state", "any"]).contains("only live sessions"));
    assert!(!place.succeed(&["session", "revoke", "--help"]).contains("--state"));
    assert!(place.misunderstood(&["user", "add", "not a name"]).contains("'<NAME>': use 1 to 32 letters a-z"));
    for (password, reason) in [
        ("short", "fewer than 15 characters"),
        ("passwordpassword", "easy to guess"),
        ("with\nline breaks inside", "control characters"),
    ] {
        let output = place.run_with_input(&["user", "add", "ada"], password);
        assert!(!output.status.success() && stderr(&output).contains(reason), "{password}: {}", stderr(&output));
        assert!(!stderr(&output).contains(password));
    }
    place.add_user("ada");
    let output = place.run_with_input(&["user", "add", "Ada"], PASSWORD);
    assert!(stderr(&output).contains("there is a user of this name already"));
    assert_eq!(place.run(&["user", "role", "ada", "king"]).status.code(), Some(2));
}

#[test]
fn migrate_checks_before_it_does() {
    let place = Place::new();
    assert!(refusal(&place, &["migrate", "--check"]).contains("there is no such file"));
    assert!(place.entries().is_empty());
    std::fs::create_dir(place.path("data")).expect("made");
    std::fs::write(place.path("data/doorward.db"), "").expect("made");
    let check = place.run(&["migrate", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&check.stdout).contains("pending: "));
    assert!(place.succeed(&["migrate"]).contains("applied: "));
    assert!(place.succeed(&["migrate", "--check"]).contains("up to date"));
}
