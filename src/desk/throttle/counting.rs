//! Counts a try before its password is checked, and settles the count after it.

use std::time::Duration;

use tokio::time::sleep;

use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Fault};
use crate::domain::record::{Event, LockCause};
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::{Alarm, Obstacle, Outcome, Postings, Throttled, Ticket, Try};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, throttle};

/// The pauses, in seconds, after which a failed settlement is tried again.
const LATER: [u64; 5] = [1, 2, 4, 8, 16];

/// Counts a try, or refuses it.
pub(super) async fn admit(desk: &Desk, attempt: Try, context: &RequestContext) -> Result<Ticket, Failure<Throttled>> {
    // Somebody known queues for themselves, among those who are known.
    let queues = if attempt.is_known() { desk.known_queues() } else { desk.throttle_queues() };
    let _turn = match attempt.turn() {
        Some(subject) => Some(queues.turn(subject).await?),
        None => None,
    };
    // What is refused is refused by a read, so that guesses keep nobody's writes waiting.
    let (asked, now) = (attempt.clone(), desk.clock().now());
    let judged = desk.store().read(move |connection| Ok(judge(connection, asked, now, false)?.0)).await?;
    let is_known = attempt.is_known();
    let refuse = |(throttled, obstacle)| {
        if !is_known && matches!(obstacle, Obstacle::Network | Obstacle::Names) {
            desk.noise().suspected(&context.ip, desk.clock().now());
        }
        refuse(desk, context, throttled, obstacle)
    };
    judged.map_err(refuse)?;
    let count = move |change: &mut Change<'_>| {
        throttle::queue(change.connection, &attempt)?;
        let (judgement, postings) = judge(change.connection, attempt.clone(), change.now, true)?;
        throttle::save(change.connection, &postings.entries)?;
        Ok(judgement)
    };
    desk.write(By::doorward(context.clone()), count).await?.map_err(refuse)
}

type Judgement = Result<Ticket, (Throttled, Obstacle)>;

/// Decides about a try. `counts` means that the decision will be saved: then the transaction queues for what it counts.
fn judge(
    connection: &mut Connection,
    attempt: Try,
    now: Timestamp,
    counts: bool,
) -> Result<(Judgement, Postings), Error> {
    let (mut attempt, mut ledger) = (attempt.clone(), throttle::load(connection, &attempt, now)?);
    if ledger.has_forgotten(&attempt, now)
        && let Some(stranger) = attempt.otherwise().cloned()
    {
        if counts {
            throttle::queue(connection, &stranger)?;
        }
        ledger = throttle::load(connection, &stranger, now)?;
        attempt = stranger;
    }
    let admission = ledger.admit(attempt, now);
    Ok((admission.judgement, admission.postings))
}

/// Counts the refusal for its network. The log tells of the first one after each saving of the counts.
fn refuse(desk: &Desk, context: &RequestContext, throttled: Throttled, obstacle: Obstacle) -> Failure<Throttled> {
    desk.metrics().limits.refuse(obstacle);
    if desk.refusals().note(&context.ip, desk.clock().now()) {
        log::warn!(
            request = context.request_id, ip = context.ip, what = obstacle.as_str(), seconds = throttled.retry_after();
            "too many tries to sign in"
        );
    }
    throttled.into()
}

/// Corrects the counts of a try when its outcome is known.
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
        throttle::save(change.connection, &postings.entries)?;
        if let Some(alarm) = postings.alarm {
            record(change, &ticket.attempt, alarm)?;
        }
        Ok(postings.alarm)
    };
    let settled = desk.write(by.clone(), work.clone()).await;
    if settled.is_err() {
        // Nobody should wait for this, but a right try must not count as wrong, and a lock must not stay untold, because the
        // database was unreachable for a moment.
        // There are seconds between the later tries, so they may go past the gate for strangers.
        drop(desk.commitments().begin(settle_later(desk.for_known(), by, work)));
    }
    if let Some(alarm) = settled? {
        desk.metrics().limits.lock(alarm);
    }
    Ok(())
}

async fn settle_later<F>(desk: Desk, by: By, work: F)
where
    F: Fn(&mut Change<'_>) -> Result<Option<Alarm>, Error> + Clone + Send + 'static,
{
    for seconds in LATER {
        sleep(Duration::from_secs(seconds)).await;
        if desk.write(by.clone(), work.clone()).await.is_ok() {
            return;
        }
    }
    log::warn!("the database was away for so long that a try stays counted as wrong");
}

/// Puts on record that too many wrong passwords came in a row.
fn record(change: &mut Change<'_>, attempt: &Try, alarm: Alarm) -> Result<(), Error> {
    let cause = LockCause::from(alarm.guesser);
    let event = change.anonymous(match alarm.seconds {
        Some(seconds) => Event::SignInLocked { cause, seconds: seconds.into() },
        None => Event::SignInClosed(cause),
    });
    change.record(match &attempt.user {
        Some(user) => event.about(user),
        None => event,
    })
}
