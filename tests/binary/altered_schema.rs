//! How the commands treat a database whose schema somebody has altered.

use std::process::Output;

use serde_json::Value;

use crate::support::database::{execute, is_postgres};
use crate::support::program::{Place, stderr};

/// Returns a trigger that makes everybody an administrator.
fn spy() -> &'static str {
    match is_postgres() {
        true => {
            "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.role = 'admin'; RETURN NEW; END; $$; \
             CREATE TRIGGER spy BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION spy()"
        }
        false => {
            "CREATE TRIGGER spy AFTER INSERT ON users BEGIN UPDATE users SET role = 'admin' WHERE id = NEW.id; END"
        }
    }
}

fn without_append_only() -> &'static str {
    if is_postgres() { "DROP TRIGGER events_are_kept ON events" } else { "DROP TRIGGER events_are_kept" }
}

fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(output);
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    text
}

fn schema_findings(place: &Place) -> (Option<i32>, Vec<(String, String)>) {
    let output = place.run(&["doctor", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let of_schema =
        report["findings"].as_array().expect("a list").iter().filter(|finding| finding["check"] == "schema");
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    (output.status.code(), of_schema.map(|finding| (text(finding, "outcome"), text(finding, "what"))).collect())
}

#[test]
fn migrate_and_the_doctor_name_what_differs_in_the_schema() {
    let place = Place::on_tested_database();
    place.succeed(&["migrate"]);
    let (_, found) = schema_findings(&place);
    assert_eq!(found, [("ok".to_owned(), "up to date, and what the migrations make".to_owned())]);
    place.execute(&format!("{}; {}", spy(), without_append_only()));
    let sentences = ["the trigger events_are_kept of events is missing", "the trigger spy of users is not Doorward's"];
    for arguments in [&["migrate"][..], &["migrate", "--check"], &["migrate", "--json"]] {
        let text = refusal(&place.run(arguments));
        assert!(sentences.iter().all(|sentence| text.contains(sentence)), "{arguments:?}: {text}");
    }
    let (code, found) = schema_findings(&place);
    assert_eq!(found, sentences.map(|sentence| ("problem".to_owned(), sentence.to_owned())));
    assert_eq!(code, Some(1));
    // An index that the operator added costs time and nothing else.
    place.execute(if is_postgres() { "DROP TRIGGER spy ON users" } else { "DROP TRIGGER spy" });
    place.execute("CREATE INDEX theirs ON sessions (user_agent)");
    let (_, found) = schema_findings(&place);
    assert!(found.contains(&("warning".to_owned(), "the index theirs of sessions is not Doorward's".to_owned())));
}

#[test]
fn restore_refuses_a_backup_whose_schema_was_altered_and_replaces_nothing() {
    let place = Place::new();
    if is_postgres() {
        let place = Place::on_tested_database();
        place.succeed(&["migrate"]);
        place.execute(spy());
        let text = refusal(&place.run(&["restore", "--yes"]));
        assert!(text.contains("the trigger spy of users is not Doorward's"), "{text}");
        return;
    }
    place.add_user_to_new_database("ada");
    place.succeed(&["backup", "good.db"]);
    for (name, sql) in [("spied.db", spy()), ("bare.db", without_append_only())] {
        std::fs::copy(place.path("good.db"), place.path(name)).expect("copied");
        execute(&format!("sqlite://{}", place.path(name).display()), sql);
        let before = place.entries();
        let text = refusal(&place.run(&["restore", name, "--yes"]));
        assert!(text.starts_with(&format!("doorward: {name}: its schema is not what the migrations make")), "{text}");
        assert!(text.contains("nothing was changed"), "{text}");
        assert_eq!(place.entries(), before);
    }
    assert!(place.succeed(&["restore", "good.db", "--yes"]).contains("good.db was restored"));
}
