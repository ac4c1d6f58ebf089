//! What can go wrong with a database.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A query that failed. None of these says anything about a session: the caller answers "try again", not "no".
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// No connection, or none free in time.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The query was given up because it took too long.
    #[error("the database is not available: {0}")]
    OutOfTime(String),
    /// Another transaction was in the way; the whole transaction may be tried again.
    #[error("the transaction lost against another: {0}")]
    Conflict(String),
    /// A row with this unique value is there already.
    #[error("a row with this value exists already: {0}")]
    Duplicate(String),
    /// The database refused the query.
    #[error("the database refused a query: {0}")]
    Refused(String),
    /// The schema is not what the migrations make, or cannot be compared with that.
    #[error("{0}")]
    Altered(String),
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Error {
        let text = one_line(&error.to_string());
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Error::Duplicate(text),
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Error::Conflict(text),
            DieselError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                _,
            )
            | DieselError::BrokenTransactionManager => Error::Unavailable(text),
            // Diesel has no kinds for these and hands on no codes, only the sentences of the databases. A deadlock may be tried
            // again; who has waited for a lock has waited enough.
            _ if text.contains("deadlock detected") => Error::Conflict(text),
            _ if text.contains("statement timeout") => Error::OutOfTime(text),
            _ if ["lock timeout", "database is locked"].iter().any(|known| text.contains(known)) => {
                Error::Unavailable(text)
            }
            _ => Error::Refused(text),
        }
    }
}

/// A database that could not be opened, with what to do about it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(pub(super) String);

impl OpenError {
    /// A query that failed while a database was made ready.
    pub fn of(error: &Error) -> OpenError {
        OpenError(error.to_string())
    }

    /// A server where a file was meant.
    pub fn of_server() -> OpenError {
        OpenError("database_url: this is a server, not a file".into())
    }
}

/// Database messages come in several lines; logs and start-up errors are one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
