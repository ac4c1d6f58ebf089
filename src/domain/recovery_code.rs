//! Recovery codes: for whoever has lost their authenticator app. Each works once.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::random;

/// How many there are at a time.
pub const COUNT: usize = 8;

const LENGTH: usize = 15;

/// 120 random bits: more than the 112 from which on NIST SP 800-63B lets a plain digest be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; LENGTH]>);

impl RecoveryCode {
    /// A new one.
    pub fn generate() -> RecoveryCode {
        RecoveryCode(Zeroizing::new(random::bytes()))
    }

    /// Reads what somebody copied from paper: small letters, spaces and hyphens do not matter.
    pub fn parse(text: &str) -> Option<RecoveryCode> {
        let is_gap = |character: &char| character.is_ascii_whitespace() || *character == '-';
        let text: String = text
            .chars()
            .filter(|character| !is_gap(character))
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(|bytes| RecoveryCode(Zeroizing::new(bytes)))
    }

    /// What the database keeps of it: SHA-256.
    pub fn digest(&self) -> Vec<u8> {
        digest(&SHA256, &*self.0).as_ref().to_vec()
    }
}

/// As it is shown: six groups of four, without the digits that look like letters.
impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = BASE32_NOPAD.encode(&*self.0);
        let groups: Vec<_> = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
        f.write_str(&groups.join("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_copied() {
        let code = RecoveryCode::generate();
        let shown = code.to_string();
        assert_eq!(shown.len(), 29);
        for text in
            [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), format!(" {} ", shown.replace('-', " "))]
        {
            assert!(
                RecoveryCode::parse(&text).is_some_and(|read| read == code && read.digest() == code.digest()),
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_is_none() {
        let shown = RecoveryCode::generate().to_string();
        for text in ["", "123456", &shown[1..], &format!("{shown}A"), "0000-0000-0000-0000-0000-0000", "é"] {
            assert!(RecoveryCode::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn every_code_is_new() {
        let codes: std::collections::HashSet<_> = (0..1000).map(|_| RecoveryCode::generate().to_string()).collect();
        assert_eq!(codes.len(), 1000);
    }
}
