//! Subjects and marks, by which tries are counted: MACs under a key that is outside the database, so that the stored
//! values reveal neither names nor passwords.

use aws_lc_rs::hmac;

use crate::domain::session::Meeting;

/// A network, account, device, session or link for which tries are counted, in the stored form.
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

    /// Returns the subject for which the tries from a network are counted.
    pub fn network_tries(&self, network: &[u8]) -> Subject {
        Subject(self.mac("tries of a network", &[network]))
    }

    /// Returns the subject for which the different names are counted that failed from a network.
    pub fn network_names(&self, network: &[u8]) -> Subject {
        Subject(self.mac("names from a network", &[network]))
    }

    /// Returns the subject of an account, by its name in lower case. The account need not exist.
    pub fn account(&self, name: &str) -> Subject {
        Subject(self.mac("account", &[name.as_bytes()]))
    }

    /// Returns the subject of a device that an account knows by its last sign-in there.
    pub fn device(&self, user: &[u8; 16], meeting: &Meeting) -> Subject {
        Subject(self.mac("device", &[user, meeting]))
    }

    /// Returns the subject for which all tries of a known device or of a session are counted, however they end.
    pub fn tries_of(&self, known: &Subject) -> Subject {
        Subject(self.mac("tries of", &[known.as_bytes()]))
    }

    /// Returns the subject for which the tries of all known devices and sessions of an account are counted.
    pub fn known_of(&self, user: &[u8; 16]) -> Subject {
        Subject(self.mac("known devices", &[user]))
    }

    /// Returns the subject for which the same is counted by the day.
    pub fn by_day(&self, other: &Subject) -> Subject {
        Subject(self.mac("by the day", &[other.as_bytes()]))
    }

    /// Returns the subject of a link or a setup code.
    pub fn link(&self, link: &[u8]) -> Subject {
        Subject(self.mac("link", &[link]))
    }

    /// Returns the subject of a session, which counts the wrong passwords in it.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ThrottleKey {
        ThrottleKey::new(&[7; 32])
    }

    #[test]
    fn marks_tell_apart_what_differs_and_need_the_key() {
        assert_eq!(key().password("ada", b"secret"), key().password("ada", b"secret"));
        assert_ne!(key().password("ada", b"secret"), key().password("bob", b"secret"));
        assert_ne!(key().password("ada", b"secret"), key().password("adas", b"ecret"));
        assert_ne!(key().password("ada", b"secret"), ThrottleKey::new(&[8; 32]).password("ada", b"secret"));
        assert_ne!(key().account("ada").as_bytes(), key().name("ada").as_bytes());
        assert_ne!(key().device(&[1; 16], &[2; 8]), key().session(&[1; 16], &[2; 16]));
        assert_ne!(key().network_tries(&[1]), key().network_names(&[1]));
    }
}
