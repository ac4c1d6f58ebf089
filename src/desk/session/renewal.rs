//! Renewal: a refresh token comes in, the next generation goes out. `docs/architecture.md` walks through it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::issue::Issued;
use super::outcome::Outcome;
use super::presence::Use;
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::by::By;
use crate::desk::fault::Fault;
use crate::desk::two_factor;
use crate::domain::account::user::User;
use crate::domain::id::SessionId;
use crate::domain::record::event::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::refresh_token::{Channel, PresentedRefreshToken};
use crate::domain::session::{Presented, RACE_WINDOW, RevocationReason, Session, SessionEnd};
use crate::domain::time::Timestamp;
use crate::domain::token::access_token::Claims;
use crate::store::{Connection, Error, sessions};

/// What came of presenting a refresh token.
#[derive(Clone, Debug)]
pub enum Renewal {
    /// The session goes on with these.
    Renewed(Box<Issued>),
    /// The session is over.
    Ended(SessionEnd),
    /// Doorward did not make this token.
    NotOurs,
    /// Nobody can say now: keep the cookies and try again.
    Unavailable,
}

/// Why an access token has to be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is missing, or its time is over.
    Expired,
    /// Its time is not over, but it must not be believed any more: its claims have changed, its key is not known (any
    /// more), or clocks disagree.
    Recalled,
}

/// A renewal under way, and what the token turned out to be.
type Flight = Shared<BoxFuture<'static, (Renewal, Outcome)>>;

/// Renewals under way in this process, by token: whoever presents the same one waits for the same answer.
#[derive(Default)]
pub(in crate::desk) struct Flights {
    under_way: Mutex<HashMap<PresentedRefreshToken, Flight>>,
}

impl Flights {
    fn under_way(&self) -> MutexGuard<'_, HashMap<PresentedRefreshToken, Flight>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Renews a session: one compare-and-set, and for whoever lost the race the same tokens as for the winner.
pub async fn renew(desk: &Desk, token: PresentedRefreshToken, cause: Cause, context: RequestContext) -> Renewal {
    let channel = token.channel();
    let (flight, is_follower) = {
        let mut under_way = desk.flights().under_way();
        let known = under_way.get(&token).cloned();
        let is_follower = known.is_some();
        let flight = known.unwrap_or_else(|| {
            let (desk, key) = (desk.clone(), token.clone());
            // A task of its own: a browser that gives up must not leave the others waiting for somebody to go on.
            let task = tokio::spawn(async move {
                let landing = Landing { desk, token: key };
                let (renewal, outcome) = renew_alone(&landing.desk, &landing.token, cause, &context).await;
                // Here, since whoever asked may have gone away.
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

/// Forgets a renewal under way however it ends, by a panic too.
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

/// What a transaction found and did.
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
    let holder = desk.clone();
    let found = desk.store().read(move |connection| find_in(connection, &holder, &id)).await?;
    // A row that is gone cannot tell whether the token was ever ours. Its owner deserves the reason all the same, and
    // a stranger learns nothing from it.
    let Some((session, user, lacks_factor)) = found else { return Ok(ended(SessionEnd::Gone)) };
    if !token.is_authentic(desk.secret().refresh_keys(), &session.seed) {
        log::warn!(request = context.request_id, ip = context.ip; "refresh token with a wrong signature");
        return Ok((Renewal::NotOurs, Outcome::NotOurs));
    }
    let noted = desk.presence().of(&session.id);
    let step = match classify(&session, &user, token.generation(), noted, now) {
        // Nothing to write, so nothing to lock.
        Step::Ended(end) => Step::Ended(end),
        // Demanded since the session began. Whoever signs in anew is led to set one up.
        Step::Rotated(session, _) | Step::Raced(session, _)
            if lacks_factor && two_factor::end_if_missing(desk, &session.id, context).await? =>
        {
            Step::Ended(LACKS_FACTOR)
        }
        Step::Raced(session, user) => Step::Raced(session, user),
        // New claims at the same generation: two rotations so close to each other would leave a request that was sent
        // before them two generations behind, and so look like a thief.
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

/// Measures a token against its row. `Rotated` means that it may be rotated; nothing is written here.
fn classify(session: &Session, user: &User, presented: i64, noted: Option<Use>, now: Timestamp) -> Step {
    // A use that is noted and not written down yet has moved the idle end already.
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
        // A restored database: the session was in the middle of its life, and nobody did anything wrong.
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
        // The row as it is now: what this transaction made of it, or what somebody else did meanwhile.
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
            // Current, alive, its user active, and yet not rotated: somebody changed it within this very moment.
            Step::Rotated(..) => Err(Error::Conflict("a session changed while it was renewed".into())),
            step => Ok(step),
        }
    })
    .await
}

/// What a look at the session's row says, without changing anything.
#[derive(Clone, Debug)]
pub enum Look {
    /// It lives.
    Live(ActiveSession),
    /// It does not.
    Over(SessionEnd),
    /// The token is not one of its current tokens; what that means is for a renewal to say.
    NotCurrent,
    /// Nobody can say now.
    Unavailable,
}

/// Why a session is over, or about to be, whose owner has no second factor and must have one.
const LACKS_FACTOR: SessionEnd = SessionEnd::Revoked(RevocationReason::TwoFactorDemanded);

/// Looks whether a refresh token would do, for a request that must not renew: an image, a prefetch, a `HEAD`.
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

/// Looks whether an access token's claims still hold, for when the recall list cannot be relied on.
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

/// Tokens younger than this need no second look before they are handed out.
const FRESH: Duration = Duration::from_secs(1);

/// Whether renewed tokens may still be handed out, or were overtaken while their answer was being made: by the end of
/// their session, or by a newer generation. A slow answer would otherwise put old cookies over newer ones.
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
        // Nobody can say; the tokens were good a moment ago.
        Err(_) => true,
    }
}

/// The session, its user, and whether they lack a second factor that is demanded.
type Found = Option<(Session, User, bool)>;

fn find_in(connection: &mut Connection, desk: &Desk, id: &SessionId) -> Result<Found, Error> {
    let Some((session, user)) = sessions::find(connection, id)? else { return Ok(None) };
    let lacks_factor = two_factor::is_missing_in(connection, desk, &user)?;
    Ok(Some((session, user, lacks_factor)))
}

async fn find(desk: &Desk, id: &SessionId) -> Result<Found, Look> {
    let (holder, id) = (desk.clone(), id.clone());
    let found = desk.store().read(move |connection| find_in(connection, &holder, &id)).await;
    found.map_err(|error| {
        log::error!(error:% = error; "a session could not be looked up");
        Look::Unavailable
    })
}
