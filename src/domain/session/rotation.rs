//! What a presented refresh token means: the newest may be rotated; which old ones are forgiven, and for how long.

use std::time::Duration;

use super::{Device, Session};
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;

/// For this long after a rotation, the generation before it still receives its successor: long enough for tabs that
/// raced, short enough that a thief gains nothing.
const RACE_WINDOW: Duration = Duration::from_secs(30);

/// The same time while no request has carried the new generation yet, because the answer may have been lost on the way.
const LOST_ANSWER_WINDOW: Duration = Duration::from_secs(10 * 60);

/// For this long after a rotation, the current refresh token is answered like one that raced: with itself and a fresh
/// access token. So a program that renews in a loop writes nothing.
///
/// A copy is noticed all the same. What shows it is always a token of an *older* generation, and those mean what they
/// meant before: this rule looks at the current one alone, which also its owner may use at any time. Whoever else holds it
/// gets nothing new by it, since its answer is the pair that belongs to this generation. The two then hold the same token;
/// as soon as one of them renews after these seconds, the token of the other is an old one.
const REPEAT_WINDOW: Duration = Duration::from_secs(10);

/// A renewal is recorded at the latest when this time has gone by since the record last told of the session.
const RECORD_AGAIN: Duration = Duration::from_secs(86_400);

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

    /// Tells whether the current generation is so young that its refresh token is repeated and not rotated. The first
    /// generation is made by a sign-in, which no program makes in a loop, and is rotated at any time.
    ///
    /// `is_recalled` tells that the access token has not expired, and must not be accepted any more. It then gets new
    /// claims at the same generation: two rotations so close to each other would leave a request that was sent before
    /// them two generations behind, and so make its token look stolen.
    pub fn is_repeated(&self, is_recalled: bool, now: Timestamp) -> bool {
        let age = now.since(self.rotated_at);
        (self.generation > 1 && age < REPEAT_WINDOW) || (is_recalled && age < RACE_WINDOW)
    }

    /// Tells whether a renewal from here has something to tell the record: another address or device than that of the
    /// last sign-in or renewal, or that the session is still in use after a day. Another version of a browser is nothing
    /// new.
    pub fn renewal_is_news(&self, context: &RequestContext, now: Timestamp) -> bool {
        self.ip != context.ip
            || self.device != Device::from_user_agent(&context.user_agent).label()
            || now.since(self.renewal_recorded_at) >= RECORD_AGAIN
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
    fn a_young_generation_is_repeated_except_the_first() {
        let cases = [
            (5, false, 0, true),
            (5, false, 9, true),
            (5, false, 10, false),
            (5, true, 29, true),
            (5, true, 30, false),
            (1, false, 0, false),
            (1, true, 29, true),
        ];
        for (generation, is_recalled, seconds, expected) in cases {
            let session = Session { generation, ..session() };
            assert_eq!(session.is_repeated(is_recalled, at(1000 + seconds)), expected, "{generation} {seconds}");
        }
    }

    #[test]
    fn a_renewal_is_news_from_elsewhere_or_after_a_day() {
        let context = |ip: &str, user_agent: &str| RequestContext {
            language: None,
            request_id: String::new(),
            ip: ip.into(),
            user_agent: user_agent.into(),
        };
        let (old, new) = ("X11; Linux x86_64; Firefox/140.0", "X11; Linux x86_64; Firefox/141.0");
        let device = Device::from_user_agent(old).label();
        let session = Session { ip: "192.0.2.7".into(), device, renewal_recorded_at: at(1000), ..session() };
        let cases = [
            ("192.0.2.7", old, 86_399, false),
            ("192.0.2.7", new, 0, false),
            ("192.0.2.7", old, 86_400, true),
            ("192.0.2.8", old, 0, true),
            ("192.0.2.7", "curl/8.5.0", 0, true),
        ];
        for (ip, user_agent, seconds, expected) in cases {
            let now = at(1000 + seconds);
            assert_eq!(session.renewal_is_news(&context(ip, user_agent), now), expected, "{ip} {user_agent} {seconds}");
        }
    }

    #[test]
    fn a_clock_set_back_does_not_turn_a_race_into_reuse() {
        assert_eq!(session().classify(4, true, at(880)), Presented::Raced);
    }
}
