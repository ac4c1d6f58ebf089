//! The recall list: the tokens that Doorward wants treated as expired although they have not expired.
//!
//! It is a JWS of a type of its own, signed with the key that signs tokens, so it does not matter by what way it
//! arrives. It names ids by fingerprints, so it tells nobody which sessions exist.

use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::claims::{CLOCK_SKEW_SECONDS, Claims};
use crate::jws::{self, Defect, Kind, parse_object};
use crate::keys::Keys;

/// The kind of token that a recall list is. At Doorward's limit of 100,000 entries of each kind it has about 4 MB.
pub const RECALL_LIST: Kind = Kind { typ: "recall-list+jwt", max_length: MAX_LENGTH };

/// The length of the longest list that is fetched, in bytes.
pub const MAX_LENGTH: usize = 8 << 20;

/// The guard fetches the list within these intervals, in seconds, whatever the list itself says.
const TTL_SECONDS: std::ops::RangeInclusive<u64> = 1..=60;

/// A list is meant for a minute. One that claims to be valid for longer than this could hide that no new ones arrive.
const MAX_LIFE_SECONDS: i64 = 600;

/// A list whose signature and times have been checked.
#[derive(Debug)]
pub struct RecallList {
    /// The fingerprints, sorted.
    sessions: Vec<Fingerprint>,
    versions: HashMap<Fingerprint, i64>,
    issued_after: Option<i64>,
    keys: Vec<String>,
    issued_at: i64,
    expires_at: i64,
    /// The time `expires_at`, on a clock that nobody can set back.
    reliable_until: Instant,
    ttl: Duration,
}

/// The first 72 bits of SHA-256 over the text of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Fingerprint([u8; 9]);

#[derive(Deserialize)]
struct Content {
    iss: String,
    sub: String,
    iat: i64,
    exp: i64,
    ttl: u64,
    sessions: Vec<Fingerprint>,
    #[serde(deserialize_with = "distinct")]
    versions: HashMap<Fingerprint, i64>,
    #[serde(default)]
    issued_after: Option<i64>,
    keys: Vec<String>,
}

/// Why a list is not relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListDefect {
    /// The issuer did not make it.
    #[error("the recall list is refused: {0}")]
    Jws(#[from] Defect),
    /// Its members are not those of a recall list.
    #[error("the recall list is refused: its members are not those of a recall list")]
    Members,
    /// It is the list of another issuer.
    #[error("the recall list is refused: it is that of another issuer")]
    Issuer,
    /// It had expired when it arrived.
    #[error("the recall list has expired: either it was kept too long on its way, or this machine's clock is ahead")]
    Expired,
    /// It is not valid yet.
    #[error("the recall list is from the future: this machine's clock is behind the issuer's")]
    FromTheFuture,
}

impl RecallList {
    /// Checks a list that has just been fetched: `issuer` must have made it for `url`, and it must be valid at `now`, a
    /// NumericDate.
    ///
    /// # Errors
    /// Fails with the first defect.
    pub fn open(text: &str, keys: &Keys, issuer: &str, url: &str, now: i64) -> Result<RecallList, ListDefect> {
        let opened = jws::open(text, RECALL_LIST, |kid| keys.find(kid))?;
        let content: Content = parse_object(&opened.payload).ok_or(ListDefect::Members)?;
        if content.iss != issuer || content.sub != url {
            return Err(ListDefect::Issuer);
        }
        if content.iat > now.saturating_add(CLOCK_SKEW_SECONDS) {
            return Err(ListDefect::FromTheFuture);
        }
        if content.exp <= now {
            return Err(ListDefect::Expired);
        }
        if content.exp.saturating_sub(content.iat) > MAX_LIFE_SECONDS {
            return Err(ListDefect::Members);
        }
        let left = Duration::from_secs(content.exp.saturating_sub(now).unsigned_abs());
        let reliable_until = Instant::now() + left;
        let mut sessions = content.sessions;
        // The list is sorted by its letters, which is not the order of the bytes.
        sessions.sort_unstable();
        Ok(RecallList {
            sessions,
            versions: content.versions,
            issued_after: content.issued_after,
            keys: content.keys,
            issued_at: content.iat,
            expires_at: content.exp,
            reliable_until,
            ttl: Duration::from_secs(content.ttl.clamp(*TTL_SECONDS.start(), *TTL_SECONDS.end())),
        })
    }

    /// Tells whether this authentic token must be treated as expired.
    pub fn is_recalled(&self, claims: &Claims) -> bool {
        self.issued_after.is_some_and(|limit| claims.iat <= limit)
            || self.sessions.binary_search(&Fingerprint::of(&claims.sid)).is_ok()
            || self.versions.get(&Fingerprint::of(&claims.sub)).is_some_and(|minimum| claims.version < *minimum)
    }

    /// Tells whether the signatures of this key are to be accepted.
    pub fn has_key(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key == kid)
    }

    /// Tells whether the list may be relied on at this NumericDate.
    pub fn is_reliable(&self, now: i64) -> bool {
        now < self.expires_at && Instant::now() < self.reliable_until
    }

    /// Returns when the list was made, as a NumericDate.
    pub fn issued_at(&self) -> i64 {
        self.issued_at
    }

    /// Returns after how long it should be fetched again.
    pub fn ttl(&self) -> Duration {
        self.ttl
    }
}

impl Fingerprint {
    fn of(id: &str) -> Fingerprint {
        let mut bytes = [0; 9];
        for (to, from) in bytes.iter_mut().zip(digest(&SHA256, id.as_bytes()).as_ref()) {
            *to = *from;
        }
        Fingerprint(bytes)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Fingerprint;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("12 characters of base64url")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Fingerprint, E> {
                let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
                bytes.map(Fingerprint).ok_or_else(|| E::custom("not a fingerprint"))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// Reads a map in which no name appears twice.
fn distinct<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<Fingerprint, i64>, D::Error> {
    struct Distinct;

    impl<'de> Visitor<'de> for Distinct {
        type Value = HashMap<Fingerprint, i64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = HashMap::new();
            while let Some((name, value)) = entries.next_entry()? {
                if map.insert(name, value).is_some() {
                    return Err(A::Error::custom("a name comes twice"));
                }
            }
            Ok(map)
        }
    }

    deserializer.deserialize_map(Distinct)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_beginning_of_the_digest() {
        // printf abc | sha256sum: ba7816bf 8f01cfea 41…
        assert_eq!(URL_SAFE_NO_PAD.encode(Fingerprint::of("abc").0), "ungWv48Bz-pB");
    }

    #[test]
    fn lists_of_another_shape_are_refused() {
        let good = r#"{"iss":"i","sub":"s","iat":1,"exp":61,"ttl":2,"sessions":["ungWv48Bz-pB"],
            "versions":{"ungWv48Bz-pB":3},"issued_after":5,"keys":["k"]}"#;
        let is_read = |text: &str| parse_object::<Content>(text.as_bytes()).is_some();
        assert!(is_read(good) && is_read(&good.replace("\"issued_after\":5,", "")));
        let bad = [
            good.replace("[\"ungWv48Bz-pB\"]", "[\"ungWv48Bz-pBA\"]"),
            good.replace("[\"ungWv48Bz-pB\"]", "[\"ungWv48Bz+pB\"]"),
            good.replace("[\"ungWv48Bz-pB\"]", "[5]"),
            good.replace("[\"ungWv48Bz-pB\"]", "null"),
            good.replace("{\"ungWv48Bz-pB\":3}", "{\"ungWv48Bz-pB\":3,\"ungWv48Bz-pB\":1}"),
            good.replace("{\"ungWv48Bz-pB\":3}", "[]"),
            good.replace(":3}", ":\"3\"}"),
            good.replace("\"keys\":[\"k\"]", "\"keys\":[\"k\"],\"keys\":[\"l\"]"),
            good.replace(",\"keys\":[\"k\"]", ""),
            good.replace("\"exp\":61", "\"exp\":\"61\""),
            good.replace("\"ttl\":2", "\"ttl\":-2"),
        ];
        for text in bad {
            assert!(!is_read(&text), "{text}");
        }
    }
}
