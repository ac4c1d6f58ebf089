//! The names that people give to their own devices.

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::Failure;
use crate::domain::id::SessionId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::text::is_invisible;
use crate::store::sessions;

/// A name of at most 40 characters. An empty one removes the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(Option<String>);

impl Label {
    /// In characters.
    pub const MAX_LENGTH: usize = 40;

    /// Returns `None` if the name is too long or has invisible characters.
    pub fn parse(text: &str) -> Option<Label> {
        let text = text.trim();
        (text.chars().count() <= Self::MAX_LENGTH && !text.chars().any(is_invisible))
            .then(|| Label((!text.is_empty()).then(|| text.to_owned())))
    }
}

/// Names a live session of the actor. Returns `false` if the actor has no such session.
pub async fn name(
    desk: &Desk,
    current: &ActiveSession,
    target: &SessionId,
    label: Label,
    context: RequestContext,
) -> Result<bool, Failure<SessionOver>> {
    let (owner, target) = (current.user_id.clone(), target.clone());
    desk.change(By::signed_in(current.clone(), context), move |change| {
        change.demand_session()?;
        let is_named = sessions::set_label(change.connection, &owner, &target, label.0.as_deref())?;
        if is_named {
            change.record(change.event(Event::SessionLabelled).about(&owner).session(&target))?;
        }
        Ok(is_named)
    })
    .await
}
