//! An issuer's keys, and any text that can be signed with them.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub struct Signer {
    pub kid: String,
    pub pair: Pair,
}

pub enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Signer {
    pub fn es256(kid: &str) -> Signer {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
        Signer { kid: kid.into(), pair: Pair::Es256(pair) }
    }

    pub fn eddsa(kid: &str) -> Signer {
        Signer { kid: kid.into(), pair: Pair::EdDsa(Ed25519KeyPair::generate().expect("a key")) }
    }

    pub fn rs256(kid: &str) -> Signer {
        Signer { kid: kid.into(), pair: Pair::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key")) }
    }

    pub fn alg(&self) -> &'static str {
        match self.pair {
            Pair::Es256(_) => "ES256",
            Pair::EdDsa(_) => "EdDSA",
            Pair::Rs256(_) => "RS256",
        }
    }

    pub fn public(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Es256(pair) => pair.public_key().as_ref().to_vec(),
            Pair::EdDsa(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Rs256(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    pub fn jwk(&self) -> Value {
        let public = self.public();
        let mut jwk = match &self.pair {
            Pair::Es256(_) => {
                json!({"kty": "EC", "crv": "P-256", "x": encode(&public[1..33]), "y": encode(&public[33..])})
            }
            Pair::EdDsa(_) => json!({"kty": "OKP", "crv": "Ed25519", "x": encode(&public)}),
            Pair::Rs256(pair) => {
                let parts = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                json!({"kty": "RSA", "n": encode(parts.n), "e": encode(parts.e)})
            }
        };
        for (name, value) in [("kid", self.kid.as_str()), ("alg", self.alg()), ("use", "sig")] {
            jwk[name] = value.into();
        }
        jwk
    }

    pub fn header(&self, typ: &str) -> Value {
        json!({"alg": self.alg(), "typ": typ, "kid": self.kid})
    }

    /// Signs any header and payload, even if they make no sense.
    pub fn sign(&self, header: &str, payload: &str) -> String {
        let message = format!("{}.{}", encode(header), encode(payload));
        let bytes = message.as_bytes();
        let signature = match &self.pair {
            Pair::Es256(pair) => pair.sign(&SystemRandom::new(), bytes).expect("signed").as_ref().to_vec(),
            Pair::EdDsa(pair) => pair.sign(bytes).as_ref().to_vec(),
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature).expect("signed");
                signature
            }
        };
        format!("{message}.{}", encode(signature))
    }

    pub fn sign_access(&self, claims: &Value) -> String {
        self.sign(&self.header("at+jwt").to_string(), &claims.to_string())
    }
}

/// Returns a text with a tag made from a shared secret.
pub fn sign_hs256(secret: &[u8], header: &str, payload: &str) -> String {
    let message = format!("{}.{}", encode(header), encode(payload));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", encode(tag))
}
