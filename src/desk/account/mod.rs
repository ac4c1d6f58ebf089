//! Accounts: creating and finding them, and the first steps of every change.

mod access;
mod details;
pub mod life;
pub mod links;
pub mod setup;
pub mod time_zone;

pub use access::{delete, reactivate, remove_two_factor, reopen_sign_in, sign_out_everywhere, suspend};
pub use details::{rename, set_email, set_role};
pub use life::UserLife;
pub use links::{Cover, NewLink};
pub use setup::SetupRefusal;

use crate::desk::Desk;
use crate::desk::by::{By, NotAllowed};
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Refusal};
use crate::desk::password::new_password::hash_new_password;
use crate::domain::account::{ChosenPassword, Password, Role, User, UserState, UserStatus, Username, WeakPassword};
use crate::domain::id::UserId;
use crate::domain::record::Event;
use crate::domain::time::Timestamp;
use crate::store::{self, Error, Exclusive, throttle, users};

/// The reasons for refusing to change an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// Another account has this name.
    #[error("there is a user of this name already, or one who was deleted lately")]
    NameTaken,
    /// The user does not exist.
    #[error("there is no such user")]
    NotFound,
    /// After the change nobody could administer any more.
    #[error("this is the last active admin; make another one first")]
    LastAdmin,
    /// A link is of no use to a suspended account until it is reactivated.
    #[error("this account is suspended; reactivate it first")]
    Suspended,
    /// An invitation is only for somebody who has no password yet.
    #[error("a password was chosen for this account already; start a password reset instead")]
    HasPassword,
    /// A reset is only for somebody who has a password.
    #[error("no password was chosen for this account yet; make a new invitation instead")]
    HasNoPassword,
    /// With the change, a thief of an administrator's session could take over the account. For one's own account there
    /// are other ways, which ask for the password.
    #[error("this is your own account; its own pages do this")]
    OwnAccount,
    /// A mail needs an address.
    #[error("there is no email address of this account; save one first")]
    NoEmail,
    /// The actor may not do this any more.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
}

impl Refusal for AccountRefusal {}

/// The reasons for refusing to create an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddRefusal {
    /// Another account has this name.
    #[error("there is a user of this name already, or one who was deleted lately")]
    NameTaken,
    /// The password may not be chosen.
    #[error("this password is too easy to guess: {0}")]
    Weak(#[from] WeakPassword),
}

impl Refusal for AddRefusal {}

pub(in crate::desk) fn new_user(
    username: Username,
    role: Role,
    password: Option<&ChosenPassword>,
    now: Timestamp,
) -> User {
    User {
        id: UserId::generate(),
        username,
        role,
        status: UserStatus::Active,
        password_hash: password.map(|chosen| chosen.hash.clone()),
        device_mark: password.map(|chosen| chosen.mark),
        version: 1,
        version_raised_at: now,
        created_at: now,
        last_signed_in_at: None,
        email: None,
        deleted_at: None,
        time_zone: None,
        language: None,
        email_verified_at: None,
    }
}

/// Adds a user and records the event.
pub(in crate::desk) fn insert(change: &mut Change<'_>, user: &User) -> Result<(), Error> {
    users::insert(change.connection, user)?;
    // Strangers may have guessed at the name before anybody had it.
    throttle::hand_over(change.connection, &change.desk.strangers_of(&user.username), Some(&user.id))?;
    change.record(change.event(Event::UserCreated(user.role)).about(&user.id))
}

/// Creates an account with a password, at the command of an operator.
pub async fn add(desk: &Desk, username: Username, role: Role, password: Password) -> Result<User, Failure<AddRefusal>> {
    let chosen = hash_new_password(desk, &username, password).await.map_err(Failure::widen)?;
    desk.change(By::operator(), move |change| {
        let user = new_user(username.clone(), role, Some(&chosen), change.now);
        unless_taken(insert(change, &user), AddRefusal::NameTaken)?;
        Ok(user)
    })
    .await
}

/// Translates the error of a duplicate name. The database decides who is first, even if several instances receive the
/// name.
pub(in crate::desk) fn unless_taken<T, R: Refusal>(written: Result<T, Error>, taken: R) -> Result<T, Failure<R>> {
    match written {
        Err(Error::Duplicate(_)) => Err(taken.into()),
        written => Ok(written?),
    }
}

/// Returns the account with this name, unless it is deleted.
///
/// # Errors
/// Fails with [`AccountRefusal::NotFound`], or a fault.
pub async fn find(desk: &Desk, username: Username) -> Result<User, Failure<AccountRefusal>> {
    let found = desk.store().read(move |connection| users::find_by_name(connection, &username)).await?;
    Ok(found.filter(|user| user.deleted_at.is_none()).ok_or(AccountRefusal::NotFound)?)
}

/// Finds a user as [`find_for_change`] does, but refuses the actor's own account.
pub(in crate::desk) fn find_other_for_change(
    change: &mut Change<'_>,
    id: &UserId,
) -> Result<User, Failure<AccountRefusal>> {
    let user = find_for_change(change, id, Takes::Nothing)?;
    match change.by().user() == Some(&user.id) {
        true => Err(AccountRefusal::OwnAccount.into()),
        false => Ok(user),
    }
}

/// The effect of a change on an administrator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) enum Takes {
    /// The user stays an administrator.
    Nothing,
    /// Afterwards the user is no administrator, or cannot sign in.
    AdminAway,
}

/// Finds a user who is not deleted and locks the account. Refuses if the actor may not change it, or if the change
/// would remove the last active administrator.
pub(in crate::desk) fn find_for_change(
    change: &mut Change<'_>,
    id: &UserId,
    takes: Takes,
) -> Result<User, Failure<AccountRefusal>> {
    // Two administrators who demote each other at the same moment would each see the other one as still there.
    store::lock(change.connection, Exclusive::Administrators)?;
    // A login or a confirmation at this moment either ends before the lock, or sees the change.
    users::hold(change.connection, id)?;
    change.demand_admin()?;
    let found = users::find(change.connection, id)?.filter(|user| user.deleted_at.is_none());
    let user = found.ok_or(AccountRefusal::NotFound)?;
    // An invited person cannot sign in yet.
    let is_admin = user.is_admin() && user.state() == UserState::Active;
    if takes == Takes::AdminAway && is_admin && !users::is_other_active_admin(change.connection, &user.id)? {
        return Err(AccountRefusal::LastAdmin.into());
    }
    Ok(user)
}
