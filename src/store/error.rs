//! The errors of a database.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A query that failed. No such error says anything about a session, so the caller answers "try again", not "no".
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// There is no connection, or none became free in time.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Strangers use all connections that they may have, and none became free in time. Nothing was done.
    #[error("the database is not available: too many strangers ask for a connection")]
    Crowded,
    /// The query was cancelled because it took too long.
    #[error("the database is not available: {0}")]
    OutOfTime(String),
    /// Another transaction was in the way. The whole transaction may be tried again.
    #[error("the transaction lost against another: {0}")]
    Conflict(String),
    /// A row with this unique value exists already.
    #[error("a row with this value exists already: {0}")]
    Duplicate(String),
    /// The database refused the query.
    #[error("the database refused a query: {0}")]
    Refused(String),
    /// The schema differs from the result of the migrations, or cannot be compared with it.
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
            // Diesel has no error kinds for these and passes on no codes, only the sentences of the databases. A deadlock
            // may be tried again, but a request that has waited for a lock has waited long enough.
            _ if text.contains("deadlock detected") => Error::Conflict(text),
            _ if text.contains("statement timeout") => Error::OutOfTime(text),
            _ if ["lock timeout", "database is locked"].iter().any(|known| text.contains(known)) => {
                Error::Unavailable(text)
            }
            _ => Error::Refused(text),
        }
    }
}

/// A database could not be opened; the message says what to do about it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(pub(super) String);

impl OpenError {
    /// Converts the error of a query that failed while the database was being prepared.
    pub fn of(error: &Error) -> OpenError {
        OpenError(error.to_string())
    }

    /// Reports a server URL in a place where a file is required.
    pub fn of_server() -> OpenError {
        OpenError("database_url: this is a server, not a file".into())
    }
}

/// Joins the lines of a database message: logs and start-up errors have one line each.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
