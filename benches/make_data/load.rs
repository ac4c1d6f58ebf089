//! Writes rows as fast as each database takes them.
//!
//! An empty table is filled without its indexes and foreign keys, which are made again afterwards. All this is one
//! transaction, so nothing is lost if it is interrupted. Keys to which other tables refer stay. For a million sessions
//! on two cores this takes 24 s instead of 59 s on PostgreSQL, and 20 s instead of 36 s on SQLite, where one prepared
//! statement for each row is as fast as anything else.

use std::collections::HashSet;
use std::sync::mpsc::sync_channel;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection, sql_query};

use super::progress::{Progress, timed};
use super::tables::{EventRow, SessionRow, UserRow, events, sessions, users};

/// The number of rows that are made before they are written.
const CHUNK: usize = 5000;

/// One of the two databases.
pub enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A row that both databases take.
pub trait Row: Sized + Send {
    const TABLE: &'static str;
    fn copy(rows: &[Self], connection: &mut PgConnection) -> QueryResult<usize>;
    fn insert(&self, connection: &mut SqliteConnection) -> QueryResult<usize>;
}

macro_rules! row {
    ($($type:ty => $table:ident;)+) => {$(
        impl Row for $type {
            const TABLE: &'static str = stringify!($table);

            fn copy(rows: &[Self], connection: &mut PgConnection) -> QueryResult<usize> {
                diesel::copy_from($table::table).from_insertable(rows).execute(connection)
            }

            fn insert(&self, connection: &mut SqliteConnection) -> QueryResult<usize> {
                diesel::insert_into($table::table).values(self).execute(connection)
            }
        }
    )+};
}

row! {
    UserRow => users;
    SessionRow => sessions;
    EventRow => events;
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    value: String,
}

/// A part of the schema that is dropped before the filling, with the statements that drop it and make it again.
#[derive(QueryableByName)]
struct Definition {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    drop: String,
    #[diesel(sql_type = Text)]
    make: String,
}

/// Primary and unique keys to which nothing refers, foreign keys, and indexes that belong to no key.
const POSTGRES_DEFINITIONS: &str = "
    SELECT conname::text AS name,
           format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
    FROM pg_constraint own
    WHERE conrelid = $1::regclass AND contype IN ('p', 'u', 'f')
      AND NOT EXISTS (SELECT FROM pg_constraint other WHERE other.confrelid = own.conrelid AND other.conindid = own.conindid)
    UNION ALL
    SELECT indexrelid::regclass::text, format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index own
    WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = own.indexrelid)";

const SQLITE_DEFINITIONS: &str = "
    SELECT name, 'DROP INDEX ' || name AS \"drop\", sql AS make
    FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL";

impl Database {
    pub fn open(url: &str) -> Result<Database, String> {
        match url.strip_prefix("sqlite://") {
            Some(path) if std::path::Path::new(path).is_file() => {
                let mut connection = SqliteConnection::establish(path).map_err(|error| error.to_string())?;
                // If the machine crashes, these data may be lost, since they can be made again.
                let pragmas = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
                               PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF";
                connection.batch_execute(pragmas).map_err(|error| error.to_string())?;
                Ok(Database::Sqlite(connection))
            }
            Some(path) => Err(format!("there is no {path}; make it with: doorward migrate --database-url {url}")),
            None => {
                let mut connection = PgConnection::establish(url).map_err(|error| error.to_string())?;
                let settings = "SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2;
                                SET synchronous_commit = off";
                connection.batch_execute(settings).map_err(|error| error.to_string())?;
                Ok(Database::Postgres(connection))
            }
        }
    }

    fn execute(&mut self, sql: &str) -> QueryResult<()> {
        match self {
            Database::Sqlite(connection) => connection.batch_execute(sql),
            Database::Postgres(connection) => connection.batch_execute(sql),
        }
    }

    pub fn number(&mut self, sql: &str) -> QueryResult<u64> {
        let row: Number = match self {
            Database::Sqlite(connection) => sql_query(format!("SELECT ({sql}) AS value")).get_result(connection)?,
            Database::Postgres(connection) => sql_query(format!("SELECT ({sql}) AS value")).get_result(connection)?,
        };
        Ok(u64::try_from(row.value).unwrap_or(0))
    }

    /// Returns all names that are taken.
    pub fn names(&mut self) -> QueryResult<HashSet<String>> {
        let query = sql_query("SELECT username AS value FROM users");
        let rows: Vec<Word> = match self {
            Database::Sqlite(connection) => query.load(connection)?,
            Database::Postgres(connection) => query.load(connection)?,
        };
        Ok(rows.into_iter().map(|row| row.value).collect())
    }

    fn definitions(&mut self, table: &str) -> QueryResult<Vec<Definition>> {
        match self {
            Database::Sqlite(connection) => sql_query(SQLITE_DEFINITIONS).bind::<Text, _>(table).load(connection),
            Database::Postgres(connection) => sql_query(POSTGRES_DEFINITIONS).bind::<Text, _>(table).load(connection),
        }
    }

    /// Writes all rows, while another thread makes them.
    pub fn fill<R: Row>(
        &mut self,
        count: u64,
        keep_indexes: bool,
        rows: impl Iterator<Item = R> + Send,
    ) -> QueryResult<()> {
        let is_empty = self.number(&format!("SELECT COUNT(*) FROM (SELECT 1 FROM {} LIMIT 1) AS one", R::TABLE))? == 0;
        let definitions = if is_empty && !keep_indexes { self.definitions(R::TABLE)? } else { Vec::new() };
        self.execute("BEGIN")?;
        for definition in &definitions {
            self.execute(&definition.drop)?;
        }
        let mut progress = Progress::new(R::TABLE, count);
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<Vec<R>>(4);
            scope.spawn(move || {
                let mut rows = rows;
                loop {
                    let chunk: Vec<R> = rows.by_ref().take(CHUNK).collect();
                    // If writing has failed, the receiver is gone.
                    if chunk.is_empty() || sender.send(chunk).is_err() {
                        return;
                    }
                }
            });
            for chunk in receiver {
                match self {
                    Database::Sqlite(connection) => {
                        chunk.iter().try_for_each(|row| row.insert(connection).map(drop))?;
                    }
                    Database::Postgres(connection) => {
                        R::copy(&chunk, connection)?;
                    }
                }
                progress.advance(chunk.len() as u64);
            }
            QueryResult::Ok(())
        })?;
        progress.finish();
        for definition in &definitions {
            timed(&format!("          {}", definition.name), || self.execute(&definition.make))?;
        }
        self.execute("COMMIT")
    }

    /// Updates the planner's statistics, and empties the journal.
    pub fn settle(&mut self) -> QueryResult<()> {
        match self {
            Database::Sqlite(connection) => connection.batch_execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)"),
            // `VACUUM` cannot run in a transaction. It marks pages as visible to all, which index-only scans need.
            Database::Postgres(connection) => ["users", "sessions", "events"]
                .iter()
                .try_for_each(|table| connection.batch_execute(&format!("VACUUM (ANALYZE) {table}"))),
        }
    }
}
