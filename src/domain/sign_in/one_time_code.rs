//! One-time codes of an authenticator app: TOTP (RFC 6238) as every app can do it, with SHA-1, six digits and steps of
//! thirty seconds.

use aws_lc_rs::{constant_time, hmac};
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::domain::text::without_gaps;
use crate::domain::time::Timestamp;
use crate::random;

const SEED_LENGTH: usize = 20;
const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;

/// Returns the number of the step at `now`, counted from the Unix epoch.
pub fn step_at(now: Timestamp) -> i64 {
    now.numeric_date().div_euclid(STEP_SECONDS)
}

/// The secret that the app and Doorward share: 160 random bits (RFC 4226 section 4, R6).
#[derive(Clone)]
pub struct Seed(Zeroizing<[u8; SEED_LENGTH]>);

impl Seed {
    pub fn generate() -> Seed {
        Seed(Zeroizing::new(random::bytes()))
    }

    /// Returns `None` if the number of bytes is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Option<Seed> {
        bytes.try_into().ok().map(|bytes| Seed(Zeroizing::new(bytes)))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &*self.0
    }

    /// Returns the text to type into an app: 32 letters and digits, in groups of four.
    pub fn in_groups(&self) -> String {
        let text = BASE32_NOPAD.encode(&*self.0);
        text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Returns the address to scan, in the form that apps understand (*Key Uri Format* of Google Authenticator, which
    /// others follow).
    pub fn uri(&self, site: &str, user: &str) -> String {
        // In labels a space must be %20: some apps show a plus as it stands.
        let encode =
            |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
        let (site, user, seed) = (encode(site), encode(user), BASE32_NOPAD.encode(&*self.0));
        format!(
            "otpauth://totp/{site}:{user}?secret={seed}&issuer={site}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
        )
    }

    /// Returns the step of a code that is valid at `now`: the current step, the one before, for people who type slowly,
    /// or the one after, for a phone whose clock is ahead (RFC 6238 section 6).
    pub fn step_of(&self, code: &OneTimeCode, now: Timestamp) -> Option<i64> {
        let current = step_at(now);
        [current, current - 1, current + 1]
            .into_iter()
            .find(|step| constant_time::verify_slices_are_equal(self.code(*step).as_bytes(), code.0.as_bytes()).is_ok())
    }

    /// Computes the code of a step (RFC 4226 section 5.3).
    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &*self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
        let bytes: [u8; 4] = tag.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
        format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000)
    }
}

/// Six digits that somebody typed.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

impl OneTimeCode {
    /// Parses six digits in any grouping, also full-width ones; returns `None` for anything else.
    pub fn parse(text: &str) -> Option<OneTimeCode> {
        let code = without_gaps(text);
        (code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(OneTimeCode(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_milliseconds(seconds * 1000)
    }

    fn code(text: &str) -> OneTimeCode {
        OneTimeCode::parse(text).expect("six digits")
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        let seed = Seed::from_bytes(SEED).expect("20 bytes");
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(seed.code(step_at(at(seconds))), expected, "{seconds}");
        }
    }

    #[test]
    fn the_current_step_and_its_neighbours_fit_and_no_other() {
        let seed = Seed::from_bytes(SEED).expect("20 bytes");
        let now = at(1_800_000_000);
        let fits = |offset: i64| seed.step_of(&code(&seed.code(step_at(now) + offset)), now);
        let expected = [-1, 0, 1].map(|offset| Some(step_at(now) + offset));
        let expected = [None, None, expected[0], expected[1], expected[2], None, None];
        assert_eq!([-3, -2, -1, 0, 1, 2, 3].map(fits), expected);
    }

    #[test]
    fn nothing_but_six_digits_is_a_code() {
        for text in ["", " ", "12345", "1234567", "12 345", "١٢٣٤٥٦", "12345a", "+12345", "-12345", "1.2345", "①23456"]
        {
            assert!(OneTimeCode::parse(text).is_none(), "{text}");
        }
        for text in ["260 790", " 260790\t", "260-790", "２６０７９０", "２６０　７９０"] {
            assert!(OneTimeCode::parse(text) == OneTimeCode::parse("260790"), "{text}");
        }
        assert!(OneTimeCode::parse("000000").is_some());
    }

    #[test]
    fn every_seed_is_new_and_has_160_bits() {
        let seeds: std::collections::HashSet<_> = (0..1000).map(|_| Seed::generate().in_groups()).collect();
        assert_eq!(seeds.len(), 1000);
        assert!(seeds.iter().all(|text| text.len() == 39));
    }

    #[test]
    fn the_address_for_apps_names_site_and_user() {
        let uri = Seed::from_bytes(SEED).expect("20 bytes").uri("Our desk", "ada");
        assert_eq!(
            uri,
            "otpauth://totp/Our%20desk:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Our%20desk\
             &algorithm=SHA1&digits=6&period=30"
        );
    }
}
