//! The refresh token, which is derived and never stored.
//!
//! It is `base64url(channel ‖ key id ‖ session id ‖ generation ‖ MAC)`. The MAC is HMAC-SHA-256 over the parts before
//! it and a seed, under a key. The key is outside the database and the seed is inside, so neither half is enough to
//! make a token. And the successor of a token can be computed again for a request that lost the race to rotate it.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::id::SessionId;

/// The channel on which the tokens of a session are issued and accepted. It is the first byte of the token and under
/// its MAC, so that a token from a browser's cookie is worth nothing at the API, and the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Cookies carry the tokens.
    Browser,
    /// JSON bodies carry the tokens.
    Api,
}

impl Channel {
    const fn byte(self) -> u8 {
        match self {
            Channel::Browser => 1,
            Channel::Api => 2,
        }
    }
}

const SIGNED_LENGTH: usize = 1 + KEY_ID_LENGTH + 16 + 8;
const MAC_LENGTH: usize = 32;
/// The number of bytes in the id of a [`RefreshKey`].
pub const KEY_ID_LENGTH: usize = 4;

/// The half of every refresh token that is outside the database, with the id by which a token names it.
pub struct RefreshKey {
    id: [u8; KEY_ID_LENGTH],
    key: hmac::Key,
}

impl RefreshKey {
    pub fn new(id: [u8; KEY_ID_LENGTH], key: &[u8; 32]) -> RefreshKey {
        RefreshKey { id, key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// Returns the token of this generation of the session with this seed, always the same for the same input.
    pub fn issue(&self, channel: Channel, session: &SessionId, generation: i64, seed: &[u8]) -> String {
        let mut bytes = Vec::with_capacity(SIGNED_LENGTH + MAC_LENGTH);
        bytes.push(channel.byte());
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&session.to_bytes());
        bytes.extend_from_slice(&generation.to_be_bytes());
        let mac = hmac::sign(&self.key, &[&bytes, seed].concat());
        bytes.extend_from_slice(mac.as_ref());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// A token in the right form. Its content is only a claim until [`PresentedRefreshToken::is_authentic`] has returned
/// `true`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PresentedRefreshToken {
    channel: Channel,
    key_id: [u8; KEY_ID_LENGTH],
    session: SessionId,
    generation: i64,
    bytes: Vec<u8>,
}

impl PresentedRefreshToken {
    /// Parses exactly the form that [`RefreshKey::issue`] writes for this channel; returns `None` for anything else.
    pub fn parse(channel: Channel, text: &str) -> Option<PresentedRefreshToken> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        if bytes.len() != SIGNED_LENGTH + MAC_LENGTH || bytes[0] != channel.byte() {
            return None;
        }
        let (key_id, rest) = bytes[1..].split_first_chunk()?;
        let (session, rest) = rest.split_first_chunk()?;
        let (generation, _mac) = rest.split_first_chunk()?;
        let generation = i64::from_be_bytes(*generation);
        let session = SessionId::from_bytes(*session);
        Some(PresentedRefreshToken { channel, key_id: *key_id, session, generation, bytes })
    }

    /// Tells whether one of `keys` made this token with this seed. It takes the same time wherever the MAC differs.
    pub fn is_authentic(&self, keys: &[RefreshKey], seed: &[u8]) -> bool {
        let (signed, mac) = self.bytes.split_at(SIGNED_LENGTH);
        let signed = [signed, seed].concat();
        keys.iter().filter(|key| key.id == self.key_id).any(|key| hmac::verify(&key.key, &signed, mac).is_ok())
    }

    /// Returns the channel on which it was presented, which is the one that it was made for.
    pub fn channel(&self) -> Channel {
        self.channel
    }

    pub fn session(&self) -> &SessionId {
        &self.session
    }

    pub fn generation(&self) -> i64 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: [u8; 32] = [7; 32];

    fn key(id: u8) -> RefreshKey {
        RefreshKey::new([id; 4], &[id; 32])
    }

    #[test]
    fn a_token_says_and_proves_what_it_was_made_of() {
        let session = SessionId::generate();
        let text = key(1).issue(Channel::Browser, &session, 3, &SEED);
        let token = PresentedRefreshToken::parse(Channel::Browser, &text).expect("well formed");
        assert_eq!((token.session(), token.generation()), (&session, 3));
        assert!(token.is_authentic(&[key(2), key(1)], &SEED));
        assert_eq!(text, key(1).issue(Channel::Browser, &session, 3, &SEED), "the successor can be computed again");
    }

    #[test]
    fn neither_half_alone_makes_a_token() {
        let session = SessionId::generate();
        let token = PresentedRefreshToken::parse(Channel::Browser, &key(1).issue(Channel::Browser, &session, 3, &SEED))
            .expect("well formed");
        assert!(!token.is_authentic(&[key(1)], &[8; 32]));
        assert!(!token.is_authentic(&[key(2)], &SEED));
        assert!(!token.is_authentic(&[RefreshKey::new([1; 4], &[9; 32])], &SEED));
    }

    #[test]
    fn no_changed_byte_goes_unnoticed() {
        let text = key(1).issue(Channel::Browser, &SessionId::generate(), 3, &SEED);
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let is_accepted = PresentedRefreshToken::parse(Channel::Browser, &changed)
                .is_some_and(|t| t.is_authentic(&[key(1)], &SEED));
            assert!(changed == text || !is_accepted, "byte {index}");
        }
    }

    #[test]
    fn a_token_of_one_channel_is_nothing_in_the_other() {
        for (own, other) in [(Channel::Browser, Channel::Api), (Channel::Api, Channel::Browser)] {
            let text = key(1).issue(own, &SessionId::generate(), 3, &SEED);
            assert!(PresentedRefreshToken::parse(own, &text).is_some_and(|token| token.channel() == own));
            assert!(PresentedRefreshToken::parse(other, &text).is_none());
            let mut relabelled = URL_SAFE_NO_PAD.decode(&text).expect("base64url");
            relabelled[0] = other.byte();
            let relabelled =
                PresentedRefreshToken::parse(other, &URL_SAFE_NO_PAD.encode(relabelled)).expect("the form");
            assert!(!relabelled.is_authentic(&[key(1)], &SEED));
        }
    }

    #[test]
    fn only_the_one_form_is_read() {
        let text = key(1).issue(Channel::Browser, &SessionId::generate(), 3, &SEED);
        for other in [
            "",
            "AAAA",
            &format!("{text}="),
            &format!("{text}A"),
            &text[1..],
            &format!(" {text}"),
            &text.replace(['-', '_'], "+"),
        ] {
            assert!(other == text || PresentedRefreshToken::parse(Channel::Browser, other).is_none(), "{other}");
        }
    }
}
