//! Work that was begun and must finish, even if the request that began it is dropped.
//!
//! A worker's runtime ends when the server stops, and cancels everything that still runs on it. So this work runs on
//! the runtime where the desk was opened, and a stop waits for it.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The longest time that a stop waits.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Commitments {
    runtime: Option<Handle>,
    /// The number of running pieces of work.
    running: watch::Sender<usize>,
}

impl Commitments {
    /// Uses the current runtime, if there is one; otherwise each piece of work runs on the runtime of its caller.
    pub(super) fn here() -> Commitments {
        Commitments { runtime: Handle::try_current().ok(), running: watch::Sender::new(0) }
    }

    pub(super) fn begin<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let running = RunningWork::of(&self.running);
        let work = async move {
            let _running = running;
            work.await
        };
        self.runtime.clone().unwrap_or_else(Handle::current).spawn(work)
    }

    /// Waits until all work has finished. Returns `false` if that takes too long.
    pub(super) async fn kept(&self) -> bool {
        let mut running = self.running.subscribe();
        timeout(PATIENCE, running.wait_for(|count| *count == 0)).await.is_ok()
    }
}

/// Counts as one piece of running work until it is dropped, even if the work panics.
struct RunningWork(watch::Sender<usize>);

impl RunningWork {
    fn of(running: &watch::Sender<usize>) -> RunningWork {
        running.send_modify(|count| *count += 1);
        RunningWork(running.clone())
    }
}

impl Drop for RunningWork {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
