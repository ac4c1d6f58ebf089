//! Who asks for a change, and why they may not.

use super::active_session::ActiveSession;
use super::fault::Refusal;
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::store::{Connection, Error, sessions};

/// Who asks for a change.
#[derive(Clone, Debug)]
pub(super) enum Actor {
    /// Nobody: Doorward does it by itself.
    Doorward,
    /// An operator at the command line, who may do everything and is nobody in the record.
    Operator,
    /// Somebody by their session.
    SignedIn(ActiveSession),
    /// Somebody who has just shown by a password or a link whose account it is.
    Owner(UserId),
}

/// Who asks for a change, and where the request came from.
#[derive(Clone, Debug)]
pub struct By {
    pub(super) actor: Actor,
    pub(super) context: RequestContext,
}

impl By {
    /// Doorward itself, perhaps on account of a request.
    pub fn doorward(context: RequestContext) -> By {
        By { actor: Actor::Doorward, context }
    }

    /// An operator at the command line.
    pub fn operator() -> By {
        By { actor: Actor::Operator, context: RequestContext::command_line() }
    }

    /// Somebody who is signed in.
    pub fn signed_in(session: ActiveSession, context: RequestContext) -> By {
        By { actor: Actor::SignedIn(session), context }
    }

    /// Somebody who has just shown whose account it is.
    pub(super) fn owner(user: UserId, context: RequestContext) -> By {
        By { actor: Actor::Owner(user), context }
    }

    /// Whoever asked for something that goes on by itself now: this user, or an operator.
    pub(super) fn on_behalf_of(user: Option<&UserId>, context: RequestContext) -> By {
        By { actor: user.map_or(Actor::Operator, |user| Actor::Owner(user.clone())), context }
    }

    /// Whom the record names.
    pub(super) fn user(&self) -> Option<&UserId> {
        match &self.actor {
            Actor::Doorward | Actor::Operator => None,
            Actor::SignedIn(session) => Some(&session.user_id),
            Actor::Owner(user) => Some(user),
        }
    }

    /// Why a session is over that they ended and that is somebody else's.
    pub(super) const fn revocation_reason(&self) -> RevocationReason {
        match self.actor {
            Actor::Operator => RevocationReason::Operator,
            _ => RevocationReason::Administrator,
        }
    }

    /// The request.
    pub(super) fn context(&self) -> &RequestContext {
        &self.context
    }

    /// Makes sure that an admin may go on reading, which may take a while: whoever has been signed out, suspended or made
    /// a user since is refused.
    pub(super) fn may_read_on(&self, connection: &mut Connection) -> Result<Result<(), NotAllowed>, Error> {
        let session = match &self.actor {
            Actor::Operator => return Ok(Ok(())),
            Actor::SignedIn(session) => session,
            Actor::Doorward | Actor::Owner(_) => return Ok(Err(NotAllowed::NotAdmin)),
        };
        let found = sessions::find(connection, &session.id)?;
        let live = found.filter(|(row, user)| row.revoked_at.is_none() && user.is_active());
        Ok(match live {
            Some((_, user)) if user.is_admin() => Ok(()),
            Some(_) => Err(NotAllowed::NotAdmin),
            None => Err(SessionOver.into()),
        })
    }
}

/// The session of whoever asks is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the session is over")]
pub struct SessionOver;

impl Refusal for SessionOver {}

/// Why an admin may not do something any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// They are signed out.
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    /// They are no admin.
    #[error("only admins may do this")]
    NotAdmin,
}

impl Refusal for NotAllowed {}
