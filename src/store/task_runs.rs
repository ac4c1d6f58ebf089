//! The table `task_runs`: the last run of each background task, no matter which instance ran it.

use diesel::prelude::*;

use super::statement::upsert;
use super::{Connection, Error};
use crate::domain::time::Timestamp;
use crate::schema::task_runs;

/// The outcome of a task without errors.
pub const WELL: &str = "well";

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = task_runs)]
pub struct TaskRun {
    pub name: String,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// [`WELL`], what the task has to tell, or the error message.
    pub outcome: String,
}

/// Returns the last run of each task, sorted by name.
pub fn list(connection: &mut Connection) -> Result<Vec<TaskRun>, Error> {
    Ok(task_runs::table.order(task_runs::name).select(TaskRun::as_select()).load(connection)?)
}

/// Saves a run in place of the one before.
pub fn record(
    connection: &mut Connection,
    name: &str,
    started: Timestamp,
    finished: Option<Timestamp>,
    outcome: &str,
) -> Result<(), Error> {
    let run = (task_runs::started_at.eq(started), task_runs::finished_at.eq(finished), task_runs::outcome.eq(outcome));
    upsert(
        connection,
        diesel::update(task_runs::table.find(name)).set(run),
        diesel::insert_into(task_runs::table).values((task_runs::name.eq(name), run)),
    )
}
