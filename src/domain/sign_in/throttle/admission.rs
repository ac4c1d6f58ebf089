//! Admits a try and counts it, or refuses it.

use super::attempt::{Stranger, Try};
use super::key::{Mark, Subject};
use super::ledger::{Ledger, Lock, Postings};
use super::limits::{KEPT, NAMES_SPAN, PASSWORDS_SPAN, REMEMBERED, WRONG_PASSWORDS, lock_after};
use super::refusal::Throttled;
use crate::domain::time::Timestamp;

/// Tells whether a password may be checked, and what must be written about the try.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The admitted try, or the time after which another try makes sense.
    pub judgement: Result<Ticket, Throttled>,
    /// The rows to write. There are none if the try is refused for a reason that is on record already.
    pub postings: Postings,
}

/// An admitted try, with the facts that are needed to settle it.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub attempt: Try,
    /// The piece of its budget in which the try was counted.
    pub(super) piece: Mark,
    /// The time at which the same password was counted before, if it was.
    pub(super) before: Option<Timestamp>,
    /// The lock that this try caused, if it was one too many.
    pub(super) lock: Option<NewLock>,
}

/// A lock that a try caused, and the lock that it replaced.
#[derive(Clone, Debug)]
pub(super) struct NewLock {
    pub(super) until: Timestamp,
    pub(super) before: Option<Lock>,
}

impl Ledger {
    /// Admits a try and counts it as if its password were wrong, or refuses it.
    pub fn admit(&self, attempt: Try, now: Timestamp) -> Admission {
        if let Some(hold) = self.hold(&attempt, now) {
            let postings = self.put_on_record(&attempt, hold, now);
            return Admission { judgement: Err(Throttled::until(hold.until, now)), postings };
        }
        let mut postings = Postings::default();
        let (spender, budget) = attempt.budget();
        let piece = budget.piece(now);
        let tries = self.recent(spender, &piece, budget.span, now).map_or(0, |count| count.tries);
        postings.count(spender, &piece, (now, tries + 1), budget.span);
        let (mut before, mut lock) = (None, None);
        if let Some(Stranger { name, password }) = &attempt.stranger {
            let (account, names) = (&attempt.own, &attempt.address.names);
            if self.recent(names, name, NAMES_SPAN, now).is_none() {
                postings.count(names, name, (now, 0), NAMES_SPAN);
            }
            before = self.recent(account, password, KEPT, now).map(|count| count.at);
            postings.count(account, password, (now, 1), KEPT);
            if before.is_none()
                && let Some((new, before)) = self.lock_by_one_more(account, now)
            {
                lock = Some(NewLock { until: new.locked_until, before });
                postings.lock(account, new);
            }
        }
        Admission { judgement: Ok(Ticket { attempt, piece, before, lock }), postings }
    }

    /// Returns the lock that one more wrong password causes, and the lock before; `None` if there are not too many
    /// wrong passwords yet.
    fn lock_by_one_more(&self, account: &Subject, now: Timestamp) -> Option<(Lock, Option<Lock>)> {
        let before = self.lock(account);
        let remembered = before.filter(|lock| now.since(lock.locked_until) < REMEMBERED);
        let locks = remembered.map_or(0, |lock| lock.locks);
        let different = self.counts_of(account, PASSWORDS_SPAN, now).count() + 1;
        if locks == 0 && different < WRONG_PASSWORDS {
            return None;
        }
        let locked_until = now.plus(lock_after(locks));
        let expires_at = locked_until.plus(REMEMBERED);
        let lock = Lock { locks: locks + 1, locked_until, recorded_until: now, expires_at };
        Some((lock, before.cloned()))
    }
}
