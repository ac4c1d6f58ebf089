//! How statements that write are run.

use diesel::query_dsl::methods::ExecuteDsl;

use super::{Connection, Error};

pub(super) trait Statement: ExecuteDsl<Connection> + Sized {
    /// Runs the statement, whatever it changes.
    fn run(self, connection: &mut Connection) -> Result<(), Error> {
        Ok(ExecuteDsl::execute(self, connection).map(drop)?)
    }

    /// Runs the statement, and tells whether it changed exactly one row.
    fn hits(self, connection: &mut Connection) -> Result<bool, Error> {
        Ok(ExecuteDsl::execute(self, connection)? == 1)
    }
}

impl<S: ExecuteDsl<Connection>> Statement for S {}

/// Changes a row, or adds it if it does not exist yet. Diesel has no `ON CONFLICT` that serves both databases.
pub(super) fn upsert(connection: &mut Connection, update: impl Statement, insert: impl Statement) -> Result<(), Error> {
    if update.hits(connection)? {
        return Ok(());
    }
    match insert.run(connection) {
        // Another instance was quicker. When the transaction runs again, it finds that row.
        Err(Error::Duplicate(reason)) => Err(Error::Conflict(reason)),
        outcome => outcome,
    }
}
