//! The keys that verify tokens, found by their id.

use jsonwebtoken::{Algorithm, DecodingKey};

use crate::jws::Key;

/// Public keys, each with an id of its own and the only algorithm that it is used with.
#[derive(Clone, Default)]
pub struct Keys(Vec<PublicKey>);

#[derive(Clone)]
pub(crate) struct PublicKey {
    pub(crate) kid: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) decoding: DecodingKey,
}

impl Keys {
    pub(crate) fn of(keys: Vec<PublicKey>) -> Keys {
        Keys(keys)
    }

    /// Returns the key with this id.
    pub fn find(&self, kid: &str) -> Option<Key<'_>> {
        let key = self.0.iter().find(|key| key.kid == kid)?;
        Some(Key { algorithm: key.algorithm, decoding: &key.decoding })
    }

    /// Returns the ids of the keys, in the order of the set.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.kid.as_str())
    }

    /// Tells whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
