//! Accounts: making and finding them, and what every change of one begins with. The changes have a file each.

mod deletion;
mod email;
mod name;
mod role;
mod sign_out;
mod status;

pub use deletion::delete;
pub use email::set_email;
pub use name::rename;
pub use role::set_role;
pub use sign_out::sign_out_everywhere;
pub use status::{reactivate, suspend};

use super::Desk;
use super::actor::Actor;
use super::hashing::Busy;
use super::judging::Candidate;
use super::revocation::ChangeError;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::UserId;
use crate::domain::password::{Password, PasswordHash, WeakPassword};
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User, UserState, UserStatus};
use crate::domain::username::Username;
use crate::store::{self, Connection, Exclusive, events, users};

/// Why an account is not made or changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AccountError {
    /// The name is taken.
    #[error("there is a user of this name already, or one who was deleted lately")]
    NameTaken,
    /// The password may not be chosen.
    #[error("this password is too easy to guess: {0}")]
    WeakPassword(#[from] WeakPassword),
    /// There is no such user.
    #[error("there is no such user")]
    NotFound,
    /// Nobody could administer any more.
    #[error("this is the last active admin; make another one first")]
    LastAdmin,
    /// Only a suspended account's reactivation makes a link worth anything.
    #[error("this account is suspended; reactivate it first")]
    Suspended,
    /// An invitation is for whoever has no password yet.
    #[error("a password was chosen for this account already; start a password reset instead")]
    HasPassword,
    /// A reset is for whoever has a password.
    #[error("no password was chosen for this account yet; make a new invitation instead")]
    HasNoPassword,
    /// It would let whoever holds an admin's session take the account over: for one's own account there are other ways,
    /// which ask for the password.
    #[error("this is your own account; its own pages do this")]
    OwnAccount,
    /// Whoever asked may not do this any more.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error("{0}")]
    Store(#[from] store::Error),
}

/// Judges and hashes a new password, each on threads of its own.
///
/// # Errors
/// [`AccountError::WeakPassword`] with the reason, or [`AccountError::Busy`].
pub(super) async fn hash_new_password(
    desk: &Desk,
    username: &Username,
    password: Password,
) -> Result<PasswordHash, AccountError> {
    let settings = desk.settings();
    let context = [
        settings.site_name.clone(),
        settings.public_url().host().to_owned(),
        "doorward".to_owned(),
        username.to_string(),
    ];
    let candidate =
        Candidate { password: password.clone(), min_length: settings.password_min_length, context: context.into() };
    let account = desk.secret().throttle_key().account(username.as_str());
    desk.judge().judge(&account, candidate).await??;
    Ok(desk.hasher().hash(password).await?)
}

pub(super) fn new_user(username: Username, role: Role, hash: Option<PasswordHash>, now: Timestamp) -> User {
    User {
        id: UserId::generate(),
        username,
        role,
        status: UserStatus::Active,
        password_hash: hash,
        version: 1,
        version_raised_at: now,
        created_at: now,
        last_signed_in_at: None,
        email: None,
        deleted_at: None,
    }
}

/// Adds a user within a transaction, with the event.
pub(super) fn insert_in(
    connection: &mut Connection,
    user: &User,
    actor: &Actor,
    context: &RequestContext,
) -> Result<(), store::Error> {
    users::insert(connection, user)?;
    let event = NewEvent::new(EventKind::UserCreated, user.created_at, context);
    events::insert(connection, &actor.sign(event.about(&user.id).detail(user.role.as_str())))
}

/// Makes an account with a password, by an operator's word.
///
/// # Errors
/// When the name is taken or the password too weak, or a fault.
pub async fn add(
    desk: &Desk,
    username: Username,
    role: Role,
    password: Password,
    context: RequestContext,
) -> Result<User, AccountError> {
    let hash = hash_new_password(desk, &username, password).await?;
    let user = new_user(username, role, Some(hash), desk.clock().now());
    let new = user.clone();
    match desk.store().write(move |connection| insert_in(connection, &new, &Actor::Operator, &context)).await {
        Ok(()) => Ok(user),
        Err(store::Error::Duplicate(_)) => Err(AccountError::NameTaken),
        Err(error) => Err(error.into()),
    }
}

/// The account of this name, unless it is deleted.
///
/// # Errors
/// [`AccountError::NotFound`], or a fault.
pub async fn find(desk: &Desk, username: Username) -> Result<User, AccountError> {
    let found = desk.store().read(move |connection| users::find_by_name(connection, &username)).await?;
    found.filter(|user| user.deleted_at.is_none()).ok_or(AccountError::NotFound)
}

/// Finds a user as [`find_for_change`] does, unless it is whoever asks.
pub(super) fn find_other_for_change(
    connection: &mut Connection,
    desk: &Desk,
    id: &UserId,
    actor: &Actor,
    now: Timestamp,
) -> Result<Result<User, AccountError>, store::Error> {
    match find_for_change(connection, desk, id, Takes::Nothing, actor, now)? {
        Ok(user) if actor.user() == Some(&user.id) => Ok(Err(AccountError::OwnAccount)),
        found => Ok(found),
    }
}

/// What a change does to an admin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// They go on as one.
    Nothing,
    /// They are none afterwards, or cannot sign in.
    AdminAway,
}

/// Finds a user who is not deleted, unless the actor may not change them or it would take away the last active admin.
pub(super) fn find_for_change(
    connection: &mut Connection,
    desk: &Desk,
    id: &UserId,
    takes: Takes,
    actor: &Actor,
    now: Timestamp,
) -> Result<Result<User, AccountError>, store::Error> {
    // Two admins who demote each other at the same moment would each see the other one still there.
    store::lock(connection, Exclusive::Administrators)?;
    // A login or a confirmation at this moment is over before, or finds the change.
    users::hold(connection, id)?;
    if let Some(refusal) = actor.refusal_in(connection, desk, now)? {
        return Ok(Err(refusal.into()));
    }
    let found = users::find(connection, id)?.filter(|user| user.deleted_at.is_none());
    let Some(user) = found else { return Ok(Err(AccountError::NotFound)) };
    // Somebody who is invited only cannot sign in yet.
    let is_admin = user.role == Role::Admin && user.state() == UserState::Active;
    if takes == Takes::AdminAway && is_admin && !users::is_other_active_admin(connection, &user.id)? {
        return Ok(Err(AccountError::LastAdmin));
    }
    Ok(Ok(user))
}
