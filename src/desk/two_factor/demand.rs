//! Users who must have a second factor and have none: they are signed in nowhere.

use std::time::Duration;

use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::Fault;
use crate::domain::account::{Role, User, Username};
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::sign_in::TwoFactorPolicy;
use crate::store::{self, Connection, sessions, two_factor};

/// The time between two searches for sessions that are older than the demand. The first search is at the start.
pub const INTERVAL: Duration = Duration::from_secs(3600);
/// The number of users who are checked together.
const BATCH: i64 = 500;
/// The number of sessions that one transaction ends.
const SESSIONS_AT_ONCE: usize = 200;

/// Tells whether an account that must have a second factor has none. Runs no query while the settings demand none.
pub(in crate::desk) fn is_missing_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &User,
) -> Result<bool, store::Error> {
    Ok(desk.settings().two_factor.demands(user.role) && two_factor::find(connection, &user.id)?.is_none())
}

/// Ends the session if its owner lacks a required second factor. Returns `true` if it did.
pub async fn end_if_missing(desk: &Desk, id: &SessionId, context: &RequestContext) -> Result<bool, Fault> {
    if desk.settings().two_factor == TwoFactorPolicy::Optional {
        return Ok(false);
    }
    let (desk_clone, wanted) = (desk.clone(), id.clone());
    let look = move |connection: &mut Connection| match sessions::find(connection, &wanted)? {
        Some((_, user)) => is_missing_in(connection, &desk_clone, &user),
        None => Ok(false),
    };
    // Nearly always the factor is there, and a read keeps nobody waiting.
    let is_missing = desk.store().read(look).await?;
    if is_missing {
        end_for_want(desk, id, context).await?;
    }
    Ok(is_missing)
}

/// Ends a session whose owner lacks a required second factor.
pub(in crate::desk) async fn end_for_want(desk: &Desk, id: &SessionId, context: &RequestContext) -> Result<(), Fault> {
    end_in_batches(desk, vec![id.clone()], context).await
}

/// Ends the sessions of all users who lack a required second factor: those from before it was required. Looks for them
/// without blocking anybody, and ends them in small batches. After a failure the next run does the rest.
pub async fn enforce(desk: &Desk) -> Result<(), Fault> {
    let roles = Role::ALL.into_iter().filter(|role| desk.settings().two_factor.demands(*role));
    for role in roles {
        let mut last: Option<Username> = None;
        loop {
            let after = last.clone();
            let read = move |connection: &mut Connection| {
                let users = two_factor::list_users_without(connection, role, after.as_ref(), BATCH)?;
                let ids: Vec<_> = users.iter().map(|(id, _)| id.clone()).collect();
                Ok((sessions::list_live_of(connection, &ids)?, users.last().map(|(_, name)| name.clone())))
            };
            let (sessions, name) = desk.store().read(read).await?;
            if !sessions.is_empty() {
                log::info!(sessions = sessions.len(); "sessions without the second factor that is demanded are ended");
            }
            end_in_batches(desk, sessions, &RequestContext::background()).await?;
            match name {
                Some(name) => last = Some(name),
                None => break,
            }
        }
    }
    Ok(())
}

async fn end_in_batches(desk: &Desk, ids: Vec<SessionId>, context: &RequestContext) -> Result<(), Fault> {
    for batch in ids.chunks(SESSIONS_AT_ONCE) {
        let batch = batch.to_vec();
        let end = desk.write(By::doorward(context.clone()), move |change| {
            batch.iter().try_for_each(|id| change.end(id, RevocationReason::TwoFactorDemanded).map(drop))
        });
        end.await?;
    }
    Ok(())
}
