//! Counts attempts before a password is checked, and checks it only if there are not too many.
//!
//! One transaction runs before the hash, and one after it. The first decides and counts at once, as if the password
//! were wrong, so that simultaneous attempts cannot slip past. The second takes back the counts that a correct password
//! must not leave. Both are done even if the request is dropped in the meantime. [`refusals`] counts what was refused.

mod counting;
mod noise;
pub mod refusals;

pub(super) use noise::Noise;
pub(super) use refusals::Refusals;

use crate::desk::Desk;
use crate::desk::fault::{Busy, Failure, Refusal};
use crate::desk::hashing::{Hasher, Lane};
use crate::domain::account::{Password, PasswordHash};
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::{Caller, Outcome, Throttled, Ticket, Try};
use crate::store;

impl Refusal for Throttled {}

/// The result of comparing a password with the hashed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Differs,
    Same,
    /// It is the same exactly as it was typed: the hash is older than the rule that passwords are compared in one form,
    /// and must be renewed.
    SameAsTyped,
}

/// Waits until a stranger may be at work, and returns the desk for it, which has the turn for as long as it lives.
///
/// # Errors
/// Fails with [`Busy`] if their turn does not come in time.
pub async fn turn_of_stranger(desk: &Desk, context: &RequestContext) -> Result<Desk, Busy> {
    let strangers = desk.for_strangers();
    if strangers.has_turn() {
        return Ok(strangers);
    }
    let is_newcomer = desk.noise().is_newcomer(&context.ip, desk.clock().now());
    Ok(strangers.with_turn(desk.hasher().turn_of_stranger(is_newcomer).await?))
}

/// Tells whether `password` is the hashed one, if the caller may try at all.
///
/// # Errors
/// Fails with [`Throttled`], which is the same for every account, known or not, or with a fault.
pub async fn verify(
    desk: &Desk,
    caller: Caller,
    password: Password,
    stored: Option<PasswordHash>,
    context: &RequestContext,
) -> Result<Comparison, Failure<Throttled>> {
    let (holder, context) = (desk.clone(), context.clone());
    // Neither a browser that gives up nor a stop of the server may leave a correct password counted as a wrong one.
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
    let (key, tries) = (desk.secret().throttle.newest(), desk.settings().sign_in_tries_per_address);
    let attempt = Try::of_password(key, &caller, password.expose(), &context.ip, tries);
    let ticket = counting::admit(desk, attempt, context).await?;
    let lane = lane_of(&ticket);
    if lane == Lane::Rest {
        desk.noise().suspected(&context.ip, desk.clock().now());
    }
    let (compared, outcome) = compare(desk.hasher(), lane, password, stored).await;
    if lane != Lane::Known && outcome == Outcome::Wrong {
        desk.noise().failed(&context.ip, desk.clock().now());
    }
    counting::settle(&desk_for_settling(desk, outcome), ticket, outcome, context).await?;
    Ok(compared?)
}

/// Returns the desk at which a try is settled. There are no more tries that were looked at than hashes, so they need
/// not wait behind the tries of strangers. But those that a full lane has dropped come in hundreds at once, and keep
/// waiting those only to whom they belong.
fn desk_for_settling(desk: &Desk, outcome: Outcome) -> Desk {
    match outcome {
        Outcome::Unchecked => desk.clone(),
        Outcome::Right | Outcome::Wrong => desk.for_known(),
    }
}

/// Counts the use of a link or of a setup code, each of which has tries of its own, beside those of its networks: judging
/// and hashing a password is work, whoever asks for it.
pub(super) async fn spend_link(desk: &Desk, token: &str, context: &RequestContext) -> Result<(), Failure<Throttled>> {
    let (key, tries) = (desk.secret().throttle.newest(), desk.settings().sign_in_tries_per_address);
    let attempt = Try::of_link(key, token.as_bytes(), &context.ip, tries);
    counting::admit(desk, attempt, context).await.map(drop)
}

/// Returns the lane in which the password of an admitted try is hashed.
const fn lane_of(ticket: &Ticket) -> Lane {
    match (ticket.attempt.is_known(), ticket.is_quiet) {
        (true, _) => Lane::Known,
        (false, true) => Lane::Newcomer,
        (false, false) => Lane::Rest,
    }
}

/// Compares both forms of a password as one attempt. Nearly all passwords have only one form, and cost one hash. If there
/// was time for the first form alone, the attempt counts as wrong: the guess was looked at.
async fn compare(
    hasher: &Hasher,
    lane: Lane,
    password: Password,
    stored: Option<PasswordHash>,
) -> (Result<Comparison, Busy>, Outcome) {
    let as_typed = password.as_typed();
    match (hasher.verify(lane, password, stored.clone()).await, as_typed) {
        (Err(Busy), _) => (Err(Busy), Outcome::Unchecked),
        (Ok(true), _) => (Ok(Comparison::Same), Outcome::Right),
        (Ok(false), None) => (Ok(Comparison::Differs), Outcome::Wrong),
        (Ok(false), Some(typed)) => match hasher.verify(lane, typed, stored).await {
            Ok(true) => (Ok(Comparison::SameAsTyped), Outcome::Right),
            Ok(false) => (Ok(Comparison::Differs), Outcome::Wrong),
            Err(Busy) => (Err(Busy), Outcome::Wrong),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_nobody_looked_at_is_settled_where_it_came_from() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let strangers = desk.for_strangers();
        let is_strange = |desk: &Desk, outcome| desk_for_settling(desk, outcome).store().is_for_strangers();
        assert!(is_strange(&strangers, Outcome::Unchecked) && !is_strange(&desk, Outcome::Unchecked));
        for outcome in [Outcome::Right, Outcome::Wrong] {
            assert!(!is_strange(&strangers, outcome));
        }
    }
}
