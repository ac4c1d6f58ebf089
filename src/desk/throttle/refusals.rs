//! Counts refused tries, and puts the counts on record: one event for each network and quarter of an hour.
//!
//! A refusal costs no write. Each instance counts in memory, adds its counts to the table every few seconds, and one of
//! them turns the table into events when a quarter is over. What a crash loses is some seconds of counts.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::desk::Desk;
use crate::domain::record::{Event, NewEvent};
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::widest;
use crate::domain::time::{Timestamp, milliseconds};
use crate::store::throttle_refusals::{self, Refused};
use crate::store::{self, Connection, Exclusive};

/// The time between two savings of the counts.
pub const INTERVAL: Duration = Duration::from_secs(15);
/// One event tells of this much time.
pub const QUARTER: Duration = Duration::from_secs(15 * 60);
/// A quarter is turned into events this long after its end, because an instance may not have saved its counts yet.
const GRACE: Duration = Duration::from_secs(60);
/// The most networks that one instance counts at a time, and that have events of their own in a quarter. All others are
/// counted together: a flood from very many networks must not fill the memory or the record.
const MOST_COUNTED: usize = 4096;
const MOST_NAMED: usize = 100;
/// The name under which all other networks are counted.
const ELSEWHERE: &str = "elsewhere";

/// The counts of this instance that are not saved yet, by the beginning of the quarter and the network.
#[derive(Default)]
pub(in crate::desk) struct Refusals {
    counts: Mutex<HashMap<(Timestamp, String), i64>>,
}

impl Refusals {
    /// Counts a refused try. Returns `true` if it is the first one from its network since the counts were saved.
    pub(super) fn note(&self, ip: &str, now: Timestamp) -> bool {
        let mut counts = self.counts();
        let quarter = quarter_of(now);
        let key = (quarter, widest(ip));
        let key = match counts.len() < MOST_COUNTED || counts.contains_key(&key) {
            true => key,
            false => (quarter, ELSEWHERE.to_owned()),
        };
        let count = counts.entry(key).or_insert(0);
        *count += 1;
        *count == 1
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<(Timestamp, String), i64>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn quarter_of(now: Timestamp) -> Timestamp {
    let now = now.milliseconds();
    Timestamp::from_milliseconds(now.saturating_sub(now.rem_euclid(milliseconds(QUARTER))))
}

/// Saves the counts of this instance, and records the events of quarters that are over.
///
/// # Errors
/// Fails if the database is unreachable; the counts are kept for the next time.
pub async fn write_down(desk: &Desk) -> Result<(), store::Error> {
    let mut counts: Vec<_> = desk.refusals().counts().drain().collect();
    // They are sorted, so that two instances that write at once cannot wait for each other in a circle.
    counts.sort();
    if !counts.is_empty() {
        let written = counts.clone();
        let add = move |connection: &mut Connection| {
            written.iter().try_for_each(|((quarter, network), refused)| {
                throttle_refusals::add(connection, *quarter, network, *refused)
            })
        };
        if let Err(error) = desk.store().write(add).await {
            let mut kept = desk.refusals().counts();
            counts.into_iter().for_each(|(key, refused)| *kept.entry(key).or_insert(0) += refused);
            return Err(error);
        }
    }
    let over_before = quarter_of(desk.clock().now().minus(GRACE));
    while desk.store().read(move |connection| throttle_refusals::is_any_before(connection, over_before)).await? {
        desk.store().write(move |connection| record_oldest(connection, over_before)).await?;
    }
    Ok(())
}

/// Turns the counts of one quarter into events.
fn record_oldest(connection: &mut Connection, before: Timestamp) -> Result<(), store::Error> {
    store::lock(connection, Exclusive::Refusals)?;
    let mut named = throttle_refusals::take_oldest(connection, before)?;
    let rest = named.split_off(named.len().min(MOST_NAMED));
    let refused = rest.iter().map(|rest| rest.refused).sum();
    named.extend(rest.first().map(|first| Refused { network: ELSEWHERE.to_owned(), refused, ..first.clone() }));
    for Refused { quarter, network, refused } in named {
        let event = Event::TriesRefused { tries: refused, network };
        let at = quarter.plus(QUARTER);
        store::events::insert(connection, &NewEvent::new(&event, at, &RequestContext::background()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    #[test]
    fn refusals_are_counted_by_their_widest_network_and_quarter() {
        let refusals = Refusals::default();
        let first: Vec<bool> = ["192.0.2.1", "192.0.2.200", "192.0.3.1"].map(|ip| refusals.note(ip, START)).into();
        assert_eq!(first, [true, false, true]);
        assert!(refusals.note("192.0.2.1", START.plus(QUARTER)));
        let mut counts: Vec<_> = refusals.counts().drain().map(|((_, network), count)| (network, count)).collect();
        counts.sort();
        assert_eq!(counts, [("192.0.2.0/24".into(), 1), ("192.0.2.0/24".into(), 2), ("192.0.3.0/24".into(), 1)]);
    }

    #[test]
    fn however_many_networks_there_are_memory_is_bounded() {
        let refusals = Refusals::default();
        for number in 0..10_000u32 {
            refusals.note(&format!("10.{}.{}.1", number >> 8, number & 255), START);
        }
        let counts = refusals.counts();
        assert_eq!((counts.len(), counts.values().sum::<i64>()), (MOST_COUNTED + 1, 10_000));
    }
}
