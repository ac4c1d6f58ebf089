//! What a migration cannot compute in SQL: columns that are read off others by our own rules.

use diesel::prelude::*;

use super::{Connection, Error};
use crate::domain::id::SessionId;
use crate::domain::net::network;
use crate::domain::session::device::Device;
use crate::schema::sessions;

/// How many rows are read at a time.
const BATCH: i64 = 1000;

/// Fills `device` and `ip_sortable` of sessions from before there were these columns, in one walk over the table.
pub fn session_lists(connection: &mut Connection) -> Result<(), Error> {
    let mut last = String::new();
    loop {
        let rows: Vec<(SessionId, String, String, String)> = sessions::table
            .filter(sessions::id.gt(&last))
            .order(sessions::id)
            .limit(BATCH)
            .select((sessions::id, sessions::ip, sessions::user_agent, sessions::device))
            .load(connection)?;
        let Some((id, ..)) = rows.last() else { return Ok(()) };
        last = id.to_string();
        for (id, ip, user_agent, _) in rows.iter().filter(|(_, _, _, device)| device.is_empty()) {
            diesel::update(sessions::table.find(id))
                .set((
                    sessions::ip_sortable.eq(network::sortable(ip)),
                    sessions::device.eq(Device::from_user_agent(user_agent).label()),
                ))
                .execute(connection)?;
        }
    }
}
