//! One queue for each address, or each account, in this process. An address, no matter how many connections it opens,
//! keeps only one database connection busy with counting, and others find one free. An account, no matter how many
//! requests are made for it, has only one hash of a code and one new password in the work that all share, and one code
//! that is looked at, at each place where codes are given.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use crate::desk::fault::Busy;
use crate::domain::id::UserId;
use crate::domain::sign_in::Door;
use crate::domain::sign_in::throttle::Subject;

/// The number is so large that two addresses, or two accounts, seldom share a queue.
const QUEUES: usize = 1024;
/// The longest time that a request waits in a queue.
const PATIENCE: Duration = Duration::from_secs(3);

pub(in crate::desk) struct Queues {
    // It is random, so that nobody can choose an address that shares a queue with another one.
    hasher: RandomState,
    queues: Vec<Mutex<()>>,
}

impl Default for Queues {
    fn default() -> Queues {
        Queues { hasher: RandomState::new(), queues: (0..QUEUES).map(|_| Mutex::new(())).collect() }
    }
}

impl Queues {
    pub(in crate::desk) async fn turn(&self, subject: &Subject) -> Result<MutexGuard<'_, ()>, Busy> {
        self.turn_of(subject.as_bytes()).await
    }

    /// Waits for the turn of an account.
    pub(in crate::desk) async fn turn_of_account(&self, user: &UserId) -> Result<MutexGuard<'_, ()>, Busy> {
        self.turn_of(&user.to_bytes()).await
    }

    /// Waits for the turn of codes that are given for an account at one door: whoever floods one of its doors keeps nobody
    /// waiting at another.
    pub(in crate::desk) async fn turn_at_door(&self, user: &UserId, door: Door) -> Result<MutexGuard<'_, ()>, Busy> {
        self.turn_of(&[&user.to_bytes()[..], door.as_str().as_bytes()].concat()).await
    }

    async fn turn_of(&self, whose: &[u8]) -> Result<MutexGuard<'_, ()>, Busy> {
        let index = usize::try_from(self.hasher.hash_one(whose)).unwrap_or_default() % QUEUES;
        let queue = self.queues.get(index).ok_or(Busy)?;
        timeout(PATIENCE, queue.lock()).await.map_err(|_| Busy)
    }
}
