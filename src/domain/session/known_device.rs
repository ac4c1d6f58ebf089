//! Devices that an account knows: what a browser shows to prove that somebody signed in with it before.
//!
//! `base64url(version ‖ key id ‖ date ‖ device id ‖ account … ‖ MAC)`, the MAC being HMAC-SHA-256 over the parts before it.
//! One browser has one device id, whoever signs in with it, and at most [`MOST_USERS`] of them are remembered. An account is
//! its id and a fingerprint of its password: with another password the device is a stranger.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::refresh_token::KEY_ID_LENGTH;
use crate::domain::account::user::User;
use crate::domain::time::Timestamp;

/// How many accounts one browser is remembered for; the one that was used least lately goes first.
pub const MOST_USERS: usize = 8;
const VERSION: u8 = 1;
const ID_LENGTH: usize = 16;
const DATE: usize = 1 + KEY_ID_LENGTH;
const HEAD: usize = DATE + 8 + ID_LENGTH;
/// How long a device is known after the last sign-in with it.
pub const LIFETIME: Duration = Duration::from_secs(365 * 86_400);
const MAC_LENGTH: usize = 32;

/// An account with its present password, as a device remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquaintance([u8; ACQUAINTANCE_LENGTH]);

const ACQUAINTANCE_LENGTH: usize = ID_LENGTH + 8;

impl Acquaintance {
    /// The one of this account. What is hashed has a salt in it that nobody else knows, so the password cannot be guessed
    /// from it.
    pub fn of(user: &User) -> Acquaintance {
        let id = user.id.to_bytes();
        let password = user.password_hash.as_ref().map(|hash| hash.as_str().as_bytes()).unwrap_or_default();
        let mut bytes = [0; ACQUAINTANCE_LENGTH];
        bytes[..ID_LENGTH].copy_from_slice(&id);
        bytes[ID_LENGTH..].copy_from_slice(&digest(&SHA256, &[&id[..], password].concat()).as_ref()[..8]);
        Acquaintance(bytes)
    }

    fn is_of_same_account(&self, other: &Acquaintance) -> bool {
        self.0[..ID_LENGTH] == other.0[..ID_LENGTH]
    }
}

/// A browser, and whose account it has signed in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    id: [u8; ID_LENGTH],
    /// Whoever signed in last comes first.
    users: Vec<Acquaintance>,
}

impl KnownDevice {
    /// A browser that nobody has signed in with, under a random id.
    pub fn new(id: [u8; 16]) -> KnownDevice {
        KnownDevice { id, users: Vec::new() }
    }

    /// Its id.
    pub fn id(&self) -> &[u8; 16] {
        &self.id
    }

    /// Whether this account knows it, with the password that it has now.
    pub fn is_known_to(&self, user: &Acquaintance) -> bool {
        self.users.contains(user)
    }

    /// The same after somebody has signed in with it.
    pub fn after_sign_in(mut self, user: &Acquaintance) -> KnownDevice {
        self.users.retain(|known| !known.is_of_same_account(user));
        self.users.insert(0, user.clone());
        self.users.truncate(MOST_USERS);
        self
    }

    /// Reads what one of `keys` has signed within [`LIFETIME`]; `None` for anything else.
    pub fn parse(text: &str, keys: &[DeviceKey], now: Timestamp) -> Option<KnownDevice> {
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

/// Signs what a browser keeps.
pub struct DeviceKey {
    id: [u8; KEY_ID_LENGTH],
    key: hmac::Key,
}

impl DeviceKey {
    /// A key of 256 bits under this id.
    pub fn new(id: [u8; KEY_ID_LENGTH], key: &[u8; 32]) -> DeviceKey {
        DeviceKey { id, key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// What the browser is to keep, after a sign-in at `now`.
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
mod tests {
    use super::*;

    fn key(byte: u8) -> DeviceKey {
        DeviceKey::new([byte; 4], &[byte; 32])
    }

    const NOW: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn somebody(number: u8) -> Acquaintance {
        Acquaintance([number; ACQUAINTANCE_LENGTH])
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
    }

    #[test]
    fn the_user_of_longest_ago_is_forgotten_first() {
        let users: Vec<_> = (0..=8).map(somebody).collect();
        let mut device = KnownDevice::new([5; 16]);
        for user in &users[..MOST_USERS] {
            device = device.after_sign_in(user);
        }
        // Whoever signs in again is remembered anew, once.
        let device = device.after_sign_in(&users[0]).after_sign_in(&users[MOST_USERS]);
        assert!(device.is_known_to(&users[0]) && !device.is_known_to(&users[1]));
        assert_eq!(device.users.len(), MOST_USERS);
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
