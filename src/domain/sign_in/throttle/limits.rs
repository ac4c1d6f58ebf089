//! The limits of throttling: how many tries an address, a device or a session has in which time, how many names and
//! wrong passwords are too many, and for how long.

use std::time::Duration;

use super::key::Mark;
use crate::domain::time::{Timestamp, milliseconds};

/// The tries of an address, whose number is a setting, are counted for this long.
const ADDRESS_SPAN: Duration = Duration::from_secs(5 * 60);
/// The number of tries of a device that the account knows, or of a session.
const TRIES_PER_DEVICE: i64 = 10;
const DEVICE_SPAN: Duration = Duration::from_secs(15 * 60);
/// The number of pieces into which the span of a budget is cut for counting.
const PIECES: i64 = 30;
/// For this long a failed name counts against the address that tried it.
pub const NAMES_SPAN: Duration = Duration::from_secs(15 * 60);
/// For this long an address is blocked after it has tried too many names.
pub(super) const NAMES_BLOCK: Duration = Duration::from_secs(15 * 60);
/// For this long a name counts as being tried. After that it counts as failed, no matter how the request ended.
pub const IN_FLIGHT: Duration = Duration::from_secs(10);
/// This many different wrong passwords lock an account for devices that it does not know.
pub(super) const WRONG_PASSWORDS: usize = 10;
/// Wrong passwords count towards [`WRONG_PASSWORDS`] for this long.
pub(super) const PASSWORDS_SPAN: Duration = Duration::from_secs(15 * 60);
const LONGEST_LOCK: Duration = Duration::from_secs(15 * 60);
/// For this long after a lock, the next different wrong password locks again at once, for twice as long. After that,
/// earlier locks do not count.
pub(super) const REMEMBERED: Duration = Duration::from_secs(60 * 60);
/// For this long a wrong password is remembered: as long as a lock can last and be remembered, so that a repeated
/// password never counts as a different one.
pub(super) const KEPT: Duration = Duration::from_secs(LONGEST_LOCK.as_secs() + REMEMBERED.as_secs());
/// The time after which to try again while it is not known yet whether there is a lock.
pub(super) const PENDING: Duration = Duration::from_secs(2);
/// The clocks of instances may differ by this much, and a later try may overtake an earlier one by this much.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);

/// The number of tries that are allowed within a span, no matter how they end. The span slides: it always ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    tries: i64,
    pub(super) span: Duration,
}

impl Budget {
    pub(super) fn of_address(tries: u32) -> Budget {
        Budget { tries: i64::from(tries), span: ADDRESS_SPAN }
    }

    /// The budget of a known device or of a session.
    pub(super) const DEVICE: Budget = Budget { tries: TRIES_PER_DEVICE, span: DEVICE_SPAN };

    /// Returns the piece of time in which a try is counted, as a mark.
    pub(super) fn piece(self, now: Timestamp) -> Mark {
        let length = (milliseconds(self.span) / PIECES).max(1);
        Mark::of(now.milliseconds().div_euclid(length).to_be_bytes().to_vec())
    }

    /// Returns when there will be room for one more try; `None` if there is room now. `pieces` are the pieces within
    /// the span, each with the moment of its last try and the number of its tries.
    pub(super) fn next_at(self, mut pieces: Vec<(Timestamp, i64)>) -> Option<Timestamp> {
        pieces.sort_unstable();
        let mut left: i64 = pieces.iter().map(|(_, tries)| tries).sum();
        let mut next = None;
        for (at, tries) in pieces {
            if left < self.tries {
                break;
            }
            left -= tries;
            next = Some(at.plus(self.span));
        }
        next
    }
}

/// Returns the number of different names that may fail from one address: half of its tries.
pub(super) fn names_per_address(tries: u32) -> i64 {
    i64::from(tries / 2)
}

/// Returns how long an account is locked for devices that it does not know; `locks` is the number of locks in a row
/// before this one.
pub(super) fn lock_after(locks: i64) -> Duration {
    let minutes = 1u64 << locks.clamp(0, 10);
    Duration::from_secs(60 * minutes).min(LONGEST_LOCK)
}

/// Tells whether a lock holds. A lock that ends later than any lock can was written by a clock that was wrong, and does
/// not hold.
pub(super) fn is_locked(locked_until: Timestamp, now: Timestamp) -> bool {
    locked_until > now && locked_until.since(now) <= LONGEST_LOCK.max(NAMES_BLOCK) + CLOCKS_DIFFER
}

/// Tells whether a mark that was seen at this moment still counts. A moment that is further than `span` in the future
/// was written by a clock that was wrong, and does not count.
pub(super) fn is_recent(at: Timestamp, span: Duration, now: Timestamp) -> bool {
    at > now.minus(span) && at <= now.plus(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn after(seconds: u64) -> Timestamp {
        START.plus(Duration::from_secs(seconds))
    }

    #[test]
    fn locks_double_up_to_a_quarter_of_an_hour() {
        let minutes: Vec<_> = (0..7).map(|locks| lock_after(locks).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 15, 15, 15]);
        assert_eq!((lock_after(i64::MAX).as_secs(), lock_after(-1).as_secs()), (900, 60));
    }

    #[test]
    fn a_lock_from_a_clock_that_was_wrong_holds_nobody() {
        assert!(is_locked(after(1), START) && is_locked(after(900), START));
        // A lock that an instance with a fast clock wrote holds too.
        assert!(is_locked(after(900 + 120), START));
        assert!(!is_locked(START, START) && !is_locked(after(900 + 301), START));
    }

    #[test]
    fn half_of_the_tries_may_be_names() {
        assert_eq!([5, 30, 100_000].map(names_per_address), [2, 15, 50_000]);
    }

    #[test]
    fn a_budget_is_full_until_enough_of_it_has_left_the_span() {
        let budget = Budget { tries: 3, span: Duration::from_secs(300) };
        for (counted, next_at) in [
            (vec![], None),
            (vec![(START, 2)], None),
            (vec![(START, 3)], Some(after(300))),
            (vec![(after(20), 1), (after(10), 1), (START, 1)], Some(after(300))),
            (vec![(after(20), 2), (after(10), 1), (START, 1)], Some(after(310))),
            (vec![(after(20), 5), (START, 1)], Some(after(320))),
        ] {
            assert_eq!(budget.next_at(counted.clone()), next_at, "{counted:?}");
        }
    }

    #[test]
    fn tries_of_one_moment_are_counted_together_and_later_ones_apart() {
        let budget = Budget::of_address(30);
        assert_eq!(budget.piece(START), budget.piece(after(9)));
        assert_ne!(budget.piece(START), budget.piece(after(10)));
        assert_eq!(Budget::DEVICE.piece(START), Budget::DEVICE.piece(after(29)));
    }
}
