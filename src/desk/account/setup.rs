//! The creation of the first administrator. A one-time code is printed while there is no user, and the creation spends
//! it and signs its administrator in.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{insert, new_user};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::desk::password::new_password::{hash_new_password, judge_new_password};
use crate::desk::sign_in::{self, Arrival};
use crate::desk::throttle;
use crate::desk::token::one_time_token::{self, digest_of};
use crate::domain::account::{Password, Role, User, Username, WeakPassword};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::session::Acquaintance;
use crate::domain::sign_in::throttle::Throttled;
use crate::store::{self, Connection, Exclusive, setup_codes, users};

/// A code works for this long. A restart prints a new one.
pub const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// The reasons for refusing to create the first administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupRefusal {
    /// The code is wrong, expired or spent, or a user exists already.
    #[error("this setup link does not work")]
    Closed,
    /// The password may not be chosen.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The code was used too often, or too many passwords come from its network.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for SetupRefusal {}

/// Tells whether there is no account yet. Asks the database until it has seen one.
pub async fn is_needed(desk: &Desk) -> Result<bool, store::Error> {
    if desk.has_account().load(Ordering::Relaxed) {
        return Ok(false);
    }
    let is_any = desk.store().read(users::is_any).await?;
    desk.has_account().fetch_or(is_any, Ordering::Relaxed);
    Ok(!is_any)
}

/// Makes a fresh code of 256 bits, if there is no user yet. Only its digest is stored.
pub async fn create_code(desk: &Desk) -> Result<Option<Secret<String>>, Fault> {
    let code = one_time_token::fresh();
    let digest = digest_of(&code);
    let is_created = desk.write(By::operator(), move |change| {
        if users::is_any(change.connection)? {
            return Ok(false);
        }
        setup_codes::insert(change.connection, &digest, change.now.plus(LIFETIME), change.now)?;
        change.record(change.event(Event::SetupLinkCreated))?;
        Ok(true)
    });
    Ok(is_created.await?.then(|| Secret::new(code)))
}

/// Tells whether this code would create the first administrator now. Spends nothing.
pub async fn is_open(desk: &Desk, code: &str) -> Result<bool, store::Error> {
    let (digest, now) = (digest_of(code), desk.clock().now());
    let read = move |connection: &mut Connection| {
        Ok(!users::is_any(connection)? && setup_codes::is_open(connection, &digest, now)?)
    };
    desk.store().read(read).await
}

/// Judges a password without creating anything, for a form whose other fields are wrong, so that the person learns
/// everything at once. It counts as a try of the code.
pub async fn judge_password(
    desk: &Desk,
    code: &str,
    username: Option<&Username>,
    password: Password,
    context: &RequestContext,
) -> Result<(), Failure<SetupRefusal>> {
    if !is_open(desk, code).await? {
        return Err(SetupRefusal::Closed.into());
    }
    throttle::spend_link(desk, code, context).await.map_err(Failure::widen)?;
    judge_new_password(desk, username.map(Username::as_str), password).await.map_err(Failure::widen)
}

/// Creates the first administrator, spends the code, and signs the administrator in, or begins the second step where one
/// is demanded: in one transaction, so that nobody has an account without the session. Exactly one of several simultaneous
/// attempts succeeds. `replaced` is the session that the browser has now.
pub async fn create_first_admin(
    desk: &Desk,
    code: &str,
    username: Username,
    password: Password,
    replaced: Option<SessionId>,
    context: RequestContext,
) -> Result<Arrival, Failure<SetupRefusal>> {
    // A wrong code must not cost a hash.
    if !is_open(desk, code).await? {
        return Err(SetupRefusal::Closed.into());
    }
    throttle::spend_link(desk, code, &context).await.map_err(Failure::widen)?;
    let desk = &desk.for_known();
    let chosen = hash_new_password(desk, &username, password).await.map_err(Failure::widen)?;
    let (digest, id) = (digest_of(code), UserId::generate());
    let entered = desk.change(By::owner(id.clone(), context.clone()), move |change| {
        store::lock(change.connection, Exclusive::Setup)?;
        if users::is_any(change.connection)? || !setup_codes::spend(change.connection, &digest, change.now)? {
            return Err(SetupRefusal::Closed.into());
        }
        let user = User { id: id.clone(), ..new_user(username.clone(), Role::Admin, Some(&chosen), change.now) };
        insert(change, &user)?;
        let acquaintance = Acquaintance::of(&user);
        Ok((sign_in::enter(change, user, false, replaced.as_ref())?, acquaintance))
    });
    let (entry, acquaintance) = entered.await?;
    sign_in::arrive(desk, entry, acquaintance, &context)
}
