//! Changing the role of a user.

use super::{AccountRefusal, Takes, find_for_change};
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::desk::{Desk, two_factor};
use crate::domain::account::{Role, User};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::session::RevocationReason;
use crate::store::{pending_sign_ins, users};

/// Changes the role of a user, and voids their pending sign-ins. Returns `false` if they have that role already.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::LastAdmin`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn set_role(desk: &Desk, id: UserId, role: Role, by: By) -> Result<bool, Failure<AccountRefusal>> {
    let takes = if role == Role::Admin { Takes::Nothing } else { Takes::AdminAway };
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, takes)?;
        let Some(version) = users::set_role(change.connection, &user.id, role, change.now)? else { return Ok(false) };
        change.outdate(&user.id, version);
        pending_sign_ins::void_all(change.connection, &user.id)?;
        // A user who must have a second factor from now on, and has none, sets one up at the next sign-in.
        let user = User { role, ..user };
        if two_factor::is_missing_in(change.connection, change.desk, &user)? {
            change.end_all_of(&user.id, None, RevocationReason::TwoFactorDemanded)?;
        }
        change.record(change.event(Event::RoleChanged(role)).about(&user.id))?;
        Ok(true)
    })
    .await
}
