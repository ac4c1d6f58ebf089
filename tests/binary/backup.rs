//! Backups of a database in use, and restoring them. Nothing that was ended comes back to life.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};

use crate::support::Visitor;
use crate::support::database::is_postgres;
use crate::support::program::{Place, stderr};

const DATABASE: &str = "data/doorward.db";

#[expect(clippy::disallowed_methods, reason = "looks into copies, which no server has open")]
fn open(place: &Place, name: &str) -> SqliteConnection {
    SqliteConnection::establish(place.path(name).to_str().expect("UTF-8")).expect("opens")
}

fn number(place: &Place, name: &str, sql: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        value: i64,
    }
    let row: Row = sql_query(format!("SELECT ({sql}) AS value")).get_result(&mut open(place, name)).expect(sql);
    row.value
}

fn execute(place: &Place, name: &str, sql: &str) {
    open(place, name).batch_execute(sql).expect(sql);
}

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let text = stderr(&output);
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    text
}

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Returns somebody who has this access token and nothing else.
fn thief(visitor: &Visitor) -> Visitor {
    let mut thief = visitor.clone();
    thief.jar.retain(|name, _| name == "access");
    thief
}

#[test]
fn a_backup_of_a_database_in_use_is_whole() {
    let place = Place::new();
    let program = place.serve(&["--max-sessions-per-user", "1000"]);
    place.add_user("ada");
    let (is_over, mut outputs) = (AtomicBool::new(false), Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            let (port, is_over) = (program.port, &is_over);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    Visitor::new(port).log_in("ada");
                }
            });
        }
        // Nothing here may stop at a failure, or the logins would go on for ever.
        (0..5).map(|round| place.run(&["backup", &format!("copy-{round}.db")])).for_each(|output| outputs.push(output));
        is_over.store(true, Ordering::Relaxed);
    });
    for (round, output) in outputs.iter().enumerate() {
        assert!(output.status.success(), "{}", stderr(output));
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("checked") && text.contains("holds no secret") && text.contains("data/secret"), "{text}");
        let copy = place.path(&format!("copy-{round}.db"));
        assert_eq!(std::fs::metadata(copy).expect("there").permissions().mode() & 0o777, 0o600);
    }
    let mut before = -1;
    for round in 0..5 {
        let name = format!("copy-{round}.db");
        // Each login writes to both tables in one transaction.
        let sessions = number(&place, &name, "SELECT COUNT(*) FROM sessions");
        assert_eq!(sessions, number(&place, &name, "SELECT COUNT(*) FROM events WHERE kind = 'signed_in'"));
        assert!(sessions >= before);
        before = sessions;
    }
    assert!(before > 0);
    let mut left = entries(place.folder.path());
    left.retain(|name| name != "data" && !name.starts_with("copy-"));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_backup_replaces_nothing_unless_told_to_and_never_the_database() {
    let place = Place::new();
    place.succeed(&["migrate"]);
    std::fs::write(place.path("precious"), "text").expect("written");
    assert!(refusal(&place, &["backup", "precious"]).contains("--force"));
    assert_eq!(std::fs::read_to_string(place.path("precious")).expect("there"), "text");
    place.succeed(&["backup", "precious", "--force"]);
    assert_eq!(number(&place, "precious", "SELECT COUNT(*) FROM users"), 0);
    for name in [DATABASE, "./data/../data/doorward.db", "data/doorward.db-wal"] {
        assert!(refusal(&place, &["backup", name, "--force"]).contains("the database itself"), "{name}");
    }
    assert!(refusal(&place, &["backup", "data", "--force"]).contains("not a file"));
    assert!(refusal(&place, &["backup", "no/such/folder/x"]).contains("no/such/folder/x cannot be written"));
    assert_eq!(place.run(&["backup"]).status.code(), Some(2));
    assert!(refusal(&place, &["backup", "x", "--data-dir", "elsewhere"]).contains("no such file"));
    assert_eq!(entries(place.folder.path()), ["data", "precious"]);
    assert_eq!(entries(&place.path("data")), ["doorward.db", "secret"]);
}

#[test]
fn a_restored_backup_revives_nobody() {
    let place = Place::new();
    let program = place.serve(&[]);
    let port = program.port;
    place.add_user("ada");
    let (mut live, mut ended) = (program.visitor(), program.visitor());
    live.log_in("ada");
    ended.log_in("ada");
    let user = "(SELECT id FROM users)";
    execute(
        &place,
        DATABASE,
        &format!("INSERT INTO account_links VALUES (x'00', {user}, 'password_reset', 0, 9999999999999, NULL)"),
    );
    // A mail that waits in the backup may have been sent since. No instance takes it in hand here.
    execute(
        &place,
        DATABASE,
        &format!(
            "INSERT INTO mails VALUES (1, 'm', {user}, 'ada@example.org', 'en', 'password_reset', x'00', 9999999999999,
             9999999999999, 'waiting', 0, 9999999999999, 9999999999999, NULL, NULL)"
        ),
    );
    place.succeed(&["backup", "copy.db"]);
    place.succeed(&["session", "revoke", &ended.session_id()]);
    let mut later = program.visitor();
    later.log_in("ada");
    place.add_user("eve");
    let thieves = [thief(&live), thief(&ended), thief(&later)];
    assert!(live.is_signed_in() && later.is_signed_in());

    assert!(refusal(&place, &["restore", "copy.db", "--yes"]).contains("is in use: stop Doorward"));
    program.signal("-TERM");
    assert_eq!(program.wait().0, Some(0));
    assert!(refusal(&place, &["restore", "copy.db"]).contains("--yes"));
    assert!(refusal(&place, &["restore"]).contains("name the backup"));
    let text = place.succeed(&["restore", "copy.db", "--yes"]);
    assert!(text.contains("2 sessions were ended") && text.contains(".before-restore-"), "{text}");
    let names = entries(&place.path("data"));
    let kept = names.iter().find(|name| name.contains("before-restore")).expect("kept").clone();
    assert_eq!(names, ["doorward.db", &kept, "secret"], "no journal of the old one, nothing unfinished");
    assert_eq!(number(&place, &format!("data/{kept}"), "SELECT COUNT(*) FROM users"), 2);
    assert_eq!(std::fs::metadata(place.path(DATABASE)).expect("there").permissions().mode() & 0o777, 0o600);

    let program = place.serve_on(port, &[]);
    for (who, visitor) in [("live", &mut live), ("ended", &mut ended), ("later", &mut later)] {
        assert!(!visitor.is_signed_in(), "{who}");
    }
    for mut thief in thieves {
        assert!(!thief.is_signed_in());
    }
    assert!(!place.succeed(&["user", "list"]).contains("eve"));
    assert_eq!(number(&place, DATABASE, "SELECT COUNT(*) FROM account_links"), 0);
    assert_eq!(number(&place, DATABASE, "SELECT COUNT(*) FROM mails"), 0);
    assert_eq!(number(&place, DATABASE, "SELECT COUNT(*) FROM events WHERE kind = 'database_restored'"), 1);
    let restored = "SELECT COUNT(*) FROM sessions WHERE state = 'restored' AND revocation_reason = 'restored'";
    assert_eq!(number(&place, DATABASE, restored), 2);
    let mut anew = program.visitor();
    anew.log_in("ada");
    assert!(anew.is_signed_in());
}

#[test]
fn a_backup_that_does_not_fit_replaces_nothing() {
    let place = Place::new();
    place.add_user_to_new_database("ada");
    place.succeed(&["backup", "copy.db"]);
    place.add_user("eve");
    let before = std::fs::metadata(place.path(DATABASE)).expect("there").ino();
    std::fs::write(place.path("text"), "no database, and longer than the header of one would be").expect("written");
    std::fs::copy(place.path("copy.db"), place.path("newer.db")).expect("copied");
    execute(&place, "newer.db", "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    std::fs::copy(place.path("copy.db"), place.path("other.db")).expect("copied");
    execute(&place, "other.db", "DROP TABLE events");
    let mut damaged = std::fs::read(place.path("copy.db")).expect("there");
    let middle = damaged.len() / 2;
    damaged[middle..].fill(7);
    std::fs::write(place.path("damaged.db"), damaged).expect("written");
    for (name, reason) in [
        ("missing", "missing cannot be read"),
        ("data", "not a file"),
        ("text", "not a database"),
        ("newer.db", "newer Doorward"),
        ("other.db", "no database of Doorward"),
        ("damaged.db", "damaged.db: "),
        (DATABASE, "the database itself"),
    ] {
        let error = refusal(&place, &["restore", name, "--yes"]);
        assert!(error.contains(reason), "{name}: {error}");
    }
    let secret = std::fs::read(place.path("data/secret")).expect("there");
    std::fs::write(place.path("data/secret"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").expect("written");
    assert!(refusal(&place, &["restore", "copy.db", "--yes"]).contains("not the secret that this database"));
    std::fs::write(place.path("data/secret"), secret).expect("written");
    assert_eq!(std::fs::metadata(place.path(DATABASE)).expect("there").ino(), before, "it is the same file");
    assert_eq!(entries(&place.path("data")), ["doorward.db", "secret"]);
    assert!(place.succeed(&["user", "list"]).contains("eve"));
}

#[test]
fn a_damaged_database_can_be_replaced_and_its_journal_is_not_played_onto_the_backup() {
    let place = Place::new();
    place.add_user_to_new_database("ada");
    place.succeed(&["backup", "copy.db"]);
    std::fs::write(place.path(DATABASE), [7; 9000]).expect("written");
    std::fs::write(place.path("data/doorward.db-wal"), [7; 9000]).expect("written");
    place.succeed(&["restore", "copy.db", "--yes", "--listen", "127.0.0.1:9"]);
    assert!(place.succeed(&["user", "list"]).contains("ada"));
    assert_eq!(std::fs::metadata(place.path(DATABASE)).expect("there").permissions().mode() & 0o777, 0o600);
    // A new machine has no database at all, only the secret.
    std::fs::remove_file(place.path(DATABASE)).expect("removed");
    let text = place.succeed(&["restore", "copy.db", "--yes"]);
    assert!(!text.contains("before-restore"), "{text}");
    assert!(place.succeed(&["user", "list"]).contains("ada"));
}

#[test]
fn a_backup_whose_last_changes_are_in_its_journal_is_restored_whole() {
    let place = Place::new();
    place.add_user_to_new_database("ada");
    let script = include_str!("../../migrations/sqlite/2026-11-29-000001_core/up.sql");
    let rows = "
        CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
            run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO __diesel_schema_migrations (version) VALUES ('20261129000001');
        INSERT INTO users (id, username, role, status, password_hash, version, version_raised_at, created_at, last_signed_in_at)
            VALUES ('0123456789abcdef0123456789abcdef', 'eve', 'user', 'active', NULL, 1, 0, 0, NULL);
        INSERT INTO sessions (id, user_id, seed, generation, confirmed_generation, rotated_at, remembered, signed_in_at,
            password_confirmed_at, last_seen_at, idle_milliseconds, idle_expires_at, absolute_expires_at, ip, user_agent)
            VALUES ('00000000000000000000000000000001', '0123456789abcdef0123456789abcdef',
            x'00', 1, 0, 0, 1, 0, 0, 0, 1000, 9999999999999, 9999999999999, '192.0.2.1', 'w3m/0.5');";
    // A stopped server may leave it like this, with the last changes in the journal.
    let mut old = open(&place, "journal.db");
    old.batch_execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0").expect("set");
    old.batch_execute(&format!("{script}{rows}")).expect("made");
    assert!(place.path("journal.db-wal").is_file());
    let text = place.succeed(&["restore", "journal.db", "--yes"]);
    assert!(text.contains("1 sessions were ended"), "{text}");
    assert!(place.succeed(&["user", "list"]).contains("eve"));
    let state = "SELECT COUNT(*) FROM sessions WHERE state = 'restored'";
    assert_eq!(number(&place, DATABASE, state), 1);
}

#[test]
fn on_postgresql_the_commands_say_what_to_use() {
    let place = Place::new();
    let url = "postgres://ada:s3cret@127.0.0.1:9/door?sslmode=disable";
    let error = refusal(&place, &["backup", "my copy", "--database-url", url]);
    assert!(error.contains("pg_dump") && error.contains("--file='my copy'"), "{error}");
    assert!(error.contains("postgres://ada@127.0.0.1:9/door") && !error.contains("s3cret"), "{error}");
    let error = refusal(&place, &["restore", "copy", "--database-url", url]);
    assert!(error.contains("pg_restore") && error.contains("without a file") && !error.contains("s3cret"), "{error}");
    assert!(place.entries().is_empty());
}

#[test]
#[ignore = "this run is on SQLite; scripts/test runs the same suite on PostgreSQL"]
fn restore_without_a_file_ends_everything_on_postgresql_even_at_running_instances() {
    assert!(is_postgres(), "TEST_POSTGRES_URL names no server");
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitors = [program.visitor(), program.visitor()];
    visitors.iter_mut().for_each(|visitor| drop(visitor.log_in("ada")));
    let mut thieves = visitors.each_ref().map(thief);
    assert!(thieves.iter_mut().all(Visitor::is_signed_in));
    let text = place.succeed(&["restore", "--yes"]);
    assert!(text.contains("2 sessions were ended"), "{text}");
    let began = Instant::now();
    while thieves.iter_mut().any(Visitor::is_signed_in) {
        assert!(began.elapsed() < Duration::from_millis(2500), "old access tokens are still believed");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!visitors.iter_mut().any(Visitor::is_signed_in));
    visitors[0].jar.clear();
    visitors[0].log_in("ada");
    assert!(visitors[0].is_signed_in());
}
