//! The append-only table `events`. There is no function that changes or deletes a row.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::event::{Event, NewEvent};
use crate::domain::id::UserId;
use crate::schema::events;

/// Adds one, in the transaction of what it tells of.
pub fn insert(connection: &mut Connection, event: &NewEvent) -> Result<(), Error> {
    diesel::insert_into(events::table).values(event).execute(connection)?;
    Ok(())
}

/// What was last recorded about a user, newest first, at most `limit`.
pub fn list_recent(connection: &mut Connection, user: &UserId, limit: i64) -> Result<Vec<Event>, Error> {
    Ok(events::table
        .filter(events::user_id.eq(user))
        .order(events::id.desc())
        .limit(limit)
        .select(Event::as_select())
        .load(connection)?)
}
