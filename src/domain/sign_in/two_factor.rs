//! The second factor of an account: an authenticator app, and recovery codes in case the app is lost.

use std::fmt;

use diesel::prelude::*;

use super::one_time_code::OneTimeCode;
use super::recovery_code::RecoveryCode;
use crate::domain::account::Role;
use crate::domain::id::UserId;
use crate::domain::text::{trimmed, words};
use crate::domain::time::Timestamp;
use crate::schema::two_factor;

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
}

impl TwoFactor {
    /// Returns the second factor of a person who has just set up an app.
    pub fn new(user_id: UserId, sealed_seed: Vec<u8>, enabled_at: Timestamp, last_step: i64) -> TwoFactor {
        TwoFactor { user_id, sealed_seed, enabled_at, last_step }
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
