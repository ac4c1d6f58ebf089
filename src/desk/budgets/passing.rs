//! Budgets for what leaves nothing behind but still writes or reads, such as claiming a form, reading a session, and
//! counting a try of the password of somebody who is signed in. They are in memory alone, each instance has its own.
//!
//! No memory is ever too full for somebody new: then those are forgotten who have been away longest, and whoever is
//! forgotten has a whole budget again. Somebody who has many sessions, devices or networks gains nothing by that,
//! since what they have in common has a budget too, in a memory of its own: to have that forgotten, it takes as many
//! accounts or wider networks as the memory has places.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::recent::Recent;
use crate::domain::id::SessionId;
use crate::domain::record::{Allowance, Spent, Subject};
use crate::domain::time::Timestamp;

/// The subjects that a memory keeps at least, of each kind.
const REMEMBERED: usize = 10_000;

/// A budget to take from.
pub(in crate::desk) type Purse = (Subject, Allowance);

pub(in crate::desk) struct PassingBudgets {
    memory: Mutex<Memory>,
}

/// When budgets are whole again.
struct Memory {
    own: Recent<Subject, Timestamp>,
    /// What several have in common.
    shared: Recent<Subject, Timestamp>,
}

impl Default for PassingBudgets {
    fn default() -> PassingBudgets {
        PassingBudgets { memory: Mutex::new(Memory { own: Recent::new(REMEMBERED), shared: Recent::new(REMEMBERED) }) }
    }
}

impl PassingBudgets {
    /// Takes one of these from the budget of a subject, if something is left.
    pub(in crate::desk) fn take(&self, subject: Subject, allowance: Allowance, now: Timestamp) -> Result<(), Spent> {
        self.take_with((subject, allowance), [], now)
    }

    /// Takes one from the budget of somebody and from those that they share with others, if something is left of all of
    /// them, and else from none.
    pub(in crate::desk) fn take_with(
        &self,
        own: Purse,
        shared: impl IntoIterator<Item = Purse>,
        now: Timestamp,
    ) -> Result<(), Spent> {
        let shared: Vec<Purse> = shared.into_iter().collect();
        let mut memory = self.memory();
        let Memory { own: of_one, shared: of_many } = &mut *memory;
        let mut judged = judge(of_one, &own, now);
        for purse in &shared {
            judged = judged.and(judge(of_many, purse, now));
        }
        judged?;
        pay(of_one, own, 1, now);
        shared.into_iter().for_each(|purse| pay(of_many, purse, 1, now));
        Ok(())
    }

    /// Takes some from the budget of a subject, if anything is left. What it lacks is a debt, and earned first.
    pub(in crate::desk) fn take_some(
        &self,
        (subject, allowance): Purse,
        count: u32,
        now: Timestamp,
    ) -> Result<(), Spent> {
        let (mut memory, purse) = (self.memory(), (subject, allowance));
        judge(&mut memory.own, &purse, now)?;
        pay(&mut memory.own, purse, count, now);
        Ok(())
    }

    /// Gives what is left of the budgets of a session to the one that replaces it, as `store::write_budgets::inherit`
    /// does in the database. Other instances do not learn of it.
    pub(in crate::desk) fn inherit(&self, old: &SessionId, new: &SessionId) {
        let mut memory = self.memory();
        for of in [Subject::forms, Subject::passwords] {
            if let Some(whole_at) = memory.own.remove(&of(old)) {
                memory.own.put(of(new), whole_at);
            }
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Decides about a purse. Whoever goes on asking when nothing is left is not forgotten either.
fn judge(memory: &mut Recent<Subject, Timestamp>, (subject, allowance): &Purse, now: Timestamp) -> Result<(), Spent> {
    let Some(whole_at) = memory.get(subject).copied() else { return Ok(()) };
    memory.put(subject.clone(), whole_at);
    allowance.judge(whole_at, now)
}

fn pay(memory: &mut Recent<Subject, Timestamp>, (subject, allowance): Purse, count: u32, now: Timestamp) {
    let whole_at = memory.get(&subject).copied().unwrap_or(now);
    memory.put(subject, allowance.after(whole_at, allowance.price() * count, now));
}

/// The budgets of those who are not signed in. Each kind has a memory of its own, so that whoever fills one takes no
/// room from another, nor from those who are signed in.
#[derive(Default)]
pub(in crate::desk) struct OutsideBudgets {
    /// Of devices and their accounts, for requests that show nothing else.
    pub(in crate::desk) devices: PassingBudgets,
    /// Of sessions and their accounts, for readings by a refresh token.
    pub(in crate::desk) readings: PassingBudgets,
    /// Of networks, and of devices and sign-ins between their steps, for forms that are claimed.
    pub(in crate::desk) forms: PassingBudgets,
    /// Of sign-ins that wait for the first code of an app.
    pub(in crate::desk) activations: PassingBudgets,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::id::UserId;

    const NOW: Timestamp = Timestamp::from_milliseconds(1_000_000_000);

    fn account(number: usize) -> Purse {
        let bytes = (number as u128).to_be_bytes();
        (Subject::account(&UserId::from_bytes(bytes)), Allowance::Administrator)
    }

    fn session() -> Purse {
        (Subject::readings(&SessionId::generate()), Allowance::Person)
    }

    #[test]
    fn what_leaves_nothing_behind_has_a_budget_too() {
        let (passing, session) = (PassingBudgets::default(), SessionId::generate());
        let take = |now| passing.take(Subject::forms(&session), Allowance::Person, now);
        let (burst, price) = (Allowance::Person.burst(), Allowance::Person.price());
        assert_eq!((0..2 * burst).filter(|_| take(NOW).is_ok()).count() as u64, burst);
        assert_eq!(take(NOW).map_err(|spent| spent.seconds), Err(price.as_secs()));
        assert!(take(NOW.plus(price)).is_ok());
        assert!(passing.take(Subject::passwords(&session), Allowance::Person, NOW).is_ok(), "counted apart");
    }

    #[test]
    fn a_full_memory_has_room_for_who_is_new_and_remembers_who_has_spent_everything() {
        let passing = PassingBudgets::default();
        let spender = session();
        while passing.take_with(spender.clone(), [account(0)], NOW).is_ok() {}
        for number in 1..3 * REMEMBERED {
            assert!(passing.take_with(session(), [account(number % 100)], NOW).is_ok());
            if number % 100 == 0 {
                assert!(passing.take_with(spender.clone(), [account(0)], NOW).is_err(), "{number}");
            }
        }
        let memory = passing.memory();
        assert!(memory.own.len() <= 2 * REMEMBERED && memory.shared.len() <= 100);
    }

    #[test]
    fn many_sessions_of_one_account_have_no_more_than_the_account() {
        let passing = PassingBudgets::default();
        let burst = Allowance::Administrator.burst();
        let take = |number| {
            let takes = (0..2 * burst).map(|_| passing.take_with(session(), [account(number)], NOW));
            takes.filter(Result::is_ok).count() as u64
        };
        assert_eq!(take(1), burst);
        // However many sessions others bring, it stays spent.
        for other in 2..30 {
            assert_eq!(take(other), burst);
        }
        assert!(passing.take_with(session(), [account(1)], NOW).is_err());
        assert!(passing.take_with(session(), [account(30)], NOW).is_ok(), "the others notice nothing");
        assert!(passing.take_with(session(), [account(1)], NOW.plus(Duration::from_secs(1))).is_ok());
    }

    #[test]
    fn a_session_that_replaces_another_has_what_that_had_left() {
        let passing = PassingBudgets::default();
        let (old, new) = (SessionId::generate(), SessionId::generate());
        let burst = Allowance::Person.burst();
        for of in [Subject::forms, Subject::passwords] {
            let take = |id| passing.take(of(id), Allowance::Person, NOW);
            assert_eq!((0..2 * burst).filter(|_| take(&old).is_ok()).count() as u64, burst);
            passing.inherit(&old, &new);
            assert!(take(&new).is_err());
            assert!(take(&old).is_ok(), "its row has gone over");
        }
    }

    #[test]
    fn of_several_budgets_all_are_taken_from_or_none() {
        let passing = PassingBudgets::default();
        let device = |number: u8| (Subject::device(&[number; 16]), Allowance::Person);
        let take = |number: u8| passing.take_with(device(number), [account(1)], NOW).is_ok();
        // One device alone does not use up what the account has, however long it goes on.
        assert_eq!((0..2000).filter(|_| take(1)).count(), 120);
        assert_eq!((2..=20).map(|number| (0..200).filter(|_| take(number)).count()).sum::<usize>(), 1200 - 120);
        let known = passing.memory().own.len();
        assert!(!take(21) && passing.memory().own.len() == known, "no room for who is refused");
        assert!(passing.take(device(21).0, Allowance::Person, NOW).is_ok());
    }
}
