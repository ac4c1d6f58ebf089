//! The numbers of throttling that are not about wrong passwords in a row: how many tries and how many different names a
//! network has in which time.

use std::time::Duration;

use super::key::Mark;
use crate::domain::time::{Timestamp, milliseconds};

/// Tries are counted for this long.
const SPAN: Duration = Duration::from_secs(5 * 60);
/// The number of pieces into which the span of a budget is cut for counting.
const PIECES: i64 = 30;
/// All known devices and sessions of an account have as many tries together as this number of addresses. So a thief of
/// one device cookie cannot use up the tries of its owner.
const ADDRESSES_PER_ACCOUNT: u32 = 4;
const DAY: Duration = Duration::from_secs(86_400);
/// The tries of a day of one known device or session. A thief of a browser, with its device cookie and its session, still
/// leaves the owner a quarter of what the account has.
const DEVICE_IN_A_DAY: i64 = 360;
/// The tries of a day of all known devices and sessions of one account; as many of strangers are looked at that turn out
/// right. Each leaves events, so this bounds what one person can make the record grow by. It is the same however many
/// tries an address has: that is for those who share one, and nobody signs in so often.
pub const ACCOUNT_IN_A_DAY: i64 = 960;
/// The tries of one link that chooses a password, and of one setup code.
const TRIES_PER_LINK: i64 = 10;
/// For this long a failed name counts against the networks that it was tried from.
pub const NAMES_SPAN: Duration = Duration::from_secs(15 * 60);
/// For this long a try counts as being checked. After that it counts as failed, no matter how the request ended.
pub const IN_FLIGHT: Duration = Duration::from_secs(10);
/// The time after which to try again while it is not known yet whether there is a pause.
pub(super) const PENDING: Duration = Duration::from_secs(2);
/// The clocks of instances may differ by this much, and a later try may overtake an earlier one by this much.
pub const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);

/// The number of tries that are allowed within a span, no matter how they end. The span slides: it always ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    tries: i64,
    pub(super) span: Duration,
}

impl Budget {
    /// Returns the budget of a network that has `factor` times the tries of an address.
    pub(super) fn of_network(tries_per_address: u32, factor: u32) -> Budget {
        Budget { tries: i64::from(tries_per_address) * i64::from(factor), span: SPAN }
    }

    /// Returns the budget of a known device or of a session: that of an address.
    pub(super) fn of_device(tries_per_address: u32) -> Budget {
        Budget::of_network(tries_per_address, 1)
    }

    /// Returns the budget that all known devices and sessions of an account share.
    pub(super) fn of_account(tries_per_address: u32) -> Budget {
        Budget::of_network(tries_per_address, ADDRESSES_PER_ACCOUNT)
    }

    /// What a known device or a session has in a day.
    pub(super) const DEVICE_IN_A_DAY: Budget = Budget { tries: DEVICE_IN_A_DAY, span: DAY };

    /// What all known devices and sessions of an account have in a day, and strangers with the right password.
    pub(super) const ACCOUNT_IN_A_DAY: Budget = Budget { tries: ACCOUNT_IN_A_DAY, span: DAY };

    pub(super) const LINK: Budget = Budget { tries: TRIES_PER_LINK, span: SPAN };

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

/// Returns the number of different names that may fail from a network: half of its tries.
pub(super) fn names(tries_per_address: u32, factor: u32) -> i64 {
    i64::from(tries_per_address / 2) * i64::from(factor)
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
    fn half_of_the_tries_may_be_names() {
        assert_eq!([5, 30, 100_000].map(|tries| names(tries, 1)), [2, 15, 50_000]);
        assert_eq!(names(30, 4), 60);
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
        let budget = Budget::of_network(30, 1);
        assert_eq!(budget.piece(START), budget.piece(after(9)));
        assert_ne!(budget.piece(START), budget.piece(after(10)));
    }
}
