//! One try: let in and counted, or refused.

use std::time::Duration;

use super::locked::Locked;
use super::{Caller, Device};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::Failure;
use crate::domain::account::password::Password;
use crate::domain::id::UserId;
use crate::domain::request_context::RequestContext;
use crate::domain::sign_in::throttle::{
    AddressSubjects, Budget, LONGEST_LOCK, Mark, NAMES_SPAN, PASSWORDS_SPAN, REMEMBERED, Subject, ThrottleKey,
    Throttled, WRONG_PASSWORDS, lock_after, names_per_address,
};
use crate::domain::time::Timestamp;
use crate::store::throttle::{self, Lock, Window};
use crate::store::{self, Connection};

/// How long a wrong password is remembered: as long as a lock may be, so that a repeated one never counts as another.
pub(super) const KEPT: Duration = Duration::from_secs(LONGEST_LOCK.as_secs() + REMEMBERED.as_secs());
/// When to come back while it is not known yet whether there is a lock.
pub(super) const PENDING: Duration = Duration::from_secs(2);

/// What a try counts for, once it is let in.
#[derive(Clone)]
pub(super) struct Ticket {
    pub(super) caller: Caller,
    pub(super) address: AddressSubjects,
    pub(super) name: Mark,
    pub(super) names: i64,
    pub(super) counted: Counted,
    /// Where it is counted for the address, if it is.
    pub(super) address_piece: Option<Mark>,
    pub(super) context: RequestContext,
}

/// What it counts for with the account.
#[derive(Clone)]
pub(super) enum Counted {
    /// A password, among those of unknown devices: when it was counted before, if it was, and the lock that it brought if it
    /// was one too many.
    Password { account: Subject, mark: Mark, before: Option<Timestamp>, lock: Option<NewLock> },
    /// One try of a budget.
    Try { subject: Subject, piece: Mark },
}

/// A lock that a try brought, and the one before.
#[derive(Clone)]
pub(super) struct NewLock {
    pub(super) until: Timestamp,
    pub(super) before: Option<Lock>,
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
) -> Result<Ticket, Failure<Throttled>> {
    let (now, key) = (desk.clock().now(), desk.secret().throttle_key());
    let tries = desk.settings().sign_in_tries_per_address;
    let budget = Budget::of_address(tries);
    let ticket = Ticket {
        address: key.address(&context.ip),
        name: key.name(&caller.name),
        names: names_per_address(tries),
        counted: Counted::of(&caller, password, key, now),
        address_piece: None,
        context: context.clone(),
        caller,
    };
    let _turn = desk.throttle_queues().turn(&ticket.address.tries).await?;
    // Whoever is refused, and on record as such, is refused without writing: guesses keep nobody's writes waiting.
    let asked = ticket.clone();
    let refused = desk.store().read(move |connection| asked.find_obstacle_on_record(connection, budget, now)).await?;
    if let Some(until) = refused {
        return Err(Throttled::until(until, now).into());
    }
    let count = move |change: &mut Change<'_>| ticket.clone().admit(change, budget);
    let admission = desk.write(By::doorward(context.clone()), count).await?;
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
                before: None,
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
    pub(super) fn queue(&self, connection: &mut Connection) -> Result<(), store::Error> {
        throttle::queue(connection, &self.address.tries)?;
        throttle::queue(connection, self.counted.subject())
    }

    fn admit(mut self, change: &mut Change<'_>, budget: Budget) -> Result<Admission, store::Error> {
        let now = change.now;
        self.queue(change.connection)?;
        if let Some(obstacle) = self.obstacle(change.connection, budget, now)? {
            self.block_if_new(change.connection, &obstacle, now)?;
            let locked = self.record(change, &obstacle)?;
            return Ok(Admission::Refused(Throttled::until(obstacle.until, now), locked));
        }
        let connection = &mut *change.connection;
        if self.is_of_stranger() {
            self.address_piece = Some(budget.piece(now));
            count_try(connection, &self.address.tries, &budget.piece(now), budget.span, now)?;
            if find_fresh(connection, &self.address.names, &self.name, NAMES_SPAN, now)?.is_none() {
                throttle::put(connection, &self.address.names, &self.name, (now, 0), now.plus(NAMES_SPAN))?;
            }
        }
        self.count_for_account(connection, now)?;
        Ok(Admission::Admitted(Box::new(self)))
    }

    /// Whether the address counts: whoever is known has tries of their own, which no neighbour can use up.
    pub(super) fn is_of_stranger(&self) -> bool {
        matches!(self.counted, Counted::Password { .. })
    }

    fn count_for_account(&mut self, connection: &mut Connection, now: Timestamp) -> Result<(), store::Error> {
        match &mut self.counted {
            Counted::Try { subject, piece } => count_try(connection, subject, piece, Budget::DEVICE.span, now),
            Counted::Password { account, mark, before, lock } => {
                let is_new = find_fresh(connection, account, mark, KEPT, now)?.is_none();
                if !is_new {
                    *before = throttle::find(connection, account, mark)?.map(|(at, _)| at);
                }
                throttle::put(connection, account, mark, (now, 1), now.plus(KEPT))?;
                if !is_new {
                    return Ok(());
                }
                let lock_before = throttle::find_lock(connection, account)?;
                let is_remembered = |lock: &&Lock| now.since(lock.locked_until) < REMEMBERED;
                let locks = lock_before.as_ref().filter(is_remembered).map_or(0, |lock| lock.locks);
                let different = throttle::count(connection, account, around(now, PASSWORDS_SPAN))?;
                if locks == 0 && different < WRONG_PASSWORDS {
                    return Ok(());
                }
                let until = now.plus(lock_after(locks));
                let expires_at = until.plus(REMEMBERED);
                let new = Lock { locks: locks + 1, locked_until: until, recorded_until: now, expires_at };
                throttle::put_lock(connection, account, &new)?;
                *lock = Some(NewLock { until, before: lock_before });
                Ok(())
            }
        }
    }
}

/// A block of an address, not on record yet.
pub(super) fn block(until: Timestamp, now: Timestamp) -> Lock {
    Lock { locks: 1, locked_until: until, recorded_until: now, expires_at: until }
}

/// What counts now. What lies further ahead than it may lie behind was written by a clock that was wrong.
pub(super) fn around(now: Timestamp, span: Duration) -> Window {
    Window { after: now.minus(span), until: now.plus(span) }
}

/// A mark that still counts.
pub(super) fn find_fresh(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::config::{Sources, load};
    use crate::domain::account::username::Username;

    fn password(text: &str) -> Password {
        Password::new(text.into()).expect("short")
    }

    async fn try_once(desk: &Desk, text: &str, ip: u8) -> Result<Ticket, Failure<Throttled>> {
        let context = RequestContext { ip: format!("192.0.2.{ip}"), ..RequestContext::command_line() };
        let ada = Username::parse("ada").expect("a name");
        admit(desk, Caller::signing_in(&ada, None, None), &password(text), &context).await
    }

    #[tokio::test]
    async fn what_was_not_looked_at_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data").display().to_string();
        let sources = Sources { flags: vec![("data_dir".into(), data)], ..Sources::default() };
        let desk = Desk::open(load(&sources).expect("allowed").settings, Clock::system()).await.expect("opens");
        for number in 0..9 {
            let ticket = try_once(&desk, &format!("guess {number}"), number).await.expect("let in");
            ticket.fail(&desk).await.expect("settled");
        }
        // Repeated or new, what was not looked at neither counts nor makes forgotten what did.
        for number in 0..9 {
            let ticket = try_once(&desk, &format!("guess {number}"), 100).await.expect("let in");
            ticket.undo(&desk).await.expect("settled");
        }
        let ticket = try_once(&desk, "not looked at", 100).await.expect("let in");
        ticket.undo(&desk).await.expect("settled");
        for _ in 0..30 {
            let ticket = try_once(&desk, "guess 1", 101).await.expect("the address has its tries still");
            ticket.undo(&desk).await.expect("settled");
        }
        let tenth = try_once(&desk, "guess 10", 50).await.expect("let in");
        // While it is looked at others come back in a moment, after it in a minute.
        let meanwhile = try_once(&desk, "guess 11", 51).await;
        assert!(matches!(meanwhile, Err(Failure::Refused(Throttled { seconds: 1..=2 }))));
        tenth.fail(&desk).await.expect("settled");
        let afterwards = try_once(&desk, "guess 12", 52).await;
        assert!(matches!(afterwards, Err(Failure::Refused(Throttled { seconds: 50..=60 }))));
    }
}
