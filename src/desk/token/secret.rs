//! The server secret, from which all keys outside the database are derived.
//!
//! The file holds one secret per line. The first one is used. Those after it are still accepted, so that the secret can
//! be replaced without signing anybody out.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::secret_exposure::{Exposure, exposure};
use crate::config::Settings;
use crate::domain::record::ChainKey;
use crate::domain::session::refresh_token::KEY_ID_LENGTH;
use crate::domain::session::{DeviceKey, RefreshKey};
use crate::domain::sign_in::throttle::ThrottleKey;
use crate::domain::token::DoctorKey;
use crate::{random, small_file};

const SECRET_LENGTH: usize = 32;
const NONCE_LENGTH: usize = 12;

/// The keys that are derived from the server secret (HKDF, RFC 5869), each kind with a label of its own.
pub struct ServerSecret {
    sealing: Keys<SealingKey>,
    /// The keys of refresh tokens.
    pub refresh: Keys<RefreshKey>,
    /// The keys that seal events.
    pub chain: Keys<ChainKey>,
    /// The keys that sign known devices.
    pub device: Keys<DeviceKey>,
    /// The keys under which attempts are counted. With a new secret the counts begin again at zero.
    pub throttle: Keys<ThrottleKey>,
    /// The keys with which `doorward doctor` proves that it has the secret.
    pub doctor: Keys<DoctorKey>,
}

/// The keys of one kind, one from each secret in the file. The newest comes first, and there is always one.
pub struct Keys<K>(Vec<K>);

impl<K> Keys<K> {
    fn derive(secrets: &[Vec<u8>], label: &[u8], new: impl Fn(KeyId, &[u8; 32]) -> K) -> Keys<K> {
        let key = |secret: &Vec<u8>| new(expand(secret, b"doorward key id"), &Zeroizing::new(expand(secret, label)));
        Keys(secrets.iter().map(key).collect())
    }

    /// Returns the key that is used.
    pub fn newest(&self) -> &K {
        &self.0[0]
    }

    /// Returns the keys whose work is accepted.
    pub fn all(&self) -> &[K] {
        &self.0
    }
}

/// The id of a secret, by which a text names the secret that it was made with.
type KeyId = [u8; KEY_ID_LENGTH];

struct SealingKey {
    id: KeyId,
    key: RandomizedNonceKey,
}

impl SealingKey {
    #[expect(clippy::expect_used, reason = "32 bytes are what AES-256 takes")]
    fn new(id: KeyId, key: &[u8; 32]) -> SealingKey {
        SealingKey { id, key: RandomizedNonceKey::new(&AES_256_GCM, key).expect("a key of 256 bits") }
    }
}

impl ServerSecret {
    /// Reads the secret. Creates it (0600), and the data folder (0700), if they do not exist.
    ///
    /// # Errors
    /// Fails if that is impossible, or the file is damaged or accessible to others.
    pub fn load_or_create(settings: &Settings) -> Result<ServerSecret, SecretError> {
        let folder = &settings.data_dir;
        let is_inside = |path: &Path| path.starts_with(folder);
        // A container that is given its secret, and uses a database server, needs no data folder and may have no place
        // for one.
        let is_needed = is_inside(settings.secret_file()) || settings.database_url().file().is_some_and(is_inside);
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        if let (true, Err(error)) = (is_needed, made) {
            let folder = folder.display();
            return Err(SecretError(format!("data_dir: cannot make {folder}: {error}; choose another folder")));
        }
        let path = settings.secret_file();
        create_unless_there(path).map_err(|error| {
            SecretError(format!("secret_file: cannot make {}: {error}; make its folder first", path.display()))
        })?;
        ServerSecret::load(path)
    }

    /// Reads a secret that must exist.
    ///
    /// # Errors
    /// Fails if it does not exist, is damaged or accessible to others.
    pub fn load(path: &Path) -> Result<ServerSecret, SecretError> {
        let refuse = |what: &str| SecretError(format!("secret_file: {} {what}", path.display()));
        let unreadable = |error: std::io::Error| refuse(&format!("cannot be read: {error}"));
        let file = fs::File::open(path).map_err(unreadable)?;
        match exposure(path, &file.metadata().map_err(unreadable)?) {
            Exposure::None => {}
            Exposure::Watched { what, next_step } => {
                log::warn!(file:% = path.display(); "the secret {what}; {next_step}")
            }
            Exposure::Open(what) => return Err(refuse(&what)),
        }
        let text = Zeroizing::new(small_file::read_from(file, small_file::SECRET).map_err(unreadable)?);
        let decode = |line: &str| URL_SAFE_NO_PAD.decode(line.trim()).ok().filter(|bytes| bytes.len() == SECRET_LENGTH);
        let secrets: Option<Vec<_>> = text.lines().filter(|line| !line.trim().is_empty()).map(decode).collect();
        match secrets {
            Some(secrets) if !secrets.is_empty() => Ok(ServerSecret::derive(&secrets)),
            _ => Err(refuse(
                "is damaged: each line must be 32 random bytes in base64url; restore it from where it was kept",
            )),
        }
    }

    fn derive(secrets: &[Vec<u8>]) -> ServerSecret {
        ServerSecret {
            sealing: Keys::derive(secrets, b"doorward signing keys at rest", SealingKey::new),
            refresh: Keys::derive(secrets, b"doorward refresh tokens", RefreshKey::new),
            chain: Keys::derive(secrets, b"doorward event seals", |_, key| ChainKey::new(key)),
            device: Keys::derive(secrets, b"doorward known devices", DeviceKey::new),
            throttle: Keys::derive(secrets, b"doorward throttling", |_, key| ThrottleKey::new(key)),
            doctor: Keys::derive(secrets, b"doorward doctor", |_, key| DoctorKey::new(key)),
        }
    }

    /// Encrypts with AES-256-GCM, bound to `label`: a text that is encrypted under one label cannot be decrypted under
    /// another.
    pub fn seal(&self, label: &str, plain: &[u8]) -> Vec<u8> {
        let newest = self.sealing.newest();
        let mut text = plain.to_vec();
        #[expect(clippy::expect_used, reason = "fails only beyond 64 GiB or without randomness")]
        let nonce =
            newest.key.seal_in_place_append_tag(Aad::from(label), &mut text).expect("a short text can be sealed");
        [&newest.id[..], nonce.as_ref(), &text].concat()
    }

    /// Tells whether the file contains an older secret than the one in use.
    pub fn has_older(&self) -> bool {
        self.sealing.all().len() > 1
    }

    /// Tells whether a text was encrypted with an older secret than the one in use.
    pub fn is_outdated(&self, sealed: &[u8]) -> bool {
        !sealed.starts_with(&self.sealing.newest().id)
    }

    /// Decrypts what [`ServerSecret::seal`] encrypted. Returns `None` if it was made with another secret or label, or
    /// changed.
    pub fn open(&self, label: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (id, rest) = sealed.split_first_chunk::<KEY_ID_LENGTH>()?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_LENGTH>()?;
        let key = self.sealing.all().iter().find(|key| key.id == *id)?;
        let mut text = Zeroizing::new(text.to_vec());
        let length = key.key.open_in_place(Nonce::from(nonce), Aad::from(label), &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[expect(clippy::expect_used, reason = "HKDF-SHA-256 gives up to 8160 bytes; these are 32 at most")]
fn expand<const N: usize>(secret: &[u8], label: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let pseudo_random_key = Salt::new(HKDF_SHA256, b"doorward").extract(secret);
    pseudo_random_key.expand(&[label], Length(N)).and_then(|okm| okm.fill(&mut out)).expect("a short output");
    out
}

/// Creates the secret file. If two processes start at once, both must have the same secret in the end: the one that
/// links its finished file first wins.
fn create_unless_there(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let secret = Zeroizing::new(random::bytes::<SECRET_LENGTH>());
    let unfinished = path.with_extension(format!("new-{:016x}", u64::from_be_bytes(random::bytes())));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    writeln!(file, "{}", URL_SAFE_NO_PAD.encode(*secret))?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// The problem with the server secret, in one line that also says what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SecretError(String);

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::domain::record::{Pruning, Seal};
    use crate::domain::time::Timestamp;

    fn secret(bytes: &[u8]) -> ServerSecret {
        ServerSecret::derive(&bytes.iter().map(|byte| vec![*byte; 32]).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_sealed_opens_under_the_same_label_and_secret_only() {
        let sealed = secret(&[1]).seal("key a", b"private");
        assert_eq!(secret(&[1]).open("key a", &sealed).as_deref().map(Vec::as_slice), Some(&b"private"[..]));
        assert!(secret(&[1]).open("key b", &sealed).is_none());
        assert!(secret(&[2]).open("key a", &sealed).is_none());
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(secret(&[1]).open("key a", &changed).is_none(), "byte {index}");
        }
        assert!(secret(&[1]).open("key a", &sealed[..10]).is_none());
    }

    #[test]
    fn an_older_secret_still_opens_after_a_new_one_was_put_before_it() {
        let sealed = secret(&[1]).seal("a", b"x");
        assert!(secret(&[2, 1]).open("a", &sealed).is_some());
        assert!(secret(&[2, 1]).is_outdated(&sealed) && !secret(&[1, 2]).is_outdated(&sealed));
    }

    #[test]
    fn a_seal_of_an_older_secret_is_still_believed_after_a_new_one_was_put_before_it() {
        let now = Timestamp::from_milliseconds(1);
        let pruning = Pruning { last_event: 1, pruned_at: now };
        let anchor = Seal {
            position: 1,
            first_event: 1,
            last_event: 1,
            events: 1,
            digest: Vec::new(),
            mac: Vec::new(),
            sealed_at: now,
        };
        let made = pruning.event(&anchor, secret(&[1]).chain.newest());
        let is_believed =
            |bytes: &[u8]| secret(bytes).chain.all().iter().any(|key| pruning.event(&anchor, key) == made);
        assert!(is_believed(&[2, 1]) && !is_believed(&[2]));
    }

    #[test]
    fn equal_texts_are_sealed_differently_each_time() {
        let secret = secret(&[1]);
        let sealed: std::collections::HashSet<_> = (0..1000).map(|_| secret.seal("a", b"x")).collect();
        assert_eq!(sealed.len(), 1000);
    }

    #[test]
    fn a_secret_that_others_can_read_or_that_is_damaged_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret");
        create_unless_there(&path).expect("made");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert!(ServerSecret::load(&path).is_ok());
        let set_mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("chmod");
        for mode in [0o640, 0o644, 0o604, 0o660, 0o602, 0o440, 0o444] {
            set_mode(&path, mode);
            set_mode(folder.path(), 0o755);
            let refusal = ServerSecret::load(&path).err().expect("refused").to_string();
            assert!(refusal.contains("chmod 600"), "{mode:o}: {refusal}");
            // The file is in a folder that nobody else may enter, so nobody else can reach the file.
            set_mode(folder.path(), 0o700);
            assert!(ServerSecret::load(&path).is_ok(), "{mode:o}");
            set_mode(folder.path(), 0o710);
            assert!(ServerSecret::load(&path).is_err(), "{mode:o}");
        }
        set_mode(&path, 0o600);
        for damaged in ["", "\n", "short", "changeme-changeme-changeme-changeme"] {
            fs::write(&path, damaged).expect("write");
            assert!(ServerSecret::load(&path).err().expect("refused").to_string().contains("damaged"), "{damaged}");
        }
        fs::write(&path, "\n".repeat(1 << 20)).expect("write");
        let refusal = ServerSecret::load(&path).err().expect("refused").to_string();
        assert!(refusal.starts_with("secret_file: ") && refusal.contains("more than 64 KiB"), "{refusal}");
    }
}
