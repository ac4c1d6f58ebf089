//! Deletes sessions that have been over for long, in small batches that hold up no login.

use std::time::Duration;

use super::Desk;
use crate::store::{self, sessions};

/// How often it looks.
pub const INTERVAL: Duration = Duration::from_secs(3600);
/// How long a session and the reason of its end stay on record after it is over.
pub const RETENTION: Duration = Duration::from_secs(30 * 86_400);
/// How many are deleted in one transaction.
const BATCH: i64 = 500;
/// The pause between two transactions, for others to write.
const PAUSE: Duration = Duration::from_millis(50);

/// Deletes what has been over for longer than [`RETENTION`]. Returns how many sessions that were.
///
/// # Errors
/// When the database is away; what is left is deleted the next time.
pub async fn sweep(desk: &Desk) -> Result<usize, store::Error> {
    let mut swept = 0;
    loop {
        let over_before = desk.clock().now().minus(RETENTION);
        let deleted =
            desk.store().write(move |connection| sessions::delete_over_before(connection, over_before, BATCH)).await?;
        swept += deleted;
        if deleted == 0 {
            return Ok(swept);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
