//! The budgets for writing of those who are signed in: each session has one, and so has each account.
//!
//! They are rows in the database, shared by all instances and changed in the transaction of the change that they pay for.
//! An instance remembers who has nothing left, and refuses them without a question to the database: a program that goes
//! on writing in a loop keeps nobody else waiting.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::active_session::ActiveSession;
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Allowance, Spent, Subject, budget};
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
    until: Mutex<HashMap<Subject, Timestamp>>,
}

impl SpentBudgets {
    /// Tells whether somebody is known to have nothing left.
    pub(super) fn check(&self, payer: Payer, session: &ActiveSession, now: Timestamp) -> Result<(), Spent> {
        let mut known = self.known();
        let mut longest: Option<Spent> = None;
        for subject in payer.subjects(session) {
            let Some(until) = known.get(&subject).copied() else { continue };
            match until.since(now).as_millis().div_ceil(1000) as u64 {
                0 => drop(known.remove(&subject)),
                // The clock was set back.
                _ if until > budget::furthest(now) => drop(known.remove(&subject)),
                seconds if longest.is_none_or(|spent| spent.until < until) => longest = Some(Spent { until, seconds }),
                _ => {}
            }
        }
        longest.map_or(Ok(()), Err)
    }

    pub(super) fn note(&self, subject: Subject, spent: Spent, now: Timestamp) {
        let mut known = self.known();
        if known.len() >= MOST_REMEMBERED {
            known.retain(|_, until| *until > now);
        }
        if known.len() < MOST_REMEMBERED {
            known.insert(subject, spent.until);
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Subject, Timestamp>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Budgets for what leaves nothing behind but still writes or reads, such as claiming a form, and counting a try of the
/// password of somebody who is signed in. They are in memory alone, for at most [`MOST_REMEMBERED`] subjects.
#[derive(Default)]
pub(super) struct PassingBudgets {
    whole_at: Mutex<HashMap<Subject, Timestamp>>,
}

impl PassingBudgets {
    /// Takes one of these from the budget of a subject, if something is left.
    pub(super) fn take(&self, subject: Subject, allowance: Allowance, now: Timestamp) -> Result<(), Spent> {
        self.take_all([(subject, allowance)], now)
    }

    /// Takes one from the budget of each of these subjects, if something is left of all of them, and else from none.
    pub(super) fn take_all(
        &self,
        subjects: impl IntoIterator<Item = (Subject, Allowance)>,
        now: Timestamp,
    ) -> Result<(), Spent> {
        let subjects: Vec<_> = subjects.into_iter().collect();
        let mut known = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let new = |known: &HashMap<_, _>| subjects.iter().filter(|(subject, _)| !known.contains_key(subject)).count();
        let has_room = |known: &HashMap<_, _>| known.len() + new(known) <= MOST_REMEMBERED;
        if !has_room(&known) {
            known.retain(|_, whole_at| *whole_at > now);
        }
        let has_room = has_room(&known);
        for (subject, allowance) in &subjects {
            match known.get(subject) {
                Some(whole_at) => allowance.judge(*whole_at, now)?,
                None if !has_room => {
                    let price = allowance.price();
                    return Err(Spent { until: now.plus(price), seconds: price.as_secs().max(1) });
                }
                None => {}
            }
        }
        for (subject, allowance) in subjects {
            let whole_at = known.entry(subject).or_insert(now);
            *whole_at = budget::after(*whole_at, allowance.price(), now);
        }
        Ok(())
    }

    /// Gives what is left of the budgets of a session to the one that replaces it, as [`write_budgets::inherit`] does in
    /// the database. Other instances do not learn of it.
    pub(super) fn inherit(&self, old: &SessionId, new: &SessionId) {
        let mut known = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        for of in [Subject::forms, Subject::passwords] {
            if let Some(whole_at) = known.remove(&of(old)) {
                known.insert(of(new), whole_at);
            }
        }
    }
}

/// The budgets of those who are not signed in. Each kind has a memory of its own, so that whoever fills one takes no
/// room from another, nor from those who are signed in.
#[derive(Default)]
pub(super) struct OutsideBudgets {
    /// Of devices and their accounts, for requests that show nothing else.
    pub(super) devices: PassingBudgets,
    /// Of sessions, for readings by a refresh token.
    pub(super) readings: PassingBudgets,
    /// Of networks, for forms that are claimed.
    pub(super) networks: PassingBudgets,
    /// Of sign-ins that wait for the first code of an app.
    pub(super) activations: PassingBudgets,
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
    payers: Vec<Subject>,
    price: std::time::Duration,
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
        (self.payers, self.price, self.least) = (subjects, allowance.price(), 1);
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
            known.note(subject, spent, now);
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
        self.payers.iter_mut().filter(|payer| **payer == old).for_each(|payer| *payer = new.clone());
        Ok(())
    }

    /// Takes what the change has cost. This comes last in its transaction, after all other locks.
    pub(super) fn pay(&self, connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
        let writes = self.events.max(self.least);
        for payer in self.payers.iter().filter(|_| writes > 0) {
            write_budgets::spend(connection, payer, self.price * writes, now)?;
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
        known.note(Subject::account(&session.user_id), Spent { until, seconds: 5 }, now);
        let check = |payer, now| known.check(payer, &session, now);
        assert_eq!(check(Payer::SessionAndAccount, now), Err(Spent { until, seconds: 5 }));
        assert_eq!(check(Payer::Session, now), Ok(()), "the session itself has something left");
        assert_eq!(check(Payer::SessionAndAccount, until), Ok(()));
        assert!(known.known().is_empty());
    }

    #[test]
    fn what_leaves_nothing_behind_has_a_budget_too() {
        let (passing, session, now) = (PassingBudgets::default(), session(), Timestamp::from_milliseconds(1_000_000));
        let take = |now| passing.take(Subject::forms(&session.id), Allowance::Person, now);
        assert_eq!((0..200).filter(|_| take(now).is_ok()).count(), 120);
        assert_eq!(take(now).map_err(|spent| spent.seconds), Err(12));
        assert!(take(now.plus(Duration::from_secs(12))).is_ok());
        assert!(passing.take(Subject::passwords(&session.id), Allowance::Person, now).is_ok(), "counted apart");
        for _ in 0..MOST_REMEMBERED {
            let _ = passing.take(Subject::forms(&SessionId::generate()), Allowance::Person, now);
        }
        let new = || Subject::forms(&SessionId::generate());
        assert!(passing.take(new(), Allowance::Person, now).is_err(), "bounded");
        assert!(passing.take(new(), Allowance::Person, now.plus(Duration::from_secs(13))).is_ok());
    }

    #[test]
    fn a_session_that_replaces_another_has_what_that_had_left() {
        let (passing, now) = (PassingBudgets::default(), Timestamp::from_milliseconds(1_000_000));
        let (old, new) = (SessionId::generate(), SessionId::generate());
        for of in [Subject::forms, Subject::passwords] {
            let take = |id| passing.take(of(id), Allowance::Person, now);
            assert_eq!((0..200).filter(|_| take(&old).is_ok()).count(), 120);
            passing.inherit(&old, &new);
            assert!(take(&new).is_err());
            assert!(take(&old).is_ok(), "its row has gone over");
        }
    }

    #[test]
    fn of_several_budgets_all_are_taken_from_or_none() {
        let (passing, now) = (PassingBudgets::default(), Timestamp::from_milliseconds(1_000_000));
        let account = || (Subject::account(&UserId::from_bytes([1; 16])), Allowance::Administrator);
        let device = |number: u8| (Subject::device(&[number; 16]), Allowance::Person);
        let take = |number: u8| passing.take_all([device(number), account()], now).is_ok();
        // One device alone does not use up what the account has, however long it goes on.
        assert_eq!((0..2000).filter(|_| take(1)).count(), 120);
        assert_eq!((2..=20).map(|number| (0..200).filter(|_| take(number)).count()).sum::<usize>(), 1200 - 120);
        let known = passing.whole_at.lock().expect("whole").len();
        assert!(!take(21) && passing.whole_at.lock().expect("whole").len() == known, "no room for who is refused");
        assert!(passing.take(device(21).0, Allowance::Person, now).is_ok());
    }

    #[test]
    fn the_memory_is_bounded_and_forgets_what_is_over_first() {
        let (known, now) = (SpentBudgets::default(), Timestamp::from_milliseconds(1_000_000));
        let note = |at: Timestamp| {
            let spent = Spent { until: at.plus(Duration::from_secs(5)), seconds: 5 };
            known.note(Subject::session(&SessionId::generate()), spent, at);
        };
        (0..MOST_REMEMBERED + 5).for_each(|_| note(now));
        assert_eq!(known.known().len(), MOST_REMEMBERED);
        note(now.plus(Duration::from_secs(6)));
        assert_eq!(known.known().len(), 1);
    }
}
