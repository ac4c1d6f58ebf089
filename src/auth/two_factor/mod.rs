//! The second factor: asked for at every sign-in and confirmation of an account that has one.

mod change;
mod check;
mod enrolment;
mod removal;
mod sealing;

pub(super) use change::delete_in;
pub use change::{ChangeError, new_recovery_codes, turn_off};
pub use check::CodeError;
pub(super) use check::{check_in, demand_in};
pub use enrolment::{EnrolmentError, Offer, activate, begin, offered};
pub(super) use enrolment::{activate_in, begin_in, offered_in};
pub use removal::remove;
pub use sealing::reseal;

use super::Desk;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::{self, Connection, recovery_codes, two_factor};

/// The second factor of an account, as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Since when it is asked for.
    pub enabled_at: Timestamp,
    /// How many recovery codes have not been used.
    pub recovery_codes: i64,
}

/// The second factor of an account; `None` when it has none.
///
/// # Errors
/// When the database is away.
pub fn status_in(connection: &mut Connection, user: &UserId) -> Result<Option<Status>, store::Error> {
    let enabled_at = two_factor::find_enabled(connection, user)?.and_then(|factor| factor.enabled_at);
    let Some(enabled_at) = enabled_at else { return Ok(None) };
    Ok(Some(Status { enabled_at, recovery_codes: recovery_codes::count(connection, user)? }))
}

/// Whether an account that must have a second factor has none.
pub(super) fn is_missing_in(connection: &mut Connection, desk: &Desk, user: &User) -> Result<bool, store::Error> {
    Ok(desk.settings().two_factor.demands(user.role) && two_factor::find_enabled(connection, &user.id)?.is_none())
}
