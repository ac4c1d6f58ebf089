//! Choosing a password with a link: the first password, or a new one.

use super::{digest_of, note_reader};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::{Failure, Refusal};
use crate::desk::password::new_password::{hash_new_password, judge_new_password};
use crate::desk::sign_in::{self, Arrival};
use crate::desk::throttle;
use crate::domain::account::{LinkPurpose, Password, User, WeakPassword};
use crate::domain::id::SessionId;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Acquaintance, RevocationReason};
use crate::domain::sign_in::Door;
use crate::domain::sign_in::throttle::Throttled;
use crate::store::{self, Connection, Exclusive, account_links, code_failures, users};

/// The reasons for refusing to set a password with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// The link is wrong, expired, spent or void, or the account may not sign in.
    #[error("this link does not work")]
    Closed,
    /// The password may not be chosen.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The link was used too often, or too many passwords come from its network.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for LinkRefusal {}

/// Returns the user who owns this link, if the link works now. Spends nothing.
pub async fn find_user(desk: &Desk, token: &str, purpose: LinkPurpose) -> Result<Option<User>, store::Error> {
    let (digest, now) = (digest_of(token), desk.clock().now());
    let read = move |connection: &mut Connection| account_links::find(connection, &digest, purpose, now);
    Ok(desk.store().read(read).await?.map(|(_, user)| user))
}

/// The password that somebody chooses with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The first one, after an invitation.
    First,
    /// A new one. It ends all sessions of the account.
    Another,
}

impl Choice {
    /// Returns the purpose of the links by which it is made.
    pub const fn purpose(self) -> LinkPurpose {
        match self {
            Choice::First => LinkPurpose::Invitation,
            Choice::Another => LinkPurpose::PasswordReset,
        }
    }
}

/// Judges a password without choosing it, for a form in which the two passwords differ, so that the person learns
/// everything at once. It counts as a try of the link.
pub async fn judge_password(
    desk: &Desk,
    token: &str,
    choice: Choice,
    password: Password,
    context: &RequestContext,
) -> Result<(), Failure<LinkRefusal>> {
    let user = find_user(desk, token, choice.purpose()).await?.ok_or(LinkRefusal::Closed)?;
    throttle::spend_link(desk, token, context).await.map_err(Failure::widen)?;
    judge_new_password(desk, Some(user.username.as_str()), password).await.map_err(Failure::widen)
}

/// Sets a password by a link, voids all links of the account, ends its sessions, and signs its owner in, all in one
/// transaction. The link takes the place of the password alone: for an account with a second factor, or one that must have
/// one, the second step follows. `replaced` is the session that the browser has now, whosever it is.
///
/// # Errors
/// A link that worked before the failure still works after it.
pub async fn choose(
    desk: &Desk,
    token: &str,
    choice: Choice,
    password: Password,
    replaced: Option<SessionId>,
    context: RequestContext,
) -> Result<Arrival, Failure<LinkRefusal>> {
    let purpose = choice.purpose();
    // A link that does not work must not cost a hash.
    let user = find_user(desk, token, purpose).await?.ok_or(LinkRefusal::Closed)?;
    throttle::spend_link(desk, token, &context).await.map_err(Failure::widen)?;
    let desk = &desk.for_known();
    let chosen = hash_new_password(desk, &user.username, password).await.map_err(Failure::widen)?;
    let digest = digest_of(token);
    let entered = desk.change(By::owner(user.id.clone(), context.clone()), move |change| {
        // A change that suspends or deletes a user locks the account first and then voids the links. If we took the
        // locks in the other order here, each could wait for the other.
        store::lock(change.connection, Exclusive::Administrators)?;
        let spent = account_links::spend(change.connection, &digest, purpose, change.now)?;
        let (id, mailed_to) = spent.ok_or(LinkRefusal::Closed)?;
        let is_set = match choice {
            Choice::First => users::set_first_password(change.connection, &id, &chosen)?,
            Choice::Another => users::reset_password(change.connection, &id, &chosen)?,
        };
        if !is_set {
            return Err(LinkRefusal::Closed.into());
        }
        // An attacker who guessed codes at sign-ins knew the old password.
        code_failures::forget(change.connection, &id, &[Door::SignIn, Door::KnownDevice])?;
        account_links::void_all(change.connection, &id)?;
        change.end_all_of(&id, None, RevocationReason::PasswordReset)?;
        change.record(change.event(purpose.spent()).about(&id))?;
        note_reader(change, &id, mailed_to.as_ref())?;
        let owner = users::find(change.connection, &id)?.ok_or(LinkRefusal::Closed)?;
        let acquaintance = Acquaintance::of(&owner);
        // After the end of everything earlier, so that this one is left.
        Ok((sign_in::enter(change, owner, false, replaced.as_ref())?, acquaintance))
    });
    let (entry, acquaintance) = entered.await?;
    log::info!(
        request = context.request_id, user = user.username.as_str(), link = purpose.as_str();
        "password chosen by a link"
    );
    sign_in::arrive(desk, entry, acquaintance, &context)
}
