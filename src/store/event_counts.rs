//! The table `event_counts`: the number of events of each kind within each hour. The code that seals events fills it.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::record::EventKind;
use crate::domain::time::Timestamp;
use crate::schema::event_counts;

/// Returns hour, kind and count from an hour on, in order of time.
pub fn list_since(
    connection: &mut Connection,
    since: Timestamp,
    kinds: &[EventKind],
) -> Result<Vec<(Timestamp, EventKind, i64)>, Error> {
    Ok(event_counts::table
        .filter(event_counts::hour.ge(since))
        .filter(event_counts::kind.eq_any(kinds.to_vec()))
        .order(event_counts::hour)
        .select((event_counts::hour, event_counts::kind, event_counts::events))
        .load(connection)?)
}
