//! One try: let in and counted, or refused; and what it counts for once its password has been looked at.

use std::time::Duration;

use super::record::{ACCOUNT, DEVICE, Locked, NAMES, Obstacle, SESSION, TRIES};
use super::{Caller, CheckError, Device};
use crate::auth::Desk;
use crate::domain::id::UserId;
use crate::domain::password::Password;
use crate::domain::request_context::RequestContext;
use crate::domain::throttle::{
    AddressSubjects, Budget, IN_FLIGHT, LONGEST_LOCK, Mark, NAMES_BLOCK, NAMES_SPAN, PASSWORDS_SPAN, REMEMBERED,
    Subject, ThrottleKey, Throttled, WRONG_PASSWORDS, is_locked, lock_after, names_per_address,
};
use crate::domain::time::Timestamp;
use crate::store::throttle::{self, Lock, Window};
use crate::store::{self, Connection};

/// What a try counts for, once it is let in.
#[derive(Clone)]
pub(super) struct Ticket {
    pub(super) caller: Caller,
    address: AddressSubjects,
    name: Mark,
    names: i64,
    pub(super) counted: Counted,
    pub(super) context: RequestContext,
}

/// What it counts for with the account.
#[derive(Clone)]
pub(super) enum Counted {
    /// A password, among those of unknown devices, with the lock that it brought if it was one too many.
    Password { account: Subject, mark: Mark, lock: Option<NewLock> },
    /// One try of a budget.
    Try { subject: Subject, piece: Mark },
}

/// A lock that a try brought, and the one before.
#[derive(Clone)]
pub(super) struct NewLock {
    until: Timestamp,
    before: Option<Lock>,
}

enum Admission {
    Admitted(Box<Ticket>),
    Refused(Throttled, Option<Locked>),
}

pub(super) async fn admit(
    desk: &Desk,
    caller: Caller,
    password: &Password,
    context: &RequestContext,
) -> Result<Ticket, CheckError> {
    let (now, key) = (desk.clock().now(), desk.secret().throttle_key());
    let tries = desk.settings().sign_in_tries_per_address;
    let budget = Budget::of_address(tries);
    let ticket = Ticket {
        address: key.address(&context.ip),
        name: key.name(&caller.name),
        names: names_per_address(tries),
        counted: Counted::of(&caller, password, key, now),
        context: context.clone(),
        caller,
    };
    let admission = desk.store().write(move |connection| ticket.clone().admit_in(connection, budget, now)).await?;
    match admission {
        Admission::Admitted(ticket) => Ok(*ticket),
        Admission::Refused(throttled, locked) => {
            if let Some(locked) = locked {
                locked.log(context);
            }
            Err(throttled.into())
        }
    }
}

impl Counted {
    fn of(caller: &Caller, password: &Password, key: &ThrottleKey, now: Timestamp) -> Counted {
        let user = caller.user.as_ref().map(UserId::to_bytes).unwrap_or_default();
        let of_budget = |subject| Counted::Try { subject, piece: Budget::DEVICE.piece(now) };
        match &caller.device {
            Device::Unknown => Counted::Password {
                account: key.account(&caller.name),
                mark: key.password(&caller.name, password.expose()),
                lock: None,
            },
            Device::Known(id) => of_budget(key.device(&user, id)),
            Device::Session(id) => of_budget(key.session(&user, &id.to_bytes())),
        }
    }

    pub(super) fn subject(&self) -> &Subject {
        match self {
            Counted::Password { account, .. } => account,
            Counted::Try { subject, .. } => subject,
        }
    }
}

impl Ticket {
    /// Everybody queues for the address first, so that no two can wait for each other.
    fn queue(&self, connection: &mut Connection) -> Result<(), store::Error> {
        throttle::queue(connection, &self.address.tries)?;
        throttle::queue(connection, self.counted.subject())
    }

    fn admit_in(
        mut self,
        connection: &mut Connection,
        budget: Budget,
        now: Timestamp,
    ) -> Result<Admission, store::Error> {
        self.queue(connection)?;
        let obstacle = match self.address_obstacle(connection, budget, now)? {
            None => self.account_obstacle(connection, now)?,
            obstacle => obstacle,
        };
        if let Some(obstacle) = obstacle {
            let locked = self.record(connection, &obstacle, now)?;
            return Ok(Admission::Refused(Throttled::until(obstacle.until, now), locked));
        }
        count_try(connection, &self.address.tries, &budget.piece(now), budget.span, now)?;
        if find_fresh(connection, &self.address.names, &self.name, NAMES_SPAN, now)?.is_none() {
            throttle::put(connection, &self.address.names, &self.name, (now, 0), now.plus(NAMES_SPAN))?;
        }
        self.count_for_account(connection, now)?;
        Ok(Admission::Admitted(Box::new(self)))
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
            // Those that failed unseen, since their requests were cut off.
            let until = now.plus(NAMES_BLOCK);
            throttle::put_lock(connection, names, &block(until, now))?;
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
                (ACCOUNT, lock.locked_until, lock.locked_until)
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

    fn count_for_account(&mut self, connection: &mut Connection, now: Timestamp) -> Result<(), store::Error> {
        match &mut self.counted {
            Counted::Try { subject, piece } => count_try(connection, subject, piece, Budget::DEVICE.span, now),
            Counted::Password { account, mark, lock } => {
                // For as long as a lock may be remembered, so that a repeated password never counts as another one.
                let kept = LONGEST_LOCK.saturating_add(REMEMBERED);
                let is_new = find_fresh(connection, account, mark, kept, now)?.is_none();
                throttle::put(connection, account, mark, (now, 1), now.plus(kept))?;
                if !is_new {
                    return Ok(());
                }
                let before = throttle::find_lock(connection, account)?;
                let is_remembered = |lock: &&Lock| now.since(lock.locked_until) < REMEMBERED;
                let locks = before.as_ref().filter(is_remembered).map_or(0, |lock| lock.locks);
                let different = throttle::count(connection, account, around(now, PASSWORDS_SPAN))?;
                if locks == 0 && different < WRONG_PASSWORDS {
                    return Ok(());
                }
                let until = now.plus(lock_after(locks));
                let expires_at = until.plus(REMEMBERED);
                let new = Lock { locks: locks + 1, locked_until: until, recorded_until: now, expires_at };
                throttle::put_lock(connection, account, &new)?;
                *lock = Some(NewLock { until, before });
                Ok(())
            }
        }
    }

    /// The password fits, or was not looked at: it counts for the address alone.
    pub(super) async fn take_back(self, desk: &Desk) -> Result<(), CheckError> {
        let take_back = move |connection: &mut Connection| {
            self.queue(connection)?;
            let names = &self.address.names;
            if throttle::find(connection, names, &self.name)?.is_some_and(|(_, failed)| failed == 0) {
                throttle::delete(connection, names, &self.name)?;
            }
            match &self.counted {
                Counted::Password { account, mark, lock } => {
                    throttle::delete(connection, account, mark)?;
                    match lock {
                        Some(lock) => lock.lift(connection, account),
                        None => Ok(()),
                    }
                }
                Counted::Try { subject, piece } => match throttle::find(connection, subject, piece)? {
                    Some((at, tries)) if tries > 1 => {
                        let expires_at = at.plus(Budget::DEVICE.span);
                        throttle::put(connection, subject, piece, (at, tries - 1), expires_at)
                    }
                    _ => throttle::delete(connection, subject, piece),
                },
            }
        };
        Ok(desk.store().write(take_back).await?)
    }

    /// The password does not fit.
    pub(super) async fn fail(self, desk: &Desk) -> Result<(), CheckError> {
        let now = desk.clock().now();
        let context = self.context.clone();
        let fail = move |connection: &mut Connection| {
            self.queue(connection)?;
            let names = &self.address.names;
            throttle::put(connection, names, &self.name, (now, 1), now.plus(NAMES_SPAN))?;
            let mut locked = Vec::new();
            if let Counted::Password { account, lock: Some(lock), .. } = &self.counted {
                let until = lock.until;
                let obstacle = Obstacle { subject: account.clone(), what: ACCOUNT, until, quiet_until: until };
                locked.extend(self.record(connection, &obstacle, now)?);
            }
            let is_blocked =
                throttle::find_lock(connection, names)?.is_some_and(|lock| is_locked(lock.locked_until, now));
            let failed = throttle::count_failed(connection, names, around(now, NAMES_SPAN), now.minus(IN_FLIGHT))?;
            if !is_blocked && failed >= self.names {
                let until = now.plus(NAMES_BLOCK);
                throttle::put_lock(connection, names, &block(until, now))?;
                let obstacle = Obstacle { subject: names.clone(), what: NAMES, until, quiet_until: until };
                locked.extend(self.record(connection, &obstacle, now)?);
            }
            Ok(locked)
        };
        desk.store().write(fail).await?.iter().for_each(|locked| locked.log(&context));
        Ok(())
    }
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

/// A block of an address, not on record yet.
fn block(until: Timestamp, now: Timestamp) -> Lock {
    Lock { locks: 1, locked_until: until, recorded_until: now, expires_at: until }
}

/// What counts now. What lies further ahead than it may lie behind was written by a clock that was wrong.
fn around(now: Timestamp, span: Duration) -> Window {
    Window { after: now.minus(span), until: now.plus(span) }
}

/// A mark that still counts.
fn find_fresh(
    connection: &mut Connection,
    subject: &Subject,
    mark: &Mark,
    span: Duration,
    now: Timestamp,
) -> Result<Option<i64>, store::Error> {
    let window = around(now, span);
    let is_fresh = |at: Timestamp| at > window.after && at <= window.until;
    Ok(throttle::find(connection, subject, mark)?.filter(|(at, _)| is_fresh(*at)).map(|(_, tries)| tries))
}

fn count_try(
    connection: &mut Connection,
    subject: &Subject,
    piece: &Mark,
    span: Duration,
    now: Timestamp,
) -> Result<(), store::Error> {
    let before = find_fresh(connection, subject, piece, span, now)?.unwrap_or(0);
    throttle::put(connection, subject, piece, (now, before + 1), now.plus(span))
}
