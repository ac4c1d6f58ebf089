//! Counts tries before a password is looked at, and looks at it only if there are not too many.
//!
//! One transaction before the hash, one after it. The first decides and counts at once, as if the password were wrong, so
//! that tries at the same time cannot slip past; the second takes back what a right one must not count for. What a
//! request that is cut off in between has counted stays.

use std::time::Duration;

use super::Desk;
use super::confirmation::ConfirmationError;
use super::hashing::Busy;
use super::login::LoginError;
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::{SessionId, UserId};
use crate::domain::known_device::KnownDevice;
use crate::domain::password::{Password, PasswordHash};
use crate::domain::request_context::RequestContext;
use crate::domain::throttle::{
    AddressSubjects, Budget, IN_FLIGHT, LONGEST_LOCK, Mark, NAMES_BLOCK, NAMES_SPAN, PASSWORDS_SPAN, REMEMBERED,
    Subject, ThrottleKey, Throttled, WRONG_PASSWORDS, is_locked, lock_after, names_per_address,
};
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::throttle::{self, Lock, Window};
use crate::store::{self, Connection, events};

/// Somebody who gives a password.
#[derive(Clone, Debug)]
pub struct Caller {
    name: String,
    user: Option<UserId>,
    device: Device,
}

#[derive(Clone, Debug)]
enum Device {
    Unknown,
    Known([u8; 16]),
    Session(SessionId),
}

impl Caller {
    /// Somebody who signs in, under a name as it was typed; `user` is whose it is, if anybody's.
    pub fn signing_in(typed: &str, user: Option<&User>, device: Option<&KnownDevice>) -> Caller {
        let user = user.map(|user| user.id.clone());
        let known = device.filter(|device| user.as_ref().is_some_and(|user| device.is_known_to(user)));
        let device = known.map_or(Device::Unknown, |device| Device::Known(*device.id()));
        // As names are read: there is one spelling of each.
        Caller { name: typed.to_ascii_lowercase(), user, device }
    }

    /// Somebody who is signed in.
    pub fn confirming(user: &User, session: &SessionId) -> Caller {
        Caller {
            name: user.username.to_string(),
            user: Some(user.id.clone()),
            device: Device::Session(session.clone()),
        }
    }
}

/// Why a password was not looked at.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CheckError {
    /// There were too many tries.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<CheckError> for LoginError {
    fn from(error: CheckError) -> LoginError {
        match error {
            CheckError::Throttled(throttled) => LoginError::Throttled(throttled),
            CheckError::Busy(busy) => LoginError::Busy(busy),
            CheckError::Store(error) => LoginError::Store(error),
        }
    }
}

impl From<CheckError> for ConfirmationError {
    fn from(error: CheckError) -> ConfirmationError {
        match error {
            CheckError::Throttled(throttled) => ConfirmationError::Throttled(throttled),
            CheckError::Busy(busy) => ConfirmationError::Busy(busy),
            CheckError::Store(error) => ConfirmationError::Store(error),
        }
    }
}

/// Whether `password` is the one that was hashed, if the caller may try at all.
///
/// # Errors
/// [`CheckError::Throttled`], the same whoever is meant; the rest are faults.
pub async fn verify(
    desk: &Desk,
    caller: Caller,
    password: Password,
    stored: Option<PasswordHash>,
    context: &RequestContext,
) -> Result<bool, CheckError> {
    let ticket = admit(desk, caller, &password, context).await?;
    match desk.hasher().verify(password, stored).await {
        Ok(true) => ticket.take_back(desk).await.map(|()| true),
        Ok(false) => ticket.fail(desk).await.map(|()| false),
        Err(busy) => {
            // It was not looked at, so it does not count either.
            ticket.take_back(desk).await?;
            Err(busy.into())
        }
    }
}

/// What a try counts for, once it is let in.
#[derive(Clone)]
struct Ticket {
    caller: Caller,
    address: AddressSubjects,
    name: Mark,
    names: i64,
    counted: Counted,
    context: RequestContext,
}

/// What it counts for with the account.
#[derive(Clone)]
enum Counted {
    /// A password, among those of unknown devices, with the lock that it brought if it was one too many.
    Password { account: Subject, mark: Mark, lock: Option<NewLock> },
    /// One try of a budget.
    Try { subject: Subject, piece: Mark },
}

/// A lock that a try brought, and the one before.
#[derive(Clone)]
struct NewLock {
    until: Timestamp,
    before: Option<Lock>,
}

/// Something that was locked, for events and the log.
struct Locked {
    what: &'static str,
    seconds: u32,
}

enum Admission {
    Admitted(Box<Ticket>),
    Refused(Throttled, Option<Locked>),
}

/// What stands in the way of a try.
struct Obstacle {
    subject: Subject,
    what: &'static str,
    until: Timestamp,
    /// Until when the events tell of it by this one; the present moment for what is not worth telling.
    quiet_until: Timestamp,
}

const TRIES: &str = "address, too many tries";
const NAMES: &str = "address, too many names";
const ACCOUNT: &str = "account, unknown devices";
const DEVICE: &str = "account, known device";
const SESSION: &str = "account, one session";

async fn admit(
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

    fn subject(&self) -> &Subject {
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
    async fn take_back(self, desk: &Desk) -> Result<(), CheckError> {
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
    async fn fail(self, desk: &Desk) -> Result<(), CheckError> {
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

    /// Puts a lock on record, once.
    fn record(
        &self,
        connection: &mut Connection,
        obstacle: &Obstacle,
        now: Timestamp,
    ) -> Result<Option<Locked>, store::Error> {
        let lock = throttle::find_lock(connection, &obstacle.subject)?;
        let recorded_until = obstacle.quiet_until;
        if recorded_until <= now || lock.as_ref().is_some_and(|lock| is_locked(lock.recorded_until, now)) {
            return Ok(None);
        }
        let recorded = match lock {
            Some(lock) => Lock { recorded_until, expires_at: lock.expires_at.max(recorded_until), ..lock },
            // A budget locks by being counted.
            None => Lock { locks: 0, locked_until: now, recorded_until, expires_at: recorded_until },
        };
        throttle::put_lock(connection, &obstacle.subject, &recorded)?;
        let seconds = Throttled::until(obstacle.until, now).seconds;
        let event = NewEvent::new(EventKind::SignInLocked, now, &self.context);
        let event = event.detail(format!("{}, {seconds} s", obstacle.what));
        let event = match &self.caller.user {
            Some(user) if obstacle.subject == *self.counted.subject() => event.about(user),
            _ => event,
        };
        events::insert(connection, &event)?;
        Ok(Some(Locked { what: obstacle.what, seconds }))
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

impl Locked {
    fn log(&self, context: &RequestContext) {
        log::warn!(
            request = context.request_id, ip = context.ip, what = self.what, seconds = self.seconds;
            "too many tries to sign in"
        );
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
