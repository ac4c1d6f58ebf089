//! What is stored about a try, and what is to be stored.

use std::time::Duration;

use diesel::prelude::*;

use super::key::{Mark, Subject};
use super::limits::{IN_FLIGHT, is_locked, is_recent};
use super::obstacle::Obstacle;
use crate::domain::time::Timestamp;
use crate::schema::throttle_locks;

/// The facts about one try.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// What is counted for its budget and its account, and its own name if that is counted for the address.
    pub counts: Vec<Count>,
    /// All names that are counted for its address. There may be many, so they are counted by the database.
    pub names: Names,
    /// The locks of its address and its account, whether they hold or not.
    pub locks: Vec<(Subject, Lock)>,
}

/// A mark that is counted for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub subject: Subject,
    pub mark: Mark,
    /// When it was seen last.
    pub at: Timestamp,
    /// How many tries it stands for; 0 while it is not known whether the only one failed.
    pub tries: i64,
}

/// How many different names were tried from an address lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub tried: i64,
    /// Those that are known to have failed, and those that have been tried for longer than [`IN_FLIGHT`].
    pub failed: i64,
}

/// What a subject is locked for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = throttle_locks)]
pub struct Lock {
    /// How many there have been in a row, this one included.
    pub locks: i64,
    pub locked_until: Timestamp,
    /// Until when the events tell of it already.
    pub recorded_until: Timestamp,
    /// When the row may go.
    pub expires_at: Timestamp,
}

/// One row to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A mark, in place of what it stood for; it may go at that moment.
    Count(Count, Timestamp),
    /// A mark is forgotten.
    Forget(Subject, Mark),
    /// A lock, in place of the one before.
    Lock(Subject, Lock),
    /// A lock is taken back.
    Unlock(Subject),
}

/// What is to be written, and put on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    pub entries: Vec<Entry>,
    /// The locks that the events do not tell of yet.
    pub locked: Vec<Locked>,
}

/// A lock to be put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    pub obstacle: Obstacle,
    pub seconds: u32,
}

impl Count {
    /// A name has failed as soon as that is known, or nothing was heard of its try for too long.
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
    /// What a mark stands for, if it was seen within a span.
    pub(super) fn recent(&self, subject: &Subject, mark: &Mark, span: Duration, now: Timestamp) -> Option<&Count> {
        self.counts_of(subject, span, now).find(|count| count.mark == *mark)
    }

    /// All that is counted for somebody within a span.
    pub(super) fn counts_of(&self, subject: &Subject, span: Duration, now: Timestamp) -> impl Iterator<Item = &Count> {
        let counts = self.counts.iter().filter(move |count| count.subject == *subject);
        counts.filter(move |count| is_recent(count.at, span, now))
    }

    /// Somebody's lock, whether it holds or not.
    pub(super) fn lock(&self, subject: &Subject) -> Option<&Lock> {
        self.locks.iter().find(|(locked, _)| locked == subject).map(|(_, lock)| lock)
    }

    /// Somebody's lock, if it holds.
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
