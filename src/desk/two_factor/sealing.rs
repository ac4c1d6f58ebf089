//! Encrypts seeds, each bound to its account.

use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::domain::id::UserId;
use crate::domain::sign_in::{Seed, TwoFactor};
use crate::store::{self, Connection, two_factor};

/// The number of seeds that one transaction reads.
const BATCH: i64 = 500;

fn label(user: &UserId) -> String {
    format!("authenticator of {user}")
}

pub(super) fn seal(desk: &Desk, user: &UserId, seed: &Seed) -> Vec<u8> {
    desk.secret().seal(&label(user), seed.as_bytes())
}

/// Decrypts a seed. Returns `None` if the secret that encrypted it is gone; then no code of the app is accepted.
pub(super) fn open(desk: &Desk, factor: &TwoFactor) -> Option<Seed> {
    let bytes: Option<Zeroizing<Vec<u8>>> = desk.secret().open(&label(&factor.user_id), &factor.sealed_seed);
    bytes.and_then(|bytes| Seed::from_bytes(&bytes))
}

/// Counts the accounts whose seed cannot be decrypted.
pub fn count_unreadable_in(connection: &mut Connection, desk: &Desk) -> Result<usize, store::Error> {
    let (mut last, mut unreadable) = (None, 0);
    loop {
        let batch = two_factor::list_after(connection, last.as_ref(), BATCH)?;
        unreadable += batch.iter().filter(|factor| open(desk, factor).is_none()).count();
        match batch.last() {
            Some(factor) => last = Some(factor.user_id.clone()),
            None => return Ok(unreadable),
        }
    }
}

/// Encrypts seeds again that an older secret has encrypted, so that its line can be removed from the file.
pub async fn reseal(desk: &Desk) -> Result<(), store::Error> {
    if !desk.secret().has_older() {
        return Ok(());
    }
    let mut last: Option<UserId> = None;
    loop {
        let (desk_clone, after) = (desk.clone(), last.clone());
        let write = move |connection: &mut Connection| {
            let batch = two_factor::list_after(connection, after.as_ref(), BATCH)?;
            for factor in batch.iter().filter(|factor| desk_clone.secret().is_outdated(&factor.sealed_seed)) {
                let Some(seed) = open(&desk_clone, factor) else { continue };
                let sealed = seal(&desk_clone, &factor.user_id, &seed);
                two_factor::reseal(connection, &factor.user_id, &factor.sealed_seed, &sealed)?;
            }
            Ok(batch.last().map(|factor| factor.user_id.clone()))
        };
        last = match desk.store().write(write).await? {
            Some(user) => Some(user),
            None => return Ok(()),
        };
    }
}
