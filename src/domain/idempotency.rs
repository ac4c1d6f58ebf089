//! The random key that each form carries, so that a form which arrives twice is processed once.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;

use super::time::Timestamp;
use crate::random;
use crate::schema::form_answers;

/// The name of the hidden form field with the key.
pub const FIELD: &str = "idempotency_key";
/// The time for which an answer is remembered: a minute, plus the time that a slow network takes.
pub const LIFETIME: Duration = Duration::from_secs(90);
/// The time for which the first request has a form to itself. If there is no answer by then, the instance has died.
pub const CLAIM: Duration = Duration::from_secs(30);

/// For this long, a form counts as sent twice even if the browser may have received the first answer, which redirected
/// it: the hand or the network may be slow. After that, a person who presses the button of a page that the browser has
/// kept wants to send the form again.
pub const SAME_PRESS: Duration = Duration::from_secs(15);

const LENGTH: usize = 16;

/// 128 random bits, new for each page.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Returns a new key.
    pub fn generate() -> IdempotencyKey {
        IdempotencyKey(URL_SAFE_NO_PAD.encode(random::bytes::<LENGTH>()))
    }

    /// Parses a key that [`IdempotencyKey::generate`] made; returns `None` for anything else.
    pub fn parse(text: &str) -> Option<IdempotencyKey> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == LENGTH).then(|| IdempotencyKey(text.to_owned()))
    }

    /// Returns the digest by which the database recognises the form: SHA-256 over key, address and fields. If a field
    /// differs, such as a password that was typed again, it is another form. Nobody can test passwords against the
    /// digest without the key.
    pub fn digest(&self, address: &str, fields: &[u8]) -> Vec<u8> {
        let mut context = Context::new(&SHA256);
        for part in [self.0.as_bytes(), address.as_bytes(), fields] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = form_answers)]
pub struct FormAnswer {
    pub digest: Vec<u8>,
    /// Until this time the first request has the form to itself.
    pub claimed_until: Timestamp,
    /// The encrypted answer; `None` until there is one.
    pub sealed_answer: Option<Vec<u8>>,
    /// From this time on the row may be deleted.
    pub expires_at: Timestamp,
}

impl FormAnswer {
    /// Returns the row that the first request inserts.
    pub fn claimed(digest: Vec<u8>, now: Timestamp) -> FormAnswer {
        let claimed_until = now.plus(CLAIM);
        FormAnswer { digest, claimed_until, sealed_answer: None, expires_at: claimed_until }
    }

    pub fn answered_at(&self) -> Timestamp {
        self.expires_at.minus(LIFETIME)
    }

    /// Tells whether the form may be processed again.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let end = if self.sealed_answer.is_some() { self.expires_at } else { self.claimed_until };
        end <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_of_our_making_are_keys() {
        let key = IdempotencyKey::generate();
        assert!(IdempotencyKey::parse(&key.to_string()) == Some(key));
        for other in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAB", &"A".repeat(43), "한글"] {
            assert!(IdempotencyKey::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn another_address_or_field_is_another_form() {
        let key = IdempotencyKey::generate();
        let digest = key.digest("/login", b"a=1");
        assert_eq!(digest, key.digest("/login", b"a=1"));
        assert_ne!(digest, key.digest("/logina", b"=1"));
        assert_ne!(digest, key.digest("/login", b"a=2"));
        assert_ne!(digest, IdempotencyKey::generate().digest("/login", b"a=1"));
    }

    #[test]
    fn a_claim_ends_before_an_answer_does() {
        let now = Timestamp::from_milliseconds(1_000_000);
        let claimed = FormAnswer::claimed(vec![1], now);
        assert!(!claimed.is_over(now) && claimed.is_over(now.plus(CLAIM)));
        let answered = FormAnswer { sealed_answer: Some(vec![2]), expires_at: now.plus(LIFETIME), ..claimed };
        assert!(!answered.is_over(now.plus(CLAIM)) && answered.is_over(now.plus(LIFETIME)));
    }
}
