//! The facts that are stored about a try, and the rows to write.

use std::time::Duration;

use diesel::prelude::*;

use super::attempt::Obstacle;
use super::key::{Mark, Subject};
use super::limits::{IN_FLIGHT, is_locked, is_recent};
use crate::domain::time::Timestamp;
use crate::schema::throttle_locks;

/// The stored facts about one try.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The counts for its budget and its account, and for its own name if that is counted for the address.
    pub counts: Vec<Count>,
    /// The number of names that are counted for its address. There may be many, so the database counts them.
    pub names: Names,
    /// The locks of its address and its account, also those that do not hold any more.
    pub locks: Vec<(Subject, Lock)>,
}

/// A mark that is counted for a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub subject: Subject,
    pub mark: Mark,
    /// The time at which the mark was seen last.
    pub at: Timestamp,
    /// The number of tries that the mark stands for; 0 while it is not known whether the only try failed.
    pub tries: i64,
}

/// The number of different names that were tried from an address lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub tried: i64,
    /// The names that are known to have failed, and those whose result has been unknown for longer than [`IN_FLIGHT`].
    pub failed: i64,
}

/// The lock of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = throttle_locks)]
pub struct Lock {
    /// The number of locks in a row, this one included.
    pub locks: i64,
    pub locked_until: Timestamp,
    /// The record already has an event that covers the lock until this time.
    pub recorded_until: Timestamp,
    /// The row may be deleted from this time on.
    pub expires_at: Timestamp,
}

/// One change to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Writes a count, which replaces the earlier one of its mark; the row may be deleted from this time on.
    Count(Count, Timestamp),
    /// Deletes the count of a mark.
    Forget(Subject, Mark),
    /// Writes a lock, which replaces the one before.
    Lock(Subject, Lock),
    /// Deletes a lock, because it was taken back.
    Unlock(Subject),
}

/// The changes to write, and the locks to put on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    pub entries: Vec<Entry>,
    /// The locks of which the record has no event yet.
    pub locked: Vec<Locked>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    pub obstacle: Obstacle,
    pub seconds: u32,
}

impl Count {
    /// Tells whether a name has failed: its failure is known, or the result of its try has been unknown for too long.
    pub(super) fn has_failed(&self, now: Timestamp) -> bool {
        self.tries > 0 || self.at <= now.minus(IN_FLIGHT)
    }
}

impl Lock {
    pub(super) fn holds(&self, now: Timestamp) -> bool {
        is_locked(self.locked_until, now)
    }

    pub(super) fn is_on_record(&self, now: Timestamp) -> bool {
        is_locked(self.recorded_until, now)
    }
}

impl Ledger {
    /// Returns the count of a mark, if the mark was seen within the span.
    pub(super) fn recent(&self, subject: &Subject, mark: &Mark, span: Duration, now: Timestamp) -> Option<&Count> {
        self.counts_of(subject, span, now).find(|count| count.mark == *mark)
    }

    /// Returns all counts of a subject within the span.
    pub(super) fn counts_of(&self, subject: &Subject, span: Duration, now: Timestamp) -> impl Iterator<Item = &Count> {
        let counts = self.counts.iter().filter(move |count| count.subject == *subject);
        counts.filter(move |count| is_recent(count.at, span, now))
    }

    /// Returns the lock of a subject, even if it does not hold any more.
    pub(super) fn lock(&self, subject: &Subject) -> Option<&Lock> {
        self.locks.iter().find(|(locked, _)| locked == subject).map(|(_, lock)| lock)
    }

    pub(super) fn held_lock(&self, subject: &Subject, now: Timestamp) -> Option<&Lock> {
        self.lock(subject).filter(|lock| lock.holds(now))
    }
}

impl Postings {
    pub(super) fn count(&mut self, subject: &Subject, mark: &Mark, (at, tries): (Timestamp, i64), span: Duration) {
        let count = Count { subject: subject.clone(), mark: mark.clone(), at, tries };
        self.entries.push(Entry::Count(count, at.plus(span)));
    }

    pub(super) fn forget(&mut self, subject: &Subject, mark: &Mark) {
        self.entries.push(Entry::Forget(subject.clone(), mark.clone()));
    }

    pub(super) fn lock(&mut self, subject: &Subject, lock: Lock) {
        self.entries.push(Entry::Lock(subject.clone(), lock));
    }
}
