//! Counts tries before a password is looked at, and looks at it only if there are not too many.
//!
//! One transaction before the hash, one after it. The first decides and counts at once, as if the password were wrong, so
//! that tries at the same time cannot slip past; the second takes back what a right one must not count for. Both are done
//! whether the request lives to hear of it or not.

mod counting;

use crate::desk::Desk;
use crate::desk::fault::{Busy, Failure, Refusal};
use crate::desk::hashing::Hasher;
use crate::domain::account::{Password, PasswordHash};
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::{Caller, Outcome, Throttled};
use crate::store;

impl Refusal for Throttled {}

/// How a password compares with the one that was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is another one.
    Differs,
    /// It is the same.
    Same,
    /// It is the same as it was typed, letter by letter: the hash is from before passwords were compared in one form,
    /// and is to be renewed.
    SameAsTyped,
}

/// Whether `password` is the one that was hashed, if the caller may try at all.
///
/// # Errors
/// [`Throttled`], the same whoever is meant; the rest are faults.
pub async fn verify(
    desk: &Desk,
    caller: Caller,
    password: Password,
    stored: Option<PasswordHash>,
    context: &RequestContext,
) -> Result<Comparison, Failure<Throttled>> {
    let (holder, context) = (desk.clone(), context.clone());
    // Neither a browser that gives up nor a stop of the server may leave a right password counted as a wrong one.
    let check = async move { verify_and_settle(&holder, caller, password, stored, &context).await };
    let task = desk.commitments().begin(check);
    let cut_off = || store::Error::Unavailable("a check did not come to its end".into());
    task.await.unwrap_or_else(|_| Err(cut_off().into()))
}

async fn verify_and_settle(
    desk: &Desk,
    caller: Caller,
    password: Password,
    stored: Option<PasswordHash>,
    context: &RequestContext,
) -> Result<Comparison, Failure<Throttled>> {
    let ticket = counting::admit(desk, caller, &password, context).await?;
    let compared = compare(desk.hasher(), password, stored).await;
    let outcome = match compared {
        Ok(Comparison::Differs) => Outcome::Wrong,
        Ok(Comparison::Same | Comparison::SameAsTyped) => Outcome::Right,
        Err(Busy) => Outcome::Unchecked,
    };
    counting::settle(desk, ticket, outcome, context).await?;
    Ok(compared?)
}

/// Both forms of a password are one try. Nearly all have one form, and cost one hash.
async fn compare(hasher: &Hasher, password: Password, stored: Option<PasswordHash>) -> Result<Comparison, Busy> {
    let as_typed = password.as_typed();
    if hasher.verify(password, stored.clone()).await? {
        return Ok(Comparison::Same);
    }
    let Some(typed) = as_typed else { return Ok(Comparison::Differs) };
    Ok(match hasher.verify(typed, stored).await? {
        true => Comparison::SameAsTyped,
        false => Comparison::Differs,
    })
}
