//! The claims of an access token, as programs other than Doorward read them, and the rules that need no key: form and
//! times.

use serde::Deserialize;

use crate::jws::Kind;

/// The `typ` of access tokens (RFC 9068 section 2.1).
pub const TYPE: &str = "at+jwt";

/// The length of the longest accepted token, in bytes.
pub const MAX_LENGTH: usize = 4096;

/// The issuer's clock may be ahead of ours by this many seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 5;

/// The longest life of an access token, in seconds.
pub const MAX_LIFE_SECONDS: u64 = 3600;

/// Returns the `aud` of access tokens for apps. `stem` is Doorward's setting `audience`.
pub fn audience_of_apps(stem: &str) -> String {
    format!("{stem}/apps")
}

/// Returns the `aud` of access tokens for Doorward alone: for its own pages, and for its API.
pub fn audiences_of_doorward(stem: &str) -> [String; 2] {
    [stem.to_owned(), format!("{stem}/api")]
}

/// The kind of token that an access token is.
pub const ACCESS_TOKEN: Kind = Kind { typ: TYPE, max_length: MAX_LENGTH };

/// The role of a user, as the token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// An ordinary user.
    User,
    /// An administrator, who may do everything.
    Admin,
}

impl Role {
    /// Returns the value in tokens: `user` or `admin`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::User => "user",
            Role::Admin => "admin",
        }
    }
}

/// The claims of an access token. Times are NumericDates: whole seconds since the Unix epoch (RFC 7519 section 2).
///
/// Each of these members is required, and none may appear twice. Other members are ignored, since a later Doorward may
/// write more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// The issuer: Doorward's public URL.
    pub iss: String,
    /// The audience: the consumer that the token is for.
    pub aud: String,
    /// The subject: the id of the user, which never changes.
    pub sub: String,
    /// The id of the session.
    pub sid: String,
    /// The refresh generation with which this token was issued.
    #[serde(rename = "gen")]
    pub generation: i64,
    /// The authorisation version of the user when the token was issued.
    #[serde(rename = "ver")]
    pub version: i64,
    /// The role of the user.
    pub role: Role,
    /// The name to show; it may change.
    pub preferred_username: String,
    /// The time of the login.
    pub auth_time: i64,
    /// The time at which the token was made.
    pub iat: i64,
    /// The time from which it is no longer accepted.
    pub exp: i64,
    /// The id of this one token.
    pub jti: String,
    /// The token is not accepted before this time. Doorward writes no such claim; if it is there, it counts (RFC 7519
    /// section 4.1.5).
    #[serde(default)]
    pub nbf: Option<i64>,
}

impl Claims {
    /// Compares the times of the token with this NumericDate.
    pub fn age(&self, now: i64) -> Age {
        if self.iat.max(self.nbf.unwrap_or(self.iat)) > now.saturating_add(CLOCK_SKEW_SECONDS) {
            Age::FromTheFuture
        } else if now >= self.expires_at() {
            Age::Expired
        } else {
            Age::Current
        }
    }

    /// Returns when the token stops being accepted: at its `exp`, and never later than the longest life allows, because
    /// the recall list looks back no further.
    pub fn expires_at(&self) -> i64 {
        self.exp.min(self.iat.saturating_add_unsigned(MAX_LIFE_SECONDS))
    }
}

/// The result of comparing the times of a token with the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// The token is current.
    Current,
    /// The token has expired.
    Expired,
    /// The token was made, or is valid, later than now: this machine's clock is behind, or the issuer's is ahead.
    FromTheFuture,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jws::parse_object;

    const GOOD: &str = r#"{"iss":"https://login.example.org","aud":"doorward/apps","sub":"u","sid":"s","gen":1,"ver":1,
        "role":"user","preferred_username":"ada","auth_time":1000,"iat":1000,"exp":1060,"jti":"x"}"#;

    fn parse(text: &str) -> Option<Claims> {
        parse_object(text.as_bytes())
    }

    fn good() -> Claims {
        parse(GOOD).expect("claims")
    }

    #[test]
    fn a_token_lives_from_iat_to_exp_with_five_seconds_for_other_clocks() {
        let ages = [(994, Age::FromTheFuture), (995, Age::Current), (1059, Age::Current), (1060, Age::Expired)];
        for (now, expected) in ages {
            assert_eq!(good().age(now), expected, "{now}");
        }
        let later = Claims { nbf: Some(1030), ..good() };
        assert_eq!([later.age(1024), later.age(1025)], [Age::FromTheFuture, Age::Current]);
    }

    #[test]
    fn no_token_lives_longer_than_an_hour_whatever_it_says() {
        let long = Claims { exp: i64::MAX, ..good() };
        assert_eq!([long.age(4599), long.age(4600)], [Age::Current, Age::Expired]);
        let extreme = Claims { iat: i64::MIN, exp: i64::MAX, ..good() };
        assert_eq!(extreme.age(0), Age::Expired);
        assert_eq!(Claims { iat: i64::MAX, exp: i64::MAX, ..good() }.age(0), Age::FromTheFuture);
    }

    #[test]
    fn members_that_are_not_known_are_passed_over() {
        assert_eq!(parse(&GOOD.replace("\"jti\"", "\"scope\":[\"a\"],\"scope\":{},\"jti\"")), Some(good()));
    }

    #[test]
    fn claims_of_another_shape_are_refused() {
        let bad = [
            GOOD.replace("\"exp\":1060", "\"exp\":\"1060\""),
            GOOD.replace("\"exp\":1060", "\"exp\":null"),
            GOOD.replace("\"exp\":1060", "\"exp\":1060.5"),
            GOOD.replace("\"exp\":1060", "\"exp\":1e400"),
            GOOD.replace("\"exp\":1060", "\"exp\":9223372036854775808"),
            GOOD.replace("\"exp\":1060,", ""),
            GOOD.replace("\"exp\":1060", "\"exp\":1060,\"exp\":9999"),
            GOOD.replace("\"jti\"", "\"nbf\":1,\"nbf\":2,\"jti\""),
            GOOD.replace("\"sub\":\"u\"", "\"sub\":\"u\",\"sub\":\"v\""),
            GOOD.replace("\"aud\":\"doorward/apps\"", "\"aud\":[\"doorward/apps\"]"),
            GOOD.replace("\"role\":\"user\"", "\"role\":\"root\""),
            GOOD.replace("\"role\":\"user\"", "\"role\":\"User\""),
            format!("[{GOOD}]"),
            format!("{GOOD} x"),
        ];
        for text in bad {
            assert_eq!(parse(&text), None, "{text}");
        }
    }
}
