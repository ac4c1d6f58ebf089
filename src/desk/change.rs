//! The one way to change something: a transaction that knows its actor and its time, rolls everything back when it is
//! refused, and recalls the sessions and access tokens that it ended once it is committed.
//!
//! ```ignore
//! desk.change(by, move |change| {
//!     let user = find_for_change(change, &id, Takes::AdminAway)?;           // the actor may do this; locks the account
//!     change.end_all_of(&user.id, None, RevocationReason::Suspended)?;      // records events; recalled after the commit
//!     change.record(change.event(Event::UserSuspended).about(&user.id))?;
//!     Ok(())
//! })
//! .await
//! ```
//!
//! If something must stay written although the answer is no, such as the count of a wrong code, the closure returns an
//! `Ok` that says so.

use std::convert::Infallible;

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::budgets::{Bill, Payer};
use crate::desk::by::{Actor, By, NotAllowed, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::domain::account::{Role, User};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Allowance, Event, NewEvent, Spent, Subject};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::sign_in::CodeAlarm;
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, Outcome, events, pending_sign_ins, sessions, users};

impl Refusal for Infallible {}

/// One transaction of a verb.
pub(super) struct Change<'c> {
    pub(super) connection: &'c mut Connection,
    pub(super) desk: &'c Desk,
    pub(super) now: Timestamp,
    by: &'c By,
    outdated: Outdated,
    bill: Bill,
}

/// What follows once a change is committed: the sessions and access tokens that are no longer accepted, the sessions
/// that others follow, and what is counted.
#[derive(Default)]
struct Outdated {
    sessions: Vec<SessionId>,
    users: Vec<(UserId, i64)>,
    is_everybody: bool,
    /// Sessions that were replaced, with their successors.
    replaced: Vec<(SessionId, SessionId)>,
    /// Rows of wrong codes that the metrics count.
    alarms: Vec<CodeAlarm>,
}

impl Desk {
    /// Runs `work` in one transaction: commits on `Ok` and recalls ended sessions and outdated tokens, rolls back on
    /// `Err`. `work` may run again if it loses against another transaction, so it must have no effect outside the
    /// database.
    pub(super) async fn change<T, R, F>(&self, by: By, work: F) -> Result<T, Failure<R>>
    where
        T: Send + 'static,
        R: Refusal,
        F: Fn(&mut Change<'_>) -> Result<T, Failure<R>> + Send + 'static,
    {
        if let Actor::SignedIn(session) = &by.actor {
            self.check_budget(by.payer, session)?;
        }
        let (desk, now) = (self.clone(), self.clock().now());
        let write = move |connection: &mut Connection| {
            let (outdated, bill) = (Outdated::default(), Bill::default());
            let mut change = Change { connection, desk: &desk, now, by: &by, outdated, bill };
            match work(&mut change) {
                Ok(done) => {
                    change.bill.pay(change.connection, now)?;
                    Ok(Outcome::Keep(Ok((done, change.outdated))))
                }
                Err(Failure::Fault(Fault::Store(error))) => Err(error),
                Err(failure) => Ok(Outcome::TakeBack(Err(failure))),
            }
        };
        let desk = self.clone();
        // This runs before anybody is answered, and also when nobody waits for the answer any more.
        let recall = move |written: Result<(T, Outdated), Failure<R>>| {
            written.map(|(done, outdated)| {
                outdated.recall(&desk, now);
                done
            })
        };
        self.store().write_then(write, recall).await?
    }
}

impl Desk {
    /// Does the same for changes that are never refused, so the actor is nobody who is signed in.
    pub(super) async fn write<T, F>(&self, by: By, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Change<'_>) -> Result<T, Error> + Send + 'static,
    {
        match self.change::<T, Infallible, _>(by, move |change| Ok(work(change)?)).await {
            Ok(done) => Ok(done),
            Err(Failure::Fault(fault)) => Err(fault),
            Err(Failure::Refused(never)) => match never {},
        }
    }

    fn check_budget(&self, payer: Payer, session: &ActiveSession) -> Result<(), Spent> {
        self.spent_budgets().check(payer, session, self.clock().now())
    }

    /// Refuses a session that is known to have nothing left of its budget for writing, before anything costly is done
    /// for it. Asks the memory of this instance alone.
    ///
    /// # Errors
    /// Tells how long to wait.
    pub fn refuse_if_spent(&self, session: &ActiveSession) -> Result<(), Spent> {
        self.check_budget(Payer::Session, session)
    }
}

impl Outdated {
    fn recall(&self, desk: &Desk, now: Timestamp) {
        if self.is_everybody {
            desk.recall().everybody(now);
        }
        desk.recall().sessions(&self.sessions);
        for (user, version) in &self.users {
            desk.recall().user(user, *version);
        }
        for (old, new) in &self.replaced {
            desk.passing_budgets().inherit(old, new);
        }
        self.alarms.iter().for_each(|alarm| desk.metrics().limits.lock_codes(*alarm));
    }
}

impl<'c> Change<'c> {
    pub(super) fn by(&self) -> &'c By {
        self.by
    }

    /// Returns an event that happens now and names the actor.
    pub(super) fn event(&self, event: Event) -> NewEvent {
        self.event_from(&event, &self.by.context)
    }

    fn event_from(&self, event: &Event, context: &RequestContext) -> NewEvent {
        let event = NewEvent::new(event, self.now, context);
        match self.by.user() {
            Some(user) => event.by(user),
            None => event,
        }
    }

    /// Returns an event that happens now and names no actor, because nobody is known to have caused it.
    pub(super) fn anonymous(&self, event: Event) -> NewEvent {
        NewEvent::new(&event, self.now, &self.by.context)
    }

    pub(super) fn record(&mut self, event: NewEvent) -> Result<(), Error> {
        self.bill.add_event();
        events::insert(self.connection, &event)
    }

    /// Makes sure that the actor has something left to write with, if they are signed in: operators, and people who
    /// come in or go out, have no budget. What demands a session or an admin demands this too.
    ///
    /// # Errors
    /// Fails with [`Fault::TooManyWrites`].
    pub(super) fn demand_budget<R: Refusal>(&mut self) -> Result<(), Failure<R>> {
        let Actor::SignedIn(session) = &self.by.actor else { return Ok(()) };
        let allowance = match users::is_active_admin(self.connection, &session.user_id)? {
            true => Allowance::of(Role::Admin),
            false => Allowance::of(Role::User),
        };
        Ok(self.bill.charge_session(
            self.connection,
            self.desk.spent_budgets(),
            self.by.payer,
            session,
            allowance,
            self.now,
        )??)
    }

    /// Makes sure that a code may be given for an account after its password, which is right for a while and counts
    /// once however many codes follow.
    ///
    /// # Errors
    /// Fails with [`Fault::TooManyWrites`].
    pub(super) fn demand_code_budget<R: Refusal>(&mut self, user: &UserId) -> Result<(), Failure<R>> {
        Ok(self.bill.charge_code(self.connection, user, self.now)??)
    }

    /// Takes one event that is not recorded by demand from the budget of an account. Returns `false` if nothing is
    /// left; then the event is left out.
    pub(super) fn affords_event(&mut self, user: &User) -> Result<bool, Error> {
        let account = Subject::account(&user.id);
        self.bill.charge_account(self.connection, account, Allowance::of(user.role), self.now)
    }

    /// Makes sure that the actor is an operator, or is still an admin: the answer of an access token or an earlier
    /// query may be a moment old. Every change that only admins may make begins with this, after the locks that it
    /// takes.
    pub(super) fn demand_admin<R: Refusal + From<NotAllowed>>(&mut self) -> Result<(), Failure<R>> {
        let session = match &self.by.actor {
            Actor::Operator => return Ok(()),
            Actor::SignedIn(session) => session,
            Actor::Doorward | Actor::Owner(_) => return refuse(NotAllowed::NotAdmin),
        };
        if !self.hold(&session.id)? {
            return refuse(NotAllowed::SessionOver(SessionOver));
        }
        match users::is_active_admin(self.connection, &session.user_id)? {
            true => self.demand_budget(),
            false => refuse(NotAllowed::NotAdmin),
        }
    }

    /// Makes sure that the actor still has their session, and keeps it from being ended until the transaction is over.
    /// Every change that users make to their own things begins with this, after the locks that it takes.
    pub(super) fn demand_session<R: Refusal + From<SessionOver>>(&mut self) -> Result<(), Failure<R>> {
        match &self.by.actor {
            Actor::SignedIn(session) if self.hold(&session.id)? => self.demand_budget(),
            _ => refuse(SessionOver),
        }
    }

    /// Locks the session. Returns `false` if it is over.
    fn hold(&mut self, session: &SessionId) -> Result<bool, Error> {
        // A use that is noted in memory has moved the idle end, so it is written to the row before the row is checked.
        if let Some(seen) = self.desk.presence().of(session) {
            sessions::record_use(self.connection, session, seen.generation, seen.at)?;
        }
        sessions::hold(self.connection, session, self.now)
    }

    /// Ends a session and records the event. Returns `false` if it had been ended before or never existed; it is
    /// recalled even so, since this instance may not know of its end yet.
    pub(super) fn end(&mut self, session: &SessionId, reason: RevocationReason) -> Result<bool, Error> {
        let by = self.by;
        let Some(owner) = sessions::revoke(self.connection, session, reason, self.now)? else {
            self.outdated.sessions.push(session.clone());
            return Ok(false);
        };
        self.record_ends([(session.clone(), owner)], reason, &by.context)?;
        Ok(true)
    }

    /// Ends all live sessions of a user except one, records the events, and voids sign-ins that wait for a code: each
    /// would become a session. Returns the number of ended sessions.
    pub(super) fn end_all_of(
        &mut self,
        user: &UserId,
        except: Option<&SessionId>,
        reason: RevocationReason,
    ) -> Result<usize, Error> {
        pending_sign_ins::void_all(self.connection, user)?;
        let (by, ended) = (self.by, sessions::revoke_live(self.connection, user, except, reason, self.now)?);
        self.record_ends(ended.into_iter().map(|session| (session, user.clone())), reason, &by.context)
    }

    /// Ends those of these sessions that are live. The events name `context` as the origin of the request. Returns the
    /// number of ended sessions.
    pub(super) fn end_these(
        &mut self,
        sessions: &[SessionId],
        reason: RevocationReason,
        context: &RequestContext,
    ) -> Result<usize, Error> {
        let ended = sessions::revoke_these(self.connection, sessions, reason, self.now)?;
        self.record_ends(ended, reason, context)
    }

    /// Records that these sessions of these users were ended, and recalls them after the commit. Returns their number.
    fn record_ends(
        &mut self,
        ended: impl IntoIterator<Item = (SessionId, UserId)>,
        reason: RevocationReason,
        context: &RequestContext,
    ) -> Result<usize, Error> {
        let mut count = 0;
        for (session, owner) in ended {
            let event = self.event_from(&Event::SessionRevoked(reason), context).about(&owner).session(&session);
            events::insert(self.connection, &event)?;
            self.outdated.sessions.push(session);
            count += 1;
        }
        Ok(count)
    }

    /// Ends a session and adds its successor, which takes over what is left of its budgets.
    pub(super) fn replace(&mut self, old: &SessionId, new: &Session) -> Result<(), Error> {
        self.end(old, RevocationReason::Replaced)?;
        self.bill.add_event();
        self.bill.replace(self.connection, old, &new.id)?;
        self.outdated.replaced.push((old.clone(), new.id.clone()));
        sessions::insert(self.connection, new)
    }

    /// Recalls the access tokens that were made for an earlier version of the user, so that they are renewed.
    pub(super) fn outdate(&mut self, user: &UserId, version: i64) {
        self.outdated.users.push((user.clone(), version));
    }

    /// Counts a row of wrong codes.
    pub(super) fn alarm(&mut self, alarm: CodeAlarm) {
        self.outdated.alarms.push(alarm);
    }

    /// Recalls all access tokens that were made before now.
    pub(super) fn outdate_everybody(&mut self) {
        self.outdated.is_everybody = true;
    }
}

fn refuse<T, Q, R: Refusal + From<Q>>(refusal: Q) -> Result<T, Failure<R>> {
    Err(Failure::Refused(refusal.into()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;
    use crate::desk::account::new_user;
    use crate::domain::account::{Role, Username};

    /// Adds `ada`, who is signed in.
    fn add_ada(change: &mut Change<'_>) -> Result<SessionId, Error> {
        let ada = new_user(Username::parse("ada").expect("a name"), Role::User, None, change.now);
        users::insert(change.connection, &ada)?;
        let session = change.desk.new_session(&ada.id, &ada.username, false, change.now, change.by().context());
        sessions::insert(change.connection, &session)?;
        Ok(session.id)
    }

    #[tokio::test]
    async fn what_is_ended_is_recalled_although_nobody_waits_for_the_answer() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let session = desk.write(By::operator(), add_ada).await.expect("added");
        let target = session.clone();
        let end = desk.write(By::operator(), move |change| change.end(&target, RevocationReason::Operator));
        // The change is begun and given up before it can finish. Nothing else tells this desk, which has no background
        // tasks.
        assert!(end.now_or_never().is_none());
        let recalled = async {
            while !desk.recall().is_session_recalled(&session) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), recalled).await.expect("recalled");
    }

    #[tokio::test]
    async fn what_is_refused_is_taken_back_and_recalls_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let session = desk.write(By::operator(), add_ada).await.expect("added");
        let target = session.clone();
        let refused: Result<(), Failure<NotAllowed>> = desk
            .change(By::doorward(RequestContext::background()), move |change| {
                change.end(&target, RevocationReason::Operator)?;
                change.demand_admin()
            })
            .await;
        assert!(matches!(refused, Err(Failure::Refused(NotAllowed::NotAdmin))));
        assert!(!desk.recall().is_session_recalled(&session));
        let found = desk.store().read(move |connection| sessions::find(connection, &session)).await.expect("read");
        assert!(found.is_some_and(|(row, _)| row.revoked_at.is_none()));
    }
}
