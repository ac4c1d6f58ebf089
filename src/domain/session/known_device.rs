//! Devices that an account knows. A browser or a program presents a token to prove that somebody signed in with it
//! before, or was let to by a device link.
//!
//! The token is `base64url(version ‖ key id ‖ date ‖ device id ‖ account … ‖ MAC)`. The MAC is HMAC-SHA-256 over the
//! parts before it. A browser or program remembers at most [`MOST_USERS`] accounts. An account is recorded as its id and a
//! fingerprint of the mark that is drawn whenever a password is chosen or a second factor is set up: after that the account
//! does not know the device any more. Whoever signed in before may have known the old password, or the password without the
//! second factor.
//!
//! Each sign-in gives the device a new id, and the account remembers it by that: wrong passwords are counted for the account
//! at this [`Meeting`]. So whoever has copied a token has a copy of an old meeting, as soon as the owner has signed in again.
//! They use up tries that the owner does not need any more, and no sign-in of the owner gives them new ones. The meetings
//! with other accounts stay, or somebody who can sign in to one account could renew their tries at the others.

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
const VERSION: u8 = 2;
const ID_LENGTH: usize = 16;
const DATE: usize = 1 + KEY_ID_LENGTH;
const HEAD: usize = DATE + 8 + ID_LENGTH;
/// The time for which a device is known after the last sign-in with it.
pub const LIFETIME: Duration = Duration::from_secs(365 * 86_400);
const MAC_LENGTH: usize = 32;
/// The length of the longest token, in bytes before they are written as text.
const MOST_BYTES: usize = HEAD + MOST_USERS * MEMORY_LENGTH + MAC_LENGTH;

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

/// The last sign-in of an account with a device, or its last link there: the first half of the id that the device got then.
pub type Meeting = [u8; MEETING_LENGTH];

const MEETING_LENGTH: usize = 8;
const MEMORY_LENGTH: usize = ACQUAINTANCE_LENGTH + MEETING_LENGTH;

/// A browser or a program, and the accounts that know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    id: [u8; ID_LENGTH],
    /// The account that signed in last comes first.
    users: Vec<(Acquaintance, Meeting)>,
}

impl KnownDevice {
    /// Returns the device that this account is the first to know. `id` is random.
    pub fn new(user: &Acquaintance, id: [u8; 16]) -> KnownDevice {
        KnownDevice { id, users: Vec::new() }.after_sign_in(user, id)
    }

    pub fn id(&self) -> &[u8; 16] {
        &self.id
    }

    /// Returns the accounts that the device names, whether or not they know it any more.
    pub fn accounts(&self) -> impl Iterator<Item = UserId> {
        self.users.iter().filter_map(|(user, _)| user.account())
    }

    /// Returns the meeting by which this account, with its present mark, knows the device; `None` if it does not.
    pub fn meeting(&self, user: &Acquaintance) -> Option<&Meeting> {
        self.users.iter().find_map(|(known, meeting)| (known == user).then_some(meeting))
    }

    /// Returns the device after this account has signed in with it, or has got to know it by a link. `id` is random.
    pub fn after_sign_in(mut self, user: &Acquaintance, id: [u8; 16]) -> KnownDevice {
        let [first, ..] = id.as_chunks().0 else { unreachable!("an id has two halves") };
        self.users.retain(|(known, _)| !known.is_of_same_account(user));
        self.users.insert(0, (user.clone(), *first));
        self.users.truncate(MOST_USERS);
        KnownDevice { id, ..self }
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
        let user = |memory: &[u8; MEMORY_LENGTH]| {
            let (user, meeting) = memory.split_first_chunk()?;
            Some((Acquaintance(*user), meeting.try_into().ok()?))
        };
        Some(KnownDevice { id, users: users.iter().map(user).collect::<Option<_>>()? })
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
        let mut bytes = Vec::with_capacity(HEAD + device.users.len() * MEMORY_LENGTH + MAC_LENGTH);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&now.as_milliseconds().to_be_bytes());
        bytes.extend_from_slice(&device.id);
        device.users.iter().for_each(|(user, meeting)| bytes.extend([&user.0[..], meeting].concat()));
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
        let device = KnownDevice::new(&somebody(1), [5; 16]);
        assert!(device.meeting(&changed).is_none());
        let device = device.after_sign_in(&changed, [6; 16]);
        assert!(device.meeting(&changed).is_some() && device.meeting(&somebody(1)).is_none());
        assert_eq!(device.users.len(), 1);
        let text = key(1).sign(&device, NOW);
        let read = |later: Duration| KnownDevice::parse(&text, &[key(1)], NOW.plus(later));
        assert!(read(LIFETIME - Duration::from_secs(1)).is_some() && read(LIFETIME).is_none());
    }

    #[test]
    fn a_device_is_read_back_with_its_users() {
        let (ada, bob) = (somebody(1), somebody(2));
        let device = KnownDevice::new(&ada, [5; 16]).after_sign_in(&bob, [6; 16]);
        let read = KnownDevice::parse(&key(1).sign(&device, NOW), &[key(2), key(1)], NOW).expect("ours");
        assert_eq!(read, device);
        assert_eq!([&ada, &bob, &somebody(3)].map(|user| read.meeting(user)), [Some(&[5; 8]), Some(&[6; 8]), None]);
        assert_eq!(read.id(), &[6; 16]);
        assert!(read.accounts().eq([2, 1].map(|number| UserId::from_bytes([number; 16]))));
    }

    #[test]
    fn each_sign_in_is_a_new_meeting_and_those_with_others_stay() {
        let (ada, bob) = (somebody(1), somebody(2));
        let both = KnownDevice::new(&ada, [5; 16]).after_sign_in(&bob, [6; 16]);
        let again = both.clone().after_sign_in(&ada, [7; 16]);
        assert_eq!((again.meeting(&ada), again.meeting(&bob)), (Some(&[7; 8]), both.meeting(&bob)));
        assert_ne!(again.id(), both.id());
    }

    #[test]
    fn the_user_of_longest_ago_is_forgotten_first() {
        let users: Vec<_> = (0..=8).map(somebody).collect();
        let mut device = KnownDevice::new(&users[0], [5; 16]);
        for user in &users[1..MOST_USERS] {
            device = device.after_sign_in(user, [5; 16]);
        }
        // An account that signs in again moves to the front and is stored once.
        let device = device.after_sign_in(&users[0], [6; 16]).after_sign_in(&users[MOST_USERS], [7; 16]);
        assert!(device.meeting(&users[0]).is_some() && device.meeting(&users[1]).is_none());
        assert_eq!(device.users.len(), MOST_USERS);
        // The longest token that there is is read back.
        assert_eq!(KnownDevice::parse(&key(1).sign(&device, NOW), &[key(1)], NOW), Some(device));
    }

    #[test]
    fn whatever_is_not_exactly_ours_is_nothing() {
        let text = key(1).sign(&KnownDevice::new(&somebody(1), [5; 16]), NOW);
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
