//! Walks the hash chain over the events from beginning to end, and reports where it is broken.

use std::collections::VecDeque;
use std::time::Duration;

use crate::desk::Desk;
use crate::domain::record::{EventRow, Head, Pruning, Run, Seal};
use crate::domain::search::Leading;
use crate::domain::time::Timestamp;
use crate::store::events::{self, Ids};
use crate::store::{Connection, Error, event_seals};

/// The longest time that deleting the events of a pruning may take. After that, no event up to its last one is left.
const DELETION: Duration = Duration::from_secs(2 * 3600);
/// The number of rows that are read at a time.
const BATCH: i64 = 1000;
/// The number of times that the walk begins again because events were deleted in the meantime.
const RETRIES: u32 = 5;

/// The result of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of valid seals.
    pub seals: i64,
    /// The number of events that they cover.
    pub sealed: i64,
    /// The newest pruning: up to its last event the record was deleted because it was old.
    pub pruning: Option<Pruning>,
    /// The number of events that are not sealed yet.
    pub unsealed: i64,
    /// The time of the first event that is not sealed yet.
    pub unsealed_since: Option<Timestamp>,
    /// The end of the chain, to be noted elsewhere.
    pub head: Option<Head>,
    /// The place where the chain is broken.
    pub broken: Option<Broken>,
}

/// The first place where the chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The position of the seal.
    pub position: i64,
    /// The first and last event that it covers, if they are known.
    pub events: Option<(i64, i64)>,
    /// The kind of damage.
    pub fault: Fault,
}

/// How a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The number of events is the same, but their content is not.
    #[error("an event was changed")]
    EventChanged,
    /// There are fewer events.
    #[error("an event is missing")]
    EventMissing,
    /// There are more events.
    #[error("an event was added")]
    EventAdded,
    /// The MAC does not match.
    #[error(
        "this seal or the one before it was changed, or made with a server secret that is not in the file any more"
    )]
    SealChanged,
    /// There is no seal at this position.
    #[error("this seal is missing")]
    SealMissing,
    /// Events were deleted, and nothing proves that Doorward did it.
    #[error("the events up to this seal were deleted, and not by Doorward")]
    PruningUnproved,
    /// The chain ends before the noted head.
    #[error("the chain was cut off: it ends before the head that you noted")]
    HeadMissing,
    /// Another seal is at the position of the noted head.
    #[error("this is not the head that you noted: the chain was cut off and went on")]
    HeadDiffers,
    /// The noted head is older than everything that is kept.
    #[error("the head that you noted was deleted because it was old, so it proves nothing: note a newer one")]
    HeadPruned,
}

impl Fault {
    /// Returns an identifier for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::EventChanged => "event_changed",
            Fault::EventMissing => "event_missing",
            Fault::EventAdded => "event_added",
            Fault::SealChanged => "seal_changed",
            Fault::SealMissing => "seal_missing",
            Fault::PruningUnproved => "pruning_unproved",
            Fault::HeadMissing => "head_missing",
            Fault::HeadDiffers => "head_differs",
            Fault::HeadPruned => "head_pruned",
        }
    }
}

/// Checks the whole chain, and that `noted` is still in it. Calls `progress` with the position and the last position.
pub async fn check(desk: &Desk, noted: Option<&Head>, mut progress: impl FnMut(i64, i64)) -> Result<Report, Error> {
    let mut retries = RETRIES;
    loop {
        let report = walk(desk, noted, &mut progress).await?;
        // Events that were deleted while we read look as if they were missing.
        let pruning = desk.store().read(event_seals::find_last_pruning).await?;
        if report.broken.is_none() || pruning == report.pruning || retries == 0 {
            return Ok(report);
        }
        retries -= 1;
    }
}

async fn walk(desk: &Desk, noted: Option<&Head>, progress: &mut impl FnMut(i64, i64)) -> Result<Report, Error> {
    let now = desk.clock().now();
    let begin = move |connection: &mut Connection| {
        let pruning = event_seals::find_last_pruning(connection)?;
        let anchor = match &pruning {
            Some(pruning) => event_seals::find_by_last_event(connection, pruning.last_event)?,
            None => None,
        };
        let last = event_seals::find_last(connection)?;
        let is_deleting = |pruning: &Pruning| now.since(pruning.pruned_at) < DELETION;
        let forged = match &pruning {
            Some(pruning) if !is_deleting(pruning) => events::is_any_up_to(connection, pruning.last_event)?,
            _ => false,
        };
        let (unsealed, since) =
            events::count_after(connection, last.as_ref().map_or(i64::MIN, |seal| seal.last_event))?;
        Ok((pruning, anchor, last, forged, unsealed, since))
    };
    let (pruning, anchor, last, forged, unsealed, unsealed_since) = desk.store().read(begin).await?;
    let head = last.as_ref().map(Seal::head);
    let mut report = Report { pruning, unsealed, unsealed_since, head, ..Report::default() };
    report.broken = match &report.pruning {
        Some(pruning) => unproved(desk, pruning, anchor.clone()).await?,
        None => None,
    };
    if report.broken.is_none() && forged {
        let position = anchor.as_ref().map_or(0, |anchor| anchor.position);
        report.broken = Some(Broken { position, events: None, fault: Fault::EventAdded });
    }
    let last_position = last.as_ref().map_or(0, |seal| seal.position);
    if report.broken.is_none() {
        report.broken = noted.and_then(|noted| find_head(noted, anchor.as_ref(), last_position));
    }
    let mut feed = Feed::new(anchor.as_ref(), last.as_ref());
    let (mut previous, mut seals) = (anchor, VecDeque::new());
    while report.broken.is_none() && previous.as_ref().map_or(0, |seal| seal.position) < last_position {
        let position = previous.as_ref().map_or(0, |seal| seal.position);
        if seals.is_empty() {
            let read = move |connection: &mut Connection| event_seals::list_after(connection, position, BATCH);
            seals.extend(desk.store().read(read).await?);
        }
        let Some(seal) = seals.pop_front() else { break };
        report.broken = check_seal(desk, &seal, previous.as_ref(), noted, &mut feed).await?;
        if report.broken.is_none() {
            report.seals += 1;
            report.sealed += seal.events;
            progress(seal.position, last_position);
        }
        previous = Some(seal);
    }
    Ok(report)
}

/// Checks the proof of a pruning. Its event must be on record, because only the holder of the key could have written
/// that.
async fn unproved(desk: &Desk, pruning: &Pruning, anchor: Option<Seal>) -> Result<Option<Broken>, Error> {
    let position = anchor.as_ref().map_or(0, |anchor| anchor.position);
    let broken = Some(Broken { position, events: None, fault: Fault::PruningUnproved });
    let Some(anchor) = anchor else { return Ok(broken) };
    let proving: Vec<_> = desk.secret().chain.all().iter().map(|key| pruning.event(&anchor, key)).collect();
    let after = pruning.last_event;
    let read = move |connection: &mut Connection| {
        for event in &proving {
            if events::is_recorded(connection, event, after)? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    Ok(if desk.store().read(read).await? { None } else { broken })
}

/// Compares a noted head with the ends of the chain, before the walk.
fn find_head(noted: &Head, anchor: Option<&Seal>, last_position: i64) -> Option<Broken> {
    let position = noted.position;
    let broken = |fault| Some(Broken { position, events: None, fault });
    match anchor {
        Some(anchor) if position < anchor.position => broken(Fault::HeadPruned),
        Some(anchor) if position == anchor.position && noted.mac != anchor.mac => broken(Fault::HeadDiffers),
        _ if position > last_position => broken(Fault::HeadMissing),
        _ => None,
    }
}

async fn check_seal(
    desk: &Desk,
    seal: &Seal,
    previous: Option<&Seal>,
    noted: Option<&Head>,
    feed: &mut Feed,
) -> Result<Option<Broken>, Error> {
    let expected = previous.map_or(0, |seal| seal.position) + 1;
    if seal.position != expected {
        return Ok(Some(Broken { position: expected, events: None, fault: Fault::SealMissing }));
    }
    let broken =
        |fault| Some(Broken { position: seal.position, events: Some((seal.first_event, seal.last_event)), fault });
    if noted.is_some_and(|noted| noted.position == seal.position && noted.mac != seal.mac) {
        return Ok(broken(Fault::HeadDiffers));
    }
    if !seal.is_authentic(desk.secret().chain.all(), previous.map(|seal| seal.mac.as_slice())) {
        return Ok(broken(Fault::SealChanged));
    }
    let mut run = Run::default();
    while let Some(event) = feed.next_up_to(desk, seal.last_event).await? {
        run.add(&event);
    }
    Ok(match run.events() {
        events if events < seal.events => broken(Fault::EventMissing),
        events if events > seal.events => broken(Fault::EventAdded),
        _ if run.digest() != seal.digest => broken(Fault::EventChanged),
        _ => None,
    })
}

/// All sealed events in order, with one batch of them in memory.
struct Feed {
    left: Ids,
    rows: VecDeque<EventRow>,
}

impl Feed {
    fn new(anchor: Option<&Seal>, last: Option<&Seal>) -> Feed {
        let first = anchor.map_or(i64::MIN, |seal| seal.last_event.saturating_add(1));
        Feed { left: Ids { first, last: last.map_or(i64::MIN, |seal| seal.last_event) }, rows: VecDeque::new() }
    }

    /// Returns the next event, unless it comes after the event `last`.
    async fn next_up_to(&mut self, desk: &Desk, last: i64) -> Result<Option<EventRow>, Error> {
        if self.rows.is_empty() && self.left.first <= self.left.last {
            let left = self.left;
            let read =
                move |connection: &mut Connection| events::list(connection, Leading::Nothing, left, false, BATCH);
            self.rows.extend(desk.store().read(read).await?);
            self.left.first = self.rows.back().map_or(i64::MAX, |row| row.id.saturating_add(1));
        }
        let is_next = self.rows.front().is_some_and(|row| row.id <= last);
        Ok(if is_next { self.rows.pop_front() } else { None })
    }
}
