//! What is on record about somebody, for themselves.

use std::collections::BTreeSet;

use crate::domain::id::{SessionId, UserId};
use crate::domain::search::{ActivitySearch, EventFilter};
use crate::domain::session::visit::lineage;
use crate::store::{Connection, Error, sessions};

/// Makes the filter of somebody's own events: no search reaches those of anybody else.
pub fn filter_in(connection: &mut Connection, owner: &UserId, search: &ActivitySearch) -> Result<EventFilter, Error> {
    let sessions = match &search.session {
        Some(session) => Some(with_those_before(connection, owner, session)?),
        None => None,
    };
    Ok(EventFilter { search: search.without_session(), owner: Some(owner.clone()), sessions, ..EventFilter::default() })
}

/// Returns a session and those that it has replaced, as far as they are still known: whoever confirms the password goes on
/// in a new one, and means the same.
fn with_those_before(
    connection: &mut Connection,
    owner: &UserId,
    session: &SessionId,
) -> Result<BTreeSet<SessionId>, Error> {
    let named = sessions::list_named(connection, owner, vec![session.to_string()])?;
    let found = named.iter().find(|one| one.id == *session);
    Ok(found.map_or_else(|| BTreeSet::from([session.clone()]), |one| lineage(session, one.signed_in_at, &named)))
}
