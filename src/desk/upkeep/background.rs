//! Runs the periodic tasks beside the requests.

use std::fmt::Display;
use std::future::Future;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::{forwarding, janitor};
use crate::desk::account::links::requests;
use crate::desk::record::seals;
use crate::desk::session::{bulk_revocation, presence};
use crate::desk::throttle::refusals;
use crate::desk::token::{key_rotation, keys, recall};
use crate::desk::{Desk, two_factor};
use crate::store;

/// The running tasks, which stop when this is dropped.
pub struct Background {
    tasks: Vec<JoinHandle<()>>,
    desk: Desk,
}

impl Background {
    /// Starts the tasks on the current runtime.
    pub fn start(desk: &Desk) -> Background {
        let tasks = vec![
            every(desk, recall::INTERVAL, "recall list and keys", |desk| async move {
                recall::refresh(&desk).await.map_err(|error| error.to_string())?;
                keys::reload(&desk).await.map_err(|error| error.to_string())
            }),
            every(desk, presence::INTERVAL, "notes of use", |desk| async move { presence::write_down(&desk).await }),
            every(desk, refusals::INTERVAL, "refused tries", |desk| async move { refusals::write_down(&desk).await }),
            every(
                desk,
                forwarding::INTERVAL,
                "notes of proxies",
                |desk| async move { forwarding::write_down(&desk).await },
            ),
            every(desk, bulk_revocation::INTERVAL, "ending many sessions", |desk| async move {
                bulk_revocation::work(&desk).await
            }),
            every(
                desk,
                key_rotation::INTERVAL,
                "key rotation",
                |desk| async move { key_rotation::keep_up(&desk).await },
            ),
            every(desk, seals::INTERVAL, "event seals", |desk| async move { seals::run(&desk).await.map(drop) }),
            every(desk, seals::PRUNING_INTERVAL, "deletion of old events", |desk| async move {
                let deleted = seals::prune(&desk).await?;
                desk.metrics().deletions.events.inc_by(deleted as u64);
                Ok::<(), store::Error>(())
            }),
            every(desk, two_factor::INTERVAL, "second factors that are demanded", |desk| async move {
                two_factor::enforce(&desk).await
            }),
            every(
                desk,
                requests::INTERVAL,
                "links that are asked for",
                |desk| async move { requests::answer(&desk).await },
            ),
            every(desk, janitor::INTERVAL, "janitor", |desk| async move { janitor::sweep(&desk).await.map(drop) }),
        ];
        Background { tasks, desk: desk.clone() }
    }

    /// Stops the tasks, after finishing the commitments, sealing the last events, and saving the notes in memory.
    pub async fn stop(self) {
        if !self.desk.commitments().kept().await {
            log::warn!("some passwords that were being checked stay counted as wrong");
        }
        // Nobody can change the sealed events until the next start.
        if let Err(error) = seals::seal(&self.desk).await {
            log::warn!(error:% = error; "the last events are not sealed yet");
        }
        if let Err(error) = refusals::write_down(&self.desk).await {
            log::error!(error:% = error; "the last counts of refused tries are lost");
        }
        if let Err(error) = presence::write_down(&self.desk).await {
            log::error!(error:% = error; "the last notes of use are lost");
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Runs a task at once, and again after each period. Logs a failure once when it begins and once when it is over.
fn every<F, E>(
    desk: &Desk,
    period: Duration,
    what: &'static str,
    work: impl Fn(Desk) -> F + Send + 'static,
) -> JoinHandle<()>
where
    F: Future<Output = Result<(), E>> + Send,
    E: Display + Send,
{
    let desk = desk.clone();
    desk.metrics().tasks.announce(what, desk.clock().now());
    let mut ticks = interval(period);
    // After a pause one tick is enough; there is nothing to catch up on.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::spawn(async move {
        let mut was_well = true;
        loop {
            ticks.tick().await;
            let began = Instant::now();
            let outcome = work(desk.clone()).await;
            desk.metrics().tasks.ran(what, outcome.is_ok(), desk.clock().now(), began.elapsed());
            match (&outcome, was_well) {
                (Err(error), true) => log::error!(what, error:% = error; "background task fails"),
                (Ok(()), false) => log::info!(what; "background task works again"),
                _ => {}
            }
            was_well = outcome.is_ok();
        }
    })
}
