//! A database for each test: a file, or a PostgreSQL database cloned from a migrated template.

#![expect(clippy::disallowed_methods, reason = "tests open connections of their own, by scheme, to do harm")]

use std::sync::{Mutex, OnceLock, PoisonError};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use doorward::config::DatabaseUrl;
use doorward::internals::{Store, migrations};
use tempfile::TempDir;

/// This variable names the PostgreSQL server for the tests.
const SERVER: &str = "TEST_POSTGRES_URL";
/// While the disk is slow, a server that writes is quicker to take an SQLite file again than somebody who waits for it.
const PATIENTLY: &str = "PRAGMA busy_timeout = 30000";

/// A database that is deleted when this is dropped.
pub struct Database {
    pub url: String,
    pub folder: TempDir,
    name: Option<String>,
}

pub fn is_postgres() -> bool {
    std::env::var(SERVER).is_ok()
}

impl Database {
    /// Returns an empty, migrated database.
    pub fn new() -> Database {
        let folder = tempfile::tempdir().expect("a folder");
        match std::env::var(SERVER) {
            Ok(server) => {
                let name = clone_template(&server);
                Database { url: format!("{server}/{name}"), folder, name: Some(name) }
            }
            Err(_) => {
                let url = format!("sqlite://{}/test.db", folder.path().display());
                Database { url, folder, name: None }
            }
        }
    }

    /// Runs statements that the server does not know about.
    pub fn execute(&self, sql: &str) {
        execute(&self.url, sql);
    }

    /// Runs `act` while nobody can write to this table, or on SQLite to any table.
    pub fn while_locked<T>(&self, table: &str, act: impl FnOnce() -> T) -> T {
        while_locked(&self.url, table, act)
    }

    /// Returns the number in the first column of the first row.
    pub fn number(&self, sql: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = BigInt)]
            value: i64,
        }
        let rows: Vec<Row> = self.load(&format!("SELECT ({sql}) AS value"));
        rows.into_iter().next().expect("a row").value
    }

    /// Returns the texts in the only column of all rows.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let rows: Vec<Row> = self.load(&format!("SELECT value FROM ({sql}) AS rows"));
        rows.into_iter().map(|row| row.value).collect()
    }

    /// Returns the bytes of the database, without what deleted and changed rows have left free.
    pub fn size(&self) -> i64 {
        if self.name.is_none() {
            let used =
                "(SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)";
            return self.number(&format!("SELECT ({used}) * page_size FROM pragma_page_size"));
        }
        let tables = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
        // To these rows are only added. All others are made compact, as if nothing had ever been changed in them.
        let growing = ["events", "event_seals", "event_counts"];
        for table in self.texts(&format!("SELECT relname::text AS value {tables}")) {
            let full = if growing.contains(&table.as_str()) { "" } else { "FULL" };
            self.execute(&format!("VACUUM {full} {table}"));
        }
        self.number(&format!("SELECT SUM(pg_total_relation_size(oid))::bigint {tables}"))
    }

    fn load<R>(&self, sql: &str) -> Vec<R>
    where
        R: 'static,
        R: diesel::deserialize::QueryableByName<diesel::sqlite::Sqlite>,
        R: diesel::deserialize::QueryableByName<diesel::pg::Pg>,
    {
        match self.url.strip_prefix("sqlite://") {
            Some(path) => {
                let mut connection = SqliteConnection::establish(path).expect("opens");
                connection.batch_execute(PATIENTLY).expect("set");
                sql_query(sql).load(&mut connection).expect(sql)
            }
            None => sql_query(sql).load(&mut PgConnection::establish(&self.url).expect("connects")).expect(sql),
        }
    }
}

/// Runs `act` while nobody can write to this table, or on SQLite to any table.
pub fn while_locked<T>(url: &str, table: &str, act: impl FnOnce() -> T) -> T {
    match url.strip_prefix("sqlite://") {
        Some(path) => {
            let mut connection = SqliteConnection::establish(path).expect("opens");
            connection.batch_execute(&format!("{PATIENTLY}; BEGIN IMMEDIATE")).expect("locked");
            let done = act();
            connection.batch_execute("COMMIT").expect("unlocked");
            done
        }
        None => {
            let mut connection = PgConnection::establish(url).expect("connects");
            connection.batch_execute(&format!("BEGIN; LOCK TABLE {table} IN SHARE MODE")).expect("locked");
            let done = act();
            connection.batch_execute("COMMIT").expect("unlocked");
            done
        }
    }
}

/// Runs statements on the database at this URL.
pub fn execute(url: &str, sql: &str) {
    match url.strip_prefix("sqlite://") {
        Some(path) => {
            let mut connection = SqliteConnection::establish(path).expect("opens");
            connection.batch_execute(&format!("{PATIENTLY}; {sql}")).expect(sql);
        }
        None => PgConnection::establish(url).expect("connects").batch_execute(sql).expect(sql),
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let (Some(name), Ok(server)) = (&self.name, std::env::var(SERVER)) {
            admin(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn admin(server: &str, sql: &str) {
    let url = format!("{server}/postgres");
    PgConnection::establish(&url).expect("the test server answers").batch_execute(sql).expect(sql);
}

fn clone_template(server: &str) -> String {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    // There is only one clone at a time: PostgreSQL refuses to copy a database that somebody else is copying.
    static CLONING: Mutex<u32> = Mutex::new(0);
    let mut count = CLONING.lock().unwrap_or_else(PoisonError::into_inner);
    *count += 1;
    let pid = std::process::id();
    let template = TEMPLATE.get_or_init(|| {
        let name = format!("template_{pid}");
        admin(server, &format!("CREATE DATABASE {name}"));
        let url = DatabaseUrl::parse(&format!("{server}/{name}")).expect("a URL");
        let store = Store::create(&url).expect("opens");
        migrations::run(&store).expect("migrates");
        name
    });
    let name = format!("test_{pid}_{count}");
    // The connections that made the template may take a moment to end.
    admin(server, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"));
    admin(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    name
}
