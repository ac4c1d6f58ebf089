//! What stands in the way of a try: too many from its address, or too many for its account.

use super::Device;
use super::record::{ACCOUNT, DEVICE, NAMES, Obstacle, SESSION, TRIES};
use super::ticket::{Counted, PENDING, Ticket, around, block, find_fresh};
use crate::domain::sign_in::throttle::{Budget, IN_FLIGHT, NAMES_BLOCK, NAMES_SPAN, Subject, is_locked};
use crate::domain::time::Timestamp;
use crate::store::throttle;
use crate::store::{self, Connection};

impl Ticket {
    pub(super) fn obstacle(
        &self,
        connection: &mut Connection,
        budget: Budget,
        now: Timestamp,
    ) -> Result<Option<Obstacle>, store::Error> {
        if self.is_of_stranger()
            && let Some(obstacle) = self.address_obstacle(connection, budget, now)?
        {
            return Ok(Some(obstacle));
        }
        self.account_obstacle(connection, now)
    }

    /// Until when a try is refused, if there is nothing to be written about it.
    pub(super) fn find_obstacle_on_record(
        &self,
        connection: &mut Connection,
        budget: Budget,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, store::Error> {
        let Some(obstacle) = self.obstacle(connection, budget, now)? else { return Ok(None) };
        let lock = throttle::find_lock(connection, &obstacle.subject)?;
        let is_on_record = obstacle.quiet_until <= now || lock.is_some_and(|lock| is_locked(lock.recorded_until, now));
        Ok(is_on_record.then_some(obstacle.until))
    }

    fn address_obstacle(
        &self,
        connection: &mut Connection,
        budget: Budget,
        now: Timestamp,
    ) -> Result<Option<Obstacle>, store::Error> {
        let (tries, names) = (&self.address.tries, &self.address.names);
        let obstacle = |subject: &Subject, what, until, quiet_until| {
            Ok(Some(Obstacle { subject: subject.clone(), what, until, quiet_until }))
        };
        if let Some(lock) = throttle::find_lock(connection, names)?.filter(|lock| is_locked(lock.locked_until, now)) {
            return obstacle(names, NAMES, lock.locked_until, lock.locked_until);
        }
        let window = around(now, NAMES_SPAN);
        if throttle::count_failed(connection, names, window, now.minus(IN_FLIGHT))? >= self.names {
            // Those that failed unseen, since the process ended. The lock is written with its record.
            let until = now.plus(NAMES_BLOCK);
            return obstacle(names, NAMES, until, until);
        }
        let counted = throttle::list(connection, tries, around(now, budget.span))?;
        if let Some(until) = budget.next_at(&counted) {
            return obstacle(tries, TRIES, until, now.plus(budget.span));
        }
        let is_new = find_fresh(connection, names, &self.name, NAMES_SPAN, now)?.is_none();
        if is_new && throttle::count(connection, names, window)? >= self.names {
            // It is not known yet which of them fail; soon it will be.
            let until = now.plus(IN_FLIGHT);
            return obstacle(tries, TRIES, until, now);
        }
        Ok(None)
    }

    fn account_obstacle(&self, connection: &mut Connection, now: Timestamp) -> Result<Option<Obstacle>, store::Error> {
        let subject = self.counted.subject();
        let (what, until, quiet_until) = match &self.counted {
            Counted::Password { .. } => {
                let lock = throttle::find_lock(connection, subject)?;
                let Some(lock) = lock.filter(|lock| is_locked(lock.locked_until, now)) else { return Ok(None) };
                // The password that brought it is being looked at, and may be right.
                let is_pending = lock.recorded_until < lock.locked_until && now.since(lock.recorded_until) < IN_FLIGHT;
                match is_pending {
                    true => (ACCOUNT, now.plus(PENDING).min(lock.locked_until), now),
                    false => (ACCOUNT, lock.locked_until, lock.locked_until),
                }
            }
            Counted::Try { .. } => {
                let budget = Budget::DEVICE;
                let counted = throttle::list(connection, subject, around(now, budget.span))?;
                let Some(until) = budget.next_at(&counted) else { return Ok(None) };
                let what = if matches!(self.caller.device, Device::Session(_)) { SESSION } else { DEVICE };
                (what, until, now.plus(budget.span))
            }
        };
        Ok(Some(Obstacle { subject: subject.clone(), what, until, quiet_until }))
    }

    /// An address with too many names is blocked by the first try that finds it so.
    pub(super) fn block_if_new(
        &self,
        connection: &mut Connection,
        obstacle: &Obstacle,
        now: Timestamp,
    ) -> Result<(), store::Error> {
        let lock = throttle::find_lock(connection, &obstacle.subject)?;
        match lock {
            Some(lock) if is_locked(lock.locked_until, now) => Ok(()),
            _ if obstacle.what == NAMES => {
                throttle::put_lock(connection, &obstacle.subject, &block(obstacle.until, now))
            }
            _ => Ok(()),
        }
    }
}
