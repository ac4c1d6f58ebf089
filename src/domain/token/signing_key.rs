//! A key that signs access tokens, as it is stored.

use std::time::Duration;

use diesel::prelude::*;

use super::access_token::MAX_LIFE_SECONDS;
use crate::domain::text::words;
use crate::domain::time::Timestamp;
use crate::schema::signing_keys;

/// A new key is published for this long before it signs. Every instance reads the keys each second and clocks may be 5
/// s apart, so 10 s would be enough for them. But programs that check tokens with the public keys cache these for
/// [`PUBLIC_KEYS_AGE`].
pub const LEAD: Duration = Duration::from_secs(60);

/// Copies of the public keys may be used for this long before they are fetched again: half of [`LEAD`].
pub const PUBLIC_KEYS_AGE: Duration = Duration::from_secs(30);

/// The signatures of a key are accepted for this long after it has stopped signing: until its last token has expired,
/// plus 180 s for an instance that learned late about the key's end.
pub const OVERLAP: Duration = Duration::from_secs(MAX_LIFE_SECONDS + 180);

/// A key of an algorithm that is no longer configured goes on signing for this long, for instances that are still to be
/// restarted. An instance that uses the algorithm takes the key up again well within this time.
pub const SPARE: Duration = Duration::from_secs(3600);

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
pub struct StoredKey {
    /// The id by which tokens name the key.
    pub kid: String,
    /// The only algorithm that it is used with.
    pub algorithm: SigningAlgorithm,
    /// The private key, encrypted under a key derived from the server secret.
    pub sealed_private_key: Vec<u8>,
    pub created_at: Timestamp,
    /// The key signs from this time on; until then it is only published.
    pub signs_from: Timestamp,
    /// Its signatures are accepted until this time; `None` while no other key has replaced it.
    pub retires_at: Option<Timestamp>,
}

impl StoredKey {
    pub fn life(&self) -> KeyLife {
        KeyLife {
            kid: self.kid.clone(),
            algorithm: self.algorithm,
            created_at: self.created_at,
            signs_from: self.signs_from,
            retires_at: self.retires_at,
        }
    }
}

/// The life of a key without the key itself, so that nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = signing_keys)]
pub struct KeyLife {
    /// The id by which tokens name the key.
    pub kid: String,
    /// The only algorithm that it is used with.
    pub algorithm: SigningAlgorithm,
    pub created_at: Timestamp,
    /// The key signs from this time on.
    pub signs_from: Timestamp,
    /// Its signatures are accepted until this time; `None` while it has no end.
    pub retires_at: Option<Timestamp>,
}

/// What a key does at a moment. Only rows and a clock decide it, so that all instances come to the same result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyState {
    /// It signs and verifies.
    Signing,
    /// It verifies, and will sign later.
    Upcoming,
    /// It still verifies what it signed before.
    Retiring,
    /// It is not used any more; its signatures are refused.
    Retired,
}

impl KeyState {
    /// Returns the name of the state in lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            KeyState::Signing => "signing",
            KeyState::Upcoming => "upcoming",
            KeyState::Retiring => "retiring",
            KeyState::Retired => "retired",
        }
    }
}

impl KeyLife {
    pub fn state(&self, now: Timestamp) -> KeyState {
        if self.retires_at.is_some_and(|end| now >= end) {
            KeyState::Retired
        } else if self.signs_until().is_some_and(|end| now >= end) {
            KeyState::Retiring
        } else if now < self.signs_from {
            KeyState::Upcoming
        } else {
            KeyState::Signing
        }
    }

    /// Returns when it stops signing: an [`OVERLAP`] before it retires. `None` while it has no end.
    pub fn signs_until(&self) -> Option<Timestamp> {
        self.retires_at.map(|end| end.minus(OVERLAP))
    }

    /// Returns when it is old enough to be replaced, if keys are replaced by age.
    pub fn is_due_at(&self, rotation: Option<Duration>) -> Option<Timestamp> {
        rotation.map(|age| self.created_at.plus(age))
    }
}

/// Returns the key that signs now: the newest signing key of this algorithm. While there is none, for as long as a
/// change of the algorithm takes, it is a signing key of another algorithm; otherwise the next key that will sign.
/// Returns `None` only if every key has retired.
pub fn signer(keys: &[KeyLife], algorithm: SigningAlgorithm, now: Timestamp) -> Option<&KeyLife> {
    let rank = |key: &KeyLife| {
        let state = key.state(now);
        let begin = key.signs_from.milliseconds();
        // Of keys that sign or have signed we take the newest, of keys that will sign the first.
        let order = if state == KeyState::Upcoming { begin } else { begin.saturating_neg() };
        (state, key.algorithm != algorithm, order, key.kid.clone())
    };
    keys.iter().filter(|key| key.state(now) != KeyState::Retired).min_by_key(|key| rank(key))
}

/// Returns the newest key of an algorithm: the one that signs, or is about to.
pub fn newest(keys: &[KeyLife], algorithm: SigningAlgorithm) -> Option<&KeyLife> {
    keys.iter().filter(|key| key.algorithm == algorithm).max_by_key(|key| (key.signs_from, &key.kid))
}

/// The next change to the keys, as an instance that uses `algorithm` sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upkeep {
    Nothing,
    /// Make a key: there is none of this algorithm, or it is too old.
    Make,
    /// Keep the key with this id: it was about to be given up for another algorithm, but this one is still in use.
    TakeUpAgain(String),
}

pub fn upkeep(keys: &[KeyLife], algorithm: SigningAlgorithm, rotation: Option<Duration>, now: Timestamp) -> Upkeep {
    let Some(key) = newest(keys, algorithm) else { return Upkeep::Make };
    match key.state(now) {
        KeyState::Retiring | KeyState::Retired => Upkeep::Make,
        KeyState::Signing if key.is_due_at(rotation).is_some_and(|due| now >= due) => Upkeep::Make,
        KeyState::Signing if key.retires_at.is_some() => Upkeep::TakeUpAgain(key.kid.clone()),
        KeyState::Signing | KeyState::Upcoming => Upkeep::Nothing,
    }
}

/// Tells whether a text has the form of a key's id: 16 hexadecimal digits.
pub fn is_kid(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

words! {
    /// The supported algorithms (RFC 7518 section 3.1, RFC 8037), by their names in JOSE headers.
    pub enum SigningAlgorithm: Text {
        /// ECDSA on P-256 with SHA-256; this is the default.
        Es256 = "ES256",
        /// Ed25519.
        EdDsa = "EdDSA",
        /// RSASSA-PKCS1-v1_5 with 3072 bits, for verifiers that support nothing newer.
        Rs256 = "RS256",
        /// HMAC with SHA-256, which nobody but Doorward can verify.
        Hs256 = "HS256",
    }
}

#[cfg(test)]
mod tests {
    use super::SigningAlgorithm::{EdDsa, Es256};
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_milliseconds(seconds * 1000)
    }

    fn key(kid: &str, algorithm: SigningAlgorithm, signs_from: i64, retires_at: Option<i64>) -> KeyLife {
        let (signs_from, retires_at) = (at(signs_from), retires_at.map(at));
        KeyLife { kid: kid.into(), algorithm, created_at: signs_from.minus(LEAD), signs_from, retires_at }
    }

    fn signer_at(keys: &[KeyLife], algorithm: SigningAlgorithm, seconds: i64) -> &str {
        signer(keys, algorithm, at(seconds)).map_or("", |key| &key.kid)
    }

    #[test]
    fn a_key_goes_from_state_to_state_by_the_clock() {
        let overlap = i64::try_from(OVERLAP.as_secs()).expect("small");
        let ending = key("a", Es256, 100, Some(500 + overlap));
        let states = [
            (99, KeyState::Upcoming),
            (100, KeyState::Signing),
            (499, KeyState::Signing),
            (500, KeyState::Retiring),
            (499 + overlap, KeyState::Retiring),
            (500 + overlap, KeyState::Retired),
        ];
        for (seconds, state) in states {
            assert_eq!(ending.state(at(seconds)), state, "{seconds}");
        }
        assert_eq!(key("b", Es256, 100, None).state(at(i64::MAX / 1000)), KeyState::Signing);
    }

    #[test]
    fn what_a_key_signs_last_expires_before_the_key_retires() {
        let last = MAX_LIFE_SECONDS + crate::domain::token::access_token::CLOCK_SKEW_SECONDS.unsigned_abs();
        assert!(OVERLAP.as_secs() > last);
    }

    #[test]
    fn one_key_signs_after_the_other_without_a_gap() {
        let overlap = i64::try_from(OVERLAP.as_secs()).expect("small");
        let keys = [key("old", Es256, 0, Some(1000 + overlap)), key("new", Es256, 1000, None)];
        for (seconds, kid) in [(500, "old"), (999, "old"), (1000, "new"), (1000 + overlap, "new")] {
            assert_eq!(signer_at(&keys, Es256, seconds), kid, "{seconds}");
        }
    }

    #[test]
    fn a_key_that_is_still_to_sign_does_so_only_when_no_other_can() {
        let keys = [key("late", Es256, 2000, None), key("soon", Es256, 1000, None)];
        assert_eq!(signer_at(&keys, Es256, 0), "soon");
        assert_eq!(signer_at(&[], Es256, 0), "");
        assert_eq!(signer_at(&[key("over", Es256, 0, Some(5))], Es256, 5), "");
    }

    #[test]
    fn another_algorithm_signs_until_ones_own_may() {
        let keys = [key("old", Es256, 0, None), key("new", EdDsa, 1000, None)];
        assert_eq!((signer_at(&keys, EdDsa, 999), signer_at(&keys, EdDsa, 1000)), ("old", "new"));
        assert_eq!((signer_at(&keys, Es256, 999), signer_at(&keys, Es256, 1000)), ("old", "old"));
    }

    #[test]
    fn upkeep_makes_what_is_missing_or_old_and_takes_up_what_is_in_use() {
        let (end, age) = (i64::try_from(OVERLAP.as_secs()).expect("small") + 3600, Duration::from_secs(86_400));
        let cases = [
            (vec![], Upkeep::Make),
            (vec![key("other", EdDsa, 0, None)], Upkeep::Make),
            (vec![key("a", Es256, 0, None)], Upkeep::Nothing),
            (vec![key("a", Es256, 500, None)], Upkeep::Nothing),
            (vec![key("a", Es256, -90_000, None)], Upkeep::Make),
            (vec![key("a", Es256, -90_000, Some(end)), key("b", Es256, 500, None)], Upkeep::Nothing),
            (vec![key("a", Es256, 0, Some(end))], Upkeep::TakeUpAgain("a".into())),
            (vec![key("a", Es256, 0, Some(200))], Upkeep::Make),
        ];
        for (keys, expected) in cases {
            assert_eq!(upkeep(&keys, Es256, Some(age), at(100)), expected, "{keys:?}");
        }
        assert_eq!(upkeep(&[key("a", Es256, -90_000, None)], Es256, None, at(100)), Upkeep::Nothing);
    }

    #[test]
    fn a_kid_is_sixteen_hexadecimal_digits() {
        assert!(is_kid("0123456789abcdef"));
        for other in ["", "0123456789abcde", "0123456789ABCDEF", "0123456789abcdeg", "0123456789abcdef0", "\0"] {
            assert!(!is_kid(other), "{other:?}");
        }
    }
}
