//! The only file that knows that there are two databases.

#![expect(clippy::disallowed_methods, reason = "`establish` is called here, by scheme, and nowhere else")]

use std::path::Path;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::{select, sql};
use diesel::result::{ConnectionError, Error as DieselError};
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::{Connection, PgConnection, QueryResult, RunQueryDsl, SqliteConnection, sql_query};

use super::error::{Error, OpenError, one_line};
use crate::config::DatabaseUrl;
use crate::domain::time::Timestamp;

/// The oldest supported version, written as PostgreSQL does: major version times ten thousand.
const OLDEST_POSTGRES: i64 = 130_000;

/// A connection to either database. One query text serves both.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// A connection to an SQLite file.
    Sqlite(SqliteConnection),
    /// A connection to a PostgreSQL server, which any number of instances may share.
    Postgres(PgConnection),
}

/// Opens a connection. On SQLite it waits for at most `patience` while another one writes.
pub(super) fn open(url: &DatabaseUrl, patience: Duration) -> Result<AnyConnection, OpenError> {
    match url {
        DatabaseUrl::Sqlite(path) => open_sqlite(path, patience).map(AnyConnection::Sqlite),
        DatabaseUrl::Postgres(url) => open_postgres(url.expose()).map(AnyConnection::Postgres),
    }
}

fn open_sqlite(path: &Path, patience: Duration) -> Result<SqliteConnection, OpenError> {
    // The time-out comes first, since changing the journal mode may have to wait for another process.
    let timeout = format!("busy_timeout = {}", patience.as_millis());
    open_file(path, &[&timeout, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"])
}

/// Opens an SQLite file and changes nothing in it, above all not its journal mode. For copies.
pub(super) fn open_as_it_is(path: &Path) -> Result<SqliteConnection, OpenError> {
    open_file(path, &["busy_timeout = 3000"])
}

/// Opens an empty database that disappears when it is closed.
pub(super) fn open_in_memory() -> Result<SqliteConnection, OpenError> {
    SqliteConnection::establish(":memory:").map_err(|error| OpenError(one_line(&error.to_string())))
}

fn open_file(path: &Path, pragmas: &[&str]) -> Result<SqliteConnection, OpenError> {
    let refuse = |reason: String| OpenError(format!("database_url: cannot open {}: {reason}", path.display()));
    // SQLite would create a missing file, but only `create_sqlite` may do that.
    if !path.is_file() {
        return Err(refuse("there is no such file; \"doorward\" or \"doorward migrate\" makes it".into()));
    }
    let name = path.to_str().ok_or_else(|| refuse("its name is not UTF-8".into()))?;
    // A leading "./" makes SQLite read names such as "file:x" and ":memory:" as plain file names.
    let name = if path.is_absolute() { name.to_owned() } else { format!("./{name}") };
    let open = || {
        let mut connection = SqliteConnection::establish(&name).map_err(|error| one_line(&error.to_string()))?;
        // Each pragma runs by itself, because SQLite gives up a batch at the first failure.
        for pragma in pragmas {
            connection.batch_execute(&format!("PRAGMA {pragma}")).map_err(|error| one_line(&error.to_string()))?;
        }
        Ok(connection)
    };
    open().map_err(refuse)
}

fn open_postgres(url: &str) -> Result<PgConnection, OpenError> {
    let mut connection = PgConnection::establish(&with_connect_timeout(url)).map_err(explain_postgres)?;
    connection
        .batch_execute(
            "SET statement_timeout = '10s'; SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = '30s'",
        )
        .map_err(|error| OpenError(format!("database_url: {}", one_line(&error.to_string()))))?;
    Ok(connection)
}

/// Limits the time to connect. A request cannot wait long to learn that the server is unreachable, and libpq's default
/// is minutes.
fn with_connect_timeout(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}connect_timeout=3")
}

fn explain_postgres(error: ConnectionError) -> OpenError {
    let reason = one_line(&error.to_string());
    if reason.contains("SSL support is not compiled in") || (reason.contains("sslmode") && reason.contains("compiled"))
    {
        return OpenError(
            "database_url: this build of Doorward cannot use TLS, which sslmode asks for; \
             build it with --features postgres-tls, or use sslmode=disable on a trusted network"
                .into(),
        );
    }
    let hint = match reason.contains("password authentication failed") {
        true => "; is the password right, and percent-encoded in the URL where it has special characters?",
        false => "",
    };
    OpenError(format!("database_url: cannot connect to PostgreSQL: {reason}{hint}"))
}

/// Creates the database file if it does not exist; only its owner can read it. Does nothing for a server.
///
/// # Errors
/// Fails if the folder does not exist or is not writable.
pub(super) fn create_sqlite(url: &DatabaseUrl) -> Result<(), OpenError> {
    use std::os::unix::fs::OpenOptionsExt;
    let DatabaseUrl::Sqlite(path) = url else { return Ok(()) };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options.open(path).map(drop).map_err(|error| {
        OpenError(format!(
            "database_url: cannot make {}: {error}; make its folder first, or choose another",
            path.display()
        ))
    })
}

impl AnyConnection {
    /// Starts a transaction that will write.
    ///
    /// On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`). A transaction that reads first and then wants to
    /// write fails as soon as another transaction has written in between, no matter how long it would wait.
    pub(super) fn begin_write(&mut self) -> QueryResult<()> {
        match self {
            AnyConnection::Sqlite(connection) => {
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")
            }
            AnyConnection::Postgres(connection) => AnsiTransactionManager::begin_transaction(connection),
        }
    }

    /// Removes the limits on waiting for the rest of this transaction, because a migration may take long.
    pub(super) fn be_patient(&mut self) -> QueryResult<()> {
        match self {
            AnyConnection::Sqlite(_) => Ok(()),
            AnyConnection::Postgres(connection) => {
                connection.batch_execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0")
            }
        }
    }

    /// Waits briefly until no other transaction is adding events, and blocks all such transactions until this one ends.
    /// Returns `false` if one of them takes too long.
    ///
    /// PostgreSQL assigns ids before a transaction commits, so a lower id may appear after a higher one. An insert
    /// locks the table before it takes an id. While such locks are blocked, every id assigned so far belongs to a
    /// transaction that has ended.
    pub(super) fn hold_back_events(&mut self) -> Result<bool, Error> {
        match self {
            // On SQLite no other write transaction can run at the same time.
            AnyConnection::Sqlite(_) => Ok(true),
            AnyConnection::Postgres(connection) => {
                // Inserts queue behind a lock request that waits, so the wait is short. It runs in a savepoint, since a
                // failed lock request would spoil the whole transaction.
                let held = connection.transaction(|connection| {
                    connection.batch_execute("SET LOCAL lock_timeout = '200ms'; LOCK TABLE events IN SHARE MODE")
                });
                match held {
                    Ok(()) => Ok(true),
                    Err(DieselError::DatabaseError(_, reason)) if reason.message().contains("lock timeout") => {
                        Ok(false)
                    }
                    Err(error) => Err(error.into()),
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFacts {
    /// The name and version, such as `PostgreSQL 15.8`.
    pub version: String,
    pub is_supported: bool,
    /// The time of the database server; `None` for SQLite, which uses the clock of this machine.
    pub now: Option<Timestamp>,
}

pub fn server_facts(connection: &mut AnyConnection) -> Result<ServerFacts, Error> {
    match connection {
        AnyConnection::Sqlite(connection) => {
            let version: String = select(sql::<Text>("sqlite_version()")).get_result(connection)?;
            Ok(ServerFacts { version: format!("SQLite {version}"), is_supported: true, now: None })
        }
        AnyConnection::Postgres(connection) => {
            let (version, number, now): (String, i64, Timestamp) = select((
                sql::<Text>("split_part(current_setting('server_version'), ' ', 1)"),
                sql::<BigInt>("CAST(current_setting('server_version_num') AS BIGINT)"),
                sql::<BigInt>("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"),
            ))
            .get_result(connection)?;
            Ok(ServerFacts {
                version: format!("PostgreSQL {version}"),
                is_supported: number >= OLDEST_POSTGRES,
                now: Some(now),
            })
        }
    }
}

/// Work that only one transaction at a time may do, across all instances.
#[derive(Clone, Copy, Debug)]
pub enum Exclusive {
    Migration = 1,
    SigningKeys = 2,
    /// Creation of the first user.
    Setup = 3,
    /// Changes to accounts that affect who can administer.
    Administrators = 4,
    BulkRevocation = 5,
    /// The janitor's marking and deletion of rows whose time is over.
    Janitor = 6,
    /// The sealing of events, and the decision which events are deleted.
    EventSeals = 8,
    /// The events about refused tries.
    Refusals = 9,
}

// The upper half of a lock's key is ours ("door"), so that other programs on the same server do not collide with us.
const NAMESPACE: i64 = 0x646f_6f72 << 32;

/// Takes an exclusive lock until the end of this write transaction; it waits while another transaction holds the lock.
///
/// # Errors
/// Fails if the other transaction takes too long, or the database is unreachable.
pub fn lock(connection: &mut AnyConnection, what: Exclusive) -> Result<(), Error> {
    lock_number(connection, NAMESPACE + what as i64)
}

/// Takes an exclusive lock on a number, whatever the number means.
pub(super) fn lock_number(connection: &mut AnyConnection, number: i64) -> Result<(), Error> {
    match connection {
        // On SQLite no other write transaction can run at the same time.
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(connection) => {
            sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(number).execute(connection)?;
            Ok(())
        }
    }
}

/// Takes an exclusive lock without waiting. Returns `false` if another transaction holds it.
pub fn try_lock(connection: &mut AnyConnection, what: Exclusive) -> Result<bool, Error> {
    match connection {
        // On SQLite no other write transaction can run at the same time.
        AnyConnection::Sqlite(_) => Ok(true),
        AnyConnection::Postgres(connection) => {
            let question =
                select(sql::<Bool>("pg_try_advisory_xact_lock(").bind::<BigInt, _>(NAMESPACE + what as i64).sql(")"));
            Ok(question.get_result(connection)?)
        }
    }
}
