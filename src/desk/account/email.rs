//! Setting or removing the e-mail address of an account.

use super::{AccountRefusal, Takes, find_for_change};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::Failure;
use crate::domain::account::Email;
use crate::domain::id::UserId;
use crate::domain::record::{EmailChange, Event};
use crate::store::{account_links, pending_sign_ins, users};

/// Sets or removes the e-mail address of an account. Nobody has proved that the address belongs to the user, so it is
/// never used to sign in. Pending links are voided, since they may have gone to the old address, and so are pending
/// sign-ins. Returns `false` if this address was set already.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], [`AccountRefusal::NotAllowed`], or a fault.
pub async fn set_email(desk: &Desk, id: UserId, email: Option<Email>, by: By) -> Result<bool, Failure<AccountRefusal>> {
    desk.change(by, move |change| {
        let user = find_for_change(change, &id, Takes::Nothing)?;
        if user.email == email {
            return Ok(false);
        }
        users::set_email(change.connection, &user.id, email.as_ref())?;
        account_links::void_all(change.connection, &user.id)?;
        pending_sign_ins::void_all(change.connection, &user.id)?;
        let done = if email.is_some() { EmailChange::Noted } else { EmailChange::TakenAway };
        change.record(change.event(Event::EmailChanged(done)).about(&user.id))?;
        Ok(true)
    })
    .await
}
