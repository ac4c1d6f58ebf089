//! Signing keys: made here, kept encrypted in the database, shared by all instances. `key_rotation` decides when.

use std::sync::Arc;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use pkcs8::PrivateKeyInfoRef;
use zeroize::Zeroizing;

use super::secret::ServerSecret;
use crate::desk::Desk;
use crate::desk::fault::{Fault, KeyError};
use crate::domain::token::{KeyLife, KeyState, SigningAlgorithm, StoredKey};
use crate::random;
use crate::store::{Store, signing_keys};

/// A key that is ready for use, with one algorithm only.
pub struct SigningKey {
    pub(in crate::desk) kid: String,
    pub(in crate::desk) algorithm: SigningAlgorithm,
    pub(in crate::desk) encoding: EncodingKey,
    pub(in crate::desk) decoding: DecodingKey,
}

pub(in crate::desk) struct LoadedKey {
    pub(in crate::desk) life: KeyLife,
    pub(in crate::desk) key: Arc<SigningKey>,
}

impl SigningKey {
    pub(in crate::desk) fn jose_algorithm(&self) -> Algorithm {
        match self.algorithm {
            SigningAlgorithm::Es256 => Algorithm::ES256,
            SigningAlgorithm::EdDsa => Algorithm::EdDSA,
            SigningAlgorithm::Rs256 => Algorithm::RS256,
            SigningAlgorithm::Hs256 => Algorithm::HS256,
        }
    }

    /// Returns the public half for others (RFC 7517), or `None` for HS256, which has none.
    pub(in crate::desk) fn public(&self) -> Option<Jwk> {
        if self.algorithm == SigningAlgorithm::Hs256 {
            return None;
        }
        let mut jwk = Jwk::from_decoding_key(&self.decoding, Some(self.jose_algorithm())).ok()?;
        jwk.common.key_id = Some(self.kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Some(jwk)
    }

    /// Decrypts a stored key and proves that it signs and verifies.
    fn open(stored: &StoredKey, secret: &ServerSecret) -> Result<SigningKey, KeyError> {
        let private = secret
            .open(&seal_label(&stored.kid, stored.algorithm), &stored.sealed_private_key)
            .ok_or_else(|| KeyError::WrongSecret { kid: stored.kid.clone() })?;
        let key = Self::from_private(stored.kid.clone(), stored.algorithm, &private)
            .ok_or_else(|| KeyError::Unusable { kid: stored.kid.clone() })?;
        let proof = b"doorward self-test";
        let works = jsonwebtoken::crypto::sign(proof, &key.encoding, key.jose_algorithm())
            .and_then(|signature| jsonwebtoken::crypto::verify(&signature, proof, &key.decoding, key.jose_algorithm()))
            .unwrap_or(false);
        if works { Ok(key) } else { Err(KeyError::Unusable { kid: stored.kid.clone() }) }
    }

    fn from_private(kid: String, algorithm: SigningAlgorithm, private: &[u8]) -> Option<SigningKey> {
        let (encoding, decoding) = match algorithm {
            SigningAlgorithm::Es256 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private).ok()?;
                (EncodingKey::from_ec_der(private), DecodingKey::from_ec_der(pair.public_key().as_ref()))
            }
            SigningAlgorithm::EdDsa => {
                let pair = Ed25519KeyPair::from_pkcs8(private).ok()?;
                (EncodingKey::from_ed_der(private), DecodingKey::from_ed_der(pair.public_key().as_ref()))
            }
            SigningAlgorithm::Rs256 => {
                let pair = RsaKeyPair::from_pkcs8(private).ok()?;
                // jsonwebtoken expects the inner PKCS #1 key.
                let inner = PrivateKeyInfoRef::try_from(private).ok()?.private_key;
                (EncodingKey::from_rsa_der(inner.as_bytes()), DecodingKey::from_rsa_der(pair.public_key().as_ref()))
            }
            SigningAlgorithm::Hs256 => {
                (EncodingKey::from_secret(private).ok()?, DecodingKey::from_secret(private).ok()?)
            }
        };
        Some(SigningKey { kid, algorithm, encoding, decoding })
    }
}

/// Returns the label of an encrypted key. It binds the key to its id and algorithm, so that rows cannot be exchanged.
fn seal_label(kid: &str, algorithm: SigningAlgorithm) -> String {
    format!("signing key {kid} {algorithm}")
}

/// Makes a private key: PKCS #8, or 32 random bytes for HS256.
fn generate(algorithm: SigningAlgorithm) -> Option<Zeroizing<Vec<u8>>> {
    let private = match algorithm {
        SigningAlgorithm::Es256 => {
            EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?.to_pkcs8v1().ok()?.as_ref().to_vec()
        }
        SigningAlgorithm::EdDsa => Ed25519KeyPair::generate().ok()?.to_pkcs8().ok()?.as_ref().to_vec(),
        SigningAlgorithm::Rs256 => RsaKeyPair::generate(KeySize::Rsa3072).ok()?.as_der().ok()?.as_ref().to_vec(),
        SigningAlgorithm::Hs256 => random::bytes::<32>().to_vec(),
    };
    Some(Zeroizing::new(private))
}

/// A new key in encrypted form, which nobody else knows yet.
#[derive(Clone)]
pub(in crate::desk) struct NewKey {
    pub(in crate::desk) kid: String,
    pub(in crate::desk) algorithm: SigningAlgorithm,
    pub(in crate::desk) sealed_private_key: Vec<u8>,
}

impl NewKey {
    /// Makes a key outside the async threads, because an RS256 key takes a second.
    pub(in crate::desk) async fn make(desk: &Desk, algorithm: SigningAlgorithm) -> Result<NewKey, KeyError> {
        let made = tokio::task::spawn_blocking(move || generate(algorithm)).await;
        let private = made.ok().flatten().ok_or(KeyError::Generation)?;
        let kid: String = random::bytes::<8>().iter().map(|byte| format!("{byte:02x}")).collect();
        let sealed_private_key = desk.secret().seal(&seal_label(&kid, algorithm), &private);
        Ok(NewKey { kid, algorithm, sealed_private_key })
    }
}

/// Encrypts keys again that were encrypted with an older secret, so that its line can be removed from the secret file.
pub async fn reseal(desk: &Desk) -> Result<(), Fault> {
    let secret = desk.secret();
    for key in desk.store().read(signing_keys::list).await? {
        if !secret.is_outdated(&key.sealed_private_key) {
            continue;
        }
        let label = seal_label(&key.kid, key.algorithm);
        let Some(private) = secret.open(&label, &key.sealed_private_key) else { continue };
        let sealed = secret.seal(&label, &private);
        desk.store().write(move |connection| signing_keys::replace_seal(connection, &key, &sealed)).await?;
    }
    Ok(())
}

/// Loads the keys if the database has other keys than those loaded, or other times for them. It is called every second,
/// so it asks for the times first.
///
/// # Errors
/// Fails if the database is unreachable or a stored key cannot be used. Deleted and retired keys are forgotten even so.
pub async fn reload(desk: &Desk) -> Result<(), Fault> {
    let (store, issuer): (&Store, _) = (desk.store(), desk.issuer());
    // Reloads run one after the other: what was read before a change must not be published after what includes the
    // change.
    let _turn = issuer.reloading().await;
    let is_believed = |life: &KeyLife| life.state(desk.clock().now()) != KeyState::Retired;
    let mut lives = store.read_in_background(signing_keys::list_lives).await?;
    lives.retain(is_believed);
    // If the table has no keys, somebody made a mistake, and that is no reason to stop signing.
    if lives.is_empty() || issuer.has_exactly(&lives) {
        return Ok(());
    }
    let stored = store.read_in_background(signing_keys::list).await?;
    let (mut loaded, mut failure) = (Vec::new(), None);
    for stored in stored.iter().filter(|stored| is_believed(&stored.life())) {
        let known = issuer.find_key(&stored.kid).map(Ok);
        match known.unwrap_or_else(|| SigningKey::open(stored, desk.secret()).map(Arc::new)) {
            Ok(key) => loaded.push(LoadedKey { life: stored.life(), key }),
            Err(error) => failure = Some(error),
        }
    }
    issuer.replace_keys(loaded);
    failure.map_or(Ok(()), |error| Err(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_algorithm_sign_and_verify_and_never_repeat() {
        for algorithm in SigningAlgorithm::ALL {
            let keys: Vec<_> = (0..2).map(|_| generate(algorithm).expect("a key")).collect();
            assert_ne!(keys[0], keys[1]);
            let key = SigningKey::from_private("k".into(), algorithm, &keys[0]).expect("usable");
            let signature = jsonwebtoken::crypto::sign(b"m", &key.encoding, key.jose_algorithm()).expect("signs");
            let fits = |message| jsonwebtoken::crypto::verify(&signature, message, &key.decoding, key.jose_algorithm());
            assert!(fits(b"m").expect("verifies") && !fits(b"n").unwrap_or(false), "{algorithm}");
            let public = key.public().map(|jwk| serde_json::to_value(jwk).expect("JSON"));
            assert_eq!(public.is_none(), algorithm == SigningAlgorithm::Hs256);
            let members = public.iter().flat_map(|jwk| jwk.as_object().expect("an object").keys());
            let public = ["alg", "crv", "e", "kid", "kty", "n", "use", "x", "y"];
            assert!(members.clone().all(|name| public.contains(&name.as_str())), "{:?}", members.collect::<Vec<_>>());
        }
    }
}
