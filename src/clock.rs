//! The only module that calls `now()`. Tests can advance the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Timestamp;

/// Tells the wall-clock time in UTC. Clones share one offset, so that a test which advances the clock advances it for
/// a whole server, or for several servers.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_milliseconds: Arc<AtomicI64>,
}

impl Clock {
    /// Returns a clock that shows the time of the machine.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// Returns the present time.
    pub fn now(&self) -> Timestamp {
        // A clock set before 1970 reads as 1970: every token is then "from the future" and nobody is let in.
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let milliseconds = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_milliseconds(milliseconds.saturating_add(self.offset_milliseconds.load(Ordering::Relaxed)))
    }

    /// Moves this clock and its clones forward by this many milliseconds, or back if the number is negative. For tests.
    pub fn advance_milliseconds(&self, milliseconds: i64) {
        self.offset_milliseconds.fetch_add(milliseconds, Ordering::Relaxed);
    }
}
