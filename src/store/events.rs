//! The append-only table `events`. There is no function that changes or deletes a row.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::event::{Event, EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::schema::events;

/// Adds one, in the transaction of what it tells of.
pub fn insert(connection: &mut Connection, event: &NewEvent) -> Result<(), Error> {
    diesel::insert_into(events::table).values(event).execute(connection)?;
    Ok(())
}

/// What was last recorded about a user, newest first, at most `limit`. Without renewals, which would hide the rest.
pub fn list_recent(connection: &mut Connection, user: &UserId, limit: i64) -> Result<Vec<Event>, Error> {
    Ok(events::table
        .filter(events::user_id.eq(user))
        .filter(events::kind.ne(EventKind::SessionRenewed))
        .order(events::id.desc())
        .limit(limit)
        .select(Event::as_select())
        .load(connection)?)
}

/// The address of the last failed sign-in by this user agent, looked for among the last `limit` failures.
pub fn find_failure_by(connection: &mut Connection, user_agent: &str, limit: i64) -> Result<Option<String>, Error> {
    let recent: Vec<(Option<String>, Option<String>)> = events::table
        .filter(events::kind.eq(EventKind::SignInFailed))
        .order(events::id.desc())
        .limit(limit)
        .select((events::user_agent, events::ip))
        .load(connection)?;
    Ok(recent.into_iter().find(|(agent, _)| agent.as_deref() == Some(user_agent)).and_then(|(_, ip)| ip))
}
