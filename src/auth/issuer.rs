//! Signs access tokens, and checks them strictly.
//!
//! jsonwebtoken does the cryptography. What its `Validation` leaves open is closed here: form, header members, types,
//! exact issuer and audience, and times by our own clock (RFC 8725).

use std::sync::Arc;

use arc_swap::ArcSwap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::keys::SigningKey;
use super::verified_tokens::VerifiedTokens;
use crate::config::Settings;
use crate::domain::access_token::{Age, Claims, JoseHeader, MAX_LENGTH, TYPE};
use crate::domain::signing_key::SigningAlgorithm;
use crate::domain::time::Timestamp;

/// Signs with the newest key of the configured algorithm, verifies with every key there is.
pub struct Issuer {
    /// Newest first.
    keys: ArcSwap<Vec<Arc<SigningKey>>>,
    verified: VerifiedTokens,
    algorithm: SigningAlgorithm,
    issuer: String,
    audience: String,
    lifetime_seconds: i64,
}

/// What an access token turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Authentic, and its time is now.
    Current(Claims),
    /// Authentic, but its time is over or has not come.
    OutOfTime(Claims),
    /// Not made by Doorward, for this issuer and audience, with a key that it still has.
    Refused,
}

impl Issuer {
    /// Without keys yet.
    pub fn new(settings: &Settings) -> Issuer {
        Issuer {
            keys: ArcSwap::default(),
            verified: VerifiedTokens::default(),
            algorithm: settings.jwt_algorithm,
            issuer: settings.public_url().origin(),
            audience: settings.audience.clone(),
            lifetime_seconds: i64::try_from(settings.access_token_ttl.as_secs()).unwrap_or(i64::MAX),
        }
    }

    /// The `iss` of tokens.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The `aud` of tokens.
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// Signs. `None` when there is no key of the configured algorithm, or the library fails.
    pub fn sign(&self, claims: &Claims) -> Option<String> {
        let keys = self.keys.load();
        let key = keys.iter().find(|key| key.algorithm == self.algorithm)?;
        let header = JoseHeader { alg: key.algorithm.as_str().into(), typ: TYPE.into(), kid: key.kid.clone() };
        let encode = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
        let header = encode(serde_json::to_vec(&header).ok()?);
        let message = format!("{header}.{}", encode(serde_json::to_vec(claims).ok()?));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key.encoding, key.jose_algorithm()).ok()?;
        Some(format!("{message}.{signature}"))
    }

    /// Checks a token. Nothing in it is used before its signature has been verified, but the id of the key to verify
    /// it with; and that selects among our own keys only.
    pub fn verify(&self, token: &str, now: Timestamp) -> Verified {
        let claims = self.verified.find(token).or_else(|| {
            let keys = self.keys.load_full();
            let claims = self.authentic_claims(token, &keys)?;
            self.verified.insert(token, &claims);
            if !Arc::ptr_eq(&keys, &self.keys.load()) {
                // The key may have been taken away meanwhile; the next request verifies anew.
                self.verified.clear();
            }
            Some(claims)
        });
        let Some(claims) = claims else { return Verified::Refused };
        match claims.age(now, self.lifetime_seconds) {
            Age::Current => Verified::Current(claims),
            Age::Expired | Age::FromTheFuture => Verified::OutOfTime(claims),
        }
    }

    fn authentic_claims(&self, token: &str, keys: &[Arc<SigningKey>]) -> Option<Claims> {
        if token.len() > MAX_LENGTH {
            return None;
        }
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        // The decoder refuses padding, other alphabets and stray bits in the last character (RFC 7515 section 2).
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let header: JoseHeader = serde_json::from_slice(&decode(header)?).ok()?;
        let claims = decode(claims)?;
        decode(signature)?;
        let key = keys.iter().find(|key| key.kid == header.kid)?;
        if header.typ != TYPE || header.alg != key.algorithm.as_str() {
            return None;
        }
        let verified = jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key.decoding, key.jose_algorithm());
        if !verified.unwrap_or(false) {
            return None;
        }
        let claims: Claims = serde_json::from_slice(&claims).ok()?;
        (claims.iss == self.issuer && claims.aud == self.audience).then_some(claims)
    }

    pub(super) fn can_sign_with(&self, algorithm: SigningAlgorithm) -> bool {
        self.keys.load().iter().any(|key| key.algorithm == algorithm)
    }

    pub(super) fn has_exactly(&self, kids: &[String]) -> bool {
        let keys = self.keys.load();
        keys.len() == kids.len() && kids.iter().all(|kid| keys.iter().any(|key| key.kid == *kid))
    }

    pub(super) fn replace_keys(&self, keys: Vec<Arc<SigningKey>>) {
        self.keys.store(Arc::new(keys));
        self.verified.clear();
    }
}
