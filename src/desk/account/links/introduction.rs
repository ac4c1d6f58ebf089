//! Making a browser known to an account by a device link. Nobody is signed in by it.

use super::{digest_of, find_user};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::{Failure, Refusal};
use crate::domain::account::{LinkPurpose, User};
use crate::domain::request_context::RequestContext;
use crate::domain::session::Acquaintance;
use crate::store::{account_links, users};

/// The link is wrong, expired, spent or void, or the account may not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this link does not work")]
pub struct LinkClosed;

impl Refusal for LinkClosed {}

/// Spends a device link. Returns the record of the account that the browser is to keep from now on.
///
/// # Errors
/// A link that worked before the failure still works after it.
pub async fn introduce(desk: &Desk, token: &str, context: RequestContext) -> Result<Acquaintance, Failure<LinkClosed>> {
    // A link that does not work costs no write.
    let user = find_user(desk, token, LinkPurpose::Device).await?.ok_or(LinkClosed)?;
    // Whoever has a link that works is no stranger.
    let desk = &desk.for_known();
    let (digest, request_id) = (digest_of(token), context.request_id.clone());
    let acquaintance = desk.change(By::owner(user.id.clone(), context), move |change| {
        // Whatever suspends the account or changes its password voids the link too, and waits for this. So no more
        // locks are needed: at worst the browser keeps the record of a password that is being replaced.
        let spent = account_links::spend(change.connection, &digest, LinkPurpose::Device, change.now)?;
        // It proves nothing of the address that it went to: an admin's session can send one without a password.
        let (id, _) = spent.ok_or(LinkClosed)?;
        let owner = users::find(change.connection, &id)?.filter(User::is_active);
        let owner = owner.ok_or(LinkClosed)?;
        change.record(change.event(LinkPurpose::Device.spent()).about(&owner.id))?;
        Ok(Acquaintance::of(&owner))
    });
    let acquaintance = acquaintance.await?;
    log::info!(request = request_id, user = user.username.as_str(); "a browser was made known by a link");
    Ok(acquaintance)
}
