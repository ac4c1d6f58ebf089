//! What a presented refresh token means: the newest may be rotated; which old ones are forgiven, and for how long.

use std::time::Duration;

use super::Session;
use crate::domain::time::Timestamp;

/// For this long after a rotation, the generation before it still receives its successor: long enough for tabs that
/// raced, short enough that a thief gains nothing.
pub const RACE_WINDOW: Duration = Duration::from_secs(30);

/// The same time while no request has carried the new generation yet, because the answer may have been lost on the way.
const LOST_ANSWER_WINDOW: Duration = Duration::from_secs(10 * 60);

/// What a presented refresh token means for its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// It is the newest: rotate it.
    Current,
    /// It is the one before, from a tab that raced or an answer that was lost: repeat the newest, write nothing.
    Raced,
    /// It is an old one, used again: somebody has a copy.
    Reused,
    /// It is newer than the row: the database was restored from a backup.
    Ahead,
}

impl Session {
    /// Decides what a refresh token of generation `presented` means for this session; the MAC has been checked.
    pub fn classify(&self, presented: i64, is_confirmed: bool, now: Timestamp) -> Presented {
        let age = now.since(self.rotated_at);
        if presented == self.generation {
            Presented::Current
        } else if presented > self.generation {
            Presented::Ahead
        } else if presented == self.generation - 1
            && (age <= RACE_WINDOW || (age <= LOST_ANSWER_WINDOW && !is_confirmed))
        {
            Presented::Raced
        } else {
            Presented::Reused
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, session};
    use super::*;

    #[test]
    fn the_generation_before_is_a_race_for_thirty_seconds_and_a_lost_answer_for_ten_minutes() {
        let session = session();
        let cases = [
            (4, true, 30, Presented::Raced),
            (4, true, 31, Presented::Reused),
            (4, false, 600, Presented::Raced),
            (4, false, 601, Presented::Reused),
            (3, false, 0, Presented::Reused),
            (5, true, 9999, Presented::Current),
            (6, true, 0, Presented::Ahead),
        ];
        for (generation, confirmed, seconds, expected) in cases {
            assert_eq!(session.classify(generation, confirmed, at(1000 + seconds)), expected, "{generation} {seconds}");
        }
    }

    #[test]
    fn a_clock_set_back_does_not_turn_a_race_into_reuse() {
        assert_eq!(session().classify(4, true, at(880)), Presented::Raced);
    }
}
