//! What a try counts for once its password has been looked at, or not.

use std::time::Duration;

use tokio::time::sleep;

use super::record::{ACCOUNT, NAMES, Obstacle};
use super::ticket::{Counted, KEPT, NewLock, Ticket, around, block};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::Fault;
use crate::domain::sign_in::throttle::{Budget, IN_FLIGHT, Mark, NAMES_BLOCK, NAMES_SPAN, Subject, is_locked};
use crate::store::throttle::{self, Lock};
use crate::store::{self, Connection};

/// After how many seconds each a settlement that failed is tried again.
const LATER: [u64; 5] = [1, 2, 4, 8, 16];

impl Ticket {
    /// The password fits: it counts for the address alone.
    pub(super) async fn take_back(self, desk: &Desk) -> Result<(), Fault> {
        self.settle(desk, |ticket, connection| {
            ticket.forget_name(connection)?;
            match &ticket.counted {
                Counted::Password { account, mark, lock, .. } => {
                    throttle::delete(connection, account, mark)?;
                    lock.as_ref().map_or(Ok(()), |lock| lock.lift(connection, account))
                }
                Counted::Try { subject, piece } => uncount(connection, subject, piece, Budget::DEVICE.span),
            }
        })
        .await
    }

    /// The password was not looked at: everything is as it was before.
    pub(super) async fn undo(self, desk: &Desk) -> Result<(), Fault> {
        let span = Budget::of_address(desk.settings().sign_in_tries_per_address).span;
        self.settle(desk, move |ticket, connection| {
            ticket.forget_name(connection)?;
            if let Some(piece) = &ticket.address_piece {
                uncount(connection, &ticket.address.tries, piece, span)?;
            }
            match &ticket.counted {
                Counted::Password { account, mark, before, lock } => {
                    match before {
                        Some(at) => throttle::put(connection, account, mark, (*at, 1), at.plus(KEPT))?,
                        None => throttle::delete(connection, account, mark)?,
                    }
                    lock.as_ref().map_or(Ok(()), |lock| lock.lift(connection, account))
                }
                Counted::Try { subject, piece } => uncount(connection, subject, piece, Budget::DEVICE.span),
            }
        })
        .await
    }

    async fn settle(
        self,
        desk: &Desk,
        settle: impl Fn(&Ticket, &mut Connection) -> Result<(), store::Error> + Clone + Send + 'static,
    ) -> Result<(), Fault> {
        // Without standing in the queue: what has been let in is settled in any case.
        let by = By::doorward(self.context.clone());
        let work = move |change: &mut Change<'_>| {
            self.queue(change.connection)?;
            settle(&self, change.connection)
        };
        let settled = desk.write(by.clone(), work.clone()).await;
        if settled.is_err() {
            // Nobody is to wait for it, but it must not count for an hour because the database was away for a moment.
            drop(desk.commitments().begin(settle_later(desk.clone(), by, work)));
        }
        settled
    }

    /// The name was tried and did not fail.
    fn forget_name(&self, connection: &mut Connection) -> Result<(), store::Error> {
        let names = &self.address.names;
        match throttle::find(connection, names, &self.name)? {
            Some((_, 0)) => throttle::delete(connection, names, &self.name),
            _ => Ok(()),
        }
    }

    /// The password does not fit.
    pub(super) async fn fail(self, desk: &Desk) -> Result<(), Fault> {
        let context = self.context.clone();
        let fail = move |change: &mut Change<'_>| {
            let now = change.now;
            self.queue(change.connection)?;
            let mut locked = Vec::new();
            if !self.is_of_stranger() {
                return Ok(locked);
            }
            let names = &self.address.names;
            throttle::put(change.connection, names, &self.name, (now, 1), now.plus(NAMES_SPAN))?;
            if let Counted::Password { account, lock: Some(lock), .. } = &self.counted {
                let until = lock.until;
                let obstacle = Obstacle { subject: account.clone(), what: ACCOUNT, until, quiet_until: until };
                locked.extend(self.record(change, &obstacle)?);
            }
            let is_blocked =
                throttle::find_lock(change.connection, names)?.is_some_and(|lock| is_locked(lock.locked_until, now));
            let failed =
                throttle::count_failed(change.connection, names, around(now, NAMES_SPAN), now.minus(IN_FLIGHT))?;
            if !is_blocked && failed >= self.names {
                let until = now.plus(NAMES_BLOCK);
                throttle::put_lock(change.connection, names, &block(until, now))?;
                let obstacle = Obstacle { subject: names.clone(), what: NAMES, until, quiet_until: until };
                locked.extend(self.record(change, &obstacle)?);
            }
            Ok(locked)
        };
        let locked = desk.write(By::doorward(context.clone()), fail).await?;
        locked.iter().for_each(|locked| locked.log(&context));
        Ok(())
    }
}

async fn settle_later<F>(desk: Desk, by: By, work: F)
where
    F: Fn(&mut Change<'_>) -> Result<(), store::Error> + Clone + Send + 'static,
{
    for seconds in LATER {
        sleep(Duration::from_secs(seconds)).await;
        if desk.write(by.clone(), work.clone()).await.is_ok() {
            return;
        }
    }
    log::warn!("the database was away for so long that a try stays counted as wrong");
}

impl NewLock {
    /// Takes the lock back, unless it is another one by now.
    fn lift(&self, connection: &mut Connection, account: &Subject) -> Result<(), store::Error> {
        let is_this_one = |lock: &Lock| lock.locked_until == self.until;
        if !throttle::find_lock(connection, account)?.is_some_and(|lock| is_this_one(&lock)) {
            return Ok(());
        }
        match &self.before {
            Some(before) => throttle::put_lock(connection, account, before),
            None => throttle::delete_lock(connection, account),
        }
    }
}

/// Takes one try back.
fn uncount(connection: &mut Connection, subject: &Subject, piece: &Mark, span: Duration) -> Result<(), store::Error> {
    match throttle::find(connection, subject, piece)? {
        Some((at, tries)) if tries > 1 => throttle::put(connection, subject, piece, (at, tries - 1), at.plus(span)),
        _ => throttle::delete(connection, subject, piece),
    }
}
