//! What runs beside the requests: reading the recall list and new keys, writing down who was seen,
//! sealing events, and deleting what is long over.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::{Desk, janitor, keys, presence, recall, seals};

/// The running tasks; they stop when this is dropped.
pub struct Background {
    tasks: Vec<JoinHandle<()>>,
    desk: Desk,
}

impl Background {
    /// Starts them on the current runtime.
    pub fn start(desk: &Desk) -> Background {
        let (reader, writer, sweeper) = (desk.clone(), desk.clone(), desk.clone());
        let (sealer, pruner) = (desk.clone(), desk.clone());
        let tasks = vec![
            tokio::spawn(async move {
                let mut was_well = true;
                let mut ticks = ticks(recall::INTERVAL);
                loop {
                    ticks.tick().await;
                    was_well = report("recall list and keys", was_well, follow(&reader).await);
                }
            }),
            tokio::spawn(async move {
                let mut was_well = true;
                let mut ticks = ticks(presence::INTERVAL);
                loop {
                    ticks.tick().await;
                    let outcome = presence::write_down(&writer).await.map_err(|error| error.to_string());
                    was_well = report("notes of use", was_well, outcome);
                }
            }),
            tokio::spawn(async move {
                let mut was_well = true;
                let mut ticks = ticks(janitor::INTERVAL);
                loop {
                    ticks.tick().await;
                    let outcome = janitor::sweep(&sweeper).await.map_err(|error| error.to_string());
                    if let Ok(swept @ 1..) = outcome {
                        log::info!(swept; "old sessions deleted");
                    }
                    was_well = report("janitor", was_well, outcome.map(drop));
                }
            }),
            tokio::spawn(async move {
                let mut was_well = true;
                let mut ticks = ticks(seals::INTERVAL);
                loop {
                    ticks.tick().await;
                    let outcome = seals::run(&sealer).await.map_err(|error| error.to_string());
                    was_well = report("event seals", was_well, outcome.map(drop));
                }
            }),
            tokio::spawn(async move {
                let mut was_well = true;
                let mut ticks = ticks(seals::PRUNING_INTERVAL);
                loop {
                    ticks.tick().await;
                    let outcome = seals::prune(&pruner).await.map_err(|error| error.to_string());
                    was_well = report("deletion of old events", was_well, outcome.map(drop));
                }
            }),
        ];
        Background { tasks, desk: desk.clone() }
    }

    /// Stops them, after writing down what is still only noted.
    pub async fn stop(self) {
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

async fn follow(desk: &Desk) -> Result<(), String> {
    recall::refresh(desk).await.map_err(|error| error.to_string())?;
    keys::reload(desk).await.map_err(|error| error.to_string())
}

/// After a pause one tick is enough; there is nothing to catch up on.
fn ticks(period: Duration) -> tokio::time::Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// One line when it begins to fail and one when it works again, not one a second.
fn report(what: &str, was_well: bool, outcome: Result<(), String>) -> bool {
    match (&outcome, was_well) {
        (Err(error), true) => log::error!(what, error; "background task fails"),
        (Ok(()), false) => log::info!(what; "background task works again"),
        _ => {}
    }
    outcome.is_ok()
}
