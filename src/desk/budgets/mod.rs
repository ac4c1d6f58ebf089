//! The budgets for writing of those who are signed in: each session has one, and so has each account.
//!
//! They are rows in the database, shared by all instances and changed in the transaction of the change that they pay for.
//! An instance remembers who has nothing left, and refuses them without a question to the database: a program that goes
//! on writing in a loop keeps nobody else waiting.

mod passing;
mod recent;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(super) use passing::{OutsideBudgets, PassingBudgets};
pub(super) use recent::Recent;

use super::active_session::ActiveSession;
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Allowance, Spent, Subject};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, write_budgets};

/// The most subjects that one instance remembers. Others are refused by the database.
const MOST_REMEMBERED: usize = 10_000;

/// Whose budgets a change takes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payer {
    /// The session and the account.
    SessionAndAccount,
    /// The session alone: what another session of the account writes must not keep its owner from ending that session, or
    /// from a new password or second factor.
    Session,
}

impl Payer {
    fn subjects(self, session: &ActiveSession) -> Vec<Subject> {
        let own = Subject::session(&session.id);
        match self {
            Payer::SessionAndAccount => vec![own, Subject::account(&session.user_id)],
            Payer::Session => vec![own],
        }
    }
}

/// Those who have nothing left, and until when, as far as this instance has seen it.
#[derive(Default)]
pub(super) struct SpentBudgets {
    until: Mutex<HashMap<Subject, Wait>>,
}

#[derive(Clone, Copy)]
struct Wait {
    until: Timestamp,
    allowance: Allowance,
}

impl Wait {
    /// Returns how long it is in seconds, rounded up. Nobody waits for longer than their allowance makes them: then the
    /// clock was set back.
    fn seconds(self, now: Timestamp) -> u64 {
        match self.until.since(now) {
            wait if wait > self.allowance.longest_wait() => 0,
            wait => wait.as_millis().div_ceil(1000) as u64,
        }
    }
}

impl SpentBudgets {
    /// Tells whether somebody is known to have nothing left.
    pub(super) fn check(&self, payer: Payer, session: &ActiveSession, now: Timestamp) -> Result<(), Spent> {
        let mut known = self.known();
        let mut longest: Option<Spent> = None;
        for subject in payer.subjects(session) {
            let Some(wait) = known.get(&subject).copied() else { continue };
            let until = wait.until;
            match wait.seconds(now) {
                0 => drop(known.remove(&subject)),
                // Somebody who has become an admin begins with a new budget.
                _ if wait.allowance != Allowance::of(session.role) => drop(known.remove(&subject)),
                seconds if longest.is_none_or(|spent| spent.until < until) => longest = Some(Spent { until, seconds }),
                _ => {}
            }
        }
        longest.map_or(Ok(()), Err)
    }

    pub(in crate::desk) fn note(&self, subject: Subject, allowance: Allowance, spent: Spent, now: Timestamp) {
        let mut known = self.known();
        if known.len() >= MOST_REMEMBERED {
            known.retain(|_, wait| wait.seconds(now) > 0);
        }
        if known.len() < MOST_REMEMBERED {
            known.insert(subject, Wait { until: spent.until, allowance });
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Subject, Wait>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells whether something is left of a budget, by a read.
pub(super) fn look(
    connection: &mut Connection,
    subject: &Subject,
    allowance: Allowance,
    now: Timestamp,
) -> Result<Result<(), Spent>, Error> {
    let whole_at = write_budgets::find(connection, subject)?;
    Ok(whole_at.map_or(Ok(()), |whole_at| allowance.judge(whole_at, now)))
}

/// What one change costs: one write, and one more for each event after the first. Ends of other sessions are free, since
/// there are no more of them than sign-ins; so many of them at once count as one.
#[derive(Default)]
pub(super) struct Bill {
    payers: Vec<(Subject, Allowance)>,
    events: u32,
    /// What a change costs that records nothing, in writes.
    least: u32,
}

impl Bill {
    pub(super) fn add_event(&mut self) {
        self.events = self.events.saturating_add(1);
    }

    /// Makes out the bill to these subjects, if each has something left. The budgets are only read here, and
    /// [`Bill::pay`] takes what the change has cost: so a change that was let in is never taken back by it, such as the
    /// count of a wrong code. A few that are let in at the same moment may make a debt, which the next ones wait for.
    fn charge(
        &mut self,
        connection: &mut Connection,
        subjects: Vec<Subject>,
        allowance: Allowance,
        now: Timestamp,
    ) -> Result<Result<(), (Subject, Spent)>, Error> {
        let mut longest: Option<(Subject, Spent)> = None;
        for subject in &subjects {
            let Some(whole_at) = write_budgets::find(connection, subject)? else { continue };
            if let Err(spent) = allowance.judge(whole_at, now)
                && longest.as_ref().is_none_or(|(_, known)| known.until < spent.until)
            {
                longest = Some((subject.clone(), spent));
            }
        }
        if let Some(spent) = longest {
            return Ok(Err(spent));
        }
        (self.payers, self.least) = (subjects.into_iter().map(|subject| (subject, allowance)).collect(), 1);
        Ok(Ok(()))
    }

    /// Does this for somebody who is signed in, and remembers it if they have nothing left.
    pub(super) fn charge_session(
        &mut self,
        connection: &mut Connection,
        known: &SpentBudgets,
        payer: Payer,
        session: &ActiveSession,
        allowance: Allowance,
        now: Timestamp,
    ) -> Result<Result<(), Spent>, Error> {
        let charged = self.charge(connection, payer.subjects(session), allowance, now)?;
        Ok(charged.map_err(|(subject, spent)| {
            known.note(subject, allowance, spent, now);
            spent
        }))
    }

    /// Does this for a code that is given for an account at a sign-in. A code that is not looked at costs nothing, or whoever
    /// knows the password could keep the owner out by codes in a pause.
    pub(super) fn charge_code(
        &mut self,
        connection: &mut Connection,
        user: &UserId,
        now: Timestamp,
    ) -> Result<Result<(), Spent>, Error> {
        let charged = self.charge(connection, vec![Subject::codes(user)], Allowance::Codes, now)?;
        self.least = 0;
        Ok(charged.map_err(|(_, spent)| spent))
    }

    /// Does this for an account, for something that is done anyway. Returns whether something was left.
    pub(super) fn charge_account(
        &mut self,
        connection: &mut Connection,
        account: Subject,
        allowance: Allowance,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(self.charge(connection, vec![account], allowance, now)?.is_ok())
    }

    /// Follows a session that is replaced by another one.
    pub(super) fn replace(
        &mut self,
        connection: &mut Connection,
        old: &SessionId,
        new: &SessionId,
    ) -> Result<(), Error> {
        write_budgets::inherit(connection, old, new)?;
        let (old, new) = (Subject::session(old), Subject::session(new));
        self.payers.iter_mut().filter(|(payer, _)| *payer == old).for_each(|(payer, _)| *payer = new.clone());
        Ok(())
    }

    /// Takes what the change has cost. This comes last in its transaction, after all other locks.
    pub(super) fn pay(&self, connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
        let writes = self.events.max(self.least);
        for (payer, allowance) in self.payers.iter().filter(|_| writes > 0) {
            write_budgets::spend(connection, payer, *allowance, allowance.price() * writes, now)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::account::Role;

    fn session() -> ActiveSession {
        ActiveSession {
            id: SessionId::generate(),
            user_id: UserId::generate(),
            username: "ada".into(),
            role: Role::User,
            signed_in_at: Timestamp::from_milliseconds(0),
        }
    }

    #[test]
    fn who_has_nothing_left_is_remembered_until_there_is_something() {
        let (known, session, now) = (SpentBudgets::default(), session(), Timestamp::from_milliseconds(1_000_000));
        let until = now.plus(Duration::from_millis(4001));
        known.note(Subject::account(&session.user_id), Allowance::Person, Spent { until, seconds: 5 }, now);
        let check = |payer, now| known.check(payer, &session, now);
        assert_eq!(check(Payer::SessionAndAccount, now), Err(Spent { until, seconds: 5 }));
        assert_eq!(check(Payer::Session, now), Ok(()), "the session itself has something left");
        assert_eq!(check(Payer::SessionAndAccount, until), Ok(()));
        assert!(known.known().is_empty());
    }

    #[test]
    fn the_memory_is_bounded_and_forgets_what_is_over_first() {
        let (known, now) = (SpentBudgets::default(), Timestamp::from_milliseconds(1_000_000));
        let note = |at: Timestamp| {
            let spent = Spent { until: at.plus(Duration::from_secs(5)), seconds: 5 };
            known.note(Subject::session(&SessionId::generate()), Allowance::Person, spent, at);
        };
        (0..MOST_REMEMBERED + 5).for_each(|_| note(now));
        assert_eq!(known.known().len(), MOST_REMEMBERED);
        note(now.plus(Duration::from_secs(6)));
        assert_eq!(known.known().len(), 1);
    }

    #[test]
    fn whoever_has_become_an_admin_does_not_wait_for_what_they_spent_before() {
        let (known, mut session, now) = (SpentBudgets::default(), session(), Timestamp::from_milliseconds(1_000_000));
        let spent = Spent { until: now.plus(Duration::from_secs(12)), seconds: 12 };
        known.note(Subject::session(&session.id), Allowance::Person, spent, now);
        assert!(known.check(Payer::Session, &session, now).is_err());
        session.role = Role::Admin;
        assert_eq!(known.check(Payer::Session, &session, now), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let now = Timestamp::from_milliseconds(100_000_000);
        for minutes in [11, 30, 60, 119] {
            let (known, mut session, back) =
                (SpentBudgets::default(), session(), now.minus(Duration::from_secs(60 * minutes)));
            session.role = Role::Admin;
            let spent = Spent { until: now.plus(Duration::from_secs(1)), seconds: 1 };
            known.note(Subject::session(&session.id), Allowance::Administrator, spent, now);
            assert!(known.check(Payer::Session, &session, now).is_err(), "{minutes}");
            assert_eq!(known.check(Payer::Session, &session, back), Ok(()), "{minutes}");
        }
        let (passing, session) = (PassingBudgets::default(), SessionId::generate());
        let take = |now| passing.take(Subject::forms(&session), Allowance::Administrator, now);
        while take(now).is_ok() {}
        assert_eq!(take(now.minus(Duration::from_secs(3600))), Ok(()));
    }
}
