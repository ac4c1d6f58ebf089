//! The numbers, and what follows from them.

use std::time::Duration;

use crate::domain::time::Timestamp;

/// How long a name that failed counts against the address that tried it.
pub const NAMES_SPAN: Duration = Duration::from_secs(15 * 60);
/// How long an address is blocked that has tried too many names.
pub(super) const NAMES_BLOCK: Duration = Duration::from_secs(15 * 60);
/// For so long a name counts as being tried; after that it counts as failed, whatever became of the request.
pub const IN_FLIGHT: Duration = Duration::from_secs(10);
/// How many different wrong passwords lock an account for devices that it does not know.
pub(super) const WRONG_PASSWORDS: usize = 10;
/// Within which span they count.
pub(super) const PASSWORDS_SPAN: Duration = Duration::from_secs(15 * 60);
/// The longest lock.
const LONGEST_LOCK: Duration = Duration::from_secs(15 * 60);
/// How long after a lock the next different wrong password locks again at once, for twice as long. After that all is
/// forgotten.
pub(super) const REMEMBERED: Duration = Duration::from_secs(60 * 60);
/// How long a wrong password is remembered: as long as a lock may be, so that a repeated one never counts as another.
pub(super) const KEPT: Duration = Duration::from_secs(LONGEST_LOCK.as_secs() + REMEMBERED.as_secs());
/// When to come back while it is not known yet whether there is a lock.
pub(super) const PENDING: Duration = Duration::from_secs(2);
/// By how much the clocks of instances may differ, and by how much a try may be overtaken by another.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);

/// How many different names may fail from one address: half of its tries.
pub(super) fn names_per_address(tries: u32) -> i64 {
    i64::from(tries / 2)
}

/// How long the account is locked for devices that it does not know, after so many locks in a row before.
pub(super) fn lock_after(locks: i64) -> Duration {
    let minutes = 1u64 << locks.clamp(0, 10);
    Duration::from_secs(60 * minutes).min(LONGEST_LOCK)
}

/// Whether a lock holds. One that ends later than any could was written by a clock that was wrong.
pub(super) fn is_locked(locked_until: Timestamp, now: Timestamp) -> bool {
    locked_until > now && locked_until.since(now) <= LONGEST_LOCK.max(NAMES_BLOCK) + CLOCKS_DIFFER
}

/// Whether what was seen at a moment still counts. What lies further ahead than it may lie behind was written by a clock
/// that was wrong.
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
        // What another instance wrote, whose clock is ahead, holds all the same.
        assert!(is_locked(after(900 + 120), START));
        assert!(!is_locked(START, START) && !is_locked(after(900 + 301), START));
    }

    #[test]
    fn half_of_the_tries_may_be_names() {
        assert_eq!([5, 30, 100_000].map(names_per_address), [2, 15, 50_000]);
    }
}
