//! The claims of an access token, and the rules that need no key: form and times.

pub use doorward_guard::claims::{CLOCK_SKEW_SECONDS, MAX_LIFE_SECONDS, TYPE};
use doorward_guard::claims::{audience_of_apps, audiences_of_doorward};
use serde::{Deserialize, Serialize};

use crate::domain::account::Role;
use crate::domain::id::{SessionId, UserId};
use crate::domain::time::Timestamp;

/// The consumer that an access token is for. Each consumer accepts only its own tokens (OWASP ASVS 5.0, 9.2.4): a token
/// that one of them has seen is worth nothing at the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Pages,
    Api,
    /// Apps, behind the proxy or with a guard of their own.
    Apps,
}

impl Audience {
    /// Returns the value of `aud`. `stem` is the setting `audience`.
    pub fn claim(self, stem: &str) -> String {
        let [pages, api] = audiences_of_doorward(stem);
        match self {
            Audience::Pages => pages,
            Audience::Api => api,
            Audience::Apps => audience_of_apps(stem),
        }
    }
}

/// The content of an access token. Times are NumericDates: whole seconds since the Unix epoch (RFC 7519 section 2).
///
/// Every member is required, no other is allowed, and none may appear twice: a token that breaks any of these rules was
/// not made by Doorward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The issuer: the public URL.
    pub iss: String,
    /// The audience: the consumer that the token is for.
    pub aud: String,
    /// The subject: the user.
    pub sub: UserId,
    /// The session.
    pub sid: SessionId,
    /// The refresh generation with which this token was issued.
    #[serde(rename = "gen")]
    pub generation: i64,
    /// The authorisation version of the user when the token was issued.
    #[serde(rename = "ver")]
    pub version: i64,
    /// The rights of the user.
    pub role: Role,
    /// The name to show.
    pub preferred_username: String,
    /// The time of the login.
    pub auth_time: i64,
    /// The time at which the token was made.
    pub iat: i64,
    /// The time from which it is no longer accepted.
    pub exp: i64,
    /// The id of this one token.
    pub jti: String,
}

impl Claims {
    /// Compares the times of the token with the clock.
    ///
    /// `lifetime_seconds` is the longest life of a token under the present setting. A token that was issued with a
    /// longer one, before the setting was lowered, is held to the new one, because the recall list looks back only that
    /// far.
    pub fn age(&self, now: Timestamp, lifetime_seconds: i64) -> Age {
        let now = now.numeric_date();
        if self.iat > now + CLOCK_SKEW_SECONDS {
            Age::FromTheFuture
        } else if now >= self.exp || now >= self.iat.saturating_add(lifetime_seconds) {
            Age::Expired
        } else {
            Age::Current
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Current,
    Expired,
    /// It was issued later than now: this machine's clock was set back, or the issuer's is wrong.
    FromTheFuture,
}

#[cfg(test)]
impl Claims {
    /// Returns the claims of a new user in a new session.
    pub(crate) fn sample() -> Claims {
        Claims {
            iss: "http://127.0.0.1:8080".into(),
            aud: "doorward".into(),
            sub: UserId::generate(),
            sid: SessionId::generate(),
            generation: 1,
            version: 1,
            role: Role::User,
            preferred_username: "ada".into(),
            auth_time: 1000,
            iat: 1000,
            exp: 1060,
            jti: "x".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lives_from_iat_to_exp_with_five_seconds_for_other_clocks() {
        let ages = [(994, Age::FromTheFuture), (995, Age::Current), (1059, Age::Current), (1060, Age::Expired)];
        for (now, expected) in ages {
            assert_eq!(Claims::sample().age(Timestamp::from_milliseconds(now * 1000), 60), expected, "{now}");
        }
    }

    #[test]
    fn a_longer_life_from_before_a_change_of_settings_does_not_count() {
        assert_eq!(Claims::sample().age(Timestamp::from_milliseconds(1_010_000), 10), Age::Expired);
    }

    #[test]
    fn claims_of_another_shape_are_refused() {
        let good = serde_json::to_string(&Claims::sample()).expect("claims are JSON");
        assert!(serde_json::from_str::<Claims>(&good).is_ok());
        let bad = [
            good.replace("\"exp\":1060", "\"exp\":\"1060\""),
            good.replace("\"exp\":1060", "\"exp\":null"),
            good.replace("\"exp\":1060", "\"exp\":1060.5"),
            good.replace("\"exp\":1060", "\"exp\":1e400"),
            good.replace("\"exp\":1060", "\"exp\":9223372036854775808"),
            good.replace("\"exp\":1060,", ""),
            good.replace("\"exp\":1060", "\"exp\":1060,\"exp\":9999"),
            good.replace("\"exp\":1060", "\"exp\":1060,\"nbf\":1"),
            good.replace("\"aud\":\"doorward\"", "\"aud\":[\"doorward\"]"),
            good.replace("\"role\":\"user\"", "\"role\":\"root\""),
            format!("[{good}]"),
        ];
        for text in bad {
            assert!(serde_json::from_str::<Claims>(&text).is_err(), "{text}");
        }
    }
}
