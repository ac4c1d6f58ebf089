//! What has been begun and must come to its end, whether or not the request lives that began it.
//!
//! A worker's runtime ends when the server stops, and takes with it whatever still runs there; so this runs where the desk
//! was opened, and a stop waits for it.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long a stop waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// What runs, and where.
pub(super) struct Commitments {
    runtime: Option<Handle>,
    /// How many there are.
    running: watch::Sender<usize>,
}

impl Commitments {
    /// On the current runtime, if there is one; otherwise on that of whoever begins something.
    pub(super) fn here() -> Commitments {
        Commitments { runtime: Handle::try_current().ok(), running: watch::Sender::new(0) }
    }

    /// Begins something.
    pub(super) fn begin<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let one = One::of(&self.running);
        let work = async move {
            let _one = one;
            work.await
        };
        self.runtime.clone().unwrap_or_else(Handle::current).spawn(work)
    }

    /// Waits until all of it has come to its end. `false` when that takes too long.
    pub(super) async fn kept(&self) -> bool {
        let mut running = self.running.subscribe();
        timeout(PATIENCE, running.wait_for(|count| *count == 0)).await.is_ok()
    }
}

/// One of them, for as long as it lasts, even if it panics.
struct One(watch::Sender<usize>);

impl One {
    fn of(running: &watch::Sender<usize>) -> One {
        running.send_modify(|count| *count += 1);
        One(running.clone())
    }
}

impl Drop for One {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
