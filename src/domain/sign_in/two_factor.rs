//! The second factor of an account: an authenticator app, and recovery codes in case the app is lost.

use std::fmt;
use std::time::Duration;

use diesel::prelude::*;

use super::one_time_code::OneTimeCode;
use super::recovery_code::RecoveryCode;
use crate::domain::account::Role;
use crate::domain::id::UserId;
use crate::domain::text::{trimmed, words};
use crate::domain::time::Timestamp;
use crate::schema::two_factor;

/// After this many wrong codes in a row there is a pause before the next try.
const FREE_TRIES: i64 = 5;
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);
/// After this many wrong codes in a row no code is accepted any more (NIST SP 800-63B section 3.2.2).
pub const MOST_FAILURES: i64 = 100;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = two_factor)]
pub struct TwoFactor {
    pub user_id: UserId,
    /// The encrypted seed of the app.
    pub sealed_seed: Vec<u8>,
    /// The second factor is required since this time.
    pub enabled_at: Timestamp,
    /// The step of the newest accepted code. No code of this step or an earlier one is accepted again.
    pub last_step: i64,
    /// The number of wrong app codes in a row at sign-ins.
    pub sign_in_failures: i64,
    pub sign_in_failed_at: Option<Timestamp>,
    /// The number of wrong app codes in a row in live sessions.
    pub session_failures: i64,
    pub session_failed_at: Option<Timestamp>,
    /// The number of wrong recovery codes in a row at sign-ins.
    pub sign_in_recovery_failures: i64,
    pub sign_in_recovery_failed_at: Option<Timestamp>,
    /// The number of wrong recovery codes in a row in live sessions.
    pub session_recovery_failures: i64,
    pub session_recovery_failed_at: Option<Timestamp>,
}

/// The two kinds of codes. Wrong ones are counted separately: a recovery code must work just when the app's codes do
/// not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A code of the authenticator app.
    App,
    /// A recovery code, kept on paper.
    Recovery,
}

/// The place where a code is given. Wrong codes are counted separately for each: somebody who knows only the password
/// must not be able to stop its owner, who is signed in, from changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A sign-in, by form or API.
    SignIn,
    Session,
}

/// Tells whether a code may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Open,
    /// The code may be tried after this pause.
    After(Duration),
    /// No code may be tried until an administrator has removed the second factor.
    Closed,
}

impl TwoFactor {
    /// Returns the second factor of a person who has just set up an app.
    pub fn new(user_id: UserId, sealed_seed: Vec<u8>, enabled_at: Timestamp, last_step: i64) -> TwoFactor {
        TwoFactor {
            user_id,
            sealed_seed,
            enabled_at,
            last_step,
            sign_in_failures: 0,
            sign_in_failed_at: None,
            session_failures: 0,
            session_failed_at: None,
            sign_in_recovery_failures: 0,
            sign_in_recovery_failed_at: None,
            session_recovery_failures: 0,
            session_recovery_failed_at: None,
        }
    }

    /// Tells whether a code may be tried at `now`. The tries are counted for the account, no matter who makes them and
    /// how often they sign in.
    pub fn admission(&self, door: Door, kind: CodeKind, now: Timestamp) -> Admission {
        let (failures, failed_at) = self.failures(door, kind);
        admission(failures, failed_at, now)
    }

    /// Returns the pause that follows one more wrong code; `None` after the first few.
    pub fn pause_after_failure(&self, door: Door, kind: CodeKind) -> Option<Duration> {
        pause(self.failures(door, kind).0 + 1)
    }

    fn failures(&self, door: Door, kind: CodeKind) -> (i64, Option<Timestamp>) {
        match (door, kind) {
            (Door::SignIn, CodeKind::App) => (self.sign_in_failures, self.sign_in_failed_at),
            (Door::Session, CodeKind::App) => (self.session_failures, self.session_failed_at),
            (Door::SignIn, CodeKind::Recovery) => (self.sign_in_recovery_failures, self.sign_in_recovery_failed_at),
            (Door::Session, CodeKind::Recovery) => (self.session_recovery_failures, self.session_recovery_failed_at),
        }
    }
}

fn pause(failures: i64) -> Option<Duration> {
    let doublings = u32::try_from(failures - FREE_TRIES).ok()?.min(4);
    Some(Duration::from_secs(60 << doublings).min(LONGEST_PAUSE))
}

fn admission(failures: i64, failed_at: Option<Timestamp>, now: Timestamp) -> Admission {
    if failures >= MOST_FAILURES {
        return Admission::Closed;
    }
    let (Some(pause), Some(failed_at)) = (pause(failures), failed_at) else { return Admission::Open };
    match pause.checked_sub(now.since(failed_at)) {
        Some(left) if !left.is_zero() => Admission::After(left),
        _ => Admission::Open,
    }
}

/// The text that somebody typed as a code.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    OneTime(OneTimeCode),
    Recovery(RecoveryCode),
    /// The text has neither form. It cannot be right, so it does not count as a try.
    Nonsense,
}

impl Code {
    /// Parses a code of either kind, in any grouping.
    pub fn parse(text: &str) -> Code {
        match (OneTimeCode::parse(text), RecoveryCode::parse(text)) {
            (Some(code), _) => Code::OneTime(code),
            (None, Some(code)) => Code::Recovery(code),
            (None, None) => Code::Nonsense,
        }
    }

    /// Parses a field that may be left empty; returns `None` if it is empty or blank.
    pub fn parse_given(text: &str) -> Option<Code> {
        (!trimmed(text).is_empty()).then(|| Code::parse(text))
    }
}

/// Writes no code, because codes must not be in a log.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code")
    }
}

words! {
    /// The people who must have a second factor.
    pub enum TwoFactorPolicy {
        /// Nobody must have one; everybody may.
        Optional = "optional",
        /// Administrators must have one.
        Admins = "admins",
        /// Everybody must have one.
        Everyone = "everyone",
    }
}

impl TwoFactorPolicy {
    /// Tells whether users with this role must have a second factor.
    pub fn demands(self, role: Role) -> bool {
        match self {
            TwoFactorPolicy::Optional => false,
            TwoFactorPolicy::Admins => role == Role::Admin,
            TwoFactorPolicy::Everyone => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(failures: i64, seconds: u64) -> Admission {
        let failed_at = Timestamp::from_milliseconds(1_800_000_000_000);
        admission(failures, Some(failed_at), failed_at.plus(Duration::from_secs(seconds)))
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
    fn after_a_hundred_failures_no_waiting_helps() {
        assert_eq!(after(100, 86_400), Admission::Closed);
    }

    #[test]
    fn each_door_and_kind_has_a_limit_of_its_own() {
        let now = Timestamp::from_milliseconds(1_800_000_000_000);
        let fresh = TwoFactor::new(UserId::generate(), Vec::new(), now, 0);
        let mut factors = [(); 4].map(|()| fresh.clone());
        (factors[0].sign_in_failures, factors[0].sign_in_failed_at) = (5, Some(now));
        (factors[1].session_failures, factors[1].session_failed_at) = (5, Some(now));
        (factors[2].sign_in_recovery_failures, factors[2].sign_in_recovery_failed_at) = (5, Some(now));
        (factors[3].session_recovery_failures, factors[3].session_recovery_failed_at) = (5, Some(now));
        let limits = [CodeKind::App, CodeKind::Recovery].map(|kind| [(Door::SignIn, kind), (Door::Session, kind)]);
        for (index, factor) in factors.iter().enumerate() {
            for (other, (door, kind)) in limits.iter().flatten().enumerate() {
                let is_open = factor.admission(*door, *kind, now) == Admission::Open;
                assert_eq!(is_open, index != other, "{index} {other}");
            }
        }
    }

    #[test]
    fn every_policy_demands_what_it_says() {
        let demands = |policy: TwoFactorPolicy| (policy.demands(Role::User), policy.demands(Role::Admin));
        assert_eq!(TwoFactorPolicy::ALL.map(demands), [(false, false), (false, true), (true, true)]);
    }

    #[test]
    fn what_is_typed_is_one_kind_of_code_or_nonsense() {
        assert!(matches!(Code::parse("123456"), Code::OneTime(_)));
        assert!(matches!(Code::parse(&RecoveryCode::generate().to_string()), Code::Recovery(_)));
        for text in ["12345", "1234567", "hunter2", "", "１２３４５"] {
            assert!(matches!(Code::parse(text), Code::Nonsense), "{text}");
        }
        assert!(Code::parse_given(" \t").is_none() && Code::parse_given("x").is_some());
        assert_eq!(format!("{:?}", Code::parse("123456")), "a code");
    }
}
