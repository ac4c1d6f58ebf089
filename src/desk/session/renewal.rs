//! Renewal: a refresh token comes in, the next generation goes out. `docs/architecture.md` describes it step by step.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::issue::Issued;
use super::outcome::Outcome;
use super::presence::Use;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::By;
use crate::desk::fault::Fault;
use crate::desk::{Desk, two_factor};
use crate::domain::account::User;
use crate::domain::id::SessionId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{
    Channel, Presented, PresentedRefreshToken, RACE_WINDOW, RevocationReason, Session, SessionEnd,
};
use crate::domain::time::Timestamp;
use crate::domain::token::Claims;
use crate::store::{Connection, Error, sessions};

#[derive(Clone, Debug)]
pub enum Renewal {
    Renewed(Box<Issued>),
    Ended(SessionEnd),
    /// Doorward did not make this token.
    NotOurs,
    /// The database is unreachable, so nobody can tell now: keep the cookies and try again.
    Unavailable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The access token is missing or expired.
    Expired,
    /// It has not expired, but must not be accepted any more: its claims have changed, its key is unknown, or clocks
    /// disagree.
    Recalled,
}

/// A running renewal, with the result of checking its token.
type Flight = Shared<BoxFuture<'static, (Renewal, Outcome)>>;

/// The running renewals of this process, by token: requests that present the same token wait for the same answer.
#[derive(Default)]
pub(in crate::desk) struct Flights {
    under_way: Mutex<HashMap<PresentedRefreshToken, Flight>>,
}

impl Flights {
    fn under_way(&self) -> MutexGuard<'_, HashMap<PresentedRefreshToken, Flight>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renews a session with one compare-and-set. A request that lost the race gets the same tokens as the winner.
pub async fn renew(desk: &Desk, token: PresentedRefreshToken, cause: Cause, context: RequestContext) -> Renewal {
    let channel = token.channel();
    let (flight, is_follower) = {
        let mut under_way = desk.flights().under_way();
        let known = under_way.get(&token).cloned();
        let is_follower = known.is_some();
        let flight = known.unwrap_or_else(|| {
            let (desk, key) = (desk.clone(), token.clone());
            // This runs in a task of its own: if the browser that began it gives up, the others that wait still get the
            // answer.
            let task = tokio::spawn(async move {
                let landing = Landing { desk, token: key };
                let (renewal, outcome) = renew_alone(&landing.desk, &landing.token, cause, &context).await;
                // It is counted here, since the request that began it may be gone.
                landing.desk.metrics().renewals.count(outcome, channel);
                (renewal, outcome)
            });
            let flight = task.map(|done| done.unwrap_or((Renewal::Unavailable, Outcome::Unavailable))).boxed().shared();
            under_way.insert(token, flight.clone());
            flight
        });
        (flight, is_follower)
    };
    let (renewal, outcome) = flight.await;
    if is_follower {
        desk.metrics().renewals.count(outcome.for_followers(), channel);
    }
    renewal
}

/// Removes a running renewal from the list however it ends, even by a panic.
struct Landing {
    desk: Desk,
    token: PresentedRefreshToken,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.desk.flights().under_way().remove(&self.token);
    }
}

async fn renew_alone(
    desk: &Desk,
    token: &PresentedRefreshToken,
    cause: Cause,
    context: &RequestContext,
) -> (Renewal, Outcome) {
    let result = attempt(desk, token, cause, context).await;
    result.unwrap_or_else(|error| {
        log::error!(request = context.request_id, session = token.session().short(), error:% = error; "renewal failed");
        (Renewal::Unavailable, Outcome::Unavailable)
    })
}

/// The state that a transaction found, and what it did.
enum Step {
    Rotated(Session, User),
    Raced(Session, User),
    Reused,
    Ended(SessionEnd),
}

async fn attempt(
    desk: &Desk,
    token: &PresentedRefreshToken,
    cause: Cause,
    context: &RequestContext,
) -> Result<(Renewal, Outcome), Fault> {
    let now = desk.clock().now();
    let id = token.session().clone();
    let desk_clone = desk.clone();
    let found = desk.store().read(move |connection| find_in(connection, &desk_clone, &id)).await?;
    // Without the row we cannot tell whether the token was ever ours. Its owner deserves to know the reason all the
    // same, and a stranger learns nothing from it.
    let Some((session, user, lacks_factor)) = found else { return Ok(ended(SessionEnd::Gone)) };
    if !token.is_authentic(desk.secret().refresh_keys(), &session.seed) {
        log::warn!(request = context.request_id, ip = context.ip; "refresh token with a wrong signature");
        return Ok((Renewal::NotOurs, Outcome::NotOurs));
    }
    let noted = desk.presence().of(&session.id);
    let step = match classify(&session, &user, token.generation(), noted, now) {
        // There is nothing to write, so nothing to lock.
        Step::Ended(end) => Step::Ended(end),
        // The demand is newer than the session. At the next sign-in the user is asked to set up a second factor.
        Step::Rotated(session, _) | Step::Raced(session, _)
            if lacks_factor && two_factor::end_if_missing(desk, &session.id, context).await? =>
        {
            Step::Ended(LACKS_FACTOR)
        }
        Step::Raced(session, user) => Step::Raced(session, user),
        // The tokens get new claims at the same generation. Two rotations so close to each other would leave a request
        // that was sent before them two generations behind, and so make its token look stolen.
        Step::Rotated(session, user) if cause == Cause::Recalled && now.since(session.rotated_at) < RACE_WINDOW => {
            Step::Raced(session, user)
        }
        Step::Rotated(..) | Step::Reused => rotate(desk, session, token.generation(), noted, context, now).await?,
    };
    match step {
        Step::Rotated(session, user) => {
            log::debug!(request = context.request_id, session = session.id.short(), generation = session.generation; "renewed");
            Ok((issue(desk, &session, &user, token.channel(), now)?, Outcome::Rotated))
        }
        Step::Raced(session, user) => Ok((issue(desk, &session, &user, token.channel(), now)?, Outcome::Raced)),
        Step::Reused => {
            log::warn!(
                request = context.request_id, ip = context.ip, session = token.session().short();
                "an old refresh token was used again, the session was ended"
            );
            Ok((Renewal::Ended(SessionEnd::Revoked(RevocationReason::Reused)), Outcome::Reused))
        }
        Step::Ended(end) => Ok(ended(end)),
    }
}

fn ended(end: SessionEnd) -> (Renewal, Outcome) {
    (Renewal::Ended(end), Outcome::Ended(end))
}

fn issue(desk: &Desk, session: &Session, user: &User, channel: Channel, now: Timestamp) -> Result<Renewal, Fault> {
    Ok(Renewal::Renewed(Box::new(desk.issue(session, user, channel, now)?)))
}

/// Compares a token with the row of its session. `Rotated` means that it may be rotated; nothing is written here.
fn classify(session: &Session, user: &User, presented: i64, noted: Option<Use>, now: Timestamp) -> Step {
    // A use that is noted and not saved yet has moved the idle end already.
    let alive = match noted {
        Some(seen) => Session {
            idle_expires_at: session.idle_expires_at.max(session.idle_end_after_use(seen.at)),
            ..session.clone()
        },
        None => session.clone(),
    };
    if let Some(end) = alive.end(now) {
        return Step::Ended(end);
    }
    if !user.is_active() {
        return Step::Ended(SessionEnd::UserSuspended);
    }
    let confirmed = session.confirmed_generation.max(noted.map_or(0, |seen| seen.generation));
    match session.classify(presented, confirmed >= session.generation, now) {
        Presented::Current => Step::Rotated(session.clone(), user.clone()),
        Presented::Raced => Step::Raced(session.clone(), user.clone()),
        Presented::Reused => Step::Reused,
        // The database was restored: the session was in the middle of its life, and nobody did anything wrong.
        Presented::Ahead => Step::Ended(SessionEnd::Gone),
    }
}

async fn rotate(
    desk: &Desk,
    session: Session,
    presented: i64,
    noted: Option<Use>,
    context: &RequestContext,
    now: Timestamp,
) -> Result<Step, Fault> {
    let idle_end = session.idle_end_after_use(now);
    desk.write(By::doorward(context.clone()), move |change| {
        let (id, owner) = (&session.id, &session.user_id);
        if let Some(seen) = noted {
            sessions::record_use(change.connection, id, seen.generation, seen.at)?;
        }
        let context = change.by().context();
        let is_rotated = sessions::rotate(change.connection, id, presented, idle_end, now, context)?;
        // This is the present row: the one that this transaction wrote, or that another one changed in the meantime.
        let Some((current, user)) = sessions::find(change.connection, id)? else {
            return Ok(Step::Ended(SessionEnd::Gone));
        };
        if is_rotated {
            let renewed = Event::SessionRenewed { generation: current.generation };
            change.record(change.event(renewed).about(owner).by(owner).session(id))?;
            return Ok(Step::Rotated(current, user));
        }
        let step = classify(&current, &user, presented, noted, now);
        match step {
            Step::Reused => {
                let reused = Event::RefreshTokenReused { generation: presented };
                change.record(change.event(reused).about(owner).session(id))?;
                change.end(id, RevocationReason::Reused)?;
                Ok(Step::Reused)
            }
            // It was current and alive, and its user active, but it was not rotated: somebody changed it at this very
            // moment.
            Step::Rotated(..) => Err(Error::Conflict("a session changed while it was renewed".into())),
            step => Ok(step),
        }
    })
    .await
}

/// The state of a session's row, read without changing anything.
#[derive(Clone, Debug)]
pub enum Look {
    Live(ActiveSession),
    Over(SessionEnd),
    /// The token is not one of its current tokens; only a renewal decides what that means.
    NotCurrent,
    /// The database is unreachable, so nobody can tell now.
    Unavailable,
}

/// The reason for ending a session whose owner must have a second factor and has none.
const LACKS_FACTOR: SessionEnd = SessionEnd::Revoked(RevocationReason::TwoFactorDemanded);

/// Checks whether a refresh token would work, for a request that must not renew: an image, a prefetch, a `HEAD`.
pub async fn look(desk: &Desk, token: &PresentedRefreshToken) -> Look {
    let now = desk.clock().now();
    let found = match find(desk, token.session()).await {
        Ok(found) => found,
        Err(look) => return look,
    };
    let Some((session, user, lacks_factor)) = found else { return Look::Over(SessionEnd::Gone) };
    if !token.is_authentic(desk.secret().refresh_keys(), &session.seed) {
        return Look::NotCurrent;
    }
    if lacks_factor {
        return Look::Over(LACKS_FACTOR);
    }
    match classify(&session, &user, token.generation(), desk.presence().of(&session.id), now) {
        Step::Rotated(session, user) | Step::Raced(session, user) => Look::Live(ActiveSession::of(&session, &user)),
        Step::Ended(end) => Look::Over(end),
        Step::Reused => Look::NotCurrent,
    }
}

/// Checks whether an access token's claims still hold, if the recall list cannot be relied on.
pub async fn look_at_claims(desk: &Desk, claims: &Claims) -> Look {
    let found = match find(desk, &claims.sid).await {
        Ok(found) => found,
        Err(look) => return look,
    };
    let Some((session, user, lacks_factor)) = found else { return Look::Over(SessionEnd::Gone) };
    match session.end(desk.clock().now()) {
        Some(end) => Look::Over(end),
        None if lacks_factor => Look::Over(LACKS_FACTOR),
        None if !user.is_active() => Look::Over(SessionEnd::UserSuspended),
        None => Look::Live(ActiveSession::of(&session, &user)),
    }
}

/// Younger tokens need no second check before they are handed out.
const FRESH: Duration = Duration::from_secs(1);

/// Tells whether renewed tokens may still be handed out. While their answer was being made, their session may have
/// ended or a newer generation may have been issued, and a slow answer would put old cookies over newer ones.
pub async fn is_still_current(desk: &Desk, issued: &Issued) -> bool {
    let id = &issued.session.id;
    if desk.recall().is_session_recalled(id) {
        return false;
    }
    if desk.clock().now().since(issued.issued_at) < FRESH {
        return true;
    }
    match find(desk, id).await {
        Ok(found) => found.is_some_and(|(row, ..)| row.revoked_at.is_none() && row.generation == issued.generation),
        // Nobody can tell; the tokens were valid a moment ago.
        Err(_) => true,
    }
}

/// The session, its user, and whether that user lacks a required second factor.
type FoundSession = Option<(Session, User, bool)>;

fn find_in(connection: &mut Connection, desk: &Desk, id: &SessionId) -> Result<FoundSession, Error> {
    let Some((session, user)) = sessions::find(connection, id)? else { return Ok(None) };
    let lacks_factor = two_factor::is_missing_in(connection, desk, &user)?;
    Ok(Some((session, user, lacks_factor)))
}

async fn find(desk: &Desk, id: &SessionId) -> Result<FoundSession, Look> {
    let (desk_clone, id) = (desk.clone(), id.clone());
    let found = desk.store().read(move |connection| find_in(connection, &desk_clone, &id)).await;
    found.map_err(|error| {
        log::error!(error:% = error; "a session could not be looked up");
        Look::Unavailable
    })
}
