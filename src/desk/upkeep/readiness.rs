//! Tells load balancers and other senders of requests whether this instance can do its work.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::desk::Desk;
use crate::store::migrations;

/// The database must answer within this time.
const PATIENCE: Duration = Duration::from_secs(1);
/// Its answer is valid for this long: anybody may ask, and must not be able to keep the database busy with it.
const GOOD_FOR: Duration = Duration::from_millis(500);

/// The things without which an instance cannot work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Database,
    /// Some scripts of this program have not been applied to the database.
    Migrations,
    /// The recall list is too old to be relied on.
    Recall,
    /// No key signs.
    Keys,
}

impl Missing {
    pub const fn as_str(self) -> &'static str {
        match self {
            Missing::Database => "database",
            Missing::Migrations => "migrations",
            Missing::Recall => "recall",
            Missing::Keys => "keys",
        }
    }
}

/// The last answer of the database.
#[derive(Default)]
pub(in crate::desk) struct Readiness {
    last: Mutex<Option<(Instant, Option<Missing>)>>,
}

/// An empty list means that the instance is ready for requests.
pub async fn missing(desk: &Desk) -> Vec<Missing> {
    let database = ask_database(desk).await;
    database.into_iter().chain(missing_in_memory(desk)).collect()
}

/// Returns what is missing, as far as it is known without asking the database.
pub(in crate::desk) fn missing_in_memory(desk: &Desk) -> impl Iterator<Item = Missing> {
    let recall = (!desk.recall().is_fresh()).then_some(Missing::Recall);
    let keys = (!desk.issuer().can_sign(desk.clock().now())).then_some(Missing::Keys);
    recall.into_iter().chain(keys)
}

async fn ask_database(desk: &Desk) -> Option<Missing> {
    // Other requests meanwhile wait for the same answer.
    let mut last = desk.readiness().last.lock().await;
    if let Some((_, missing)) = last.filter(|(at, _)| at.elapsed() < GOOD_FOR) {
        return missing;
    }
    // This uses the background connection, so that no number of requests makes an instance seem broken.
    let asked = tokio::time::timeout(PATIENCE, desk.store().read_in_background(migrations::is_behind)).await;
    let missing = match asked {
        Ok(Ok(false)) => None,
        Ok(Ok(true)) => Some(Missing::Migrations),
        Ok(Err(error)) => {
            log::warn!(error:% = error; "not ready");
            Some(Missing::Database)
        }
        Err(_) => Some(Missing::Database),
    };
    *last = Some((Instant::now(), missing));
    missing
}
