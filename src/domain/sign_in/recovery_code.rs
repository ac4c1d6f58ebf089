//! Recovery codes, for people who have lost their authenticator app. Each works once.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::domain::text::without_gaps;
use crate::random;

/// The number of codes in a set.
pub const COUNT: usize = 10;

/// Crockford's base 32: digits and letters that nobody confuses with each other, and no `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 10;
const GROUP: usize = 5;
/// The number of bytes in a code of the older form.
const LONG_LENGTH: usize = 15;

/// A code that somebody keeps on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Form);

#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// The digits of a code of 50 random bits: enough because wrong codes are counted, and short enough to be typed
    /// from paper.
    Short(Zeroizing<[u8; LENGTH]>),
    /// The bytes of a code of 120 random bits, written in base 32 of RFC 4648. Codes were made in this form before, and
    /// they still work.
    Long(Zeroizing<[u8; LONG_LENGTH]>),
}

impl RecoveryCode {
    pub fn generate() -> RecoveryCode {
        // Any five bits of a random byte are random too.
        let digits = random::bytes::<LENGTH>().map(|byte| ALPHABET[usize::from(byte & 0x1f)]);
        RecoveryCode(Form::Short(Zeroizing::new(digits)))
    }

    /// Parses a code that somebody copied from paper. Capitals, blanks and hyphens do not matter; `o` counts as a zero,
    /// and `i` and `l` count as a one.
    pub fn parse(text: &str) -> Option<RecoveryCode> {
        let text = Zeroizing::new(without_gaps(text));
        if text.len() == LENGTH {
            let digits: Option<Vec<u8>> = text.bytes().map(read_digit).collect();
            return digits?.try_into().ok().map(|digits| RecoveryCode(Form::Short(Zeroizing::new(digits))));
        }
        let bytes = BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).ok()?;
        bytes.try_into().ok().map(|bytes| RecoveryCode(Form::Long(Zeroizing::new(bytes))))
    }

    /// Tells whether the code has so few bits that somebody who sees a plain digest could find it by trying all codes
    /// (NIST SP 800-63B draws the line at 112 bits). If so, only a slow hash may be stored while the code is valid.
    pub fn is_short(&self) -> bool {
        matches!(self.0, Form::Short(_))
    }

    /// Returns the bytes to hash.
    pub fn expose(&self) -> &[u8] {
        match &self.0 {
            Form::Short(digits) => &**digits,
            Form::Long(bytes) => &**bytes,
        }
    }

    /// Returns the SHA-256. It is stored for a long code, and for any used code, which is worth nothing any more.
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

/// Writes the code for people: two groups of five, or, in the older form, six groups of four.
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
