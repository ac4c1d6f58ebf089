//! Decides whether to admit somebody with an accepted access token, by the present state of the database. That state is
//! read once: the request keeps what a guard has found.

use std::time::Duration;

use crate::desk::active_session::ActiveSession;
use crate::desk::by::{NotAllowed, SessionOver};
use crate::desk::fault::Failure;
use crate::desk::{Desk, two_factor};
use crate::domain::account::User;
use crate::domain::request_context::RequestContext;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, sessions};

/// An entered password counts for this long.
pub const CONFIRMED_FOR: Duration = Duration::from_secs(15 * 60);
/// An entered password counts for only this long before the most serious changes, if the form of the change cannot ask
/// for it.
pub const JUST_CONFIRMED_FOR: Duration = Duration::from_secs(2 * 60);

/// A signed-in user, with their present rows in the database.
#[derive(Clone, Debug)]
pub struct Admitted {
    pub session: ActiveSession,
    pub(in crate::desk) row: Session,
    pub(in crate::desk) user: User,
    has_second_factor: bool,
}

/// The requirements that a user must meet before an important change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The password is required, because it was not entered in this session, at login or later, within
    /// [`CONFIRMED_FOR`].
    pub password: bool,
    /// The password must come with a code.
    pub code: bool,
    /// The password was entered within [`JUST_CONFIRMED_FOR`].
    pub is_just_entered: bool,
}

impl Admitted {
    pub fn need(&self, now: Timestamp) -> Need {
        let confirmed_at = self.row.password_confirmed_at;
        // A time in the future proves nothing.
        let is_within = |span| now.since(confirmed_at) < span && confirmed_at.since(now) < span;
        Need {
            password: !is_within(CONFIRMED_FOR),
            code: self.has_second_factor,
            is_just_entered: is_within(JUST_CONFIRMED_FOR),
        }
    }
}

/// Refuses if the session has been ended or its owner suspended.
pub async fn admit(desk: &Desk, session: &ActiveSession) -> Result<Admitted, Failure<SessionOver>> {
    let id = session.id.clone();
    let read = move |connection: &mut Connection| {
        let Some((row, user)) = sessions::find(connection, &id)? else { return Ok(None) };
        let has_second_factor = store::two_factor::find(connection, &user.id)?.is_some();
        Ok(Some((row, user, has_second_factor)))
    };
    let found = desk.store().read(read).await?;
    let live = found.filter(|(row, user, _)| row.revoked_at.is_none() && user.is_active());
    let Some((row, user, has_second_factor)) = live else {
        // The session was ended elsewhere within this second, and no other request may accept its token any more.
        desk.recall().sessions(std::slice::from_ref(&session.id));
        return Err(SessionOver.into());
    };
    Ok(Admitted { session: session.clone(), row, user, has_second_factor })
}

/// Admits administrators, and ends the session of one who must have a second factor and has none.
pub async fn admit_admin(
    desk: &Desk,
    session: &ActiveSession,
    context: &RequestContext,
) -> Result<Admitted, Failure<NotAllowed>> {
    let admitted = admit(desk, session).await.map_err(Failure::widen)?;
    let Admitted { row, user, has_second_factor, .. } = &admitted;
    if row.end(desk.clock().now()).is_some() {
        return Err(NotAllowed::from(SessionOver).into());
    }
    if !has_second_factor && desk.settings().two_factor.demands(user.role) {
        two_factor::end_for_want(desk, &session.id, context).await?;
        return Err(NotAllowed::from(SessionOver).into());
    }
    if !user.is_admin() {
        log::warn!(request = context.request_id, user = user.username.as_str(); "administrators only: refused");
        return Err(NotAllowed::NotAdmin.into());
    }
    Ok(admitted)
}
