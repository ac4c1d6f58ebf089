//! Names that people give to their own devices.

use super::Desk;
use super::revocation::{ChangeError, hold_session_in};
use super::session::ActiveSession;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::text::is_invisible;
use crate::store::{Connection, events, sessions};

/// A name of at most 40 characters; an empty one takes the name away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(Option<String>);

impl Label {
    /// The longest, in characters.
    pub const MAX_LENGTH: usize = 40;

    /// Reads a name; `None` when it is too long or has characters that cannot be seen.
    pub fn parse(text: &str) -> Option<Label> {
        let text = text.trim();
        (text.chars().count() <= Self::MAX_LENGTH && !text.chars().any(is_invisible))
            .then(|| Label((!text.is_empty()).then(|| text.to_owned())))
    }
}

/// Names a live session of whoever asks. `false` when they have no such session.
///
/// # Errors
/// When the session of whoever asks is over, or the database is away.
pub async fn name(
    desk: &Desk,
    current: &ActiveSession,
    target: &SessionId,
    label: Label,
    context: RequestContext,
) -> Result<bool, ChangeError> {
    let (own, owner, target, now) = (current.id.clone(), current.user_id.clone(), target.clone(), desk.clock().now());
    let holder = desk.clone();
    let write = move |connection: &mut Connection| {
        if !hold_session_in(connection, &holder, &own, now)? {
            return Ok(None);
        }
        if !sessions::set_label(connection, &owner, &target, label.0.as_deref())? {
            return Ok(Some(false));
        }
        let event = NewEvent::new(EventKind::SessionLabelled, now, &context).about(&owner).by(&owner).session(&target);
        events::insert(connection, &event)?;
        Ok(Some(true))
    };
    desk.store().write(write).await?.ok_or(ChangeError::SessionOver)
}
