//! Rotation: decides whether a refresh token may be rotated to the next generation, and rotates it.

use super::issue::Issued;
use super::presence::Use;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::Fault;
use crate::desk::{Desk, two_factor};
use crate::domain::account::User;
use crate::domain::id::SessionId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, Presented, PresentedRefreshToken, RevocationReason, Session, SessionEnd};
use crate::domain::time::Timestamp;
use crate::store::{Connection, Error, sessions};

#[derive(Clone, Debug)]
pub enum Renewal {
    Renewed(Box<Issued>),
    Ended(SessionEnd),
    /// Doorward did not make this token, but somebody who has the server secret and not the seed of the session.
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

/// The result of checking a refresh token, for the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Outcome {
    /// It was the newest: the session moved on to the next generation.
    Rotated,
    /// It was presented at the same time as another, or again at once: the newest tokens were repeated.
    Raced,
    /// It was an old one, used again: the session was ended.
    Reused,
    Ended(SessionEnd),
    /// Somebody made it who has the server secret and not the seed of the session.
    NotOurs,
    /// The database was unreachable, so nobody could tell.
    Unavailable,
}

impl Outcome {
    /// Returns the value of the label `outcome`.
    pub(in crate::desk) const fn word(self) -> &'static str {
        match self {
            Outcome::Rotated => "rotated",
            Outcome::Raced => "raced",
            Outcome::Reused => "reused",
            Outcome::Ended(_) => "ended",
            Outcome::NotOurs => "not_ours",
            Outcome::Unavailable => "unavailable",
        }
    }

    /// Returns the reason why the session is over, if it is.
    pub(in crate::desk) const fn reason(self) -> &'static str {
        match self {
            Outcome::Ended(SessionEnd::IdleExpired) => "idle",
            Outcome::Ended(SessionEnd::AbsolutelyExpired) => "absolute",
            Outcome::Ended(SessionEnd::UserSuspended) => "suspended",
            Outcome::Ended(SessionEnd::Gone) => "gone",
            Outcome::Ended(SessionEnd::Revoked(reason)) => reason.as_str(),
            Outcome::Rotated | Outcome::Raced | Outcome::Reused | Outcome::NotOurs | Outcome::Unavailable => "",
        }
    }

    /// Returns the result for a request that presented the same token meanwhile and waited for the same answer.
    pub(in crate::desk) fn for_followers(self) -> Outcome {
        match self {
            Outcome::Rotated => Outcome::Raced,
            Outcome::Reused => Outcome::Ended(SessionEnd::Revoked(RevocationReason::Reused)),
            other => other,
        }
    }

    pub(in crate::desk) fn all() -> impl Iterator<Item = Outcome> {
        let plain = [Outcome::Rotated, Outcome::Raced, Outcome::Reused, Outcome::NotOurs, Outcome::Unavailable];
        let ends =
            [SessionEnd::IdleExpired, SessionEnd::AbsolutelyExpired, SessionEnd::UserSuspended, SessionEnd::Gone];
        let ends = ends.into_iter().chain(RevocationReason::ALL.map(SessionEnd::Revoked));
        plain.into_iter().chain(ends.map(Outcome::Ended))
    }
}

/// The state that a transaction found, and what it did.
pub(super) enum Step {
    Rotated(Session, User),
    Raced(Session, User),
    Reused,
    Ended(SessionEnd),
}

pub(super) async fn attempt(
    desk: &Desk,
    token: &PresentedRefreshToken,
    cause: Cause,
    context: &RequestContext,
) -> Result<(Renewal, Outcome), Fault> {
    let now = desk.clock().now();
    let id = token.session().clone();
    let desk_clone = desk.clone();
    let found = desk.store().read(move |connection| find_in(connection, &desk_clone, &id)).await?;
    // Without the row nobody can check the MAC. The tag was right, so its owner deserves to know the reason; whoever
    // has made it up with a stolen secret learns nothing from it.
    let Some((session, user, lacks_factor)) = found else {
        desk.repeated().note_gone(token.session(), now);
        return Ok(ended(SessionEnd::Gone));
    };
    if !token.is_authentic(desk.secret().refresh.all(), &session.seed) {
        desk.repeated().tell_of_forgery(context, now);
        return Ok((Renewal::NotOurs, Outcome::NotOurs));
    }
    let noted = desk.presence().of(&session.id);
    let step = match classify(&session, &user, token.generation(), noted, now) {
        // There is nothing to write, so nothing to lock.
        Step::Ended(end) => {
            desk.repeated().note_end(&session.id, end, now);
            Step::Ended(end)
        }
        // The demand is newer than the session. At the next sign-in the user is asked to set up a second factor.
        Step::Rotated(session, _) | Step::Raced(session, _)
            if lacks_factor && two_factor::end_if_missing(desk, &session.id, context).await? =>
        {
            Step::Ended(LACKS_FACTOR)
        }
        Step::Raced(session, user) => Step::Raced(session, user),
        Step::Rotated(session, user) if session.is_repeated(cause == Cause::Recalled, now) => {
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
pub(super) fn classify(session: &Session, user: &User, presented: i64, noted: Option<Use>, now: Timestamp) -> Step {
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
            // No other renewal came between the reading of this row and now, or it would be of another generation.
            if session.renewal_is_news(change.by().context(), now) {
                record(change, &current, &user)?;
            }
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

/// Records a renewal. Whoever has written too much lately is renewed all the same: the event is then owed, and the next
/// renewal makes up for it.
fn record(change: &mut Change<'_>, session: &Session, user: &User) -> Result<(), Error> {
    let is_afforded = change.affords_event(user)?;
    let recorded_at = if is_afforded { change.now } else { Timestamp::from_milliseconds(0) };
    sessions::set_renewal_recorded(change.connection, &session.id, recorded_at)?;
    if is_afforded {
        let renewed = Event::SessionRenewed { generation: session.generation };
        change.record(change.event(renewed).about(&user.id).by(&user.id).session(&session.id))?;
    }
    Ok(())
}

/// The reason for ending a session whose owner must have a second factor and has none.
pub(super) const LACKS_FACTOR: SessionEnd = SessionEnd::Revoked(RevocationReason::TwoFactorDemanded);

/// The session, its user, and whether that user lacks a required second factor.
pub(super) type FoundSession = Option<(Session, User, bool)>;

pub(super) fn find_in(connection: &mut Connection, desk: &Desk, id: &SessionId) -> Result<FoundSession, Error> {
    let Some((session, user)) = sessions::find(connection, id)? else { return Ok(None) };
    let lacks_factor = two_factor::is_missing_in(connection, desk, &user)?;
    Ok(Some((session, user, lacks_factor)))
}
