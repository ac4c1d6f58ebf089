//! The table `task_runs`: when each background task ran last, on whichever instance.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::time::Timestamp;
use crate::schema::task_runs;

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

/// Notes a run.
pub fn record(
    connection: &mut Connection,
    name: &str,
    started_at: Timestamp,
    finished_at: Timestamp,
    outcome: &str,
) -> Result<(), Error> {
    let values = (
        task_runs::started_at.eq(started_at),
        task_runs::finished_at.eq(Some(finished_at)),
        task_runs::outcome.eq(outcome),
    );
    let changed = diesel::update(task_runs::table.find(name)).set(values).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(task_runs::table).values((task_runs::name.eq(name), values)).execute(connection)?;
    }
    Ok(())
}

/// The last run of each task.
pub fn list(connection: &mut Connection) -> Result<Vec<TaskRun>, Error> {
    Ok(task_runs::table.order(task_runs::name).select(TaskRun::as_select()).load(connection)?)
}
