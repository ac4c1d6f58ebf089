//! The one way to change something: a unit of work that knows who asks and when, takes everything back when it is
//! refused, and recalls what it ended once that is written.
//!
//! ```ignore
//! desk.change(by, move |change| {
//!     let user = find_for_change(change, &id, Takes::AdminAway)?;           // who asks may do this, and the account is held
//!     change.end_all_of(&user.id, None, RevocationReason::Suspended)?;      // with events; recalled once it is written
//!     change.record(change.event(Event::UserSuspended).about(&user.id))?;
//!     Ok(())
//! })
//! .await
//! ```
//!
//! What is to stay although the answer is no, such as the count of a wrong code, is an `Ok` that says so.

use std::convert::Infallible;

use crate::desk::Desk;
use crate::desk::by::{Actor, By, NotAllowed, SessionOver};
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::domain::id::{SessionId, UserId};
use crate::domain::record::{Event, NewEvent};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{RevocationReason, Session};
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
}

/// What must not be believed any more once a change is written.
#[derive(Default)]
struct Outdated {
    sessions: Vec<SessionId>,
    users: Vec<(UserId, i64)>,
    is_everybody: bool,
}

impl Desk {
    /// Runs `work` in one transaction: commits on `Ok` and recalls what was ended, takes everything back on `Err`. It may be
    /// run again if it loses against another transaction, so it must have no effect outside the database.
    pub(super) async fn change<T, R, F>(&self, by: By, work: F) -> Result<T, Failure<R>>
    where
        T: Send + 'static,
        R: Refusal,
        F: Fn(&mut Change<'_>) -> Result<T, Failure<R>> + Send + 'static,
    {
        let (desk, now) = (self.clone(), self.clock().now());
        let write = move |connection: &mut Connection| {
            let mut change = Change { connection, desk: &desk, now, by: &by, outdated: Outdated::default() };
            match work(&mut change) {
                Ok(done) => Ok(Outcome::Keep(Ok((done, change.outdated)))),
                Err(Failure::Fault(Fault::Store(error))) => Err(error),
                Err(failure) => Ok(Outcome::TakeBack(Err(failure))),
            }
        };
        let desk = self.clone();
        // Before anybody is answered, and also when nobody waits for the answer any more.
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
    /// The same for what nobody can be refused.
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
    }
}

impl<'c> Change<'c> {
    /// Who asks for it.
    pub(super) fn by(&self) -> &'c By {
        self.by
    }

    /// Something that happens now, done by whoever asks.
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

    /// Something that happens now, and nobody is known to have done.
    pub(super) fn anonymous(&self, event: Event) -> NewEvent {
        NewEvent::new(&event, self.now, &self.by.context)
    }

    /// Puts an event on record.
    pub(super) fn record(&mut self, event: NewEvent) -> Result<(), Error> {
        events::insert(self.connection, &event)
    }

    /// Makes sure that whoever asks is an operator, or an admin still: what an access token or an earlier query said may be a
    /// moment old. Every change that is for admins alone begins with this, after whatever lock it takes.
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
            true => Ok(()),
            false => refuse(NotAllowed::NotAdmin),
        }
    }

    /// Makes sure that whoever asks has their session still, and keeps it from being ended until the transaction is over.
    /// Every change of what is one's own begins with this, after whatever lock it takes.
    pub(super) fn demand_session<R: Refusal + From<SessionOver>>(&mut self) -> Result<(), Failure<R>> {
        match &self.by.actor {
            Actor::SignedIn(session) if self.hold(&session.id)? => Ok(()),
            _ => refuse(SessionOver),
        }
    }

    /// `false` when the session is over.
    fn hold(&mut self, session: &SessionId) -> Result<bool, Error> {
        // A use that is noted has moved the idle end; the row must know before it is asked.
        if let Some(seen) = self.desk.presence().of(session) {
            sessions::record_use(self.connection, session, seen.generation, seen.at)?;
        }
        sessions::hold(self.connection, session, self.now)
    }

    /// Ends a session, with its event. `false` when it had been ended, or never was; it is recalled even so, since this
    /// instance may not have heard of it yet.
    pub(super) fn end(&mut self, session: &SessionId, reason: RevocationReason) -> Result<bool, Error> {
        self.outdated.sessions.push(session.clone());
        let Some(owner) = sessions::revoke(self.connection, session, reason, self.now)? else { return Ok(false) };
        self.record(self.revoked(session, &owner, reason, &self.by.context))?;
        Ok(true)
    }

    /// Ends all live sessions of a user but one, with their events, and voids sign-ins that wait for a code: each would
    /// become a session. Returns how many sessions.
    pub(super) fn end_all_of(
        &mut self,
        user: &UserId,
        except: Option<&SessionId>,
        reason: RevocationReason,
    ) -> Result<usize, Error> {
        pending_sign_ins::void_all(self.connection, user)?;
        let ended = sessions::revoke_live(self.connection, user, except, reason, self.now)?;
        for session in &ended {
            self.record(self.revoked(session, user, reason, &self.by.context))?;
        }
        self.outdated.sessions.extend_from_slice(&ended);
        Ok(ended.len())
    }

    /// Ends those of these sessions that live, with events that name `context` as where the wish came from. Returns how many.
    pub(super) fn end_these(
        &mut self,
        sessions: &[SessionId],
        reason: RevocationReason,
        context: &RequestContext,
    ) -> Result<usize, Error> {
        let ended = sessions::revoke_these(self.connection, sessions, reason, self.now)?;
        for (session, owner) in &ended {
            self.record(self.revoked(session, owner, reason, context))?;
        }
        let count = ended.len();
        self.outdated.sessions.extend(ended.into_iter().map(|(session, _)| session));
        Ok(count)
    }

    /// Ends a session and starts its successor.
    pub(super) fn replace(&mut self, old: &SessionId, new: &Session) -> Result<(), Error> {
        self.end(old, RevocationReason::Replaced)?;
        sessions::insert(self.connection, new)
    }

    /// Has access tokens renewed that say less of a user than this version.
    pub(super) fn outdate(&mut self, user: &UserId, version: i64) {
        self.outdated.users.push((user.clone(), version));
    }

    /// Has no access token believed that was made before now.
    pub(super) fn outdate_everybody(&mut self) {
        self.outdated.is_everybody = true;
    }

    fn revoked(
        &self,
        session: &SessionId,
        owner: &UserId,
        reason: RevocationReason,
        context: &RequestContext,
    ) -> NewEvent {
        self.event_from(&Event::SessionRevoked(reason), context).about(owner).session(session)
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
    use crate::clock::Clock;
    use crate::config::{Sources, load};
    use crate::desk::account::new_user;
    use crate::domain::account::{Role, Username};

    async fn open(folder: &tempfile::TempDir) -> Desk {
        let data = folder.path().join("data").display().to_string();
        let sources = Sources { flags: vec![("data_dir".into(), data)], ..Sources::default() };
        Desk::open(load(&sources).expect("allowed").settings, Clock::system()).await.expect("opens")
    }

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
        let desk = open(&folder).await;
        let session = desk.write(By::operator(), add_ada).await.expect("added");
        let target = session.clone();
        let end = desk.write(By::operator(), move |change| change.end(&target, RevocationReason::Operator));
        // Begun, and given up before it can be done. Nothing else tells this desk, which has no tasks in the background.
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
        let desk = open(&folder).await;
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
