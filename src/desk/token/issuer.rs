//! Signs access tokens, and verifies them strictly.
//!
//! jsonwebtoken does the cryptography, and `doorward_guard::jws` checks the form as it does for other apps. Issuer and
//! audience, which must match exactly, and times by our own clock are checked here (RFC 8725).

use std::sync::Arc;

use arc_swap::ArcSwap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorward_guard::claims::ACCESS_TOKEN;
use doorward_guard::jws::{self, JoseHeader, Key};
use jsonwebtoken::jwk::JwkSet;
use serde::Serialize;
use tokio::sync::{Mutex, MutexGuard};

use super::keys::{LoadedKey, SigningKey};
use super::verified_tokens::VerifiedTokens;
use crate::config::Settings;
use crate::domain::time::Timestamp;
use crate::domain::token::access_token::TYPE;
use crate::domain::token::{Age, Audience, Claims, KeyLife, KeyState, SigningAlgorithm, signing_key};

/// Signs with the present key, and verifies with every key that has not retired.
pub struct Issuer {
    keys: ArcSwap<Keys>,
    reloading: Mutex<()>,
    verified: VerifiedTokens,
    algorithm: SigningAlgorithm,
    issuer: String,
    /// The beginning of the `aud` of each [`Audience`].
    audience: String,
    lifetime_seconds: i64,
}

/// The keys as they were last read. They are replaced as a whole.
#[derive(Default)]
struct Keys {
    lives: Vec<KeyLife>,
    /// The keys, in the order of `lives`.
    keys: Vec<Arc<SigningKey>>,
}

impl Keys {
    fn of(loaded: Vec<LoadedKey>) -> Keys {
        let (lives, keys) = loaded.into_iter().map(|loaded| (loaded.life, loaded.key)).unzip();
        Keys { lives, keys }
    }

    fn find(&self, kid: &str) -> Option<&Arc<SigningKey>> {
        self.keys.iter().find(|key| key.kid == kid)
    }
}

impl Issuer {
    /// Returns an issuer that has no keys yet.
    pub fn new(settings: &Settings) -> Issuer {
        Issuer {
            keys: ArcSwap::default(),
            reloading: Mutex::default(),
            verified: VerifiedTokens::default(),
            algorithm: settings.jwt_algorithm,
            issuer: settings.public_url().origin(),
            audience: settings.audience.clone(),
            lifetime_seconds: i64::try_from(settings.access_token_ttl.as_secs()).unwrap_or(i64::MAX),
        }
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    pub fn audience(&self, audience: Audience) -> String {
        audience.claim(&self.audience)
    }

    /// Returns `None` if every key has retired, or the library fails.
    pub fn sign(&self, claims: &Claims, now: Timestamp) -> Option<String> {
        self.sign_as(TYPE, claims, now)
    }

    /// Signs any claims under a `typ` of their own, so that one kind of token is never taken for another (RFC 8725
    /// section 3.11).
    pub(in crate::desk) fn sign_as(&self, typ: &str, claims: &impl Serialize, now: Timestamp) -> Option<String> {
        let keys = self.keys.load();
        let key = keys.find(&signing_key::signer(&keys.lives, self.algorithm, now)?.kid)?;
        let header = JoseHeader { alg: key.algorithm.as_str().into(), typ: typ.into(), kid: key.kid.clone() };
        let encode = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
        let header = encode(serde_json::to_vec(&header).ok()?);
        let message = format!("{header}.{}", encode(serde_json::to_vec(claims).ok()?));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key.encoding, key.jose_algorithm()).ok()?;
        Some(format!("{message}.{signature}"))
    }

    /// Verifies a token of a request to a place that accepts tokens for `audience`. Before its signature is verified,
    /// only its key id is used; and that id only selects among our own keys. Returns `None` if it is not a token that
    /// Doorward made for this issuer and audience, with a key that it still has.
    pub fn verify(&self, token: &str, audience: Audience, now: Timestamp) -> Option<(Claims, Age)> {
        self.forget_retired(now);
        let claims = self.verified.find(token).or_else(|| {
            let keys = self.keys.load_full();
            let claims = self.authentic_claims(token, &keys)?;
            self.verified.insert(token, &claims);
            if !Arc::ptr_eq(&keys, &self.keys.load()) {
                // The key may have been removed in the meantime; the next request verifies again.
                self.verified.clear();
            }
            Some(claims)
        });
        let claims = claims.filter(|claims| claims.aud == self.audience(audience))?;
        let age = claims.age(now, self.lifetime_seconds);
        Some((claims, age))
    }

    fn authentic_claims(&self, token: &str, keys: &Keys) -> Option<Claims> {
        let find = |kid: &str| {
            let key = keys.find(kid)?;
            Some(Key { algorithm: key.jose_algorithm(), decoding: &key.decoding })
        };
        let opened = jws::open(token, ACCESS_TOKEN, find).ok()?;
        let claims: Claims = jws::parse_object(&opened.payload)?;
        (claims.iss == self.issuer).then_some(claims)
    }

    /// Returns the public halves of all keys that are or will be in use, oldest first, as a JWK set (RFC 7517 section
    /// 5).
    pub fn public_keys(&self, now: Timestamp) -> JwkSet {
        let keys = self.keys.load();
        let mut believed: Vec<_> =
            keys.lives.iter().zip(&keys.keys).filter(|(life, _)| life.state(now) != KeyState::Retired).collect();
        believed.sort_by_key(|(life, _)| (life.signs_from, &life.kid));
        JwkSet { keys: believed.into_iter().filter_map(|(_, key)| key.public()).collect() }
    }

    /// Returns the ids of all keys that are or will be in use, sorted.
    pub fn kids(&self, now: Timestamp) -> Vec<String> {
        let keys = self.keys.load();
        let believed = keys.lives.iter().filter(|life| life.state(now) != KeyState::Retired);
        let mut kids: Vec<_> = believed.map(|life| life.kid.clone()).collect();
        kids.sort();
        kids
    }

    /// Tells whether others can verify what is signed now. They cannot with HS256, which has no public half.
    pub(in crate::desk) fn signs_for_others(&self, now: Timestamp) -> bool {
        let keys = self.keys.load();
        let signer = signing_key::signer(&keys.lives, self.algorithm, now);
        signer.is_some_and(|life| life.algorithm != SigningAlgorithm::Hs256)
    }

    pub(in crate::desk) fn can_sign(&self, now: Timestamp) -> bool {
        self.signer_made_at(now).is_some()
    }

    pub(in crate::desk) fn signer_made_at(&self, now: Timestamp) -> Option<Timestamp> {
        signing_key::signer(&self.keys.load().lives, self.algorithm, now).map(|life| life.created_at)
    }

    /// Takes the lock on reading the keys. It waits until nobody else reads them.
    pub(in crate::desk) async fn reloading(&self) -> MutexGuard<'_, ()> {
        self.reloading.lock().await
    }

    pub(in crate::desk) fn lives(&self) -> Vec<KeyLife> {
        self.keys.load().lives.clone()
    }

    /// Tells whether exactly these keys are loaded, with these times, in any order.
    pub(in crate::desk) fn has_exactly(&self, lives: &[KeyLife]) -> bool {
        let keys = self.keys.load();
        keys.lives.len() == lives.len() && lives.iter().all(|life| keys.lives.contains(life))
    }

    /// Returns a key that is loaded already, so that it need not be decrypted again.
    pub(in crate::desk) fn find_key(&self, kid: &str) -> Option<Arc<SigningKey>> {
        self.keys.load().find(kid).cloned()
    }

    pub(in crate::desk) fn replace_keys(&self, loaded: Vec<LoadedKey>) {
        self.keys.store(Arc::new(Keys::of(loaded)));
        self.verified.clear();
    }

    /// Removes keys at the moment when they retire, and with them the remembered results for the tokens that they
    /// signed.
    fn forget_retired(&self, now: Timestamp) {
        let keys = self.keys.load();
        let is_retired = |life: &KeyLife| life.state(now) == KeyState::Retired;
        if !keys.lives.iter().any(is_retired) {
            return;
        }
        let left = keys.lives.iter().zip(&keys.keys).filter(|(life, _)| !is_retired(life));
        let left = left.map(|(life, key)| LoadedKey { life: life.clone(), key: key.clone() }).collect();
        // If somebody replaced the keys in the meantime, the new ones are more recent.
        self.keys.compare_and_swap(&*keys, Arc::new(Keys::of(left)));
        self.verified.clear();
    }
}
