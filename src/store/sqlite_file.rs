//! SQLite databases as files: copying one, and checking whether it may be replaced.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel::{RunQueryDsl, SqliteConnection};

use super::connection;
use super::error::{OpenError, one_line};

/// Tables that every version of Doorward's schema has had.
pub(super) const TABLES: [&str; 5] = ["users", "sessions", "signing_keys", "events", "__diesel_schema_migrations"];

/// Writes a copy of a database to `to`, which must be empty or not exist. Other connections may read and write
/// meanwhile: the copy shows the database at one moment. Nothing that was deleted before is in the copy.
pub fn copy(from: &Path, to: &Path) -> Result<(), OpenError> {
    let mut connection = connection::open_as_it_is(from)?;
    let name = to.to_str().ok_or_else(|| OpenError(format!("{}: the name is not UTF-8", to.display())))?;
    let statement = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
    connection.batch_execute(&statement).map_err(|error| OpenError(one_line(&error.to_string())))
}

/// Reports that a panic interrupted the copy.
pub fn cut_off() -> OpenError {
    OpenError("the copy was cut off".into())
}

/// Checks that a file is an undamaged database of Doorward. Changes nothing in it.
///
/// # Errors
/// The error describes the problem, phrased to follow the name of the file.
pub fn examine(path: &Path) -> Result<(), OpenError> {
    let mut connection = connection::open_as_it_is(path)?;
    let refuse = |error: diesel::result::Error| OpenError(one_line(&error.to_string()));
    let check = sql::<Text>("SELECT integrity_check FROM pragma_integrity_check");
    let found: Vec<String> = check.load(&mut connection).map_err(refuse)?;
    if let Some(fault) = found.into_iter().find(|found| found != "ok") {
        return Err(OpenError(format!("is damaged: {}", one_line(&fault))));
    }
    let names = sql::<Text>("SELECT name FROM sqlite_master WHERE type = 'table'");
    let tables: Vec<String> = names.load(&mut connection).map_err(refuse)?;
    match TABLES.iter().all(|name| tables.iter().any(|table| table == name)) {
        true => Ok(()),
        false => Err(OpenError("is no database of Doorward".into())),
    }
}

/// Makes a database one file: the content of its journal is written into it, and the journal is deleted.
///
/// # Errors
/// Fails if the file cannot be written, or somebody else has it open.
pub fn settle(path: &Path) -> Result<(), OpenError> {
    leave_wal(&mut connection::open_as_it_is(path)?).map_err(OpenError)
}

/// Exclusive access to a database: nobody else has it open, and nobody can open it to write until this value is
/// dropped. The database is one file.
pub struct Alone {
    _connection: SqliteConnection,
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum NotAlone {
    #[error("the database is in use")]
    InUse,
    /// SQLite cannot read the file, so nobody can tell.
    #[error("{0}")]
    Unreadable(String),
}

/// Takes exclusive access to a database.
///
/// Every connection in write-ahead mode holds a lock for as long as it is open, and a connection can leave that mode
/// only when all others are gone (<https://sqlite.org/wal.html>).
pub fn take(path: &Path) -> Result<Alone, NotAlone> {
    let unreadable = |reason: String| {
        if reason.contains("locked") || reason.contains("busy") {
            NotAlone::InUse
        } else {
            NotAlone::Unreadable(reason)
        }
    };
    let mut connection = connection::open_as_it_is(path).map_err(|error| unreadable(error.to_string()))?;
    leave_wal(&mut connection).map_err(unreadable)?;
    connection.batch_execute("BEGIN EXCLUSIVE").map_err(|error| unreadable(one_line(&error.to_string())))?;
    Ok(Alone { _connection: connection })
}

fn leave_wal(connection: &mut SqliteConnection) -> Result<(), String> {
    let mode = sql::<Text>("PRAGMA journal_mode = DELETE").get_result::<String>(connection);
    if mode.map_err(|error| one_line(&error.to_string()))? == "delete" {
        Ok(())
    } else {
        Err("database is locked".to_owned())
    }
}

/// Returns the files that SQLite may keep beside a database.
pub fn companions(path: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", "-journal"].map(|suffix| beside(path, suffix))
}

/// Returns the path with a suffix added to the file name.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
