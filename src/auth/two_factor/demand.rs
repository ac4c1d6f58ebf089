//! Who must have a second factor and has none is signed in nowhere.

use std::time::Duration;

use crate::auth::Desk;
use crate::auth::revocation::revoke_in;
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::two_factor::TwoFactorPolicy;
use crate::domain::user::User;
use crate::store::{self, Connection, sessions, two_factor};

/// How often sessions from before a demand are looked for; the first time at the start.
pub const INTERVAL: Duration = Duration::from_secs(3600);
/// How many sessions are ended in one transaction, and the pause after it.
const BATCH: i64 = 500;
const PAUSE: Duration = Duration::from_millis(20);

/// Whether an account that must have a second factor has none. Asks nothing while none is demanded.
pub(in crate::auth) fn is_missing_in(
    connection: &mut Connection,
    desk: &Desk,
    user: &User,
) -> Result<bool, store::Error> {
    Ok(desk.settings().two_factor.demands(user.role) && two_factor::find(connection, &user.id)?.is_none())
}

/// Ends a session if its owner lacks what is demanded. Whether it did.
///
/// # Errors
/// When the database is away.
pub async fn end_if_missing(desk: &Desk, id: &SessionId, context: &RequestContext) -> Result<bool, store::Error> {
    if desk.settings().two_factor == TwoFactorPolicy::Optional {
        return Ok(false);
    }
    let (holder, wanted, context) = (desk.clone(), id.clone(), context.clone());
    let write = move |connection: &mut Connection| {
        let Some((_, user)) = sessions::find(connection, &wanted)? else { return Ok(false) };
        if !is_missing_in(connection, &holder, &user)? {
            return Ok(false);
        }
        let (reason, now) = (RevocationReason::TwoFactorDemanded, holder.clock().now());
        revoke_in(connection, &wanted, reason, None, now, &context)?;
        Ok(true)
    };
    let is_missing = desk.store().write(write).await?;
    if is_missing {
        desk.recall().sessions(std::slice::from_ref(id));
    }
    Ok(is_missing)
}

/// Ends the sessions of all who lack what is demanded: those from before it was. In batches, so that no sign-in waits.
///
/// # Errors
/// When the database is away; what is left is done the next time.
pub async fn enforce(desk: &Desk) -> Result<(), store::Error> {
    let only_admins = match desk.settings().two_factor {
        TwoFactorPolicy::Optional => return Ok(()),
        TwoFactorPolicy::Admins => true,
        TwoFactorPolicy::Everyone => false,
    };
    loop {
        let now = desk.clock().now();
        let write = move |connection: &mut Connection| {
            let ids = two_factor::list_sessions_without(connection, only_admins, BATCH)?;
            for id in &ids {
                let reason = RevocationReason::TwoFactorDemanded;
                revoke_in(connection, id, reason, None, now, &RequestContext::background())?;
            }
            Ok(ids)
        };
        let ended = desk.store().write(write).await?;
        desk.recall().sessions(&ended);
        if ended.is_empty() {
            return Ok(());
        }
        log::info!(sessions = ended.len(); "sessions without the second factor that is demanded were ended");
        tokio::time::sleep(PAUSE).await;
    }
}
