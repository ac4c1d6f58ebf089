//! The actor of a change, and the reasons to refuse one.

use super::active_session::ActiveSession;
use super::budgets::Payer;
use super::fault::Refusal;
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::store::{Connection, Error, sessions};

#[derive(Clone, Debug)]
pub(super) enum Actor {
    /// Doorward does it on its own.
    Doorward,
    /// An operator at the command line, who may do everything. The record names no user.
    Operator,
    SignedIn(ActiveSession),
    /// A user who has just proved with a password or a link that the account is theirs.
    Owner(UserId),
}

/// The actor of a change, and the request that it came with.
#[derive(Clone, Debug)]
pub struct By {
    pub(super) actor: Actor,
    pub(super) context: RequestContext,
    /// Whose budget for writing a change takes from, if the actor is signed in.
    pub(super) payer: Payer,
}

impl By {
    fn new(actor: Actor, context: RequestContext) -> By {
        By { actor, context, payer: Payer::SessionAndAccount }
    }

    /// Doorward itself, possibly because of a request.
    pub fn doorward(context: RequestContext) -> By {
        By::new(Actor::Doorward, context)
    }

    /// An operator at the command line.
    pub fn operator() -> By {
        By::new(Actor::Operator, RequestContext::command_line())
    }

    /// A user with a session.
    pub fn signed_in(session: ActiveSession, context: RequestContext) -> By {
        By::new(Actor::SignedIn(session), context)
    }

    /// A user who keeps their account theirs: gives its password or a code, changes either, or ends its sessions. It takes
    /// from the budget of the present session alone, so a thief who writes in another session keeps nobody from it. Each
    /// of these acts must be bounded for the account in another way: passwords have [limits of their
    /// own](crate::domain::sign_in::throttle), a change of the second factor follows a password that was just given, and
    /// no more sessions end than began.
    pub(super) fn keeping_their_own(session: ActiveSession, context: RequestContext) -> By {
        By { payer: Payer::Session, ..By::signed_in(session, context) }
    }

    /// A user who has just proved that the account is theirs.
    pub(super) fn owner(user: UserId, context: RequestContext) -> By {
        By::new(Actor::Owner(user), context)
    }

    /// The user who began something that continues on its own now, or an operator if there is none.
    pub(super) fn on_behalf_of(user: Option<&UserId>, context: RequestContext) -> By {
        By::new(user.map_or(Actor::Operator, |user| Actor::Owner(user.clone())), context)
    }

    /// Returns the user whom the record names.
    pub(super) fn user(&self) -> Option<&UserId> {
        match &self.actor {
            Actor::Doorward | Actor::Operator => None,
            Actor::SignedIn(session) => Some(&session.user_id),
            Actor::Owner(user) => Some(user),
        }
    }

    /// Returns the reason that is recorded when this actor ends somebody else's session.
    pub(super) const fn revocation_reason(&self) -> RevocationReason {
        match self.actor {
            Actor::Operator => RevocationReason::Operator,
            _ => RevocationReason::Administrator,
        }
    }

    pub(super) fn context(&self) -> &RequestContext {
        &self.context
    }

    /// Checks that an administrator, or the owner of what is read, may go on reading, which may take a while. Refuses an
    /// actor who has been signed out, suspended or made an ordinary user in the meantime.
    pub(super) fn may_read_on(
        &self,
        connection: &mut Connection,
        owner: Option<&UserId>,
    ) -> Result<Result<(), NotAllowed>, Error> {
        let session = match &self.actor {
            Actor::Operator => return Ok(Ok(())),
            Actor::SignedIn(session) => session,
            Actor::Doorward | Actor::Owner(_) => return Ok(Err(NotAllowed::NotAdmin)),
        };
        let found = sessions::find(connection, &session.id)?;
        Ok(match found.filter(|(row, user)| row.revoked_at.is_none() && user.is_active()) {
            Some((_, user)) if owner.map_or(user.is_admin(), |owner| user.id == *owner) => Ok(()),
            Some(_) => Err(NotAllowed::NotAdmin),
            None => Err(SessionOver.into()),
        })
    }
}

/// The session of the actor is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the session is over")]
pub struct SessionOver;

impl Refusal for SessionOver {}

/// The reasons why an actor may no longer administer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    #[error(transparent)]
    SessionOver(#[from] SessionOver),
    #[error("only admins may do this")]
    NotAdmin,
}

impl Refusal for NotAllowed {}
