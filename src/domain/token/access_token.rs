//! The claims of an access token, and the rules that need no key: form and times.

pub use doorward_guard::claims::{CLOCK_SKEW_SECONDS, MAX_LIFE_SECONDS, TYPE};
use doorward_guard::claims::{audience_of_apps, audiences_of_doorward};
use serde::{Deserialize, Serialize};

use crate::domain::account::user::Role;
use crate::domain::id::{SessionId, UserId};
use crate::domain::time::Timestamp;

/// Whom an access token is for. Each consumer takes its own alone (OWASP ASVS 5.0, 9.2.4): what one of them has seen
/// is worth nothing at the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Doorward's own pages.
    Pages,
    /// Doorward's API.
    Api,
    /// Apps, behind the proxy or with a guard of their own.
    Apps,
}

impl Audience {
    /// The `aud` that says so. `stem` is the setting `audience`.
    pub fn claim(self, stem: &str) -> String {
        let [pages, api] = audiences_of_doorward(stem);
        match self {
            Audience::Pages => pages,
            Audience::Api => api,
            Audience::Apps => audience_of_apps(stem),
        }
    }
}

/// What an access token says. Times are NumericDates: whole seconds since the Unix epoch (RFC 7519 section 2).
///
/// Every member is required, none other is allowed, and none may appear twice: a token that differs in any of this
/// was not made by Doorward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Issuer: the public URL.
    pub iss: String,
    /// Audience: whom the token is meant for.
    pub aud: String,
    /// Subject: the user.
    pub sub: UserId,
    /// The session.
    pub sid: SessionId,
    /// The refresh generation this token came with.
    #[serde(rename = "gen")]
    pub generation: i64,
    /// The user's authorisation version at issue.
    #[serde(rename = "ver")]
    pub version: i64,
    /// What the user may do.
    pub role: Role,
    /// The name to show.
    pub preferred_username: String,
    /// When the login was.
    pub auth_time: i64,
    /// When the token was made.
    pub iat: i64,
    /// When it stops being accepted.
    pub exp: i64,
    /// The id of this one token.
    pub jti: String,
}

impl Claims {
    /// Whether the token's time has come and is not over.
    ///
    /// `lifetime_seconds` is the longest life that a token is given now. A token that was issued with a longer one,
    /// before the setting was lowered, is held to the new one: the recall list looks back only that far.
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

/// A token's times, measured against the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Valid now.
    Current,
    /// Past its end.
    Expired,
    /// Issued later than now: this machine's clock was set back, or the issuer's is wrong.
    FromTheFuture,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims {
            iss: "http://127.0.0.1:8080".into(),
            aud: "doorward".into(),
            sub: UserId::from_bytes([1; 16]),
            sid: SessionId::from_bytes([2; 16]),
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

    #[test]
    fn a_token_lives_from_iat_to_exp_with_five_seconds_for_other_clocks() {
        let ages = [(994, Age::FromTheFuture), (995, Age::Current), (1059, Age::Current), (1060, Age::Expired)];
        for (now, expected) in ages {
            assert_eq!(claims().age(Timestamp::from_milliseconds(now * 1000), 60), expected, "{now}");
        }
    }

    #[test]
    fn a_longer_life_from_before_a_change_of_settings_does_not_count() {
        assert_eq!(claims().age(Timestamp::from_milliseconds(1_010_000), 10), Age::Expired);
    }

    #[test]
    fn claims_of_another_shape_are_refused() {
        let good = serde_json::to_string(&claims()).expect("claims are JSON");
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
