//! Devices that an account knows. A browser or a program presents a token to prove that somebody signed in with it
//! before, or was let to by a device link.
//!
//! The token is `base64url(version ‖ key id ‖ date ‖ device id ‖ account … ‖ MAC)`. The MAC is HMAC-SHA-256 over the
//! parts before it. One browser or program has one device id, no matter who signs in with it, and it remembers at most
//! [`MOST_USERS`] accounts. An account is recorded as its id and a fingerprint of the mark that is drawn whenever a
//! password is chosen or a second factor is set up: after that the account does not know the device any more. Whoever
//! signed in before may have known the old password, or the password without the second factor.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::refresh_token::KEY_ID_LENGTH;
use crate::domain::account::User;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;

/// The number of accounts that one browser is remembered for. The account with the oldest sign-in is forgotten first.
pub const MOST_USERS: usize = 8;
const VERSION: u8 = 1;
const ID_LENGTH: usize = 16;
const DATE: usize = 1 + KEY_ID_LENGTH;
const HEAD: usize = DATE + 8 + ID_LENGTH;
/// The time for which a device is known after the last sign-in with it.
pub const LIFETIME: Duration = Duration::from_secs(365 * 86_400);
const MAC_LENGTH: usize = 32;
/// The length of the longest token, in bytes before they are written as text.
const MOST_BYTES: usize = HEAD + MOST_USERS * ACQUAINTANCE_LENGTH + MAC_LENGTH;

/// An account with its present mark, as a device remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquaintance([u8; ACQUAINTANCE_LENGTH]);

const ACQUAINTANCE_LENGTH: usize = ID_LENGTH + 8;

impl Acquaintance {
    /// Makes the record of this account, which tells nothing about its mark.
    pub fn of(user: &User) -> Acquaintance {
        let id = user.id.to_bytes();
        let mark = user.device_mark.unwrap_or_default().to_be_bytes();
        let mut bytes = [0; ACQUAINTANCE_LENGTH];
        bytes[..ID_LENGTH].copy_from_slice(&id);
        bytes[ID_LENGTH..].copy_from_slice(&digest(&SHA256, &[&id[..], &mark[..]].concat()).as_ref()[..8]);
        Acquaintance(bytes)
    }

    fn is_of_same_account(&self, other: &Acquaintance) -> bool {
        self.0[..ID_LENGTH] == other.0[..ID_LENGTH]
    }

    /// Returns the account, which may be suspended, deleted or have another mark by now.
    fn account(&self) -> Option<UserId> {
        self.0.first_chunk().copied().map(UserId::from_bytes)
    }
}

/// A browser or a program, and the accounts that know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    id: [u8; ID_LENGTH],
    /// The account that signed in last comes first.
    users: Vec<Acquaintance>,
}

impl KnownDevice {
    /// Returns a device that no account knows, under a random id.
    pub fn new(id: [u8; 16]) -> KnownDevice {
        KnownDevice { id, users: Vec::new() }
    }

    pub fn id(&self) -> &[u8; 16] {
        &self.id
    }

    /// Returns the accounts that the device names, whether or not they know it any more.
    pub fn accounts(&self) -> impl Iterator<Item = UserId> {
        self.users.iter().filter_map(Acquaintance::account)
    }

    /// Tells whether this account, with its present mark, knows the device.
    pub fn is_known_to(&self, user: &Acquaintance) -> bool {
        self.users.contains(user)
    }

    /// Returns the device after this account has signed in with it, or has got to know it by a link.
    pub fn after_sign_in(mut self, user: &Acquaintance) -> KnownDevice {
        self.users.retain(|known| !known.is_of_same_account(user));
        self.users.insert(0, user.clone());
        self.users.truncate(MOST_USERS);
        self
    }

    /// Returns the device of a browser after a link has introduced it to this account. A browser that the account had
    /// met before becomes a new device, under this id and for this account alone: the old one may have used up its
    /// tries, and what it has used up at other accounts must stay so.
    pub fn after_introduction(device: Option<KnownDevice>, user: &Acquaintance, id: [u8; 16]) -> KnownDevice {
        let has_met = |device: &KnownDevice| device.users.iter().any(|known| known.is_of_same_account(user));
        device.filter(|device| !has_met(device)).unwrap_or_else(|| KnownDevice::new(id)).after_sign_in(user)
    }

    /// Parses a token that one of `keys` signed within [`LIFETIME`]; returns `None` for anything else.
    pub fn parse(text: &str, keys: &[DeviceKey], now: Timestamp) -> Option<KnownDevice> {
        if text.len() > MOST_BYTES.div_ceil(3) * 4 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (signed, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC_LENGTH)?)?;
        let (head, users) = signed.split_at_checked(HEAD)?;
        let key_id = head.get(1..=KEY_ID_LENGTH)?;
        let is_authentic = |key: &&DeviceKey| key.id == *key_id && hmac::verify(&key.key, signed, mac).is_ok();
        keys.iter().find(is_authentic)?;
        let (users, rest) = users.as_chunks();
        if head[0] != VERSION || !rest.is_empty() || users.len() > MOST_USERS {
            return None;
        }
        let date = Timestamp::from_milliseconds(i64::from_be_bytes(*head.get(DATE..)?.first_chunk()?));
        if now.since(date) >= LIFETIME {
            return None;
        }
        let id = *head.last_chunk()?;
        Some(KnownDevice { id, users: users.iter().copied().map(Acquaintance).collect() })
    }
}

pub struct DeviceKey {
    id: [u8; KEY_ID_LENGTH],
    key: hmac::Key,
}

impl DeviceKey {
    pub fn new(id: [u8; KEY_ID_LENGTH], key: &[u8; 32]) -> DeviceKey {
        DeviceKey { id, key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// Returns the token for the browser or program, after a sign-in at `now`.
    pub fn sign(&self, device: &KnownDevice, now: Timestamp) -> String {
        let mut bytes = Vec::with_capacity(HEAD + device.users.len() * ACQUAINTANCE_LENGTH + MAC_LENGTH);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&now.as_milliseconds().to_be_bytes());
        bytes.extend_from_slice(&device.id);
        device.users.iter().for_each(|user| bytes.extend_from_slice(&user.0));
        let mac = hmac::sign(&self.key, &bytes);
        bytes.extend_from_slice(mac.as_ref());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

#[cfg(test)]
impl Acquaintance {
    /// Makes the record of a made-up account.
    pub fn sample(number: u8) -> Acquaintance {
        Acquaintance([number; ACQUAINTANCE_LENGTH])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> DeviceKey {
        DeviceKey::new([byte; 4], &[byte; 32])
    }

    const NOW: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn somebody(number: u8) -> Acquaintance {
        Acquaintance::sample(number)
    }

    #[test]
    fn with_another_password_or_after_a_year_a_device_is_a_stranger() {
        let mut changed = somebody(1);
        changed.0[ID_LENGTH..].fill(9);
        let device = KnownDevice::new([5; 16]).after_sign_in(&somebody(1));
        assert!(!device.is_known_to(&changed));
        let device = device.after_sign_in(&changed);
        assert!(device.is_known_to(&changed) && !device.is_known_to(&somebody(1)) && device.users.len() == 1);
        let text = key(1).sign(&device, NOW);
        let read = |later: Duration| KnownDevice::parse(&text, &[key(1)], NOW.plus(later));
        assert!(read(LIFETIME - Duration::from_secs(1)).is_some() && read(LIFETIME).is_none());
    }

    #[test]
    fn a_device_is_read_back_with_its_users() {
        let (ada, bob) = (somebody(1), somebody(2));
        let device = KnownDevice::new([5; 16]).after_sign_in(&ada).after_sign_in(&bob);
        let read = KnownDevice::parse(&key(1).sign(&device, NOW), &[key(2), key(1)], NOW).expect("ours");
        assert_eq!(read, device);
        assert!(read.is_known_to(&ada) && read.is_known_to(&bob) && !read.is_known_to(&somebody(3)));
        assert_eq!(read.id(), &[5; 16]);
        assert!(read.accounts().eq([2, 1].map(|number| UserId::from_bytes([number; 16]))));
    }

    #[test]
    fn a_link_adds_an_account_and_makes_a_new_device_of_one_that_has_met_it() {
        let (ada, bob) = (somebody(1), somebody(2));
        let fresh = KnownDevice::after_introduction(None, &ada, [6; 16]);
        assert!(fresh.is_known_to(&ada) && fresh.id() == &[6; 16]);
        let both = KnownDevice::after_introduction(Some(fresh), &bob, [7; 16]);
        assert!(both.is_known_to(&ada) && both.is_known_to(&bob) && both.id() == &[6; 16]);
        let mut changed = ada.clone();
        changed.0[ID_LENGTH..].fill(9);
        for again in [&ada, &changed] {
            let anew = KnownDevice::after_introduction(Some(both.clone()), again, [8; 16]);
            assert_eq!(anew, KnownDevice::new([8; 16]).after_sign_in(again));
        }
    }

    #[test]
    fn the_user_of_longest_ago_is_forgotten_first() {
        let users: Vec<_> = (0..=8).map(somebody).collect();
        let mut device = KnownDevice::new([5; 16]);
        for user in &users[..MOST_USERS] {
            device = device.after_sign_in(user);
        }
        // An account that signs in again moves to the front and is stored once.
        let device = device.after_sign_in(&users[0]).after_sign_in(&users[MOST_USERS]);
        assert!(device.is_known_to(&users[0]) && !device.is_known_to(&users[1]));
        assert_eq!(device.users.len(), MOST_USERS);
        // The longest token that there is is read back.
        assert_eq!(KnownDevice::parse(&key(1).sign(&device, NOW), &[key(1)], NOW), Some(device));
    }

    #[test]
    fn whatever_is_not_exactly_ours_is_nothing() {
        let text = key(1).sign(&KnownDevice::new([5; 16]).after_sign_in(&somebody(1)), NOW);
        let read = |text: &str| KnownDevice::parse(text, &[key(1)], NOW);
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert!(changed == text || read(&changed).is_none(), "byte {index}");
        }
        for other in ["", "A", "AAAA", &*format!("{text}="), &text[4..], &text[..text.len() - 4], "é", "%"] {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(KnownDevice::parse(&text, &[DeviceKey::new([1; 4], &[2; 32])], NOW), None);
        assert_eq!(KnownDevice::parse(&text, &[], NOW), None);
    }
}
