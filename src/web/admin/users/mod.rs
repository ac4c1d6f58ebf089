//! Everybody's accounts: the list, each of them, and what can be done with it.

pub mod actions;
pub mod ask;
pub mod links;
pub mod list;
pub mod new;
pub mod show;
pub mod two_factor_removal;

use crate::desk::account::AccountRefusal;
use crate::desk::fault::Failure;
use crate::domain::id::UserId;
use crate::web::error::Problem;
use crate::web::words;

fn id(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).ok_or(Problem::NotFound)
}

/// The English words for a refusal that an admin can do something about; the problem for every other failure.
fn refusal(failure: Failure<AccountRefusal>) -> Result<&'static str, Problem> {
    match failure {
        Failure::Refused(refusal) => words::account_refusal(refusal).ok_or_else(|| match refusal {
            AccountRefusal::NotAllowed(refusal) => refusal.into(),
            _ => Problem::NotFound,
        }),
        Failure::Fault(fault) => Err(fault.into()),
    }
}
