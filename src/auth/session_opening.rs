//! Opening a session for somebody who has given all that is asked for, within a transaction.

use super::Desk;
use super::revocation::revoke_in;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::user::User;
use crate::store::{Connection, Error, events, sessions};

/// Adds a session, with its event, and ends what has to make room: the one that this browser had, since a browser holds
/// one, and those beyond the most that an account may have. `means` says what was given. Returns what was ended.
pub(super) fn open_in(
    connection: &mut Connection,
    desk: &Desk,
    session: &Session,
    replaced: Option<&SessionId>,
    means: &str,
    context: &RequestContext,
) -> Result<Vec<SessionId>, Error> {
    let (owner, now) = (&session.user_id, session.signed_in_at);
    let mut ended = Vec::new();
    if let Some(replaced) = replaced {
        revoke_in(connection, replaced, RevocationReason::Replaced, Some(owner), now, context)?;
        ended.push(replaced.clone());
    }
    let limit = desk.settings().max_sessions_per_user as usize;
    for surplus in sessions::list_live(connection, owner, now)?.iter().skip(limit.saturating_sub(1)) {
        revoke_in(connection, &surplus.id, RevocationReason::Limit, Some(owner), now, context)?;
        ended.push(surplus.id.clone());
    }
    sessions::insert(connection, session)?;
    let detail = if session.remembered { format!("{means}, kept signed in") } else { means.to_owned() };
    let event = NewEvent::new(EventKind::SignedIn, now, context);
    events::insert(connection, &event.about(owner).by(owner).session(&session.id).detail(detail))?;
    Ok(ended)
}

pub(super) fn log_opened(session: &Session, user: &User, context: &RequestContext) {
    log::info!(
        request = context.request_id, ip = context.ip, user = user.username.as_str(), session = session.id.short();
        "signed in"
    );
}
