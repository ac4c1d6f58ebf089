//! Who changes something: an admin by their session, or an operator at the command line.

use super::Desk;
use super::revocation::{ChangeError, hold_session_in};
use super::session::ActiveSession;
use crate::domain::event::NewEvent;
use crate::domain::id::UserId;
use crate::domain::session::RevocationReason;
use crate::domain::time::Timestamp;
use crate::domain::user::Role;
use crate::store::{Connection, Error, sessions, users};

/// Somebody who may change what is not their own.
#[derive(Clone, Debug)]
pub enum Actor {
    /// An operator at the command line, who may do everything and is nobody in the record.
    Operator,
    /// An admin.
    Administrator(ActiveSession),
}

impl Actor {
    /// The admin; an operator is nobody.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Actor::Operator => None,
            Actor::Administrator(session) => Some(&session.user_id),
        }
    }

    /// The session by which they act.
    pub fn session(&self) -> Option<&ActiveSession> {
        match self {
            Actor::Operator => None,
            Actor::Administrator(session) => Some(session),
        }
    }

    /// Why a session is over that they ended.
    pub const fn revocation_reason(&self) -> RevocationReason {
        match self {
            Actor::Operator => RevocationReason::Operator,
            Actor::Administrator(_) => RevocationReason::Administrator,
        }
    }

    /// The event, done by them.
    pub(super) fn sign(&self, event: NewEvent) -> NewEvent {
        match self.user() {
            Some(user) => event.by(user),
            None => event,
        }
    }

    /// Makes sure within a transaction that they may still do this: what an access token or an earlier query said may
    /// be a moment old. Every admin verb begins with this, after whatever lock it takes. `Some` when they may not.
    pub(super) fn refusal_in(
        &self,
        connection: &mut Connection,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Option<ChangeError>, Error> {
        let Actor::Administrator(session) = self else { return Ok(None) };
        if !hold_session_in(connection, desk, &session.id, now)? {
            return Ok(Some(ChangeError::SessionOver));
        }
        Ok((!users::is_active_admin(connection, &session.user_id)?).then_some(ChangeError::NotAdmin))
    }

    /// The same for reading that goes on for a while: whoever has been signed out, suspended or made a user since is
    /// refused. `Some` when they may not.
    pub(super) fn refusal_while_reading(&self, connection: &mut Connection) -> Result<Option<ChangeError>, Error> {
        let Actor::Administrator(session) = self else { return Ok(None) };
        Ok(match sessions::find(connection, &session.id)? {
            Some((row, user)) if row.revoked_at.is_none() && user.is_active() => {
                (user.role != Role::Admin).then_some(ChangeError::NotAdmin)
            }
            _ => Some(ChangeError::SessionOver),
        })
    }
}
