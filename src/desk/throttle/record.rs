//! Locks on record: one event and one line in the log for each, however many tries it refuses.

use super::locked::Locked;
use super::ticket::Ticket;
use crate::desk::change::Change;
use crate::domain::record::detail::LockCause;
use crate::domain::record::event::Event;
use crate::domain::sign_in::throttle::{Subject, Throttled, is_locked};
use crate::domain::time::Timestamp;
use crate::store::Error;
use crate::store::throttle::{self, Lock};

/// What stands in the way of a try.
pub(super) struct Obstacle {
    pub(super) subject: Subject,
    pub(super) what: LockCause,
    pub(super) until: Timestamp,
    /// Until when the events tell of it by this one; the present moment for what is not worth telling.
    pub(super) quiet_until: Timestamp,
}

pub(super) const TRIES: LockCause = LockCause::Tries;
pub(super) const NAMES: LockCause = LockCause::Names;
pub(super) const ACCOUNT: LockCause = LockCause::UnknownDevices;
pub(super) const DEVICE: LockCause = LockCause::KnownDevice;
pub(super) const SESSION: LockCause = LockCause::OneSession;

impl Ticket {
    /// Puts a lock on record, once.
    pub(super) fn record(&self, change: &mut Change<'_>, obstacle: &Obstacle) -> Result<Option<Locked>, Error> {
        let now = change.now;
        let lock = throttle::find_lock(change.connection, &obstacle.subject)?;
        let recorded_until = obstacle.quiet_until;
        if recorded_until <= now || lock.as_ref().is_some_and(|lock| is_locked(lock.recorded_until, now)) {
            return Ok(None);
        }
        let recorded = match lock {
            Some(lock) => Lock { recorded_until, expires_at: lock.expires_at.max(recorded_until), ..lock },
            // A budget locks by being counted.
            None => Lock { locks: 0, locked_until: now, recorded_until, expires_at: recorded_until },
        };
        throttle::put_lock(change.connection, &obstacle.subject, &recorded)?;
        let seconds = Throttled::until(obstacle.until, now).seconds;
        let event = change.anonymous(Event::SignInLocked { cause: obstacle.what, seconds: seconds.into() });
        let event = match &self.caller.user {
            Some(user) if obstacle.subject == *self.counted.subject() => event.about(user),
            _ => event,
        };
        change.record(event)?;
        Ok(Some(Locked { what: obstacle.what, seconds }))
    }
}
