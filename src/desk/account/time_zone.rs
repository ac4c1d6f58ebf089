//! The time zone in which somebody reads times.

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::{By, SessionOver};
use crate::desk::fault::Failure;
use crate::domain::request_context::RequestContext;
use crate::domain::time::Zone;
use crate::store::users;

/// Saves the actor's choice; `None` is the zone of the site. It decides nothing but how times are written, so it is no
/// event.
pub async fn choose(
    desk: &Desk,
    session: &ActiveSession,
    zone: Option<Zone>,
    context: RequestContext,
) -> Result<(), Failure<SessionOver>> {
    let owner = session.user_id.clone();
    desk.change(By::signed_in(session.clone(), context), move |change| {
        change.demand_session()?;
        Ok(users::set_time_zone(change.connection, &owner, zone.as_ref().map(Zone::name))?)
    })
    .await
}
