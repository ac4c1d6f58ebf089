//! Migrations: both databases have the same ones, each can be reverted, and several instances may start at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use doorward::config::DatabaseUrl;
use doorward::internals::{Store, migrations};

use crate::support::database::Database;

#[test]
fn both_folders_hold_the_same_migrations() {
    let names = |database: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        let mut names: Vec<_> =
            std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn the_twins_make_the_same_tables_and_columns() {
    /// Returns the names of tables and columns as the scripts spell them.
    fn columns(database: &str) -> BTreeMap<String, Vec<String>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let script = std::fs::read_to_string(entry.path().join("up.sql")).expect("a script");
            let mut table = None;
            for line in script.lines().map(str::trim) {
                if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                    table = Some(name.trim_end_matches(" (").to_owned());
                } else if line.starts_with(')') && line.ends_with(';') {
                    table = None;
                } else if let (Some(table), true) = (&table, line.starts_with(|c: char| c.is_ascii_lowercase())) {
                    let column = line.split(' ').next().unwrap_or_default().to_owned();
                    tables.entry(table.clone()).or_default().push(column);
                }
            }
        }
        tables
    }
    assert_eq!(columns("sqlite"), columns("postgres"));
    assert_eq!(columns("sqlite").len(), 24);
}

#[test]
fn migrations_run_up_down_and_up_again() {
    let database = Database::new();
    let store = Store::create(&DatabaseUrl::parse(&database.url).expect("a URL")).expect("opens");
    migrations::run(&store).expect("up");
    assert_eq!(migrations::pending(&store).expect("asked"), Vec::<String>::new());
    migrations::revert_all(&store).expect("down");
    assert!(!migrations::pending(&store).expect("asked").is_empty());
    assert!(!migrations::run(&store).expect("up again").is_empty());
    assert!(migrations::run(&store).expect("nothing left").is_empty());
}

#[test]
fn instances_that_start_at_once_do_not_collide() {
    let database = Database::new();
    let url = DatabaseUrl::parse(&database.url).expect("a URL");
    migrations::revert_all(&{
        let store = Store::create(&url).expect("opens");
        migrations::run(&store).expect("up");
        store
    })
    .expect("down");
    let threads: Vec<_> = (0..6)
        .map(|_| {
            let url = url.clone();
            thread::spawn(move || {
                Store::create(&url)
                    .map_err(|error| error.to_string())
                    .and_then(|store| migrations::run(&store).map_err(|error| error.to_string()))
            })
        })
        .collect();
    let applied: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("ran").expect("migrated")).collect();
    assert_eq!(applied.iter().filter(|names| !names.is_empty()).count(), 1);
}

#[test]
fn a_database_of_a_newer_doorward_is_left_alone() {
    let database = Database::new();
    let store = Store::create(&DatabaseUrl::parse(&database.url).expect("a URL")).expect("opens");
    migrations::run(&store).expect("up");
    database.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    let error = migrations::run(&store).expect_err("refused").to_string();
    assert!(error.contains("newer Doorward"), "{error}");
}

#[test]
fn a_database_from_before_the_first_release_is_left_alone() {
    let database = Database::new();
    let store = Store::create(&DatabaseUrl::parse(&database.url).expect("a URL")).expect("opens");
    migrations::run(&store).expect("up");
    database.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20261123000001')");
    let error = migrations::run(&store).expect_err("refused").to_string();
    assert!(error.contains("begin with a new database"), "{error}");
}

#[test]
#[ignore = "this run is on SQLite; scripts/test runs the same suite on PostgreSQL"]
fn the_suite_runs_on_a_supported_postgresql() {
    assert!(crate::support::database::is_postgres(), "TEST_POSTGRES_URL names no server");
    let version = Database::new().number("SELECT CAST(current_setting('server_version_num') AS BIGINT)");
    assert!(version >= 130_000, "{version}");
}
