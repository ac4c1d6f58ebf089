//! How many wrong codes of the second factor there may be in a row, at each place where codes are given and for each
//! kind of code.

use std::time::Duration;

use diesel::prelude::*;

use super::throttle::CLOCKS_DIFFER;
use crate::domain::text::words;
use crate::domain::time::Timestamp;
use crate::schema::code_failures;

/// After this many wrong codes in a row there is a pause before the next try.
const FREE_TRIES: i64 = 5;
/// How often the pause of a minute doubles.
const DOUBLINGS: i64 = 4;
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);
/// After this many wrong codes in a row no code is accepted any more (NIST SP 800-63B section 3.2.2).
pub const MOST_FAILURES: i64 = 100;

words! {
    /// The two kinds of codes. Wrong ones are counted separately: a recovery code must work just when the app's codes
    /// do not.
    pub enum CodeKind: Text {
        /// A code of the authenticator app.
        App = "app",
        /// A recovery code, kept on paper.
        Recovery = "recovery",
    }
}

words! {
    /// The place where a code is given. Wrong codes are counted separately for each: somebody who knows the password
    /// must not be able to keep its owner out of a known device, nor from changing the password in a live session.
    pub enum Door: Text {
        /// A sign-in, by form or API, on a device that the account does not know.
        SignIn = "sign_in",
        /// A sign-in, by form or API, on a device with which somebody has signed in to the account before.
        KnownDevice = "known_device",
        /// A live session.
        Session = "session",
    }
}

/// Tells whether a code may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Open,
    /// The code may be tried after this pause.
    After(Duration),
    /// No code may be tried until another password is chosen, an administrator opens sign-in again, or a right code of
    /// the other kind has come.
    Closed,
}

/// The wrong codes of one kind in a row, and the time of the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = code_failures)]
pub struct Failures {
    pub kind: CodeKind,
    pub failures: i64,
    pub failed_at: Timestamp,
}

/// Wrong codes of one kind at one door that make the next one wait, or after which no further one is looked at, as
/// administrators are shown them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = code_failures)]
pub struct CodeLock {
    pub door: Door,
    pub kind: CodeKind,
    pub failures: i64,
    pub failed_at: Timestamp,
}

impl CodeLock {
    /// Tells until when codes wait; `None` if no code is looked at any more.
    pub fn until(&self) -> Option<Timestamp> {
        let is_closed = self.failures >= MOST_FAILURES;
        (!is_closed).then(|| self.failed_at.plus(pause(self.failures).unwrap_or_default()))
    }
}

/// A row of wrong codes that has just become so long that the next one must wait, or that no further one is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeAlarm {
    pub door: Door,
    pub kind: CodeKind,
    pub is_closed: bool,
}

/// Returns the pauses, each with the number of wrong codes in a row from which on it is at least as long.
pub fn pauses() -> impl Iterator<Item = (i64, Duration)> {
    (FREE_TRIES..=FREE_TRIES + DOUBLINGS).filter_map(|failures| Some((failures, pause(failures)?)))
}

/// The tries of one account at one door. They are counted for the account, no matter who makes them and how often they
/// sign in.
#[derive(Clone, Debug, Default)]
pub struct CodeTries(Vec<Failures>);

impl CodeTries {
    /// Takes the wrong codes at a door, at most one entry for each kind.
    pub fn new(failures: Vec<Failures>) -> CodeTries {
        CodeTries(failures)
    }

    /// Tells whether a code may be tried at `now`.
    pub fn admission(&self, kind: CodeKind, now: Timestamp) -> Admission {
        match self.of(kind) {
            Some(failures) => admission(failures.failures, failures.failed_at, now),
            None => Admission::Open,
        }
    }

    /// Tells what follows one more wrong code.
    pub fn after_failure(&self, kind: CodeKind) -> Admission {
        let failures = self.of(kind).map_or(0, |failures| failures.failures) + 1;
        match pause(failures) {
            _ if failures >= MOST_FAILURES => Admission::Closed,
            Some(pause) => Admission::After(pause),
            None => Admission::Open,
        }
    }

    /// Tells whether one more wrong code at this door begins the pauses, or closes it. Later pauses of the same row are
    /// no alarms.
    pub fn alarm_after_failure(&self, door: Door, kind: CodeKind) -> Option<CodeAlarm> {
        let failures = self.of(kind).map_or(0, |failures| failures.failures) + 1;
        let is_closed = failures == MOST_FAILURES;
        (is_closed || failures == FREE_TRIES).then_some(CodeAlarm { door, kind, is_closed })
    }

    fn of(&self, kind: CodeKind) -> Option<&Failures> {
        self.0.iter().find(|failures| failures.kind == kind)
    }
}

#[cfg(test)]
impl CodeTries {
    /// Counts one more wrong code, as the database does.
    pub(super) fn count(&mut self, kind: CodeKind, now: Timestamp) {
        let failures = self.of(kind).map_or(0, |failures| failures.failures) + 1;
        self.0.retain(|failures| failures.kind != kind);
        self.0.push(Failures { kind, failures, failed_at: now });
    }
}

fn pause(failures: i64) -> Option<Duration> {
    let doublings = u32::try_from((failures - FREE_TRIES).min(DOUBLINGS)).ok()?;
    Some(Duration::from_secs(60 << doublings).min(LONGEST_PAUSE))
}

fn admission(failures: i64, failed_at: Timestamp, now: Timestamp) -> Admission {
    if failures >= MOST_FAILURES {
        return Admission::Closed;
    }
    // A moment in the future was written by a clock that was wrong. Nobody waits until the right one has caught up.
    if failed_at > now.plus(CLOCKS_DIFFER) {
        return Admission::Open;
    }
    match pause(failures).and_then(|pause| pause.checked_sub(now.since(failed_at))) {
        Some(left) if !left.is_zero() => Admission::After(left),
        _ => Admission::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(failures: i64, seconds: u64) -> Admission {
        let failed_at = Timestamp::from_milliseconds(1_800_000_000_000);
        admission(failures, failed_at, failed_at.plus(Duration::from_secs(seconds)))
    }

    #[test]
    fn pauses_grow_from_the_fifth_failure_on_and_stay_at_fifteen_minutes() {
        let minutes = |minutes: u64| Admission::After(Duration::from_secs(60 * minutes));
        let pauses = [
            (4, Admission::Open),
            (5, minutes(1)),
            (6, minutes(2)),
            (7, minutes(4)),
            (8, minutes(8)),
            (9, minutes(15)),
            (99, minutes(15)),
        ];
        for (failures, expected) in pauses {
            assert_eq!(after(failures, 0), expected, "{failures}");
        }
        assert_eq!(after(5, 59), Admission::After(Duration::from_secs(1)));
        assert_eq!(after(5, 60), Admission::Open);
        assert_eq!(after(99, 900), Admission::Open);
    }

    #[test]
    fn a_clock_that_was_ahead_keeps_nobody_out_until_the_others_catch_up() {
        let now = Timestamp::from_milliseconds(1_800_000_000_000);
        let ahead = |failures, minutes: u64| admission(failures, now.plus(Duration::from_secs(60 * minutes)), now);
        for minutes in [6, 60, 60 * 24 * 365] {
            assert_eq!(ahead(9, minutes), Admission::Open, "{minutes}");
            assert_eq!(ahead(100, minutes), Admission::Closed, "{minutes}");
        }
        // The clocks of instances may differ a little.
        assert_eq!(ahead(9, 5), Admission::After(Duration::from_secs(15 * 60)));
        assert_eq!(ahead(5, 5), Admission::After(Duration::from_secs(60)));
    }

    #[test]
    fn after_a_hundred_failures_no_waiting_helps() {
        assert_eq!(after(100, 86_400), Admission::Closed);
        let with = |failures| {
            let failed_at = Timestamp::from_milliseconds(0);
            CodeTries::new(vec![Failures { kind: CodeKind::App, failures, failed_at }]).after_failure(CodeKind::App)
        };
        assert_eq!([with(98), with(99)], [Admission::After(LONGEST_PAUSE), Admission::Closed]);
    }

    #[test]
    fn a_row_of_wrong_codes_gives_an_alarm_when_pauses_begin_and_when_it_is_closed() {
        let mut tries = CodeTries::default();
        let mut alarms = Vec::new();
        for number in 1..=120 {
            alarms.extend(tries.alarm_after_failure(Door::SignIn, CodeKind::App).map(|alarm| (number, alarm)));
            tries.count(CodeKind::App, Timestamp::from_milliseconds(0));
        }
        let alarm = |is_closed| CodeAlarm { door: Door::SignIn, kind: CodeKind::App, is_closed };
        assert_eq!(alarms, [(5, alarm(false)), (100, alarm(true))]);
    }

    #[test]
    fn each_kind_has_a_limit_of_its_own() {
        let now = Timestamp::from_milliseconds(1_800_000_000_000);
        for (wrong, other) in [(CodeKind::App, CodeKind::Recovery), (CodeKind::Recovery, CodeKind::App)] {
            let mut tries = CodeTries::default();
            (0..4).for_each(|_| tries.count(wrong, now));
            assert_eq!((tries.admission(wrong, now), tries.after_failure(other)), (Admission::Open, Admission::Open));
            assert_eq!(tries.after_failure(wrong), Admission::After(Duration::from_secs(60)));
            tries.count(wrong, now);
            assert_eq!(tries.admission(wrong, now), Admission::After(Duration::from_secs(60)));
            assert_eq!(tries.admission(other, now), Admission::Open);
        }
    }
}
