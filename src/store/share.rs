//! A part of the connections, for strangers: a gate in front of the pools, which lets only so many through at a time.
//! Pools and shares tell how busy they are in one form.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneUse {
    /// The name of the lane: `readers`, `writers`, `strangers_reading` and `strangers_writing` for SQLite, `shared` and
    /// `strangers` for PostgreSQL, and `background` for both. Strangers have no connections of their own, but a part of
    /// those of the other lanes.
    pub name: &'static str,
    /// The largest number of connections.
    pub size: u32,
    /// The number of connections that are in use or being opened.
    pub in_use: u32,
    /// The number of connections that are open and free; `None` for strangers.
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
