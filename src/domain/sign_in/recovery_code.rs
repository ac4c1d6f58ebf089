//! Recovery codes: for whoever has lost their authenticator app. Each works once.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::domain::text::without_gaps;
use crate::random;

/// How many there are at a time.
pub const COUNT: usize = 10;

/// Crockford's base 32: digits and letters that nobody takes for one another, and no `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 10;
const GROUP: usize = 5;
/// The bytes of a code as they were made before.
const LONG_LENGTH: usize = 15;

/// A code that somebody keeps on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Form);

#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// 50 random bits: enough where wrong ones are counted, and short enough to be typed from paper. Its digits.
    Short(Zeroizing<[u8; LENGTH]>),
    /// 120 random bits, in base 32 of RFC 4648: as codes were made before, which go on working. Its bytes.
    Long(Zeroizing<[u8; LONG_LENGTH]>),
}

impl RecoveryCode {
    /// A new one.
    pub fn generate() -> RecoveryCode {
        // Five of a byte's bits are as random as all eight.
        let digits = random::bytes::<LENGTH>().map(|byte| ALPHABET[usize::from(byte & 0x1f)]);
        RecoveryCode(Form::Short(Zeroizing::new(digits)))
    }

    /// Reads what somebody copied from paper: capitals, blanks and hyphens do not matter, nor does an `o` for a zero or
    /// an `i` or `l` for a one.
    pub fn parse(text: &str) -> Option<RecoveryCode> {
        let text = Zeroizing::new(without_gaps(text));
        if text.len() == LENGTH {
            let digits: Option<Vec<u8>> = text.bytes().map(read_digit).collect();
            return digits?.try_into().ok().map(|digits| RecoveryCode(Form::Short(Zeroizing::new(digits))));
        }
        let bytes = BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).ok()?;
        bytes.try_into().ok().map(|bytes| RecoveryCode(Form::Long(Zeroizing::new(bytes))))
    }

    /// Whether it has so few bits that whoever sees a plain digest could find it by trying all (NIST SP 800-63B draws the
    /// line at 112): then only a slow hash of it may be stored while it is good.
    pub fn is_short(&self) -> bool {
        matches!(self.0, Form::Short(_))
    }

    /// Its bytes, for hashing.
    pub fn expose(&self) -> &[u8] {
        match &self.0 {
            Form::Short(digits) => &**digits,
            Form::Long(bytes) => &**bytes,
        }
    }

    /// SHA-256: what is kept of a long one, and of any that is used up and so worth nothing.
    pub fn digest(&self) -> Vec<u8> {
        digest(&SHA256, self.expose()).as_ref().to_vec()
    }
}

fn read_digit(byte: u8) -> Option<u8> {
    match byte.to_ascii_lowercase() {
        b'o' => Some(b'0'),
        b'i' | b'l' => Some(b'1'),
        digit => ALPHABET.contains(&digit).then_some(digit),
    }
}

/// As it is shown: two groups of five, or, as it was made before, six of four.
impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, group) = match &self.0 {
            Form::Short(digits) => (String::from_utf8_lossy(&**digits).into_owned(), GROUP),
            Form::Long(bytes) => (BASE32_NOPAD.encode(&**bytes), 4),
        };
        let groups: Vec<_> = text.as_bytes().chunks(group).map(String::from_utf8_lossy).collect();
        f.write_str(&groups.join("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "MFRG-GZDF-MZTW-Q2LK-NNWG-23TP";

    #[test]
    fn a_code_is_two_groups_of_five_and_is_read_however_it_was_copied() {
        for _ in 0..100 {
            let code = RecoveryCode::generate();
            let shown = code.to_string();
            let (first, second) = shown.split_once('-').expect("two groups");
            assert!(first.len() == 5 && second.len() == 5 && shown.bytes().all(|b| b == b'-' || ALPHABET.contains(&b)));
            let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).expect("a full-width form");
            for text in [
                shown.clone(),
                shown.to_uppercase(),
                shown.replace('-', ""),
                shown.replace('-', "\u{2013}"),
                format!(" {}\t", shown.replace('-', " ")),
                shown.chars().map(wide).collect(),
                shown.replace('0', "o").replace('1', "l"),
                shown.replace('0', "O").replace('1', "I"),
            ] {
                assert!(RecoveryCode::parse(&text) == Some(code.clone()), "{text}");
            }
        }
    }

    #[test]
    fn a_code_as_it_was_made_before_is_read_too() {
        let code = RecoveryCode::parse(OLD).expect("a code");
        assert!(!code.is_short() && code.to_string() == OLD && code.expose() == b"abcdefghijklmno");
        for text in [OLD.to_lowercase(), OLD.replace('-', ""), format!(" {}\n", OLD.replace('-', " "))] {
            assert!(RecoveryCode::parse(&text) == Some(code.clone()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            " ",
            "123456",
            "abcde-fghj",
            "abcde-fghjkm",
            "abcde-fghju",
            "abcde-fgh!k",
            "é",
            &OLD[1..],
            "0000-0000-0000-0000-0000-0000",
        ] {
            assert!(RecoveryCode::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn every_code_is_new_and_every_digit_appears() {
        let codes: std::collections::HashSet<_> = (0..1000).map(|_| RecoveryCode::generate().to_string()).collect();
        assert_eq!(codes.len(), 1000);
        let digits: std::collections::HashSet<_> = codes.iter().flat_map(|code| code.bytes()).collect();
        assert_eq!(digits.len(), 33);
    }
}
