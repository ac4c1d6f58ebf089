//! Remembers which tokens have been verified, because checking a signature is most of the cost of a guarded request.
//!
//! Only the result of the signature check is remembered, under the full token: that it was authentic, and its claims.
//! Its times and its recall are checked at every request. Only authentic tokens are stored, so strangers cannot fill
//! the memory. It forgets everything when the keys change.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::token::Claims;

/// The number is so large that two requests seldom need the same lock.
const SHARDS: usize = 16;
/// The number of tokens in the young half of a shard; with the old half, 16,384 in all, or about 16 MB.
const HALF: usize = 512;

#[derive(Default)]
pub struct VerifiedTokens {
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
}

/// When the young half is full, it becomes the old one, and the old one is forgotten: tokens in use stay.
#[derive(Default)]
struct Shard {
    young: HashMap<String, Claims>,
    old: HashMap<String, Claims>,
}

impl VerifiedTokens {
    pub fn find(&self, token: &str) -> Option<Claims> {
        let mut shard = self.shard(token);
        if let Some(claims) = shard.young.get(token) {
            return Some(claims.clone());
        }
        let (token, claims) = shard.old.remove_entry(token)?;
        shard.insert(token, claims.clone());
        Some(claims)
    }

    pub fn insert(&self, token: &str, claims: &Claims) {
        self.shard(token).insert(token.to_owned(), claims.clone());
    }

    pub fn clear(&self) {
        for shard in &self.shards {
            *shard.lock().unwrap_or_else(PoisonError::into_inner) = Shard::default();
        }
    }

    fn shard(&self, token: &str) -> MutexGuard<'_, Shard> {
        let number = usize::try_from(self.hasher.hash_one(token) % SHARDS as u64).unwrap_or(0);
        self.shards[number].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shard {
    fn insert(&mut self, token: String, claims: Claims) {
        if self.young.len() >= HALF {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(token, claims);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_under_its_full_text_only_until_all_are_forgotten() {
        let (tokens, claims) = (VerifiedTokens::default(), Claims::sample());
        tokens.insert("a.b.c", &claims);
        assert_eq!(tokens.find("a.b.c"), Some(claims));
        assert_eq!(tokens.find("a.b.d"), None);
        tokens.clear();
        assert_eq!(tokens.find("a.b.c"), None);
    }

    #[test]
    fn it_stays_small_and_keeps_what_is_used() {
        let (tokens, claims) = (VerifiedTokens::default(), Claims::sample());
        tokens.insert("used", &claims);
        for number in 0..100_000 {
            tokens.insert(&number.to_string(), &claims);
            assert!(tokens.find("used").is_some(), "{number}");
        }
        let kept: usize =
            tokens.shards.iter().map(|shard| shard.lock().map_or(0, |s| s.young.len() + s.old.len())).sum();
        assert!(kept <= 2 * SHARDS * HALF, "{kept}");
    }
}
