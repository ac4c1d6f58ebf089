//! Decides whether a try is refused.

use super::attempt::{Guess, Obstacle, Try};
use super::guesser::Guesser;
use super::ledger::Ledger;
use super::limits::{IN_FLIGHT, NAMES_SPAN};
use super::streak::Say;
use crate::domain::time::Timestamp;

/// There were too many tries, so the password was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries")]
pub enum Throttled {
    /// It makes sense to try again after this number of seconds; at least one.
    For(u32),
    /// As [`Throttled::For`], in this session alone: a new one begins with no wrong passwords.
    InSession(u32),
    /// It makes no sense to try again until an administrator has allowed new tries.
    Closed,
}

/// The seconds that programs are told while it is closed: nobody knows when that will change, so they should come back
/// seldom.
const CLOSED_SECONDS: u32 = 3600;

impl Throttled {
    pub(super) fn until(moment: Timestamp, now: Timestamp) -> Throttled {
        let seconds = moment.since(now).as_millis().div_ceil(1000).max(1);
        Throttled::For(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    /// Returns the number of seconds for a `Retry-After` (RFC 9110 section 10.2.3).
    pub fn retry_after(self) -> u32 {
        match self {
            Throttled::For(seconds) | Throttled::InSession(seconds) => seconds,
            Throttled::Closed => CLOSED_SECONDS,
        }
    }
}

/// An obstacle, and what whoever tries is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    pub(super) obstacle: Obstacle,
    pub(super) throttled: Throttled,
}

impl Ledger {
    /// Returns the obstacle that stops a try; `None` if there is none.
    pub(super) fn hold(&self, attempt: &Try, now: Timestamp) -> Option<Hold> {
        self.names_hold(attempt, now)
            .or_else(|| self.budget_hold(attempt, now))
            .or_else(|| self.streak_hold(attempt, now))
    }

    /// Tells whether the device or session of a try has given so many wrong passwords in a row that it counts as a
    /// stranger.
    pub fn has_forgotten(&self, attempt: &Try, now: Timestamp) -> bool {
        let streak = attempt.guess.as_ref().map(|guess| &guess.streak);
        attempt.otherwise().is_some() && streak.is_some_and(|streak| streak.say(self, now) == Say::Closed)
    }

    fn budget_hold(&self, attempt: &Try, now: Timestamp) -> Option<Hold> {
        let waits = attempt.budgets.iter().filter_map(|spend| {
            let pieces = self.counts_of(&spend.subject, spend.budget.span, now);
            let pieces = pieces.map(|count| (count.at, count.tries)).collect();
            Some((spend.budget.next_at(pieces)?, spend.obstacle))
        });
        let (until, obstacle) = waits.max_by_key(|(until, _)| *until)?;
        Some(Hold { obstacle, throttled: Throttled::until(until, now) })
    }

    fn names_hold(&self, attempt: &Try, now: Timestamp) -> Option<Hold> {
        let Guess { name: Some(name), .. } = attempt.guess.as_ref()? else { return None };
        let waits = attempt.names.iter().filter_map(|limit| {
            let names = self.names_of(&limit.subject);
            if names.failed >= limit.most {
                return Some(names.room_at.unwrap_or(now.plus(NAMES_SPAN)));
            }
            // It is not known yet which of these names fail, but it will be known soon.
            let is_new = self.recent(&limit.subject, name, NAMES_SPAN, now).is_none();
            (names.tried >= limit.most && is_new).then(|| now.plus(IN_FLIGHT))
        });
        Some(Hold { obstacle: Obstacle::Names, throttled: Throttled::until(waits.max()?, now) })
    }

    fn streak_hold(&self, attempt: &Try, now: Timestamp) -> Option<Hold> {
        let Guess { streak, .. } = attempt.guess.as_ref()?;
        let throttled = match streak.say(self, now) {
            Say::Go => return None,
            Say::Paused(until) if streak.guesser == Guesser::Session => {
                Throttled::InSession(Throttled::until(until, now).retry_after())
            }
            Say::Pending(until) | Say::Paused(until) => Throttled::until(until, now),
            Say::Closed => Throttled::Closed,
        };
        Some(Hold { obstacle: Obstacle::Streak(streak.guesser), throttled })
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
        assert_eq!(Throttled::until(after(60_000), start), Throttled::For(60));
        assert_eq!(Throttled::until(after(1), start), Throttled::For(1));
        assert_eq!(Throttled::until(start, after(5000)), Throttled::For(1));
    }
}
