//! Choosing a password by a link: the first one, or a new one.

use super::digest_of;
use crate::auth::Desk;
use crate::auth::accounts::{AccountError, hash_new_password};
use crate::auth::revocation::revoke_others_in;
use crate::domain::account_link::LinkPurpose;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::password::Password;
use crate::domain::request_context::RequestContext;
use crate::domain::session::RevocationReason;
use crate::domain::user::User;
use crate::store::{self, Connection, Exclusive, account_links, events, users};

/// Why no password is chosen.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LinkError {
    /// The link is wrong, too old, spent or void, or the account may not sign in.
    #[error("this link does not work")]
    Closed,
    /// The password may not be chosen, or a fault.
    #[error(transparent)]
    Account(#[from] AccountError),
}

/// Whose link this is, if it works now. Spends nothing.
///
/// # Errors
/// When the database is away.
pub async fn find_user(desk: &Desk, token: &str, purpose: LinkPurpose) -> Result<Option<User>, store::Error> {
    let (digest, now) = (digest_of(token), desk.clock().now());
    desk.store().read(move |connection| account_links::find_user(connection, &digest, purpose, now)).await
}

/// Sets the first password of an invited person. Signs nobody in.
///
/// # Errors
/// [`LinkError::Closed`], a weak password, or a fault; the link then works as before.
pub async fn accept_invitation(
    desk: &Desk,
    token: &str,
    password: Password,
    context: RequestContext,
) -> Result<(), LinkError> {
    choose(desk, token, LinkPurpose::Invitation, password, context).await
}

/// Sets a new password, ends all sessions and voids all links of the account. Signs nobody in.
///
/// # Errors
/// As [`accept_invitation`].
pub async fn complete_password_reset(
    desk: &Desk,
    token: &str,
    password: Password,
    context: RequestContext,
) -> Result<(), LinkError> {
    choose(desk, token, LinkPurpose::PasswordReset, password, context).await
}

async fn choose(
    desk: &Desk,
    token: &str,
    purpose: LinkPurpose,
    password: Password,
    context: RequestContext,
) -> Result<(), LinkError> {
    // A link that does not work must not cost a hash.
    let Some(user) = find_user(desk, token, purpose).await.map_err(AccountError::from)? else {
        return Err(LinkError::Closed);
    };
    let hash = hash_new_password(desk, &user.username, password).await?;
    let (digest, now) = (digest_of(token), desk.clock().now());
    let request_id = context.request_id.clone();
    let write = move |connection: &mut Connection| {
        // Whoever suspends or deletes somebody locks the account first and then voids the links; in the other order
        // here, each could wait for the other.
        store::lock(connection, Exclusive::Administrators)?;
        let Some(id) = account_links::spend(connection, &digest, purpose, now)? else { return Ok(None) };
        let is_set = match purpose {
            LinkPurpose::Invitation => users::set_first_password(connection, &id, &hash)?,
            LinkPurpose::PasswordReset => users::reset_password(connection, &id, &hash)?,
        };
        if !is_set {
            return Ok(None);
        }
        account_links::void_all(connection, &id)?;
        let reason = RevocationReason::PasswordReset;
        let ended = revoke_others_in(connection, &id, None, reason, Some(&id), now, &context)?;
        let kind = match purpose {
            LinkPurpose::Invitation => EventKind::InvitationAccepted,
            LinkPurpose::PasswordReset => EventKind::PasswordResetCompleted,
        };
        events::insert(connection, &NewEvent::new(kind, now, &context).about(&id).by(&id))?;
        Ok(Some(ended))
    };
    let ended = desk.store().write(write).await.map_err(AccountError::from)?.ok_or(LinkError::Closed)?;
    desk.recall().sessions(&ended);
    log::info!(
        request = request_id, user = user.username.as_str(), link = purpose.as_str();
        "password chosen by a link"
    );
    Ok(())
}
