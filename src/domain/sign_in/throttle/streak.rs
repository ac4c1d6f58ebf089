//! Different wrong passwords in a row, and the pauses that they cause.
//!
//! Only a right password ends a streak (NIST SP 800-63B-4 section 3.2.2 allows no more than 100 wrong ones in a row). A
//! password that was wrong before is counted once, since a program that goes on with last year's password is no
//! attacker.

use std::time::Duration;

use super::guesser::Guesser;
use super::key::{Mark, Subject};
use super::ledger::{Count, Ledger, Lock};
use super::limits::{CLOCKS_DIFFER, IN_FLIGHT, PENDING};
use crate::domain::time::Timestamp;

/// From this number of different wrong passwords in a row on, there are pauses.
pub const FREE_IN_A_ROW: usize = 10;
/// With this many different wrong passwords in a row, no further one is looked at: a password alone lets no stranger in
/// any more, and a known device or a session counts as a stranger.
pub const MOST_IN_A_ROW: usize = 100;
/// A wrong password counts for this long. It bounds what names that nobody has can make the table hold.
pub(super) const KEPT: Duration = Duration::from_secs(90 * 86_400);

/// The pauses in minutes after the tenth wrong password, the eleventh and so on; the last one stays.
const PAUSES_OF_STRANGERS: [u64; 7] = [1, 2, 4, 8, 15, 30, 60];
const PAUSES_OF_KNOWN: [u64; 5] = [1, 2, 4, 8, 15];

/// The streak of wrong passwords to which a try belongs.
#[derive(Clone, Debug)]
pub struct Streak {
    /// The account if a stranger tries, whether there is such an account or not; else the device or the session.
    pub subject: Subject,
    /// The password that is tried.
    pub(super) password: Mark,
    pub(super) guesser: Guesser,
}

/// What a streak says to a further try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    /// It may be looked at.
    Go,
    /// A password is being checked now that would cause a pause if it were wrong: come back then.
    Pending(Timestamp),
    /// There is a pause until then.
    Paused(Timestamp),
    /// There were too many in a row.
    Closed,
}

impl Lock {
    /// Tells whether there were so many wrong passwords that no further one is looked at.
    pub fn is_closed(&self) -> bool {
        usize::try_from(self.wrong).is_ok_and(|wrong| wrong >= MOST_IN_A_ROW)
    }
}

impl Streak {
    pub(super) fn new(guesser: Guesser, subject: Subject, password: Mark) -> Streak {
        Streak { subject, password, guesser }
    }

    /// Returns the pause after this many different wrong passwords in a row; `None` if there is none yet.
    pub(super) fn pause_after(&self, wrong: usize) -> Option<Duration> {
        let pauses: &[u64] = match self.guesser {
            Guesser::UnknownDevices => &PAUSES_OF_STRANGERS,
            Guesser::KnownDevice | Guesser::Session => &PAUSES_OF_KNOWN,
        };
        pauses.get(wrong.checked_sub(FREE_IN_A_ROW)?).or(pauses.last()).map(|minutes| Duration::from_secs(60 * minutes))
    }

    /// Returns the passwords of the streak, the one that is tried now included if it was tried before.
    pub(super) fn counted<'a>(&'a self, ledger: &'a Ledger, now: Timestamp) -> impl Iterator<Item = &'a Count> {
        ledger.counts_of(&self.subject, KEPT, now)
    }

    pub(super) fn say(&self, ledger: &Ledger, now: Timestamp) -> Say {
        let wrong = self.counted(ledger, now).count();
        // Of several at one moment, one that is being checked is the newest. One of the future was written by a clock that
        // was wrong.
        let written = self.counted(ledger, now).filter(|count| count.at <= now.plus(CLOCKS_DIFFER));
        let newest = written.max_by_key(|count| (count.at, count.tries == 0));
        let Some(newest) = newest else { return Say::Go };
        let Some(pause) = self.pause_after(wrong) else { return Say::Go };
        if newest.tries == 0 && now.since(newest.at) < IN_FLIGHT {
            return Say::Pending(now.plus(PENDING));
        }
        if wrong >= MOST_IN_A_ROW {
            return Say::Closed;
        }
        let until = newest.at.plus(pause);
        if until > now { Say::Paused(until) } else { Say::Go }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_for_strangers_and_to_a_quarter_of_it_for_those_who_are_known() {
        let (subject, password) = (Subject::of(vec![1]), Mark::of(vec![2]));
        let of = |guesser| Streak::new(guesser, subject.clone(), password.clone());
        let (strangers, known) = (of(Guesser::UnknownDevices), of(Guesser::KnownDevice));
        let minutes = |streak: &Streak| -> Vec<_> {
            let pauses = [0, 9, 10, 11, 12, 13, 14, 15, 16, 17, 99].map(|wrong| streak.pause_after(wrong));
            pauses.into_iter().map(|pause| pause.map_or(0, |pause| pause.as_secs() / 60)).collect()
        };
        assert_eq!(minutes(&strangers), [0, 0, 1, 2, 4, 8, 15, 30, 60, 60, 60]);
        assert_eq!(minutes(&known), [0, 0, 1, 2, 4, 8, 15, 15, 15, 15, 15]);
    }
}
