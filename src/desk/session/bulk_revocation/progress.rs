//! Two ways to wait for a bulk revocation: of a few sessions, whoever asked for it gets the result at once; of more,
//! whoever asks how far it is gets the answer when there is something new.
//!
//! Nobody holds a connection to the database while they wait.

use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::{Which, begin, work_once};
use crate::desk::Desk;
use crate::desk::by::{By, NotAllowed};
use crate::desk::fault::{Failure, Fault};
use crate::domain::id::BulkRevocationId;
use crate::domain::session::BulkRevocation;
use crate::store::{Error, bulk_revocations};

/// If at most so many sessions match, they are ended within the request.
const FEW: i64 = 50;
/// A request ends them for so long; the background does the rest.
const SOON: Duration = Duration::from_secs(3);
/// The pause before the row is read again while another instance ends them.
const MOMENT: Duration = Duration::from_millis(20);
/// How long an answer waits for news.
const LONGEST: Duration = Duration::from_secs(5);
/// The time between two looks at the row meanwhile.
const GLANCE: Duration = Duration::from_millis(200);
/// Others are answered at once.
const MOST_WAITING: usize = 32;

/// The places of those who wait for news at this instance.
pub(in crate::desk) struct Waiting(Semaphore);

impl Default for Waiting {
    fn default() -> Waiting {
        Waiting(Semaphore::new(MOST_WAITING))
    }
}

impl Desk {
    /// Lets nobody wait for news any more, since the server stops. Whoever waits is answered within a moment.
    pub fn end_waiting(&self) {
        self.waiting().0.close();
    }
}

/// Saves the job of ending sessions, as [`begin`] does. If a few match, they are ended before this returns.
pub async fn begin_and_finish_few(
    desk: &Desk,
    which: Which,
    matched: Option<i64>,
    by: By,
) -> Result<BulkRevocationId, Failure<NotAllowed>> {
    // Everybody's sessions count as ended at once, and the one of whoever asked for it is among them.
    let are_few = matches!(which, Which::Matching(_)) && matched.is_some_and(|matched| matched <= FEW);
    let id = begin(desk, which, matched, by).await?;
    if are_few && let Err(error) = finish_now(desk, &id).await {
        log::warn!(error:% = error; "a few sessions are ended in the background, since they could not be at once");
    }
    Ok(id)
}

/// Ends the sessions of a bulk revocation now, if that takes no longer than a person waits; else the background goes
/// on.
///
/// # Errors
/// Fails if the database does; the background does the rest then, too.
async fn finish_now(desk: &Desk, id: &BulkRevocationId) -> Result<(), Fault> {
    let began = Instant::now();
    while let Some(bulk) = find_unfinished(desk, id).await? {
        if began.elapsed() > SOON {
            return Ok(());
        }
        // The last batch says the same as another instance that has the lock.
        if !work_once(desk, &bulk).await? && find_unfinished(desk, id).await?.is_some() {
            sleep(MOMENT).await;
        }
    }
    Ok(())
}

/// Waits until more sessions have been ended than somebody has `seen`, or all have, but not for long.
///
/// # Errors
/// Fails if the database does.
pub async fn wait_for_news(desk: &Desk, id: &BulkRevocationId, seen: i64) -> Result<(), Error> {
    let Ok(_place) = desk.waiting().0.try_acquire() else { return Ok(()) };
    let began = Instant::now();
    while began.elapsed() < LONGEST && !desk.waiting().0.is_closed() {
        match find_unfinished(desk, id).await? {
            Some(bulk) if bulk.ended == seen => sleep(GLANCE).await,
            _ => return Ok(()),
        }
    }
    Ok(())
}

async fn find_unfinished(desk: &Desk, id: &BulkRevocationId) -> Result<Option<BulkRevocation>, Error> {
    let id = id.clone();
    let found = desk.store().read(move |connection| bulk_revocations::find(connection, &id)).await?;
    Ok(found.filter(|bulk| bulk.finished_at.is_none()))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::future::join_all;

    use super::*;

    /// A job that nothing works on: there are no background tasks.
    async fn desk_with_a_job() -> (tempfile::TempDir, Desk, BulkRevocationId) {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let id = begin(&desk, Which::Everybodys, Some(0), By::operator()).await.expect("begun");
        (folder, desk, id)
    }

    #[tokio::test]
    async fn whoever_waits_is_answered_when_the_server_stops_and_nobody_waits_then() {
        let (_folder, desk, id) = desk_with_a_job().await;
        let began = Instant::now();
        let stop = async {
            while desk.waiting().0.available_permits() == MOST_WAITING {
                sleep(Duration::from_millis(5)).await;
            }
            desk.end_waiting();
        };
        let (news, ()) = tokio::join!(wait_for_news(&desk, &id, 0), stop);
        news.expect("answered");
        assert!(began.elapsed() < LONGEST, "before its time");
        assert!(wait_for_news(&desk, &id, 0).now_or_never().is_some());
    }

    #[tokio::test]
    async fn only_so_many_wait_and_others_are_answered_at_once_and_whoever_has_seen_less_too() {
        let (_folder, desk, id) = desk_with_a_job().await;
        wait_for_news(&desk, &id, -1).await.expect("there is something new");
        let mut waiting = Box::pin(join_all((0..MOST_WAITING).map(|_| wait_for_news(&desk, &id, 0))));
        assert!((&mut waiting).now_or_never().is_none());
        assert!(wait_for_news(&desk, &id, 0).now_or_never().is_some(), "no place is left");
        drop(waiting);
        assert!(wait_for_news(&desk, &id, 0).now_or_never().is_none(), "their places are free again");
    }
}
