//! A part of the connections, for strangers, or for one account or session: a gate in front of the pools, which lets
//! only so many through at a time. Pools and shares tell how busy they are in one form.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::Error;
use crate::domain::id::{SessionId, UserId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneUse {
    /// The name of the lane: `readers`, `writers`, `strangers_reading` and `strangers_writing` for SQLite, `shared` and
    /// `strangers` for PostgreSQL, and `background` for both. Strangers have no connections of their own, but a part of
    /// those of the other lanes. Nor has an account: `account_reading` and `account_writing`, or `account`.
    pub name: &'static str,
    /// The largest number of connections.
    pub size: u32,
    /// The number of connections that are in use or being opened; of accounts, by the one that uses most.
    pub in_use: u32,
    /// The number of connections that are open and free; `None` where there are none of their own.
    pub idle: Option<u32>,
    /// The number of requests so far that got no connection in time.
    pub timeouts: u64,
}

/// Clones are the same share.
#[derive(Clone)]
pub(super) struct Share {
    size: u32,
    permits: Arc<Semaphore>,
    timeouts: Arc<AtomicU64>,
}

impl Share {
    /// Makes a share of this many connections.
    pub(super) fn new(size: u32) -> Share {
        Share { size, permits: Arc::new(Semaphore::new(size as usize)), timeouts: Arc::default() }
    }

    /// Waits for room.
    ///
    /// # Errors
    /// Fails with [`Error::Crowded`] if there is none in time.
    pub(super) async fn room(&self, patience: Duration) -> Result<OwnedSemaphorePermit, Error> {
        let room = tokio::time::timeout(patience, self.permits.clone().acquire_owned()).await;
        let room = room.map_err(|_| {
            self.timeouts.fetch_add(1, Ordering::Relaxed);
            Error::Crowded
        })?;
        room.map_err(|_| Error::Unavailable("shutting down".into()))
    }

    pub(super) fn look(&self, name: &'static str) -> LaneUse {
        let free = u32::try_from(self.permits.available_permits()).unwrap_or(self.size);
        LaneUse {
            name,
            size: self.size,
            in_use: self.size.saturating_sub(free),
            idle: None,
            timeouts: self.timeouts.load(Ordering::Relaxed),
        }
    }
}

/// One share for each account, or for each session, that is at work now. Nothing is kept of others.
pub(super) struct Shares {
    size: u32,
    by_name: Mutex<HashMap<String, Weak<Semaphore>>>,
    timeouts: Arc<AtomicU64>,
}

/// With fewer entries than this, nobody looks for those that are not used any more.
const FEW: usize = 64;

impl Shares {
    /// Makes shares of this many connections each.
    pub(super) fn new(size: u32) -> Shares {
        Shares { size, by_name: Mutex::default(), timeouts: Arc::default() }
    }

    /// Returns the share of somebody. Two that are in use at the same time are the same.
    pub(super) fn of(&self, name: &str) -> Share {
        let mut by_name = self.by_name();
        let permits = by_name.get(name).and_then(Weak::upgrade).unwrap_or_else(|| {
            // The map grows to twice what is used before it is swept, so that few requests sweep.
            if by_name.len() >= FEW && by_name.len() == by_name.capacity() {
                by_name.retain(|_, permits| permits.strong_count() > 0);
                let used = by_name.len();
                by_name.shrink_to(2 * used.max(FEW));
            }
            let permits = Arc::new(Semaphore::new(self.size as usize));
            by_name.insert(name.to_owned(), Arc::downgrade(&permits));
            permits
        });
        Share { size: self.size, permits, timeouts: self.timeouts.clone() }
    }

    /// Tells of the busiest one, and of the timeouts of all.
    pub(super) fn look(&self, name: &'static str) -> LaneUse {
        let free = |permits: &Weak<Semaphore>| permits.upgrade().map(|permits| permits.available_permits());
        let least = self.by_name().values().filter_map(free).min().unwrap_or(self.size as usize);
        let in_use = self.size.saturating_sub(u32::try_from(least).unwrap_or(self.size));
        LaneUse { name, size: self.size, in_use, idle: None, timeouts: self.timeouts.load(Ordering::Relaxed) }
    }

    pub(super) fn timeouts(&self) -> u64 {
        self.timeouts.load(Ordering::Relaxed)
    }

    fn by_name(&self) -> MutexGuard<'_, HashMap<String, Weak<Semaphore>>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one account and one session may use of a lane.
pub(super) struct Personal {
    accounts: Shares,
    sessions: Shares,
}

impl Personal {
    /// Makes shares of this many connections for each account, and for each session.
    pub(super) fn new(of_account: u32, of_session: u32) -> Arc<Personal> {
        Arc::new(Personal { accounts: Shares::new(of_account), sessions: Shares::new(of_session) })
    }

    /// The session's comes first: whoever waits for it must not keep other sessions of the account from theirs.
    pub(super) fn of(&self, (account, session): &(UserId, SessionId)) -> Vec<Share> {
        vec![self.sessions.of(session.as_str()), self.accounts.of(account.as_str())]
    }

    pub(super) fn look(&self, name: &'static str) -> LaneUse {
        let accounts = self.accounts.look(name);
        LaneUse { timeouts: accounts.timeouts + self.sessions.timeouts(), ..accounts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_has_a_share_of_its_own_and_who_is_gone_leaves_nothing_behind() {
        let shares = Shares::new(2);
        let (one, same, other) = (shares.of("ada"), shares.of("ada"), shares.of("bob"));
        let held = [one.room(Duration::ZERO).await, same.room(Duration::ZERO).await];
        assert!(held.iter().all(Result::is_ok) && matches!(one.room(Duration::ZERO).await, Err(Error::Crowded)));
        assert!(other.room(Duration::ZERO).await.is_ok());
        assert_eq!((shares.look("x").in_use, shares.look("x").timeouts), (2, 1));
        drop((one, same));
        // What still runs counts, although whoever began it is gone.
        assert!(shares.of("ada").room(Duration::ZERO).await.is_err());
        drop(held);
        assert!(shares.of("ada").room(Duration::ZERO).await.is_ok());
        for number in 0..10_000 {
            drop(shares.of(&number.to_string()));
        }
        assert!(shares.by_name().len() < 4 * FEW, "{}", shares.by_name().len());
        assert!(other.room(Duration::ZERO).await.is_ok() && shares.by_name().contains_key("bob"));
    }
}
