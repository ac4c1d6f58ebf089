//! How much one person may write while signed in: a burst, and then one in some seconds. So nobody can flood the record.
//!
//! The rule is a generic cell rate. Its whole state is one moment for each subject, the moment at which its budget is
//! whole again: a write moves it on by the price of a write, and a budget that is whole only later than its span from
//! now has nothing left.

use std::time::Duration;

use crate::domain::account::Role;
use crate::domain::id::{SessionId, UserId};
use crate::domain::time::Timestamp;

/// How much somebody may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// A burst of 120, and one in twelve seconds: all that their account does must stay below 20 MB a day, on PostgreSQL
    /// too.
    Person,
    /// A burst of ten times as much, and two in a second: their work is to change much, such as many accounts one after the
    /// other. Many together, such as all who share an address, have it too.
    Administrator,
    /// Four times what administrators have, for all who share a wider network.
    Neighbourhood,
    /// Events of the codes that are given for an account at sign-ins, after a password: a burst of 40, and one in 90 seconds.
    /// A right code makes a row of wrong ones begin anew, so whoever has an app could have any number of them recorded.
    Codes,
    /// Answers to forms that are kept for an account, in pieces of 4 KiB: a burst of 4 MiB, and 27 kB a second.
    Answers,
}

impl Allowance {
    /// Returns the allowance of people with this role.
    pub const fn of(role: Role) -> Allowance {
        match role {
            Role::User => Allowance::Person,
            Role::Admin => Allowance::Administrator,
        }
    }

    /// Returns what several have together, of whom each has this.
    pub const fn of_several(self) -> Allowance {
        match self {
            Allowance::Person => Allowance::Administrator,
            Allowance::Administrator => Allowance::Neighbourhood,
            Allowance::Neighbourhood | Allowance::Codes | Allowance::Answers => self,
        }
    }

    /// Returns the time in which one write is earned again.
    pub const fn price(self) -> Duration {
        match self {
            Allowance::Person => Duration::from_secs(12),
            Allowance::Administrator => Duration::from_millis(500),
            Allowance::Neighbourhood => Duration::from_millis(125),
            Allowance::Codes => Duration::from_secs(90),
            Allowance::Answers => Duration::from_millis(150),
        }
    }

    /// Returns the most writes in a row.
    pub const fn burst(self) -> u64 {
        match self {
            Allowance::Person => 120,
            Allowance::Administrator => 1200,
            Allowance::Neighbourhood => 4800,
            Allowance::Codes => 40,
            Allowance::Answers => 1024,
        }
    }

    /// Returns the time in which a budget that is spent is whole again.
    const fn span(self) -> Duration {
        Duration::from_millis(self.burst() * self.price().as_millis() as u64)
    }

    /// Returns the most that somebody can owe: half of a burst. More than one event of a change, and changes of the
    /// same moment, make a debt.
    const fn debt(self) -> Duration {
        Duration::from_millis(self.span().as_millis() as u64 / 2)
    }

    /// Returns the longest time that anybody waits for the next write, whatever a clock did: shorter than the span.
    pub const fn longest_wait(self) -> Duration {
        Duration::from_millis(self.debt().as_millis() as u64 + self.price().as_millis() as u64)
    }

    /// Returns the latest moment at which a budget can be whole again, debts included. A later one was written by a
    /// clock that was wrong, or for somebody with another allowance, and counts as now.
    pub fn furthest(self, now: Timestamp) -> Timestamp {
        now.plus(self.span()).plus(self.debt())
    }

    /// Tells whether something has been taken from a budget that is whole at `whole_at`, and is not earned again.
    pub fn is_owed(self, whole_at: Timestamp, now: Timestamp) -> bool {
        whole_at > now && whole_at <= self.furthest(now)
    }

    /// Returns when a budget that is whole at `whole_at` is whole after something of this cost.
    /// `store::write_budgets::spend` does the same in the database.
    pub fn after(self, whole_at: Timestamp, cost: Duration, now: Timestamp) -> Timestamp {
        let whole_at = if self.is_owed(whole_at, now) { whole_at } else { now };
        whole_at.plus(cost).min(self.furthest(now))
    }

    /// Returns the most writes in any time of this length.
    pub const fn most_in(self, time: Duration) -> u64 {
        self.burst() + (time.as_millis() / self.price().as_millis()) as u64
    }

    /// Decides about the next write of a subject whose budget is whole at `whole_at`.
    ///
    /// # Errors
    /// Tells how long to wait if nothing is left.
    pub fn judge(self, whole_at: Timestamp, now: Timestamp) -> Result<(), Spent> {
        let whole_at = if self.is_owed(whole_at, now) { whole_at } else { now };
        match whole_at.plus(self.price()).since(now.plus(self.span())) {
            Duration::ZERO => Ok(()),
            wait => Err(Spent { until: now.plus(wait), seconds: wait.as_millis().div_ceil(1000) as u64 }),
        }
    }
}

/// Nothing is left of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many changes: wait for {seconds} seconds")]
pub struct Spent {
    /// When the next write is earned.
    pub until: Timestamp,
    /// How long that is, rounded up.
    pub seconds: u64,
}

/// Who has a budget.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject(String);

impl Subject {
    /// Returns the subject for one session.
    pub fn session(id: &SessionId) -> Subject {
        Subject(format!("session {id}"))
    }

    /// Returns the subject for all sessions of an account together.
    pub fn account(id: &UserId) -> Subject {
        Subject(format!("account {id}"))
    }

    /// Returns the subject for the codes that are given at sign-ins for an account.
    pub fn codes(id: &UserId) -> Subject {
        Subject(format!("codes {id}"))
    }

    /// Returns the subject for the forms of one session that are claimed.
    pub fn forms(id: &SessionId) -> Subject {
        Subject(format!("forms {id}"))
    }

    /// Returns the subject for the answers to forms that are kept for an account.
    pub fn answers(id: &UserId) -> Subject {
        Subject(format!("answers {id}"))
    }

    /// Returns the subject for the passwords that are checked in one session.
    pub fn passwords(id: &SessionId) -> Subject {
        Subject(format!("passwords {id}"))
    }

    /// Returns the subject for the first codes of an app that are given in one pending sign-in, with this digest.
    pub fn activations(pending: &[u8]) -> Subject {
        Subject(pending.iter().fold("activations ".to_owned(), |text, byte| format!("{text}{byte:02x}")))
    }

    /// Returns the subject for the readings of one session by its refresh tokens.
    pub fn readings(id: &SessionId) -> Subject {
        Subject(format!("readings {id}"))
    }

    /// Returns the subject for the requests of one device that show nothing else.
    pub fn device(id: &[u8; 16]) -> Subject {
        Subject(format!("device {:032x}", u128::from_be_bytes(*id)))
    }

    /// Returns the subject for the forms of all who are not signed in, in a network with this text.
    pub fn network(network: &str) -> Subject {
        Subject(format!("network {network}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_milliseconds(1_000_000_000).plus(Duration::from_secs(seconds))
    }

    /// Writes as often as it is let, at the given moments. Returns how often that was.
    fn writes(allowance: Allowance, moments: impl Iterator<Item = Timestamp>) -> u64 {
        let (mut whole_at, mut count) = (Timestamp::from_milliseconds(0), 0);
        for now in moments {
            while allowance.judge(whole_at, now).is_ok() {
                whole_at = allowance.after(whole_at, allowance.price(), now);
                count += 1;
            }
        }
        count
    }

    #[test]
    fn a_burst_is_followed_by_one_in_some_seconds() {
        for (allowance, burst, in_36_seconds) in [
            (Allowance::Person, 120, 3),
            (Allowance::Administrator, 1200, 72),
            (Allowance::Neighbourhood, 4800, 288),
            (Allowance::Codes, 40, 0),
            (Allowance::Answers, 1024, 240),
        ] {
            assert_eq!(writes(allowance, [at(0)].into_iter()), burst);
            assert_eq!(writes(allowance, [at(0), at(36)].into_iter()), burst + in_36_seconds);
            assert_eq!(writes(allowance, [at(0), at(10_000)].into_iter()), 2 * burst, "never more than a burst");
            assert_eq!(allowance.burst(), burst);
        }
    }

    #[test]
    fn the_number_of_writes_in_a_day_is_bounded_and_is_reached() {
        let count = writes(Allowance::Person, (0..=86_400).map(at));
        assert_eq!(count, Allowance::Person.most_in(DAY));
        assert_eq!(count, 7_320);
    }

    #[test]
    fn who_is_refused_learns_when_to_come_again() {
        let whole_at = at(1440);
        let spent = Allowance::Person.judge(whole_at, at(0)).expect_err("spent");
        assert_eq!(spent, Spent { until: at(12), seconds: 12 });
        assert_eq!(Allowance::Person.judge(whole_at, spent.until), Ok(()));
        let odd = Allowance::Person.judge(whole_at.minus(Duration::from_millis(11_999)), at(0)).expect_err("spent");
        assert_eq!(odd.seconds, 1, "never too short");
        let debt = Allowance::Person.judge(at(1540), at(0)).expect_err("in debt");
        assert_eq!(debt.seconds, 112);
    }

    const ALL: [Allowance; 5] =
        [Allowance::Person, Allowance::Administrator, Allowance::Neighbourhood, Allowance::Codes, Allowance::Answers];

    #[test]
    fn what_a_wrong_clock_wrote_keeps_nobody_waiting() {
        for allowance in ALL {
            assert_eq!(allowance.judge(at(86_400), at(0)), Ok(()));
            let most = allowance.judge(allowance.furthest(at(0)), at(0)).expect_err("in debt");
            assert_eq!(most.until, at(0).plus(allowance.longest_wait()));
            assert_eq!(allowance.judge(allowance.furthest(at(0)).plus(Duration::from_millis(1)), at(0)), Ok(()));
        }
    }

    #[test]
    fn when_a_clock_is_set_back_nobody_waits_longer_than_for_a_whole_budget() {
        let steps =
            [1, 3, 5, 8, 11, 15, 20, 25, 30, 45, 60, 75, 90, 105, 119, 120, 180, 240].map(|minutes| minutes * 60);
        for (allowance, step) in ALL.into_iter().flat_map(|allowance| steps.map(|step| (allowance, step))) {
            let (ahead, now) = (at(20_000), at(20_000 - step));
            let spent =
                (0..allowance.burst() + 1000).fold(ahead, |whole_at, _| match allowance.judge(whole_at, ahead) {
                    Ok(()) => allowance.after(whole_at, allowance.price(), ahead),
                    Err(_) => whole_at,
                });
            let in_debt = allowance.after(spent, Duration::from_secs(86_400), ahead);
            for whole_at in [spent, in_debt] {
                let wait =
                    allowance.judge(whole_at, now).map_or_else(|spent| spent.until.since(now), |()| Duration::ZERO);
                assert!(wait < allowance.span(), "{allowance:?}, back by {step} s: {wait:?}");
            }
        }
    }
}
