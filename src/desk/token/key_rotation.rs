//! The life of signing keys: when one is made, takes over, and is no longer accepted. None of this signs anybody out.
//!
//! Rows and clocks decide (`domain::signing_key`), so that all instances come to the same result without communication.
//! `docs/decisions/0024-the-life-of-a-signing-key.md` gives the reasons.

use std::time::Duration;

use super::keys::{NewKey, reload};
use crate::desk::Desk;
use crate::desk::by::{By, NotAllowed};
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::time::Timestamp;
use crate::domain::token::signing_key::{LEAD, OVERLAP, SPARE, newest, signer, upkeep};
use crate::domain::token::{KeyLife, KeyState, StoredKey, Upkeep};
use crate::store::{self, Error, Exclusive, signing_keys};

/// The time between two checks whether there is something to do. An instance looks in its memory first.
pub const INTERVAL: Duration = Duration::from_secs(10);
/// The age at which a key deserves a warning if no age is configured: the lower end of NIST SP 800-57's 1 to 3 years.
const WARNING_AGE: Duration = Duration::from_secs(365 * 86_400);
/// A rotation may be late by this much before it counts as failing.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Why keys were not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// No key has this id.
    #[error("there is no such signing key")]
    NotFound,
    /// The actor may not do this any more.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
}

impl Refusal for KeyRefusal {}

/// Loads the keys at the start, makes one of the configured algorithm if there is none, and gives keys of other
/// algorithms an end.
///
/// # Errors
/// Fails if the database is unreachable or a stored key cannot be used.
pub async fn begin(desk: &Desk) -> Result<(), Fault> {
    reload(desk).await?;
    keep_up(desk).await?;
    let algorithm = desk.settings().jwt_algorithm;
    let is_given_up = move |key: &KeyLife| key.algorithm != algorithm && key.retires_at.is_none();
    if !desk.issuer().lives().iter().any(is_given_up) {
        return Ok(());
    }
    let end = desk.write(By::doorward(RequestContext::background()), move |change| {
        for key in lock_and_list(change)?.into_iter().filter(is_given_up) {
            let end = key.signs_from.max(change.now).plus(SPARE).plus(OVERLAP);
            signing_keys::set_end(change.connection, &key.kid, Some(end))?;
        }
        Ok(())
    });
    end.await?;
    reload(desk).await
}

fn lock_and_list(change: &mut Change<'_>) -> Result<Vec<KeyLife>, Error> {
    store::lock(change.connection, Exclusive::SigningKeys)?;
    signing_keys::list_lives(change.connection)
}

/// Does the pending upkeep of the keys. It makes one if there is none of the configured algorithm or the present one
/// has reached the age `key_rotation`, and takes a key up again that instances with another setting have given up. Only
/// one instance does it. It runs no query while there is nothing to do.
pub async fn keep_up(desk: &Desk) -> Result<(), Fault> {
    let (algorithm, rotation) = (desk.settings().jwt_algorithm, desk.settings().key_rotation);
    let new = match upkeep(&desk.issuer().lives(), algorithm, rotation, desk.clock().now()) {
        Upkeep::Nothing => return Ok(()),
        Upkeep::Make => Some(NewKey::make(desk, algorithm).await?),
        Upkeep::TakeUpAgain(_) => None,
    };
    let made = desk.write(By::doorward(RequestContext::background()), move |change| {
        let lives = lock_and_list(change)?;
        // Another instance may have been quicker; then there is nothing left to do.
        match (upkeep(&lives, algorithm, rotation, change.now), &new) {
            (Upkeep::Make, Some(new)) => add(change, &lives, new, first_moment(&lives, change.now)).map(Some),
            (Upkeep::TakeUpAgain(kid), _) => signing_keys::set_end(change.connection, &kid, None).map(|()| None),
            (Upkeep::Make, None) | (Upkeep::Nothing, _) => Ok(None),
        }
    });
    if let Some(made) = made.await? {
        report(&made);
    }
    reload(desk).await
}

/// The result of asking for a new key.
#[derive(Clone, Debug)]
pub enum Rotation {
    /// The new key was made.
    Made(KeyLife),
    /// A key that will sign later exists already, and one is enough.
    OnItsWay(KeyLife),
}

/// Makes a new key, which takes over within [`LEAD`]. Signatures of the old one are accepted until they have expired.
pub async fn rotate(desk: &Desk, by: By) -> Result<Rotation, Failure<NotAllowed>> {
    // Loading proves that the secret in use decrypts the existing keys, before a new one is encrypted with it.
    reload(desk).await?;
    let algorithm = desk.settings().jwt_algorithm;
    let new = NewKey::make(desk, algorithm).await?;
    let rotation = desk.change(by, move |change| {
        let lives = lock_and_list(change)?;
        change.demand_admin::<NotAllowed>()?;
        if let Some(key) = newest(&lives, algorithm).filter(|key| key.state(change.now) == KeyState::Upcoming) {
            return Ok(Rotation::OnItsWay(key.clone()));
        }
        Ok(Rotation::Made(add(change, &lives, &new, first_moment(&lives, change.now))?))
    });
    let rotation = rotation.await?;
    if let Rotation::Made(key) = &rotation {
        report(key);
    }
    publish(desk).await;
    Ok(rotation)
}

/// Deletes a key that may have leaked. This instance refuses its signatures at once, the others within a second. If it
/// was signing, another key replaces it in the same moment. Browsers are renewed in place by their refresh tokens,
/// which do not depend on any signing key.
pub async fn retire(desk: &Desk, kid: &str, by: By) -> Result<KeyLife, Failure<KeyRefusal>> {
    reload(desk).await?;
    let find = |lives: &[KeyLife], kid: &str| lives.iter().find(|key| key.kid == kid).cloned();
    let lives = desk.store().read(signing_keys::list_lives).await?;
    let algorithm = find(&lives, kid).ok_or(KeyRefusal::NotFound)?.algorithm;
    let new = NewKey::make(desk, algorithm).await?;
    let kid = kid.to_owned();
    let retired = desk.change(by, move |change| {
        let mut lives = lock_and_list(change)?;
        change.demand_admin::<KeyRefusal>()?;
        let key = find(&lives, &kid).ok_or(KeyRefusal::NotFound)?;
        lives.retain(|other| other.kid != kid);
        delete(change, &key)?;
        let made = match succession(&key, &lives, change.now) {
            Succession::Nothing => None,
            Succession::GoOn(predecessor) => {
                signing_keys::set_end(change.connection, &predecessor, None)?;
                None
            }
            Succession::Begin(successor) => {
                signing_keys::set_begin(change.connection, &successor, change.now)?;
                None
            }
            Succession::Make => Some(add(change, &lives, &new, change.now)?),
        };
        Ok((key, made))
    });
    let (key, made) = retired.await?;
    log::warn!(kid = key.kid, algorithm = key.algorithm.as_str(); "signing key retired at once");
    if let Some(made) = made {
        report(&made);
    }
    publish(desk).await;
    Ok(key)
}

/// The key that signs after a key is deleted.
#[derive(Debug, PartialEq, Eq)]
enum Succession {
    /// The key that was signing goes on.
    Nothing,
    /// The key with this id goes on, although the deleted key was to replace it.
    GoOn(String),
    /// The key with this id begins now, although it was to sign later.
    Begin(String),
    Make,
}

fn succession(key: &KeyLife, others: &[KeyLife], now: Timestamp) -> Succession {
    let heir = newest(others, key.algorithm).map(|heir| (heir, heir.state(now)));
    match (key.state(now), heir) {
        (KeyState::Retiring | KeyState::Retired, _) => Succession::Nothing,
        (_, Some((heir, KeyState::Upcoming))) => Succession::Begin(heir.kid.clone()),
        (KeyState::Upcoming, Some((heir, KeyState::Signing))) => Succession::GoOn(heir.kid.clone()),
        (_, Some((_, KeyState::Signing))) => Succession::Nothing,
        // It was about to stop, and a key of another algorithm signs already.
        _ if key.retires_at.is_some() && others.iter().any(|other| other.state(now) == KeyState::Signing) => {
            Succession::Nothing
        }
        _ => Succession::Make,
    }
}

/// Deletes keys that have retired, with their private keys. Returns their number.
pub async fn sweep(desk: &Desk) -> Result<usize, Fault> {
    let now = desk.clock().now();
    let is_over = move |key: &KeyLife| key.state(now) == KeyState::Retired;
    if !desk.store().read(signing_keys::list_lives).await?.iter().any(is_over) {
        return Ok(0);
    }
    let swept = desk.write(By::doorward(RequestContext::background()), move |change| {
        let mut swept = lock_and_list(change)?;
        swept.retain(is_over);
        swept.iter().try_for_each(|key| delete(change, key))?;
        Ok(swept)
    });
    let swept = swept.await?;
    for key in &swept {
        log::info!(kid = key.kid, algorithm = key.algorithm.as_str(); "signing key retired");
    }
    Ok(swept.len())
}

/// A signing key that is older than it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeWarning {
    /// The id of the key.
    pub kid: String,
    /// The time since the key was made.
    pub age: Duration,
    /// `true` if automatic rotation should have replaced it, so that something is wrong; `false` if `key_rotation` is
    /// `never`.
    pub is_overdue: bool,
}

/// Warns if the present key is older than it should be, because its rotation fails, or because there is no rotation and
/// it has reached a year. Asks no database.
pub fn age_warning(desk: &Desk) -> Option<AgeWarning> {
    let (rotation, now) = (desk.settings().key_rotation, desk.clock().now());
    let lives = desk.issuer().lives();
    let key = signer(&lives, desk.settings().jwt_algorithm, now)?;
    let limit = rotation.map_or(WARNING_AGE, |age| age.saturating_add(PATIENCE));
    let age = now.since(key.created_at);
    (age >= limit).then(|| AgeWarning { kid: key.kid.clone(), age, is_overdue: rotation.is_some() })
}

/// Returns when a new key begins to sign: after every instance has read it, or at once if no key signs in the meantime.
fn first_moment(lives: &[KeyLife], now: Timestamp) -> Timestamp {
    if lives.iter().any(|key| key.state(now) == KeyState::Signing) { now.plus(LEAD) } else { now }
}

/// Adds a key with its event, and sets the end of the keys that it replaces.
fn add(change: &mut Change<'_>, lives: &[KeyLife], new: &NewKey, signs_from: Timestamp) -> Result<KeyLife, Error> {
    let NewKey { kid, algorithm, sealed_private_key } = new.clone();
    let created_at = change.now;
    let key = StoredKey { kid, algorithm, sealed_private_key, created_at, signs_from, retires_at: None };
    signing_keys::insert(change.connection, &key)?;
    for other in lives {
        let spare = if other.algorithm == algorithm { Duration::ZERO } else { SPARE };
        let end = signs_from.plus(spare).plus(OVERLAP);
        if other.retires_at.is_none_or(|known| end < known) {
            signing_keys::set_end(change.connection, &other.kid, Some(end))?;
        }
    }
    change.record(change.event(Event::SigningKeyCreated { kid: key.kid.clone(), algorithm }))?;
    Ok(key.life())
}

fn delete(change: &mut Change<'_>, key: &KeyLife) -> Result<(), Error> {
    signing_keys::delete(change.connection, &key.kid)?;
    let retired = Event::SigningKeyRetired { kid: key.kid.clone(), algorithm: Some(key.algorithm) };
    change.record(change.event(retired))
}

fn report(key: &KeyLife) {
    log::info!(kid = key.kid, algorithm = key.algorithm.as_str(), signs_from = key.signs_from.to_rfc3339(); "signing key made");
}

/// Loads the changed keys at once. The change is made already; if loading fails, the background task does it within a
/// second.
async fn publish(desk: &Desk) {
    if let Err(error) = reload(desk).await {
        log::warn!(error:% = error; "the keys could not be read again yet");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::token::SigningAlgorithm::{self, EdDsa, Es256};

    const NOW: Timestamp = Timestamp::from_milliseconds(1_000_000_000);

    fn key(kid: &str, algorithm: SigningAlgorithm, signs_from: Timestamp, signs_until: Option<Timestamp>) -> KeyLife {
        let retires_at = signs_until.map(|end| end.plus(OVERLAP));
        KeyLife { kid: kid.into(), algorithm, created_at: signs_from, signs_from, retires_at }
    }

    #[test]
    fn somebody_signs_after_any_key_is_taken_away() {
        let (early, late) = (NOW.minus(LEAD), NOW.plus(LEAD));
        let signing = key("signing", Es256, early, None);
        let stopping = key("stopping", Es256, early, Some(late));
        let retiring = key("retiring", Es256, early.minus(LEAD), Some(early));
        let upcoming = key("upcoming", Es256, late, None);
        let spare = key("spare", Es256, early, Some(NOW.plus(SPARE)));
        let other = key("other", EdDsa, early, None);
        let cases = [
            (&signing, vec![], Succession::Make),
            (&signing, vec![&retiring], Succession::Make),
            (&signing, vec![&other], Succession::Make),
            (&stopping, vec![&upcoming], Succession::Begin("upcoming".into())),
            (&upcoming, vec![&stopping], Succession::GoOn("stopping".into())),
            (&upcoming, vec![&retiring], Succession::Make),
            (&retiring, vec![&signing], Succession::Nothing),
            (&spare, vec![&other], Succession::Nothing),
            (&spare, vec![], Succession::Make),
        ];
        for (key, others, expected) in cases {
            let others: Vec<_> = others.into_iter().cloned().collect();
            assert_eq!(succession(key, &others, NOW), expected, "{} of {others:?}", key.kid);
        }
    }

    #[test]
    fn a_key_waits_to_sign_only_for_others_that_do() {
        assert_eq!(first_moment(&[], NOW), NOW);
        assert_eq!(first_moment(&[key("a", Es256, NOW.minus(OVERLAP), Some(NOW))], NOW), NOW);
        assert_eq!(first_moment(&[key("a", Es256, NOW, None)], NOW), NOW.plus(LEAD));
    }
}
