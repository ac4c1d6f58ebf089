//! When a try is refused.

use super::attempt::{Counted, Try};
use super::ledger::{Ledger, Lock, Locked, Postings};
use super::limits::{IN_FLIGHT, NAMES_BLOCK, NAMES_SPAN, PENDING};
use crate::domain::time::Timestamp;

/// What stands in the way of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Its address has used up its tries.
    AddressTries,
    /// Too many names failed from its address.
    AddressNames,
    /// The account is locked for devices that it does not know.
    UnknownDevices,
    /// The device has used up its tries.
    KnownDevice,
    /// The session has used up its tries.
    Session,
}

impl Obstacle {
    /// The words in events and in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Obstacle::AddressTries => "address, too many tries",
            Obstacle::AddressNames => "address, too many names",
            Obstacle::UnknownDevices => "account, unknown devices",
            Obstacle::KnownDevice => "account, known device",
            Obstacle::Session => "account, one session",
        }
    }

    /// Whether it concerns one account, and not an address.
    pub const fn is_of_account(self) -> bool {
        !matches!(self, Obstacle::AddressTries | Obstacle::AddressNames)
    }
}

/// Too many tries: the password was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next in {seconds} s")]
pub struct Throttled {
    /// In how many seconds it makes sense to try again, at least one.
    pub seconds: u32,
}

impl Throttled {
    /// Until a moment.
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
    /// Until when one event tells of it; `None` for what is over too soon to be worth one.
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
    /// What stands in the way of a try, if anything does.
    pub(super) fn hold(&self, attempt: &Try, now: Timestamp) -> Option<Hold> {
        let (spender, budget) = attempt.budget();
        let pieces = self.counts_of(spender, budget.span, now).map(|count| (count.at, count.tries)).collect();
        let spent = |obstacle| {
            let until = budget.next_at(pieces)?;
            Some(Hold { obstacle, until, told_until: Some(now.plus(budget.span)) })
        };
        let (account, name) = match &attempt.counted {
            Counted::KnownDevice(_) => return spent(Obstacle::KnownDevice),
            Counted::Session(_) => return spent(Obstacle::Session),
            Counted::Stranger { account, name, .. } => (account, name),
        };
        let names = &attempt.address.names;
        if let Some(block) = self.held_lock(names, now) {
            return Some(Hold::lock(Obstacle::AddressNames, block.locked_until));
        }
        if self.names.failed >= attempt.names() {
            // Those that failed unseen, since the process ended.
            return Some(Hold::lock(Obstacle::AddressNames, now.plus(NAMES_BLOCK)));
        }
        if let Some(hold) = spent(Obstacle::AddressTries) {
            return Some(hold);
        }
        if self.names.tried >= attempt.names() && self.recent(names, name, NAMES_SPAN, now).is_none() {
            // It is not known yet which of them fail; soon it will be.
            return Some(Hold::moment(Obstacle::AddressTries, now.plus(IN_FLIGHT)));
        }
        let lock = self.held_lock(account, now)?;
        if lock.recorded_until < lock.locked_until && now.since(lock.recorded_until) < IN_FLIGHT {
            // The password that brought it is being looked at, and may be right.
            return Some(Hold::moment(Obstacle::UnknownDevices, now.plus(PENDING).min(lock.locked_until)));
        }
        Some(Hold::lock(Obstacle::UnknownDevices, lock.locked_until))
    }

    /// Puts on record what stands in the way, unless it is already: one event for each lock, however many tries it refuses.
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
            // An address is blocked by the first try that finds too many names.
            None if is_block => Lock { locks: 1, locked_until: until, recorded_until, expires_at: until },
            // A budget locks by being counted.
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
