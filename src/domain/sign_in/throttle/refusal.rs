//! Decides whether a try is refused.

use super::attempt::{Obstacle, Stranger, Try};
use super::ledger::{Ledger, Lock, Locked, Postings};
use super::limits::{IN_FLIGHT, NAMES_BLOCK, NAMES_SPAN, PENDING};
use crate::domain::time::Timestamp;

/// There were too many tries, so the password was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next in {seconds} s")]
pub struct Throttled {
    /// The number of seconds after which it makes sense to try again; at least one.
    pub seconds: u32,
}

impl Throttled {
    pub(super) fn until(moment: Timestamp, now: Timestamp) -> Throttled {
        let seconds = moment.since(now).as_millis().div_ceil(1000).max(1);
        Throttled { seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }
}

/// An obstacle, and how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    pub(super) obstacle: Obstacle,
    pub(super) until: Timestamp,
    /// One event covers the obstacle until this time; `None` if it is over too soon to be worth an event.
    pub(super) told_until: Option<Timestamp>,
}

impl Hold {
    pub(super) fn lock(obstacle: Obstacle, until: Timestamp) -> Hold {
        Hold { obstacle, until, told_until: Some(until) }
    }

    fn moment(obstacle: Obstacle, until: Timestamp) -> Hold {
        Hold { obstacle, until, told_until: None }
    }
}

impl Ledger {
    /// Returns the obstacle that stops a try; `None` if there is none.
    pub(super) fn hold(&self, attempt: &Try, now: Timestamp) -> Option<Hold> {
        let (spender, budget) = attempt.budget();
        let pieces = self.counts_of(spender, budget.span, now).map(|count| (count.at, count.tries)).collect();
        let spent = |obstacle| {
            let until = budget.next_at(pieces)?;
            Some(Hold { obstacle, until, told_until: Some(now.plus(budget.span)) })
        };
        let Some(Stranger { name, .. }) = &attempt.stranger else { return spent(attempt.own_obstacle) };
        let names = &attempt.address.names;
        if let Some(block) = self.held_lock(names, now) {
            return Some(Hold::lock(Obstacle::AddressNames, block.locked_until));
        }
        if self.names.failed >= attempt.names() {
            // These include names whose result was never written because the process ended.
            return Some(Hold::lock(Obstacle::AddressNames, now.plus(NAMES_BLOCK)));
        }
        if let Some(hold) = spent(Obstacle::AddressTries) {
            return Some(hold);
        }
        if self.names.tried >= attempt.names() && self.recent(names, name, NAMES_SPAN, now).is_none() {
            // It is not known yet which of these names fail, but it will be known soon.
            return Some(Hold::moment(Obstacle::AddressTries, now.plus(IN_FLIGHT)));
        }
        let lock = self.held_lock(&attempt.own, now)?;
        if lock.recorded_until < lock.locked_until && now.since(lock.recorded_until) < IN_FLIGHT {
            // The password that caused the lock is still being checked, and may be right.
            return Some(Hold::moment(Obstacle::UnknownDevices, now.plus(PENDING).min(lock.locked_until)));
        }
        Some(Hold::lock(Obstacle::UnknownDevices, lock.locked_until))
    }

    /// Whether the address of a stranger is blocked: then nothing else decides about the try.
    pub fn is_blocked(&self, attempt: &Try, now: Timestamp) -> bool {
        attempt.stranger.is_some() && self.held_lock(&attempt.address.names, now).is_some()
    }

    /// Puts an obstacle on record, unless it is there already: one event for each lock, no matter how many tries it
    /// refuses.
    pub(super) fn put_on_record(&self, attempt: &Try, hold: Hold, now: Timestamp) -> Postings {
        let Hold { obstacle, until, told_until } = hold;
        let Some(recorded_until) = told_until.filter(|told_until| *told_until > now) else {
            return Postings::default();
        };
        let subject = attempt.subject(obstacle);
        let is_block = obstacle == Obstacle::AddressNames;
        let lock = match self.lock(subject).filter(|lock| !is_block || lock.holds(now)) {
            Some(lock) if lock.is_on_record(now) => return Postings::default(),
            Some(lock) => Lock { recorded_until, expires_at: lock.expires_at.max(recorded_until), ..lock.clone() },
            // The first try that finds too many names blocks the address.
            None if is_block => Lock { locks: 1, locked_until: until, recorded_until, expires_at: until },
            // The counts of a budget are its lock, so this row only says what is on record.
            None => Lock { locks: 0, locked_until: now, recorded_until, expires_at: recorded_until },
        };
        let mut postings = Postings::default();
        postings.lock(subject, lock);
        postings.locked.push(Locked { obstacle, seconds: Throttled::until(until, now).seconds });
        postings
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn waiting_is_told_in_whole_seconds_and_never_as_none() {
        let start = Timestamp::from_milliseconds(1_800_000_000_000);
        let after = |milliseconds| start.plus(Duration::from_millis(milliseconds));
        assert_eq!(Throttled::until(after(60_000), start).seconds, 60);
        assert_eq!(Throttled::until(after(1), start).seconds, 1);
        assert_eq!(Throttled::until(start, after(5000)).seconds, 1);
    }
}
