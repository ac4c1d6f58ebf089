//! A number of tries within a span of time.

use std::time::Duration;

use super::key::Mark;
use crate::domain::time::{Timestamp, milliseconds};

const ADDRESS_SPAN: Duration = Duration::from_secs(5 * 60);
/// The number of tries of a device that the account knows, or of a session.
const TRIES_PER_DEVICE: i64 = 10;
const DEVICE_SPAN: Duration = Duration::from_secs(15 * 60);
/// The number of pieces into which the span of a budget is cut for counting.
const PIECES: i64 = 30;

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

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn after(seconds: u64) -> Timestamp {
        START.plus(Duration::from_secs(seconds))
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
