//! New recovery codes. A short code is stored as a slow hash, since an attacker could soon try all possible codes
//! against a fast one. All codes of an account have one salt, so that an attempt costs one hash no matter how many
//! codes are left.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::desk::change::Change;
use crate::desk::fault::Busy;
use crate::desk::hashing::Lane;
use crate::domain::account::PasswordHash;
use crate::domain::id::UserId;
use crate::domain::sign_in::{RecoveryCode, recovery_code};
use crate::store::{Error, recovery_codes};

/// New codes that nobody has yet, and their digests to store.
#[derive(Clone)]
pub(in crate::desk) struct FreshCodes {
    codes: Vec<RecoveryCode>,
    digests: Vec<Vec<u8>>,
    hashing: String,
}

impl FreshCodes {
    /// Makes the codes. This is slow, so do not call it within a transaction.
    pub(super) async fn make(desk: &Desk, user: &UserId) -> Result<FreshCodes, Busy> {
        let codes: Vec<_> = std::iter::repeat_with(RecoveryCode::generate).take(recovery_code::COUNT).collect();
        let mut digests = Vec::with_capacity(codes.len());
        let mut hashing = None;
        for code in &codes {
            let (parameters, digest) = slow_digest(desk, user, code, hashing.take()).await?.ok_or(Busy)?;
            digests.push(digest);
            hashing = Some(parameters);
        }
        Ok(FreshCodes { codes, digests, hashing: hashing.ok_or(Busy)? })
    }

    /// Replaces all codes of the account by these. Nobody can see them again.
    pub(super) fn store(&self, change: &mut Change<'_>, user: &UserId) -> Result<Vec<RecoveryCode>, Error> {
        recovery_codes::replace(change.connection, user, &self.digests, &self.hashing, change.now)?;
        Ok(self.codes.clone())
    }
}

/// Hashes a code, with the salt and costs of `hashing`, which is a PHC string without a hash. Returns that string and
/// the digest.
///
/// Whoever has a code hashed has given the password of the account before, so it is no stranger's work. But a code is
/// counted only after its hash, so one person could have many hashed at once: each account waits for its turn.
pub(super) async fn slow_digest(
    desk: &Desk,
    user: &UserId,
    code: &RecoveryCode,
    hashing: Option<String>,
) -> Result<Option<(String, Vec<u8>)>, Busy> {
    let secret = Zeroizing::new(code.expose().to_vec());
    let _turn = desk.code_queues().turn_of_account(user).await?;
    let hash = desk.hasher().hash_like(Lane::Known, secret, hashing.map(PasswordHash::new)).await?;
    let parts = hash.as_str().rsplit_once('$');
    Ok(parts.and_then(|(hashing, digest)| Some((hashing.to_owned(), STANDARD_NO_PAD.decode(digest).ok()?))))
}
