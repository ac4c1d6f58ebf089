//! Names that people give to their own devices.

use super::Desk;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::{SessionId, UserId};
use crate::domain::request_context::RequestContext;
use crate::store::{Connection, Error, events, sessions};

/// A name of at most 40 characters; an empty one takes the name away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(Option<String>);

impl Label {
    /// The longest, in characters.
    pub const MAX_LENGTH: usize = 40;

    /// Reads a name; `None` when it is too long.
    pub fn parse(text: &str) -> Option<Label> {
        let text = text.trim();
        (text.chars().count() <= Self::MAX_LENGTH).then(|| Label((!text.is_empty()).then(|| text.to_owned())))
    }
}

/// Names a live session of this user. `false` when they have no such session.
///
/// # Errors
/// When the database is away.
pub async fn name(
    desk: &Desk,
    session: &SessionId,
    owner: &UserId,
    label: Label,
    context: RequestContext,
) -> Result<bool, Error> {
    let (session, owner, now) = (session.clone(), owner.clone(), desk.clock().now());
    let write = move |connection: &mut Connection| {
        if !sessions::set_label(connection, &owner, &session, label.0.as_deref())? {
            return Ok(false);
        }
        let event = NewEvent::new(EventKind::SessionLabelled, now, &context).about(&owner).by(&owner).session(&session);
        events::insert(connection, &event)?;
        Ok(true)
    };
    desk.store().write(write).await
}
