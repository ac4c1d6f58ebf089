//! Subjects and marks, by which tries are counted: MACs under a key that is outside the database, so that the stored
//! values reveal neither names nor passwords.

use std::net::IpAddr;

use aws_lc_rs::hmac;

/// An address, account, device or session for which tries are counted, in the stored form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject(Vec<u8>);

impl Subject {
    pub fn of(bytes: Vec<u8>) -> Subject {
        Subject(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns a number for queueing; it is always the same for the same subject.
    pub fn number(&self) -> i64 {
        self.0.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
    }
}

/// A thing that is counted once for a subject, such as a name or a password, in the stored form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark(Vec<u8>);

impl Mark {
    pub fn of(bytes: Vec<u8>) -> Mark {
        Mark(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Makes subjects and marks. The key is derived from the server secret.
pub struct ThrottleKey(hmac::Key);

/// The stored bytes of a MAC. Half of it is more than enough to tell tries apart.
const STORED: usize = 16;

impl ThrottleKey {
    pub fn new(key: &[u8; 32]) -> ThrottleKey {
        ThrottleKey(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// Returns the subjects of an address. An IPv6 address counts as its /64 network, because one customer gets at
    /// least that much. All texts that are not an address are one subject.
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

    /// Returns the subject of an account, by its name in lower case. The account need not exist.
    pub fn account(&self, name: &str) -> Subject {
        Subject(self.mac("account", &[name.as_bytes()]))
    }

    pub fn device(&self, user: &[u8; 16], device: &[u8; 16]) -> Subject {
        Subject(self.mac("device", &[user, device]))
    }

    /// Returns the subject of a session, which counts the password confirmations in it.
    pub fn session(&self, user: &[u8; 16], session: &[u8; 16]) -> Subject {
        Subject(self.mac("session", &[user, session]))
    }

    pub fn name(&self, name: &str) -> Mark {
        Mark(self.mac("name", &[name.as_bytes()]))
    }

    /// Returns the mark of a password that was tried for a name. The same password for another name is another mark.
    pub fn password(&self, name: &str, password: &[u8]) -> Mark {
        Mark(self.mac("password", &[name.as_bytes(), password]))
    }

    /// Writes the length of each part before it, so that two different lists of parts never give the same bytes.
    fn mac(&self, label: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0);
        for part in std::iter::once(&label.as_bytes()).chain(parts) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        context.sign().as_ref()[..STORED].to_vec()
    }
}

/// The two subjects of an address, which are counted separately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressSubjects {
    pub tries: Subject,
    /// Counts the different names that failed.
    pub names: Subject,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ThrottleKey {
        ThrottleKey::new(&[7; 32])
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
}
