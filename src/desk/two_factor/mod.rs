//! The second factor: required at every sign-in and confirmation of an account that has one.

mod change;
mod check;
mod code_refusal;
mod demand;
mod enrolment;
mod fresh_codes;
mod offer;
mod presented_code;
mod sealing;

pub(super) use change::delete;
pub use change::{FactorRefusal, new_recovery_codes, turn_off};
pub(super) use check::{WithCode, check, demand};
pub use code_refusal::{CodeRefusal, TooMany};
pub use demand::{INTERVAL, end_if_missing, enforce};
pub(super) use demand::{end_for_want, is_missing_in};
pub use enrolment::{EnrolmentRefusal, activate, begin, offered};
pub(super) use enrolment::{prepare, set_up, step_of};
pub(super) use offer::Holder;
pub use offer::Offer;
pub(super) use presented_code::{PresentedCode, turn};
pub use sealing::{count_unreadable_in, reseal};

use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, recovery_codes, two_factor};

/// The state of an account's second factor, in a form that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    pub enabled_at: Timestamp,
    /// The number of unused recovery codes.
    pub recovery_codes: i64,
}

pub fn status_in(connection: &mut Connection, user: &UserId) -> Result<Option<Status>, store::Error> {
    let Some(factor) = two_factor::find(connection, user)? else { return Ok(None) };
    Ok(Some(Status { enabled_at: factor.enabled_at, recovery_codes: recovery_codes::count(connection, user)? }))
}
