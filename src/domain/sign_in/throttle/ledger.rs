//! The facts that are stored about a try, and the rows to write.

use std::time::Duration;

use diesel::prelude::*;

use super::guesser::Guesser;
use super::key::{Mark, Subject};
use super::limits::{IN_FLIGHT, is_recent};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::schema::throttle_locks;

/// The stored facts about one try.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The counts for its budgets and its streak, and for its own name if that is counted for its networks.
    pub counts: Vec<Count>,
    /// The names that are counted for its networks. There may be many, so the database counts them.
    pub names: Vec<(Subject, Names)>,
    /// What the record tells already of its streak.
    pub told: i64,
}

/// A mark that is counted for a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub subject: Subject,
    pub mark: Mark,
    /// The time at which a piece of a budget or a name was seen last, or a wrong password first.
    pub at: Timestamp,
    /// The number of tries that the mark stands for; 0 while it is not known whether the only try failed.
    pub tries: i64,
}

/// The number of different names that were tried from a network lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub tried: i64,
    /// The names that are known to have failed, and those whose result has been unknown for longer than [`IN_FLIGHT`].
    pub failed: i64,
    /// The time from which one more name may fail, if there is no room now.
    pub room_at: Option<Timestamp>,
}

/// The number of different names that may fail from a network.
#[derive(Clone, Debug)]
pub struct NamesLimit {
    pub subject: Subject,
    pub most: i64,
}

/// A streak of ten or more different wrong passwords, as administrators and the owner are shown it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = throttle_locks, treat_none_as_null = true)]
pub struct Lock {
    /// The owner of the account; `None` if there is no such account.
    pub user_id: Option<UserId>,
    /// Whose wrong passwords these are.
    pub guesser: Guesser,
    /// The number of different wrong passwords in a row.
    pub wrong: i64,
    /// The end of the pause. A streak that is closed has none that matters.
    pub locked_until: Timestamp,
    /// The number of wrong passwords in a row of which the record tells.
    pub told: i64,
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
    /// Deletes all counts and the lock of a subject.
    ForgetAll(Subject),
    /// Writes a lock, which replaces the one before.
    Lock(Subject, Lock),
}

/// The changes to write, and what is to be told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    pub entries: Vec<Entry>,
    pub alarm: Option<Alarm>,
}

/// A streak has come to a length of which its owner and administrators must learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub guesser: Guesser,
    /// The length of the pause; `None` if no further password is looked at.
    pub seconds: Option<u32>,
}

impl Count {
    /// Tells whether a try has failed: its failure is known, or its result has been unknown for too long.
    pub(super) fn has_failed(&self, now: Timestamp) -> bool {
        self.tries > 0 || self.at <= now.minus(IN_FLIGHT)
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

    pub(super) fn names_of(&self, network: &Subject) -> Names {
        self.names.iter().find(|(subject, _)| subject == network).map(|(_, names)| *names).unwrap_or_default()
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

    pub(super) fn forget_all(&mut self, subject: &Subject) {
        self.entries.push(Entry::ForgetAll(subject.clone()));
    }
}
