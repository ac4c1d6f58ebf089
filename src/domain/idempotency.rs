//! The random key that each form carries, so that a form which arrives twice is dealt with once.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;

use super::time::Timestamp;
use crate::random;
use crate::schema::form_answers;

/// The hidden field of a form that holds its key.
pub const FIELD: &str = "idempotency_key";
/// How long an answer is remembered: a minute, and the time that a slow network takes.
pub const LIFETIME: Duration = Duration::from_secs(90);
/// How long whoever comes first has a form to themselves; if no answer is there by then, the instance has died.
pub const CLAIM: Duration = Duration::from_secs(30);

/// For how long a form counts as sent twice though the browser may have got the first answer, which led it on: a slow hand
/// on a slow network. After that, whoever presses the button of a page that the browser has kept wants it done again.
pub const SAME_PRESS: Duration = Duration::from_secs(15);

const LENGTH: usize = 16;

/// 128 random bits, new with each page.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A new one.
    pub fn generate() -> IdempotencyKey {
        IdempotencyKey(URL_SAFE_NO_PAD.encode(random::bytes::<LENGTH>()))
    }

    /// Reads what [`IdempotencyKey::generate`] made; `None` for anything else.
    pub fn parse(text: &str) -> Option<IdempotencyKey> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == LENGTH).then(|| IdempotencyKey(text.to_owned()))
    }

    /// What the database knows the form by: SHA-256 over key, address and fields. Another field, such as the password
    /// typed anew, makes another form. Without the key nobody can try passwords against it.
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

/// One row of `form_answers`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = form_answers)]
pub struct FormAnswer {
    /// By what the form is known.
    pub digest: Vec<u8>,
    /// Until when whoever came first has it to themselves.
    pub claimed_until: Timestamp,
    /// The answer, encrypted. `None` while there is none yet.
    pub sealed_answer: Option<Vec<u8>>,
    /// When the row may go.
    pub expires_at: Timestamp,
}

impl FormAnswer {
    /// The row of whoever comes first.
    pub fn claimed(digest: Vec<u8>, now: Timestamp) -> FormAnswer {
        let claimed_until = now.plus(CLAIM);
        FormAnswer { digest, claimed_until, sealed_answer: None, expires_at: claimed_until }
    }

    /// When the answer was written down.
    pub fn answered_at(&self) -> Timestamp {
        self.expires_at.minus(LIFETIME)
    }

    /// Whether the form may be dealt with anew.
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
