//! The first admin: a one-time code is printed while there is no user, and spent by making one.

use std::time::Duration;

use super::Desk;
use super::accounts::{AccountError, hash_new_password, insert_in, new_user};
use super::actor::Actor;
use super::one_time_token::{self, digest_of};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::password::Password;
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::user::{Role, User};
use crate::domain::username::Username;
use crate::store::{self, Connection, Exclusive, events, setup_codes, users};

/// How long a code works. A restart prints a new one.
pub const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// Why the first admin is not made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SetupError {
    /// The code is wrong, too old, or spent; or there is a user already.
    #[error("this setup link does not work")]
    Closed,
    /// The password may not be chosen, or a fault.
    #[error(transparent)]
    Account(#[from] AccountError),
}

/// A fresh code of 256 bits, if there is no user yet. Only its digest is stored.
///
/// # Errors
/// When the database is away.
pub async fn create_code(desk: &Desk) -> Result<Option<Secret<String>>, store::Error> {
    let code = one_time_token::fresh();
    let (digest, now) = (digest_of(&code), desk.clock().now());
    let event = NewEvent::new(EventKind::SetupLinkCreated, now, &RequestContext::command_line());
    let write = move |connection: &mut Connection| {
        if users::is_any(connection)? {
            return Ok(false);
        }
        setup_codes::insert(connection, &digest, now.plus(LIFETIME), now)?;
        events::insert(connection, &event)?;
        Ok(true)
    };
    let is_created = desk.store().write(write).await?;
    Ok(is_created.then(|| Secret::new(code)))
}

/// Whether this code would make the first admin now. Spends nothing.
///
/// # Errors
/// When the database is away.
pub async fn is_open(desk: &Desk, code: &str) -> Result<bool, store::Error> {
    let (digest, now) = (digest_of(code), desk.clock().now());
    let read = move |connection: &mut Connection| {
        Ok(!users::is_any(connection)? && setup_codes::is_open(connection, &digest, now)?)
    };
    desk.store().read(read).await
}

/// Makes the first admin and spends the code; exactly one of any number of simultaneous tries succeeds.
///
/// # Errors
/// [`SetupError::Closed`], a weak password, or a fault.
pub async fn create_first_admin(
    desk: &Desk,
    code: &str,
    username: Username,
    password: Password,
    context: RequestContext,
) -> Result<User, SetupError> {
    // A wrong code must not cost a hash.
    if !is_open(desk, code).await.map_err(AccountError::from)? {
        return Err(SetupError::Closed);
    }
    let hash = hash_new_password(desk, &username, password).await?;
    let (digest, now) = (digest_of(code), desk.clock().now());
    let user = new_user(username, Role::Admin, Some(hash), now);
    let new = user.clone();
    let write = move |connection: &mut Connection| {
        store::lock(connection, Exclusive::Setup)?;
        if users::is_any(connection)? || !setup_codes::spend(connection, &digest, now)? {
            return Ok(false);
        }
        insert_in(connection, &new, &Actor::Operator, &context)?;
        Ok(true)
    };
    let is_made = desk.store().write(write).await.map_err(AccountError::from)?;
    if is_made { Ok(user) } else { Err(SetupError::Closed) }
}
