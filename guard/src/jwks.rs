//! Parses public keys in the form of RFC 7517: a set of them, or a single one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::jws::parse_object;
use crate::keys::{Keys, PublicKey};

/// The length in bytes of RSA keys that the library verifies with: 2048 to 8192 bits.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// Why a text contains no usable keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// It is neither a JWK set nor a JWK.
    #[error("this is neither a JWK set nor a JWK")]
    Form,
    /// Two usable keys have the same id.
    #[error("two keys have the kid {0:?}")]
    SameId(String),
    /// No key can be used.
    #[error("no key in it can be used: it takes ES256, EdDSA or RS256, with kid and alg, public")]
    NoneUsable,
}

#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<Value>,
}

/// One key, with the members that we use (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2).
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    alg: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    /// The private part. If it is present, the key is no secret any more.
    d: Option<IgnoredAny>,
}

impl Keys {
    /// Parses a JWK set, or one JWK. Leaves out keys of other kinds, uses or algorithms, and every symmetric key (RFC
    /// 7517 section 5). The result may have no keys.
    ///
    /// # Errors
    /// Fails if it is neither, or if two of its usable keys have one id.
    pub fn parse(text: &[u8]) -> Result<Keys, KeysError> {
        let json = text.trim_ascii();
        let set = match parse_object::<JwkSet>(json) {
            Some(set) => set.keys,
            None => {
                let single: Value = parse_object(json).ok_or(KeysError::Form)?;
                if single.get("kty").is_none() {
                    return Err(KeysError::Form);
                }
                vec![single]
            }
        };
        let mut keys: Vec<PublicKey> = Vec::new();
        for key in set.into_iter().filter_map(usable) {
            if keys.iter().any(|other| other.kid == key.kid) {
                return Err(KeysError::SameId(key.kid));
            }
            keys.push(key);
        }
        Ok(Keys::of(keys))
    }

    /// Parses a text from the configuration, which must have a key in it.
    ///
    /// # Errors
    /// Fails as [`Keys::parse`] does, and also if there is no key.
    pub fn parse_some(text: &[u8]) -> Result<Keys, KeysError> {
        let keys = Keys::parse(text)?;
        if keys.is_empty() { Err(KeysError::NoneUsable) } else { Ok(keys) }
    }
}

fn usable(jwk: Value) -> Option<PublicKey> {
    let jwk: Jwk = serde_json::from_value(jwk).ok()?;
    let is_for_signatures = jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
        && jwk.key_ops.as_ref().is_none_or(|operations| operations.iter().any(|operation| operation == "verify"));
    if !is_for_signatures || jwk.d.is_some() {
        return None;
    }
    let (algorithm, decoding) = match (jwk.kty.as_str(), jwk.alg.as_str(), jwk.crv.as_deref()) {
        ("EC", "ES256", Some("P-256")) => {
            let (x, y) = (bytes(jwk.x, 32)?, bytes(jwk.y, 32)?);
            // This is an uncompressed point (SEC 1 section 2.3.3).
            (Algorithm::ES256, DecodingKey::from_ec_der(&[&[4][..], &x, &y].concat()))
        }
        ("OKP", "EdDSA", Some("Ed25519")) => (Algorithm::EdDSA, DecodingKey::from_ed_der(&bytes(jwk.x, 32)?)),
        ("RSA", "RS256", _) => {
            let (n, e) = (decode(&jwk.n?)?, decode(&jwk.e?)?);
            if !RSA_BYTES.contains(&n.len()) {
                return None;
            }
            (Algorithm::RS256, DecodingKey::from_rsa_raw_components(&n, &e))
        }
        _ => return None,
    };
    Some(PublicKey { kid: jwk.kid, algorithm, decoding })
}

fn bytes(text: Option<String>, length: usize) -> Option<Vec<u8>> {
    decode(&text?).filter(|bytes| bytes.len() == length)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn coordinate() -> String {
        URL_SAFE_NO_PAD.encode([7; 32])
    }

    fn ec(kid: &str) -> Value {
        let (x, y) = (coordinate(), coordinate());
        json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "alg": "ES256", "use": "sig"})
    }

    fn with(mut key: Value, name: &str, value: Value) -> Value {
        key[name] = value;
        key
    }

    fn without(mut key: Value, name: &str) -> Value {
        key.as_object_mut().expect("an object").remove(name);
        key
    }

    fn ids(text: &str) -> Result<Vec<String>, KeysError> {
        Ok(Keys::parse(text.as_bytes())?.ids().map(str::to_owned).collect())
    }

    #[test]
    fn keys_of_the_three_public_algorithms_are_read() {
        let okp = json!({"kty": "OKP", "crv": "Ed25519", "x": coordinate(), "kid": "b", "alg": "EdDSA"});
        let n = URL_SAFE_NO_PAD.encode([0xab; 384]);
        let rsa = json!({"kty": "RSA", "n": n, "e": "AQAB", "kid": "c", "alg": "RS256", "key_ops": ["verify"]});
        let set = json!({"keys": [ec("a"), okp, rsa], "other": 1});
        assert_eq!(ids(&set.to_string()), Ok(vec!["a".into(), "b".into(), "c".into()]));
        assert_eq!(ids(&format!(" {}\n", ec("a"))), Ok(vec!["a".into()]));
        assert_eq!(ids("{\"keys\":[]}"), Ok(vec![]));
    }

    #[test]
    fn keys_that_are_of_no_use_are_left_out() {
        let other = [
            json!({"kty": "oct", "k": "AAAA", "kid": "x", "alg": "HS256", "use": "sig"}),
            with(ec("x"), "alg", json!("HS256")),
            with(ec("x"), "alg", json!("ES384")),
            with(ec("x"), "alg", json!("RS256")),
            with(ec("x"), "crv", json!("P-384")),
            with(ec("x"), "use", json!("enc")),
            with(ec("x"), "key_ops", json!(["sign"])),
            with(ec("x"), "d", json!("AAAA")),
            with(ec("x"), "x", json!("AAAA")),
            with(ec("x"), "x", json!(format!("{}=", coordinate()))),
            with(ec("x"), "x", json!(5)),
            without(ec("x"), "alg"),
            without(ec("x"), "kid"),
            without(ec("x"), "y"),
            json!({"kty": "RSA", "n": coordinate(), "e": "AQAB", "kid": "x", "alg": "RS256"}),
            json!("a key"),
            json!(null),
        ];
        for key in other {
            let set = json!({"keys": [key, ec("a")]});
            assert_eq!(ids(&set.to_string()), Ok(vec!["a".into()]), "{set}");
        }
    }

    #[test]
    fn one_id_for_two_keys_is_refused_and_so_is_what_is_no_set() {
        assert_eq!(ids(&json!({"keys": [ec("a"), ec("a")]}).to_string()), Err(KeysError::SameId("a".into())));
        for text in
            ["", "[]", "{}", "null", "{\"keys\":1}", "{\"keys\":[],\"keys\":[]}", "<html>", "\u{feff}{\"keys\":[]}"]
        {
            assert_eq!(ids(text), Err(KeysError::Form), "{text}");
        }
        assert_eq!(Keys::parse_some(b"{\"keys\":[]}").err(), Some(KeysError::NoneUsable));
        assert_eq!(Keys::parse_some(b"{\"kty\":\"oct\",\"k\":\"AAAA\"}").err(), Some(KeysError::NoneUsable));
    }
}
