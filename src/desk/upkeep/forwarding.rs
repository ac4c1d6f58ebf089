//! Notices when a trusted proxy does not say which client a request comes from: all clients behind it then count as
//! one.
//!
//! Each such request is noted in memory, and logged now and then. The notes are saved for the page and the command that
//! warn about it, no matter at which instance it happened.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::desk::Desk;
use crate::domain::net::ForwardingFault;
use crate::domain::time::Timestamp;
use crate::store::{self, Connection, measurements};

/// The time between two savings of the notes.
pub const INTERVAL: Duration = Duration::from_secs(15);
/// Warnings continue for this long after the last such request.
pub const REMEMBERED: Duration = Duration::from_secs(3600);
/// The time between two log lines about it, because an instance may receive thousands of such requests per second.
const TOLD_EVERY: Duration = Duration::from_secs(600);

/// The notes of this instance.
#[derive(Default)]
pub struct Forwarding {
    missing: Note,
    unreadable: Note,
}

#[derive(Default)]
struct Note {
    /// The time of the last such request in milliseconds; 0 if there was none since the last note was saved.
    last: AtomicI64,
    /// The time of the last log line about such a request, in milliseconds; 0 before the first one.
    told: AtomicI64,
}

impl Forwarding {
    /// Notes a request whose proxy named no client. Returns `true` if the log should say so.
    pub fn note(&self, fault: ForwardingFault, now: Timestamp) -> bool {
        let note = self.of(fault);
        note.last.store(now.milliseconds(), Ordering::Relaxed);
        let told = note.told.load(Ordering::Relaxed);
        let is_due = told == 0 || now.since(Timestamp::from_milliseconds(told)) >= TOLD_EVERY;
        // If several requests come at the same moment, one of them is logged.
        is_due && note.told.compare_exchange(told, now.milliseconds(), Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    fn of(&self, fault: ForwardingFault) -> &Note {
        match fault {
            ForwardingFault::Missing => &self.missing,
            ForwardingFault::Unreadable => &self.unreadable,
        }
    }
}

/// Saves the notes, if there are any.
///
/// # Errors
/// Fails if the database is unreachable; the next note is saved the next time.
pub async fn write_down(desk: &Desk) -> Result<(), store::Error> {
    for fault in ForwardingFault::ALL {
        let last = desk.forwarding().of(fault).last.swap(0, Ordering::Relaxed);
        if last != 0 {
            let at = Timestamp::from_milliseconds(last);
            desk.store().write(move |connection| measurements::record(connection, name(fault), 1, at)).await?;
        }
    }
    Ok(())
}

/// Returns the recent problems, at any instance.
pub fn find_faults(connection: &mut Connection, now: Timestamp) -> Result<Vec<ForwardingFault>, store::Error> {
    let mut found = Vec::new();
    for fault in ForwardingFault::ALL {
        let last = measurements::find(connection, name(fault))?;
        if last.is_some_and(|(_, at)| now.since(at) < REMEMBERED) {
            found.push(fault);
        }
    }
    Ok(found)
}

const fn name(fault: ForwardingFault) -> &'static str {
    match fault {
        ForwardingFault::Missing => measurements::FORWARDED_FOR_MISSING,
        ForwardingFault::Unreadable => measurements::FORWARDED_FOR_UNREADABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_tells_of_each_fault_once_in_ten_minutes() {
        let (forwarding, start) = (Forwarding::default(), 1_700_000_000_000);
        let told = |fault, seconds: i64| forwarding.note(fault, Timestamp::from_milliseconds(start + seconds * 1000));
        assert!(told(ForwardingFault::Missing, 0));
        assert!((1..600).all(|second| !told(ForwardingFault::Missing, second)));
        assert!(told(ForwardingFault::Unreadable, 5), "the other is told of by itself");
        assert!(told(ForwardingFault::Missing, 600));
    }
}
