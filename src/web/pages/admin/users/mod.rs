//! Everybody's accounts: the list, each of them, and what can be done with it.

pub mod actions;
pub mod ask;
mod link;
pub mod links;
pub mod list;
pub mod new;
pub mod show;

use crate::auth::accounts::AccountError;
use crate::domain::id::UserId;
use crate::web::error::Problem;
use crate::web::language::say;

/// Reads the id in an address.
fn id(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).ok_or(Problem::NotFound)
}

/// What to say when a change is refused for a reason that an admin can do something about, in English; the problem for
/// every other.
fn refusal(error: AccountError) -> Result<&'static str, Problem> {
    match error {
        AccountError::LastAdmin => Ok(say(
            "Nothing was changed: this is the last administrator who can sign in. Make somebody else one first.",
        )),
        AccountError::Suspended => Ok(say("No link was made: the account is suspended. Reactivate it first.")),
        AccountError::HasPassword => {
            Ok(say("No invitation was made: a password has been chosen already. Start a password reset instead."))
        }
        AccountError::HasNoPassword => {
            Ok(say("No reset was started: no password has been chosen yet. Make a new invitation instead."))
        }
        AccountError::NotFound => Err(Problem::NotFound),
        AccountError::Change(error) => Err(error.into()),
        AccountError::Busy(busy) => Err(busy.into()),
        AccountError::Store(error) => Err(error.into()),
        AccountError::NameTaken | AccountError::WeakPassword(_) => Err(Problem::BadRequest),
    }
}
