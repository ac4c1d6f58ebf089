//! How many tries to sign in there may be: the numbers, and what follows from them.
//!
//! Three things are counted. A [`Budget`] is so many tries within a span, however they end. Different names that failed
//! are counted for an address, different wrong passwords for an account. Who is meant is written as a MAC under a key
//! that is outside the database, so that what is stored tells neither names nor passwords.

use std::net::IpAddr;
use std::time::Duration;

use aws_lc_rs::hmac;

use crate::domain::time::Timestamp;

const ADDRESS_SPAN: Duration = Duration::from_secs(5 * 60);
/// How long a name that failed counts against the address that tried it.
pub const NAMES_SPAN: Duration = Duration::from_secs(15 * 60);
/// How long an address is blocked that has tried too many names.
pub const NAMES_BLOCK: Duration = Duration::from_secs(15 * 60);
/// For so long a name counts as being tried; after that it counts as failed, whatever became of the request.
pub const IN_FLIGHT: Duration = Duration::from_secs(10);
/// How many different wrong passwords lock an account for devices that it does not know.
pub const WRONG_PASSWORDS: i64 = 10;
/// Within which span they count.
pub const PASSWORDS_SPAN: Duration = Duration::from_secs(15 * 60);
/// The longest lock.
pub const LONGEST_LOCK: Duration = Duration::from_secs(15 * 60);
/// How long after a lock the next different wrong password locks again at once, for twice as long. After that all is
/// forgotten.
pub const REMEMBERED: Duration = Duration::from_secs(60 * 60);
/// By how much the clocks of instances may differ, and by how much a try may be overtaken by another.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);
/// How many tries a device has that the account knows, or a session of it.
pub const TRIES_PER_DEVICE: i64 = 10;
const DEVICE_SPAN: Duration = Duration::from_secs(15 * 60);
/// Into how many pieces a budget's span is cut for counting.
const PIECES: u64 = 30;

/// So many tries within a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How many.
    pub tries: i64,
    /// Within how long.
    pub span: Duration,
}

impl Budget {
    /// What an address has.
    pub fn of_address(tries: u32) -> Budget {
        Budget { tries: i64::from(tries), span: ADDRESS_SPAN }
    }

    /// What a known device has, and a session.
    pub const DEVICE: Budget = Budget { tries: TRIES_PER_DEVICE, span: DEVICE_SPAN };

    /// The piece of time that a try is counted in, as a mark.
    pub fn piece(self, now: Timestamp) -> Mark {
        let length = i64::try_from(self.span.as_millis() / u128::from(PIECES)).unwrap_or(i64::MAX).max(1);
        Mark(now.milliseconds().div_euclid(length).to_be_bytes().to_vec())
    }

    /// When there will be room for one more try; `None` if there is now. `counted` are the pieces within the span, each
    /// with the moment of its last try and how many there were.
    pub fn next_at(self, counted: &[(Timestamp, i64)]) -> Option<Timestamp> {
        let mut pieces = counted.to_vec();
        pieces.sort_unstable();
        let mut left: i64 = pieces.iter().map(|(_, tries)| tries).sum();
        let mut next = None;
        for (at, tries) in pieces {
            if left < self.tries {
                break;
            }
            left -= tries;
            next = Some(at.plus(self.span));
        }
        next
    }
}

/// How many different names may fail from one address: half of its tries.
pub fn names_per_address(tries: u32) -> i64 {
    i64::from(tries / 2)
}

/// How long the account is locked for devices that it does not know, after so many locks in a row before.
pub fn lock_after(locks: i64) -> Duration {
    let minutes = 1u64 << locks.clamp(0, 10);
    Duration::from_secs(60 * minutes).min(LONGEST_LOCK)
}

/// Whether a lock holds. One that ends later than any could was written by a clock that was wrong.
pub fn is_locked(locked_until: Timestamp, now: Timestamp) -> bool {
    locked_until > now && locked_until.since(now) <= LONGEST_LOCK.max(NAMES_BLOCK) + CLOCKS_DIFFER
}

/// Too many tries: the password was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next in {seconds} s")]
pub struct Throttled {
    /// In how many seconds it makes sense to try again, at least one.
    pub seconds: u32,
}

impl Throttled {
    /// Until a moment.
    pub fn until(moment: Timestamp, now: Timestamp) -> Throttled {
        let seconds = moment.since(now).as_millis().div_ceil(1000).max(1);
        Throttled { seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }
}

/// Whom or what tries are counted for, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject(Vec<u8>);

impl Subject {
    /// The bytes in the database.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A number that is the same for the same subject, to queue by.
    pub fn number(&self) -> i64 {
        self.0.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
    }
}

/// What is counted once, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark(Vec<u8>);

impl Mark {
    /// The bytes in the database.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Makes subjects and marks. The key is derived from the server secret.
pub struct ThrottleKey(hmac::Key);

/// Half of a MAC is more than enough to tell tries apart.
const STORED: usize = 16;

impl ThrottleKey {
    /// A key of 256 bits.
    pub fn new(key: &[u8; 32]) -> ThrottleKey {
        ThrottleKey(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// The tries of an address, and the different names that failed from it: IPv6 by /64, which is what one customer
    /// gets at least. What is no address is one subject, whatever it says.
    pub fn address(&self, ip: &str) -> AddressSubjects {
        let network = match ip.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
            Ok(IpAddr::V4(ip)) => ip.octets().to_vec(),
            Ok(IpAddr::V6(ip)) => ip.octets()[..8].to_vec(),
            Err(_) => Vec::new(),
        };
        AddressSubjects {
            tries: Subject(self.mac("tries of an address", &[&network])),
            names: Subject(self.mac("names from an address", &[&network])),
        }
    }

    /// An account, by its name in lower case, whether there is one or not.
    pub fn account(&self, name: &str) -> Subject {
        Subject(self.mac("account", &[name.as_bytes()]))
    }

    /// A device that an account knows.
    pub fn device(&self, user: &[u8; 16], device: &[u8; 16]) -> Subject {
        Subject(self.mac("device", &[user, device]))
    }

    /// A session, for its own confirmations.
    pub fn session(&self, user: &[u8; 16], session: &[u8; 16]) -> Subject {
        Subject(self.mac("session", &[user, session]))
    }

    /// A name that was tried.
    pub fn name(&self, name: &str) -> Mark {
        Mark(self.mac("name", &[name.as_bytes()]))
    }

    /// A password that was tried for a name. The same password for another name is another mark.
    pub fn password(&self, name: &str, password: &[u8]) -> Mark {
        Mark(self.mac("password", &[name.as_bytes(), password]))
    }

    /// Each part with its length before it, so that no two lists of parts are the same bytes.
    fn mac(&self, label: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0);
        for part in std::iter::once(&label.as_bytes()).chain(parts) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        context.sign().as_ref()[..STORED].to_vec()
    }
}

/// What is counted for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressSubjects {
    /// Its tries.
    pub tries: Subject,
    /// The different names that failed.
    pub names: Subject,
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn after(seconds: u64) -> Timestamp {
        START.plus(Duration::from_secs(seconds))
    }

    fn key() -> ThrottleKey {
        ThrottleKey::new(&[7; 32])
    }

    #[test]
    fn a_budget_is_full_until_enough_of_it_has_left_the_span() {
        let budget = Budget { tries: 3, span: Duration::from_secs(300) };
        assert_eq!(budget.next_at(&[]), None);
        assert_eq!(budget.next_at(&[(START, 2)]), None);
        assert_eq!(budget.next_at(&[(START, 3)]), Some(after(300)));
        assert_eq!(budget.next_at(&[(after(20), 1), (after(10), 1), (START, 1)]), Some(after(300)));
        assert_eq!(budget.next_at(&[(after(20), 2), (after(10), 1), (START, 1)]), Some(after(310)));
        assert_eq!(budget.next_at(&[(after(20), 5), (START, 1)]), Some(after(320)));
    }

    #[test]
    fn tries_of_one_moment_are_counted_together_and_later_ones_apart() {
        let budget = Budget::of_address(30);
        assert_eq!(budget.piece(START), budget.piece(after(9)));
        assert_ne!(budget.piece(START), budget.piece(after(10)));
        assert_eq!(Budget::DEVICE.piece(START), Budget::DEVICE.piece(after(29)));
    }

    #[test]
    fn locks_double_up_to_a_quarter_of_an_hour() {
        let minutes: Vec<_> = (0..7).map(|locks| lock_after(locks).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 15, 15, 15]);
        assert_eq!((lock_after(i64::MAX).as_secs(), lock_after(-1).as_secs()), (900, 60));
    }

    #[test]
    fn a_lock_from_a_clock_that_was_wrong_holds_nobody() {
        assert!(is_locked(after(1), START) && is_locked(after(900), START));
        // What another instance wrote, whose clock is ahead, holds all the same.
        assert!(is_locked(after(900 + 120), START));
        assert!(!is_locked(START, START) && !is_locked(after(900 + 301), START));
    }

    #[test]
    fn waiting_is_told_in_whole_seconds_and_never_as_none() {
        assert_eq!(Throttled::until(after(60), START).seconds, 60);
        assert_eq!(Throttled::until(START.plus(Duration::from_millis(1)), START).seconds, 1);
        assert_eq!(Throttled::until(START, after(5)).seconds, 1);
    }

    #[test]
    fn an_address_is_itself_or_its_network_of_64_bits() {
        let of = |ip: &str| key().address(ip);
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
        assert_eq!(of("unknown"), of("local"));
        assert_ne!(of("192.0.2.1").tries, of("192.0.2.1").names);
    }

    #[test]
    fn marks_tell_apart_what_differs_and_need_the_key() {
        assert_eq!(key().password("ada", b"secret"), key().password("ada", b"secret"));
        assert_ne!(key().password("ada", b"secret"), key().password("bob", b"secret"));
        assert_ne!(key().password("ada", b"secret"), key().password("adas", b"ecret"));
        assert_ne!(key().password("ada", b"secret"), ThrottleKey::new(&[8; 32]).password("ada", b"secret"));
        assert_ne!(key().account("ada").as_bytes(), key().name("ada").as_bytes());
        assert_ne!(key().device(&[1; 16], &[2; 16]), key().session(&[1; 16], &[2; 16]));
    }

    #[test]
    fn half_of_the_tries_may_be_names() {
        assert_eq!([5, 30, 100_000].map(names_per_address), [2, 15, 50_000]);
    }
}
