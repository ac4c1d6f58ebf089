//! The refresh token, which is derived and never stored.
//!
//! It is `base64url(channel ‖ key id ‖ session id ‖ account id ‖ generation ‖ MAC ‖ tag)`. The MAC is HMAC-SHA-256
//! over the parts before it and a seed, under a key. The key is outside the database and the seed is inside, so
//! neither half is enough to make a token. And the successor of a token can be computed again for a request that lost
//! the race to rotate it.
//!
//! The tag is the first half of HMAC-SHA-256 under the same key, over a label and all the parts before the tag. It
//! needs no seed, so a token that somebody has made up is recognised without the database. The tag lets nobody in:
//! whoever has the key can make it, and then the MAC is wrong. It also tells whose token this is before anybody reads
//! the session, so that all tokens of an account can be counted together.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::id::{SessionId, UserId};

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

const SIGNED_LENGTH: usize = 1 + KEY_ID_LENGTH + 16 + 16 + 8;
const MAC_LENGTH: usize = 32;
const TAG_LENGTH: usize = 16;
const LENGTH: usize = SIGNED_LENGTH + MAC_LENGTH + TAG_LENGTH;
/// The length of the token as text: six bits in each character.
const TEXT_LENGTH: usize = (LENGTH * 8).div_ceil(6);
/// What a tag is made of begins with this. No MAC is made of anything like it, since what a MAC is made of begins with
/// the byte of a channel, whatever seed somebody has written into the database.
const TAG_LABEL: &[u8] = b"tag of a refresh token";
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

    /// Returns the token of this generation of an account's session with this seed, always the same for the same input.
    pub fn issue(
        &self,
        channel: Channel,
        session: &SessionId,
        account: &UserId,
        generation: i64,
        seed: &[u8],
    ) -> String {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(channel.byte());
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&session.to_bytes());
        bytes.extend_from_slice(&account.to_bytes());
        bytes.extend_from_slice(&generation.to_be_bytes());
        let mac = hmac::sign(&self.key, &[&bytes, seed].concat());
        bytes.extend_from_slice(mac.as_ref());
        let tag = self.tag(&bytes);
        bytes.extend_from_slice(&tag);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Returns the tag of a token, which is made of the parts before it.
    fn tag(&self, tagged: &[u8]) -> [u8; TAG_LENGTH] {
        let whole = hmac::sign(&self.key, &[TAG_LABEL, tagged].concat());
        let mut tag = [0; TAG_LENGTH];
        tag.copy_from_slice(&whole.as_ref()[..TAG_LENGTH]);
        tag
    }
}

/// A token with a right tag: whoever made it had the key, so Doorward made it, unless the secret was stolen. Its
/// content is only a claim until [`PresentedRefreshToken::is_authentic`] has returned `true`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PresentedRefreshToken {
    channel: Channel,
    key_id: [u8; KEY_ID_LENGTH],
    session: SessionId,
    account: UserId,
    generation: i64,
    bytes: Vec<u8>,
}

impl PresentedRefreshToken {
    /// Parses exactly the form that [`RefreshKey::issue`] of one of `keys` writes for this channel; returns `None` for
    /// anything else. It takes the same time wherever the tag differs.
    pub fn parse(channel: Channel, text: &str, keys: &[RefreshKey]) -> Option<PresentedRefreshToken> {
        // A longer text is not even decoded.
        if text.len() != TEXT_LENGTH {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        if bytes.len() != LENGTH || bytes[0] != channel.byte() {
            return None;
        }
        let (key_id, rest) = bytes[1..].split_first_chunk()?;
        let (tagged, tag) = bytes.split_at(SIGNED_LENGTH + MAC_LENGTH);
        let mut keys = keys.iter().filter(|key| key.id == *key_id);
        if !keys.any(|key| verify_slices_are_equal(&key.tag(tagged), tag).is_ok()) {
            return None;
        }
        let (session, rest) = rest.split_first_chunk()?;
        let (account, rest) = rest.split_first_chunk()?;
        let (generation, _mac) = rest.split_first_chunk()?;
        let generation = i64::from_be_bytes(*generation);
        let (session, account) = (SessionId::from_bytes(*session), UserId::from_bytes(*account));
        Some(PresentedRefreshToken { channel, key_id: *key_id, session, account, generation, bytes })
    }

    /// Tells whether one of `keys` made this token with this seed. It takes the same time wherever the MAC differs.
    pub fn is_authentic(&self, keys: &[RefreshKey], seed: &[u8]) -> bool {
        let (signed, rest) = self.bytes.split_at(SIGNED_LENGTH);
        let (mac, _tag) = rest.split_at(MAC_LENGTH);
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

    /// Returns the account to which the session belongs.
    pub fn account(&self) -> &UserId {
        &self.account
    }

    pub fn generation(&self) -> i64 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: [u8; 32] = [7; 32];

    fn account() -> UserId {
        UserId::from_bytes([5; 16])
    }

    fn key(id: u8) -> RefreshKey {
        RefreshKey::new([id; 4], &[id; 32])
    }

    fn parse(text: &str, keys: &[RefreshKey]) -> Option<PresentedRefreshToken> {
        PresentedRefreshToken::parse(Channel::Browser, text, keys)
    }

    #[test]
    fn a_token_says_and_proves_what_it_was_made_of() {
        let session = SessionId::generate();
        let text = key(1).issue(Channel::Browser, &session, &account(), 3, &SEED);
        let token = parse(&text, &[key(2), key(1)]).expect("ours");
        assert_eq!((token.session(), token.account(), token.generation()), (&session, &account(), 3));
        assert!(token.is_authentic(&[key(2), key(1)], &SEED));
        assert_eq!(
            text,
            key(1).issue(Channel::Browser, &session, &account(), 3, &SEED),
            "the successor can be computed again"
        );
    }

    #[test]
    fn neither_half_alone_makes_a_token() {
        let session = SessionId::generate();
        let text = key(1).issue(Channel::Browser, &session, &account(), 3, &SEED);
        let token = parse(&text, &[key(1)]).expect("ours");
        // With the key and another seed somebody makes a right tag, and a MAC that is wrong.
        let forged =
            parse(&key(1).issue(Channel::Browser, &session, &account(), 3, &[8; 32]), &[key(1)]).expect("a right tag");
        assert!(!forged.is_authentic(&[key(1)], &SEED) && token.is_authentic(&[key(1)], &SEED));
        assert!(!token.is_authentic(&[key(2)], &SEED));
        assert!(!token.is_authentic(&[RefreshKey::new([1; 4], &[9; 32])], &SEED));
        // With the seed and another key they make not even a right tag.
        assert!(parse(&text, &[key(2)]).is_none());
        assert!(parse(&text, &[RefreshKey::new([1; 4], &[9; 32])]).is_none());
        assert!(parse(&text, &[]).is_none());
    }

    #[test]
    fn a_tag_is_no_mac_and_a_mac_is_no_tag_whatever_the_seed_is() {
        let session = SessionId::generate();
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let own = bytes(&key(1).issue(Channel::Browser, &session, &account(), 3, &SEED));
        let (tagged, tag) = own.split_at(SIGNED_LENGTH + MAC_LENGTH);
        // Somebody who writes to the database may choose the seed, such as what a tag is made of.
        for seed in [TAG_LABEL.to_vec(), tagged.to_vec(), [TAG_LABEL, tagged].concat()] {
            let chosen = bytes(&key(1).issue(Channel::Browser, &session, &account(), 3, &seed));
            assert_ne!(chosen[SIGNED_LENGTH..SIGNED_LENGTH + TAG_LENGTH], *tag);
        }
        for channel in [Channel::Browser, Channel::Api] {
            assert_ne!(TAG_LABEL[0], channel.byte());
        }
        // What is changed under an old tag is noticed, and a tag of one token fits no other one.
        let other = bytes(&key(1).issue(Channel::Browser, &session, &account(), 4, &SEED));
        let mixed = URL_SAFE_NO_PAD.encode([tagged, &other[SIGNED_LENGTH + MAC_LENGTH..]].concat());
        assert!(parse(&mixed, &[key(1)]).is_none());
    }

    #[test]
    fn no_changed_byte_goes_unnoticed() {
        let text = key(1).issue(Channel::Browser, &SessionId::generate(), &account(), 3, &SEED);
        for index in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert!(changed == text || parse(&changed, &[key(1)]).is_none(), "byte {index}");
        }
    }

    #[test]
    fn a_mac_that_is_wrong_is_noticed_under_a_right_tag() {
        let session = SessionId::generate();
        let mut bytes =
            URL_SAFE_NO_PAD.decode(key(1).issue(Channel::Browser, &session, &account(), 3, &SEED)).expect("base64url");
        for index in 1 + KEY_ID_LENGTH..SIGNED_LENGTH + MAC_LENGTH {
            bytes[index] ^= 1;
            let tag = key(1).tag(&bytes[..SIGNED_LENGTH + MAC_LENGTH]);
            bytes[SIGNED_LENGTH + MAC_LENGTH..].copy_from_slice(&tag);
            let token = parse(&URL_SAFE_NO_PAD.encode(&bytes), &[key(1)]).expect("a right tag");
            assert!(!token.is_authentic(&[key(1)], &SEED), "byte {index}");
            bytes[index] ^= 1;
        }
    }

    #[test]
    fn a_token_of_one_channel_is_nothing_in_the_other() {
        for (own, other) in [(Channel::Browser, Channel::Api), (Channel::Api, Channel::Browser)] {
            let text = key(1).issue(own, &SessionId::generate(), &account(), 3, &SEED);
            let parse = |channel, text: &str| PresentedRefreshToken::parse(channel, text, &[key(1)]);
            assert!(parse(own, &text).is_some_and(|token| token.channel() == own));
            assert!(parse(other, &text).is_none());
            let mut relabelled = URL_SAFE_NO_PAD.decode(&text).expect("base64url");
            relabelled[0] = other.byte();
            assert!(parse(other, &URL_SAFE_NO_PAD.encode(relabelled)).is_none());
        }
    }

    #[test]
    fn only_the_one_form_is_read() {
        let text = key(1).issue(Channel::Browser, &SessionId::generate(), &account(), 3, &SEED);
        let long = "A".repeat(10_000);
        for other in [
            "",
            "AAAA",
            &long,
            &format!("{text}="),
            &format!("{text}A"),
            &text[1..],
            &text[..text.len() - 1],
            &format!(" {text}"),
            &text.replace(['-', '_'], "+"),
        ] {
            assert!(other == text || parse(other, &[key(1)]).is_none(), "{other}");
        }
    }
}
