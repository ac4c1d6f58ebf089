//! Corrects the counts of a try when it has ended.

use super::admission::{NewLock, Ticket};
use super::attempt::{Obstacle, Stranger, Try};
use super::key::{Mark, Subject};
use super::ledger::{Count, Entry, Ledger, Postings};
use super::limits::{KEPT, NAMES_BLOCK, NAMES_SPAN};
use super::refusal::Hold;
use crate::domain::time::Timestamp;

/// The result of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The password was right.
    Right,
    /// The password was wrong.
    Wrong,
    /// The password was not checked.
    Unchecked,
}

impl Ledger {
    /// Corrects the counts of a try. A right password stays counted for the address only. A wrong one stays counted as
    /// it was. After a password that was not checked, everything is as it was before the try.
    pub fn settle(&self, ticket: &Ticket, outcome: Outcome, now: Timestamp) -> Postings {
        let attempt = &ticket.attempt;
        let mut postings = Postings::default();
        let Some(Stranger { name, password }) = &attempt.stranger else {
            if outcome != Outcome::Wrong {
                self.uncount(ticket, now, &mut postings);
            }
            return postings;
        };
        if outcome == Outcome::Wrong {
            return self.fail(ticket, name, now);
        }
        if self.own_name(attempt, name, now).is_some_and(|count| count.tries == 0) {
            postings.forget(&attempt.address.names, name);
        }
        if outcome == Outcome::Unchecked {
            self.uncount(ticket, now, &mut postings);
        }
        match ticket.before.filter(|_| outcome == Outcome::Unchecked) {
            Some(at) => postings.count(&attempt.own, password, (at, 1), KEPT),
            None => postings.forget(&attempt.own, password),
        }
        if let Some(lock) = &ticket.lock {
            postings.entries.extend(self.lift(&attempt.own, lock));
        }
        postings
    }

    /// Handles a stranger's wrong password: from now on its name has failed, and the lock that it caused stays.
    fn fail(&self, ticket: &Ticket, name: &Mark, now: Timestamp) -> Postings {
        let attempt = &ticket.attempt;
        let mut postings = Postings::default();
        let mut record = |hold| {
            let Postings { entries, locked } = self.put_on_record(attempt, hold, now);
            postings.entries.extend(entries);
            postings.locked.extend(locked);
        };
        if let Some(lock) = &ticket.lock {
            record(Hold::lock(Obstacle::UnknownDevices, lock.until));
        }
        let names = &attempt.address.names;
        let is_counted = self.own_name(attempt, name, now).is_some_and(|count| count.has_failed(now));
        let failed = self.names.failed + i64::from(!is_counted);
        if failed >= attempt.names() && self.held_lock(names, now).is_none() {
            record(Hold::lock(Obstacle::AddressNames, now.plus(NAMES_BLOCK)));
        }
        postings.count(names, name, (now, 1), NAMES_SPAN);
        postings
    }

    fn own_name(&self, attempt: &Try, name: &Mark, now: Timestamp) -> Option<&Count> {
        self.recent(&attempt.address.names, name, NAMES_SPAN, now)
    }

    fn uncount(&self, ticket: &Ticket, now: Timestamp, postings: &mut Postings) {
        let (spender, budget) = ticket.attempt.budget();
        match self.recent(spender, &ticket.piece, budget.span, now) {
            Some(count) if count.tries > 1 => {
                postings.count(spender, &ticket.piece, (count.at, count.tries - 1), budget.span)
            }
            _ => postings.forget(spender, &ticket.piece),
        }
    }

    /// Takes a lock back, unless another lock has replaced it.
    fn lift(&self, account: &Subject, lock: &NewLock) -> Option<Entry> {
        self.lock(account).filter(|stored| stored.locked_until == lock.until)?;
        Some(match &lock.before {
            Some(before) => Entry::Lock(account.clone(), before.clone()),
            None => Entry::Unlock(account.clone()),
        })
    }
}
