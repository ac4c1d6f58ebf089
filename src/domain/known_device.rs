//! Devices that an account knows: what a browser shows to prove that somebody signed in with it before.
//!
//! `base64url(version ‖ key id ‖ device id ‖ user id … ‖ MAC)`, the MAC being HMAC-SHA-256 over the parts before it. One
//! browser has one device id, whoever signs in with it, and at most [`MOST_USERS`] of them are remembered.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::id::UserId;
use super::refresh_token::KEY_ID_LENGTH;

/// How many accounts one browser is remembered for; the one that was used least lately goes first.
pub const MOST_USERS: usize = 8;
const VERSION: u8 = 1;
const ID_LENGTH: usize = 16;
const HEAD: usize = 1 + KEY_ID_LENGTH + ID_LENGTH;
const MAC_LENGTH: usize = 32;

/// A browser, and whose account it has signed in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    id: [u8; ID_LENGTH],
    /// Whoever signed in last comes first.
    users: Vec<UserId>,
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

    /// Whether this account knows it.
    pub fn is_known_to(&self, user: &UserId) -> bool {
        self.users.contains(user)
    }

    /// The same after somebody has signed in with it.
    pub fn after_sign_in(mut self, user: &UserId) -> KnownDevice {
        self.users.retain(|known| known != user);
        self.users.insert(0, user.clone());
        self.users.truncate(MOST_USERS);
        self
    }

    /// Reads what one of `keys` has signed; `None` for anything else.
    pub fn parse(text: &str, keys: &[DeviceKey]) -> Option<KnownDevice> {
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
        let id = *head.last_chunk()?;
        Some(KnownDevice { id, users: users.iter().map(|id| UserId::from_bytes(*id)).collect() })
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

    /// What the browser is to keep.
    pub fn sign(&self, device: &KnownDevice) -> String {
        let mut bytes = Vec::with_capacity(HEAD + device.users.len() * ID_LENGTH + MAC_LENGTH);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&device.id);
        device.users.iter().for_each(|user| bytes.extend_from_slice(&user.to_bytes()));
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

    #[test]
    fn a_device_is_read_back_with_its_users() {
        let (ada, bob) = (UserId::generate(), UserId::generate());
        let device = KnownDevice::new([5; 16]).after_sign_in(&ada).after_sign_in(&bob);
        let read = KnownDevice::parse(&key(1).sign(&device), &[key(2), key(1)]).expect("ours");
        assert_eq!(read, device);
        assert!(read.is_known_to(&ada) && read.is_known_to(&bob) && !read.is_known_to(&UserId::generate()));
        assert_eq!(read.id(), &[5; 16]);
    }

    #[test]
    fn the_user_of_longest_ago_is_forgotten_first() {
        let users: Vec<_> = (0..=MOST_USERS).map(|_| UserId::generate()).collect();
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
        let text = key(1).sign(&KnownDevice::new([5; 16]).after_sign_in(&UserId::generate()));
        let read = |text: &str| KnownDevice::parse(text, &[key(1)]);
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert!(changed == text || read(&changed).is_none(), "byte {index}");
        }
        for other in ["", "A", "AAAA", &*format!("{text}="), &text[4..], &text[..text.len() - 4], "é", "%"] {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(KnownDevice::parse(&text, &[DeviceKey::new([1; 4], &[2; 32])]), None);
        assert_eq!(KnownDevice::parse(&text, &[]), None);
    }
}
