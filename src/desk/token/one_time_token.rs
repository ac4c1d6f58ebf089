//! Secrets that are used once: setup codes, links, and the token that a browser keeps between two steps of a sign-in.
//! The database stores only their digests.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::random;

/// Returns a new token of 256 random bits.
pub(in crate::desk) fn fresh() -> String {
    URL_SAFE_NO_PAD.encode(random::bytes::<32>())
}

/// Returns the digest that the database keeps. SHA-256 is enough for a token of this many bits.
pub(in crate::desk) fn digest_of(token: &str) -> Vec<u8> {
    digest(&SHA256, token.as_bytes()).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_new_and_has_256_bits() {
        let tokens: std::collections::HashSet<_> = (0..1000).map(|_| fresh()).collect();
        assert_eq!(tokens.len(), 1000);
        assert!(tokens.iter().all(|token| URL_SAFE_NO_PAD.decode(token).is_ok_and(|bytes| bytes.len() == 32)));
    }
}
