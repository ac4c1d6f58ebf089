//! Opens a JWS in compact form (RFC 7515 section 7.1), strictly. Doorward and its guards share this one checker.
//!
//! jsonwebtoken does the cryptography. What it would accept too easily is refused here: other forms, other header
//! members, other types (RFC 8725). Nothing in the payload is used before the signature has been verified.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The rules for one kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The `typ` that this kind has and no other (RFC 8725 section 3.11). It is compared byte by byte.
    pub typ: &'static str,
    /// The length of the longest accepted token, in bytes.
    pub max_length: usize,
}

/// A key to verify with, and the only algorithm that it is used with (RFC 8725 section 3.1).
#[derive(Clone, Copy)]
pub struct Key<'a> {
    /// The algorithm of the key.
    pub algorithm: Algorithm,
    /// The key itself.
    pub decoding: &'a DecodingKey,
}

/// The JOSE header. No other member is allowed, so `crit`, `jwk`, `jku`, `x5u` and `x5c` are always refused (RFC 7515
/// section 4.1, RFC 8725 section 3).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoseHeader {
    /// It must be the algorithm of the key that `kid` names.
    pub alg: String,
    /// It must be that of the [`Kind`].
    pub typ: String,
    /// It selects among the verifier's own keys.
    pub kid: String,
}

/// The content of a verified JWS, and the key that signed it.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    /// The id of the key that signed.
    pub kid: String,
    /// The signed content.
    pub payload: Vec<u8>,
}

/// Why a text was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// It is longer than its kind may be.
    #[error("it is too long")]
    Length,
    /// It does not have three parts in canonical base64url.
    #[error("it is not three parts in base64url")]
    Form,
    /// The header is no JSON object, lacks a member, or has an additional or a repeated one.
    #[error("its header is not of the form that Doorward writes")]
    Header,
    /// Its `typ` is another one.
    #[error("it is of another type")]
    Type,
    /// `kid` names none of the verifier's keys.
    #[error("it is signed with a key that is not known")]
    UnknownKey,
    /// `alg` is not the algorithm of that key.
    #[error("its algorithm is not that of its key")]
    Algorithm,
    /// The signature is wrong.
    #[error("its signature does not fit")]
    Signature,
}

/// Checks everything that can be checked without knowing the meaning of the payload.
///
/// `find` looks a key up by its `kid`, among the verifier's own keys only. It is called last before the signature is
/// verified, so an unknown key is reported only for a text that is otherwise well formed.
///
/// # Errors
/// Fails with the first defect.
pub fn open<'k>(text: &str, kind: Kind, find: impl FnOnce(&str) -> Option<Key<'k>>) -> Result<Opened, Defect> {
    if text.len() > kind.max_length {
        return Err(Defect::Length);
    }
    let (message, signature) = text.rsplit_once('.').ok_or(Defect::Form)?;
    // A third dot would be in the payload, where the decoder refuses it.
    let (header, payload) = message.split_once('.').ok_or(Defect::Form)?;
    let (header, payload, signature) = (decode(header)?, decode(payload)?, decode(signature)?);
    let header: JoseHeader = parse_object(&header).ok_or(Defect::Header)?;
    if header.typ != kind.typ {
        return Err(Defect::Type);
    }
    let key = find(&header.kid).ok_or(Defect::UnknownKey)?;
    if algorithm_name(key.algorithm) != Some(&header.alg) {
        return Err(Defect::Algorithm);
    }
    if !is_signed_by(key, message.as_bytes(), signature) {
        return Err(Defect::Signature);
    }
    Ok(Opened { kid: header.kid, payload })
}

/// Decodes base64url. The decoder refuses padding, other alphabets and stray bits in the last character (RFC 7515
/// section 2), so there is only one spelling.
fn decode(part: &str) -> Result<Vec<u8>, Defect> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Defect::Form)
}

/// Verifies a signature. The library's default provider depends on what other crates of the same program have enabled
/// or installed; this one does not.
fn is_signed_by(key: Key<'_>, message: &[u8], signature: Vec<u8>) -> bool {
    let verifier = (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&key.algorithm, key.decoding);
    verifier.is_ok_and(|verifier| verifier.verify(message, &signature).is_ok())
}

/// Returns the `alg` of the algorithms that Doorward signs with (RFC 7518 section 3.1, RFC 8037 section 3.1).
const fn algorithm_name(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::ES256 => Some("ES256"),
        Algorithm::EdDSA => Some("EdDSA"),
        Algorithm::RS256 => Some("RS256"),
        Algorithm::HS256 => Some("HS256"),
        _ => None,
    }
}

/// Parses a JSON object. serde would also accept an array. It refuses a repeated member if that is one of the type's
/// own.
pub fn parse_object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    if !json.starts_with(b"{") {
        return None;
    }
    serde_json::from_slice(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::hmac;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

    const KIND: Kind = Kind { typ: "test+jwt", max_length: 1000 };
    const HEADER: &str = r#"{"alg":"ES256","typ":"test+jwt","kid":"k"}"#;

    struct Signer {
        pair: EcdsaKeyPair,
        decoding: DecodingKey,
    }

    fn signer() -> Signer {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
        let decoding = DecodingKey::from_ec_der(pair.public_key().as_ref());
        Signer { pair, decoding }
    }

    impl Signer {
        fn sign(&self, header: &str, payload: &str) -> String {
            let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
            let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).expect("signed");
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
        }

        fn open(&self, text: &str) -> Result<Opened, Defect> {
            let key = Key { algorithm: Algorithm::ES256, decoding: &self.decoding };
            open(text, KIND, |kid| (kid == "k").then_some(key))
        }
    }

    #[test]
    fn what_was_signed_comes_out() {
        let signer = signer();
        let opened = signer.open(&signer.sign(HEADER, "{}"));
        assert_eq!(opened, Ok(Opened { kid: "k".into(), payload: b"{}".to_vec() }));
    }

    #[test]
    fn each_thing_that_is_wrong_has_its_name() {
        let (signer, stranger) = (signer(), signer());
        let good = signer.sign(HEADER, "{}");
        let cases = [
            (format!("{good}{}", "A".repeat(1000)), Defect::Length),
            (good.replacen('.', "", 2), Defect::Form),
            (good.replacen('.', "..", 1), Defect::Form),
            (format!("{good}."), Defect::Form),
            (format!("{good}.{good}"), Defect::Form),
            (format!("{good}="), Defect::Form),
            (format!(" {good}"), Defect::Form),
            (signer.sign("[\"ES256\",\"test+jwt\",\"k\"]", "{}"), Defect::Header),
            (signer.sign(&HEADER.replace("}", ",\"crit\":[\"x\"]}"), "{}"), Defect::Header),
            (signer.sign(&HEADER.replace("}", ",\"jwk\":{}}"), "{}"), Defect::Header),
            (signer.sign(&HEADER.replace("}", ",\"alg\":\"ES256\"}"), "{}"), Defect::Header),
            (signer.sign(&HEADER.replace(",\"kid\":\"k\"", ""), "{}"), Defect::Header),
            (signer.sign(&HEADER.replace("test+jwt", "TEST+JWT"), "{}"), Defect::Type),
            (signer.sign(&HEADER.replace("\"k\"", "\"x\""), "{}"), Defect::UnknownKey),
            (signer.sign(&HEADER.replace("ES256", "none"), "{}"), Defect::Algorithm),
            (signer.sign(&HEADER.replace("ES256", "HS256"), "{}"), Defect::Algorithm),
            (signer.sign(&HEADER.replace("ES256", "es256"), "{}"), Defect::Algorithm),
            (stranger.sign(HEADER, "{}"), Defect::Signature),
            (good.rsplit_once('.').expect("three parts").0.to_owned() + ".", Defect::Signature),
        ];
        for (text, defect) in cases {
            assert_eq!(signer.open(&text), Err(defect), "{text}");
        }
    }

    #[test]
    fn a_public_key_is_never_taken_for_a_shared_secret() {
        let signer = signer();
        let header = HEADER.replace("ES256", "HS256");
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode("{}"));
        let secret = hmac::Key::new(hmac::HMAC_SHA256, signer.pair.public_key().as_ref());
        let tag = hmac::sign(&secret, message.as_bytes());
        let text = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag));
        assert_eq!(signer.open(&text), Err(Defect::Algorithm));
    }

    #[test]
    fn only_one_spelling_of_a_signature_counts() {
        let signer = signer();
        let good = signer.sign(HEADER, "{}");
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let last = alphabet.find(&good[good.len() - 1..]).expect("of the alphabet");
        // 64 bytes leave four bits of the last character unused.
        for bit in [1, 2, 4, 8] {
            let twin = alphabet.chars().nth(last ^ bit).expect("another");
            assert_eq!(signer.open(&format!("{}{twin}", &good[..good.len() - 1])), Err(Defect::Form));
        }
    }
}
