//! The limits of throttling, and the values that follow from them.

use std::time::Duration;

use crate::domain::time::Timestamp;

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
}
