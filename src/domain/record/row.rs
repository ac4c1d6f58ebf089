//! A row of the table `events`, as it is added and as it is read back.

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::prelude::*;

use super::event::Event;
use super::kind::EventKind;
use crate::domain::id::{SessionId, UserId};
use crate::domain::request_context::{Origin, RequestContext};
use crate::domain::time::Timestamp;
use crate::schema::events;

/// A page may say for so long that something has just been done. Its address alone proves nothing, since anybody can be
/// sent it, but the record does.
const JUST_NOW: Duration = Duration::from_secs(600);

#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = events)]
pub struct NewEvent {
    at: Timestamp,
    kind: EventKind,
    user_id: Option<UserId>,
    actor_id: Option<UserId>,
    session_id: Option<SessionId>,
    ip: String,
    user_agent: String,
    request_id: String,
    detail: Option<String>,
}

impl NewEvent {
    /// Makes the row of an event that happened at `at`, asked for in `context`.
    pub fn new(event: &Event, at: Timestamp, context: &RequestContext) -> NewEvent {
        let (kind, detail) = event.columns();
        NewEvent {
            at,
            kind,
            user_id: None,
            actor_id: None,
            session_id: None,
            ip: context.ip.clone(),
            user_agent: context.user_agent.clone(),
            request_id: context.request_id.clone(),
            detail,
        }
    }

    /// Sets the user whom the event is about.
    pub fn about(self, user: &UserId) -> NewEvent {
        NewEvent { user_id: Some(user.clone()), ..self }
    }

    /// Sets the user who did it.
    pub fn by(self, actor: &UserId) -> NewEvent {
        NewEvent { actor_id: Some(actor.clone()), ..self }
    }

    /// Sets the session in which it happened, or which it is about.
    pub fn session(self, session: &SessionId) -> NewEvent {
        NewEvent { session_id: Some(session.clone()), ..self }
    }
}

/// A row of `events` exactly as it is stored. It can be read even if somebody has altered it, so that the chain can be
/// checked and the list shown in any case.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct EventRow {
    pub id: i64,
    pub at: Timestamp,
    /// The word of an [`EventKind`].
    pub kind: String,
    /// The user whom the event is about.
    pub user_id: Option<String>,
    /// The user who did it.
    pub actor_id: Option<String>,
    /// The session in which it happened, or which it is about.
    pub session_id: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// Connects the event with log lines.
    pub request_id: Option<String>,
    /// The detail that [`Event::columns`] returns.
    pub detail: Option<String>,
}

impl EventRow {
    /// Reads the event. Returns `None` if another version of Doorward, or somebody by hand, wrote it differently.
    pub fn event(&self) -> Option<Event> {
        Event::read(EventKind::parse(&self.kind)?, self.detail.as_deref())
    }

    pub fn is_of_one(&self, sessions: &BTreeSet<SessionId>) -> bool {
        self.session_id.as_deref().and_then(SessionId::parse).is_some_and(|id| sessions.contains(&id))
    }

    /// Tells whether this is an event of this kind that has just happened.
    pub fn is_fresh(&self, kind: EventKind, now: Timestamp) -> bool {
        EventKind::parse(&self.kind) == Some(kind) && is_just_now(self.at, now)
    }

    /// Tells where the change was asked for.
    pub fn origin(&self) -> Origin {
        self.request_id.as_deref().map_or(Origin::Request, Origin::of)
    }
}

/// The clocks of two instances may differ a little.
pub fn is_just_now(at: Timestamp, now: Timestamp) -> bool {
    now < at.plus(JUST_NOW) && at < now.plus(JUST_NOW)
}
