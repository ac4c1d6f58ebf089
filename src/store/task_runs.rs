//! The table `task_runs`: the last run of each background task, whichever instance did it.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::time::Timestamp;
use crate::schema::task_runs;

/// What a task that went well has to say.
pub const WELL: &str = "well";

/// The last run of a task.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = task_runs)]
pub struct TaskRun {
    /// Which task.
    pub name: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// What came of it.
    pub outcome: String,
}

/// The last run of each task, by name.
pub fn list(connection: &mut Connection) -> Result<Vec<TaskRun>, Error> {
    Ok(task_runs::table.order(task_runs::name).select(TaskRun::as_select()).load(connection)?)
}

/// Notes a run in place of the one before.
pub fn record(
    connection: &mut Connection,
    name: &str,
    started: Timestamp,
    finished: Option<Timestamp>,
    outcome: &str,
) -> Result<(), Error> {
    let run = (task_runs::started_at.eq(started), task_runs::finished_at.eq(finished), task_runs::outcome.eq(outcome));
    if diesel::update(task_runs::table.find(name)).set(run).execute(connection)? > 0 {
        return Ok(());
    }
    match diesel::insert_into(task_runs::table).values((task_runs::name.eq(name), run)).execute(connection) {
        Ok(_) => Ok(()),
        // Another instance noted the first run at the same moment: the transaction finds its row when it is run again.
        Err(error) => match Error::from(error) {
            Error::Duplicate(reason) => Err(Error::Conflict(reason)),
            other => Err(other),
        },
    }
}
