//! Counts an attempt before its password is checked, and settles the count after it.

use std::time::Duration;

use tokio::time::sleep;

use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Fault};
use crate::domain::account::Password;
use crate::domain::record::{Event, LockCause};
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::{Caller, Locked, Outcome, Postings, Throttled, Ticket, Try};
use crate::store::{Error, throttle};

/// The pauses, in seconds, after which a failed settlement is tried again.
const LATER: [u64; 5] = [1, 2, 4, 8, 16];

/// Counts an attempt, or refuses it.
pub(super) async fn admit(
    desk: &Desk,
    caller: Caller,
    password: &Password,
    context: &RequestContext,
) -> Result<Ticket, Failure<Throttled>> {
    let (key, tries) = (desk.secret().throttle.newest(), desk.settings().sign_in_tries_per_address);
    let attempt = Try::new(key, caller, password.expose(), &context.ip, tries);
    let _turn = desk.throttle_queues().turn(&attempt.address.tries).await?;
    // If the refusal is on record already, nothing is written, so that guesses keep nobody's writes waiting.
    let (asked, now) = (attempt.clone(), desk.clock().now());
    let read = move |connection: &mut _| Ok(throttle::load_to_admit(connection, &asked, now)?.admit(asked, now));
    let admission = desk.store().read(read).await?;
    if let Err(throttled) = admission.judgement
        && admission.postings == Postings::default()
    {
        return Err(throttled.into());
    }
    let count = move |change: &mut Change<'_>| {
        throttle::queue(change.connection, &attempt)?;
        let ledger = throttle::load_to_admit(change.connection, &attempt, change.now)?;
        let admission = ledger.admit(attempt.clone(), change.now);
        post(change, &attempt, &admission.postings)?;
        Ok((admission.judgement, admission.postings.locked))
    };
    let (judgement, locked) = desk.write(By::doorward(context.clone()), count).await?;
    log(&locked, context);
    Ok(judgement?)
}

/// Corrects the counts of an attempt when its outcome is known.
pub(super) async fn settle(
    desk: &Desk,
    ticket: Ticket,
    outcome: Outcome,
    context: &RequestContext,
) -> Result<(), Fault> {
    let by = By::doorward(context.clone());
    let work = move |change: &mut Change<'_>| {
        throttle::queue(change.connection, &ticket.attempt)?;
        let ledger = throttle::load(change.connection, &ticket.attempt, change.now)?;
        let postings = ledger.settle(&ticket, outcome, change.now);
        post(change, &ticket.attempt, &postings)?;
        Ok(postings.locked)
    };
    let settled = desk.write(by.clone(), work.clone()).await;
    if settled.is_err() && outcome != Outcome::Wrong {
        // Nobody should wait for this, but the attempt must not count for an hour because the database was unreachable
        // for a moment.
        drop(desk.commitments().begin(settle_later(desk.clone(), by, work)));
    }
    log(&settled?, context);
    Ok(())
}

async fn settle_later<F>(desk: Desk, by: By, work: F)
where
    F: Fn(&mut Change<'_>) -> Result<Vec<Locked>, Error> + Clone + Send + 'static,
{
    for seconds in LATER {
        sleep(Duration::from_secs(seconds)).await;
        if desk.write(by.clone(), work.clone()).await.is_ok() {
            return;
        }
    }
    log::warn!("the database was away for so long that a try stays counted as wrong");
}

/// Stores the decided counts, and records an event for each new lock.
fn post(change: &mut Change<'_>, attempt: &Try, postings: &Postings) -> Result<(), Error> {
    throttle::save(change.connection, &postings.entries)?;
    for Locked { obstacle, seconds } in &postings.locked {
        let event = change.anonymous(Event::SignInLocked { cause: (*obstacle).into(), seconds: (*seconds).into() });
        change.record(match &attempt.user {
            Some(user) if obstacle.is_of_account() => event.about(user),
            _ => event,
        })?;
    }
    Ok(())
}

/// Logs one line for each new lock, no matter how many attempts it refuses.
fn log(locked: &[Locked], context: &RequestContext) {
    for Locked { obstacle, seconds } in locked {
        log::warn!(
            request = context.request_id, ip = context.ip, what = LockCause::from(*obstacle).as_str(), seconds = seconds;
            "too many tries to sign in"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Username;

    fn password(text: &str) -> Password {
        Password::new(text.into()).expect("short")
    }

    async fn try_once(desk: &Desk, text: &str, ip: u8) -> Result<Ticket, Failure<Throttled>> {
        let context = RequestContext { ip: format!("192.0.2.{ip}"), ..RequestContext::command_line() };
        let ada = Username::parse("ada").expect("a name");
        admit(desk, Caller::signing_in(&ada, None, None), &password(text), &context).await
    }

    #[tokio::test]
    async fn what_was_not_looked_at_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        for number in 0..9 {
            let ticket = try_once(&desk, &format!("guess {number}"), number).await.expect("let in");
            settle(&desk, ticket, Outcome::Wrong, &RequestContext::command_line()).await.expect("settled");
        }
        // An unchecked password, repeated or new, does not count and does not erase the counts of checked ones.
        for number in 0..9 {
            let ticket = try_once(&desk, &format!("guess {number}"), 100).await.expect("let in");
            settle(&desk, ticket, Outcome::Unchecked, &RequestContext::command_line()).await.expect("settled");
        }
        let ticket = try_once(&desk, "not looked at", 100).await.expect("let in");
        settle(&desk, ticket, Outcome::Unchecked, &RequestContext::command_line()).await.expect("settled");
        for _ in 0..30 {
            let ticket = try_once(&desk, "guess 1", 101).await.expect("the address has its tries still");
            settle(&desk, ticket, Outcome::Unchecked, &RequestContext::command_line()).await.expect("settled");
        }
        let tenth = try_once(&desk, "guess 10", 50).await.expect("let in");
        // During its check others are told to come back in a moment, and after the check in a minute.
        let meanwhile = try_once(&desk, "guess 11", 51).await;
        assert!(matches!(meanwhile, Err(Failure::Refused(Throttled { seconds: 1..=2 }))));
        settle(&desk, tenth, Outcome::Wrong, &RequestContext::command_line()).await.expect("settled");
        let afterwards = try_once(&desk, "guess 12", 52).await;
        assert!(matches!(afterwards, Err(Failure::Refused(Throttled { seconds: 50..=60 }))));
    }
}
