//! The table `sessions`.

use std::time::Duration;

use diesel::dsl::{case_when, exists, not};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::statement::Statement;
use super::{Connection, Error, bulk_revocations};
use crate::domain::account::{User, UserStatus, Username};
use crate::domain::id::{SessionId, UserId};
use crate::domain::net::network;
use crate::domain::request_context::RequestContext;
use crate::domain::session::visit::Named;
use crate::domain::session::{Device, RevocationReason, Session, SessionState, visit};
use crate::domain::time::Timestamp;
use crate::schema::{bulk_revocations as everybody, sessions, users};

/// Returns a session and its user.
pub fn find(connection: &mut Connection, id: &SessionId) -> Result<Option<(Session, User)>, Error> {
    let found: Option<(Session, User)> = sessions::table
        .inner_join(users::table)
        .filter(sessions::id.eq(id))
        .select((Session::as_select(), User::as_select()))
        .first(connection)
        .optional()?;
    let Some((session, user)) = found else { return Ok(None) };
    if session.revoked_at.is_some() {
        return Ok(Some((session, user)));
    }
    let everybody = bulk_revocations::everybody_under_way(connection)?;
    Ok(Some((session.with_ending_of(everybody.as_ref()), user)))
}

/// Tells whether everybody's sessions are being ended, this one among them, and its row has not been reached yet.
#[diesel::dsl::auto_type]
fn is_ended_with_everybody() -> _ {
    exists(
        everybody::table
            .filter(everybody::is_everybody.eq(true))
            .filter(everybody::finished_at.is_null())
            .filter(everybody::created_at.ge(sessions::signed_in_at)),
    )
}

/// Tells whether nobody has ended a session and its time is not over.
#[diesel::dsl::auto_type]
fn is_alive(now: Timestamp) -> _ {
    sessions::revoked_at
        .is_null()
        .and(sessions::idle_expires_at.gt(now))
        .and(sessions::absolute_expires_at.gt(now))
        .and(not(is_ended_with_everybody()))
}

#[diesel::dsl::auto_type]
fn has_active_user() -> _ {
    let active: UserStatus = UserStatus::Active;
    exists(users::table.filter(users::id.eq(sessions::user_id)).filter(users::status.eq(active)))
}

/// Returns the live sessions of a user, the one that was used last first.
pub fn list_live(connection: &mut Connection, user: &UserId, now: Timestamp) -> Result<Vec<Session>, Error> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(is_alive(now))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select(Session::as_select())
        .load(connection)?)
}

/// Returns the sessions of a user that were ended for this reason at this moment, the most recently used first.
pub fn list_ended(
    connection: &mut Connection,
    user: &UserId,
    reason: RevocationReason,
    at: Timestamp,
) -> Result<Vec<Session>, Error> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::state.eq(SessionState::Revoked(reason)))
        .filter(sessions::revoked_at.eq(at))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select(Session::as_select())
        .load(connection)?)
}

type NamedRow = (SessionId, String, Option<String>, Timestamp, Option<Timestamp>, Option<RevocationReason>);

/// The most replaced sessions that are looked at: whoever enters the password in one session again and again.
const MOST_REPLACED: i64 = 100;

/// Returns those of a user's sessions that have one of these ids, and those that were replaced lately.
pub fn list_named(connection: &mut Connection, user: &UserId, ids: Vec<String>) -> Result<Vec<Named>, Error> {
    let of_user = sessions::table
        .filter(sessions::user_id.eq(user))
        .select((
            sessions::id,
            sessions::user_agent,
            sessions::label,
            sessions::signed_in_at,
            sessions::revoked_at,
            sessions::revocation_reason,
        ))
        .filter(sessions::id.eq_any(ids).or(sessions::revocation_reason.eq(RevocationReason::Replaced)))
        // Those that are alive have no such time, and PostgreSQL and SQLite disagree where these come.
        .order((sessions::revoked_at.is_null().desc(), sessions::revoked_at.desc()))
        .limit(MOST_REPLACED);
    let found: Vec<NamedRow> = of_user.load(connection)?;
    let named = |(id, user_agent, label, signed_in_at, revoked_at, revocation_reason)| Named {
        id,
        user_agent,
        label,
        signed_in_at,
        revoked_at,
        revocation_reason,
    };
    Ok(found.into_iter().map(named).collect())
}

/// Returns the sessions of these users that nobody has ended.
pub fn list_live_of(connection: &mut Connection, users: &[UserId]) -> Result<Vec<SessionId>, Error> {
    Ok(sessions::table
        .filter(sessions::user_id.eq_any(users))
        .filter(sessions::state.eq(SessionState::Live))
        .select(sessions::id)
        .load(connection)?)
}

/// Adds a session under the current name of its user, since the name may have changed after the user was read. The
/// caller must hold the account.
pub fn insert(connection: &mut Connection, session: &Session) -> Result<(), Error> {
    let username = users::table.find(&session.user_id).select(users::username).first(connection)?;
    let session = Session { username, ..session.clone() };
    diesel::insert_into(sessions::table).values(&session).run(connection)
}

/// Changes the user's name in all sessions of that user, because lists search for the name there.
pub fn rename_user(connection: &mut Connection, user: &UserId, name: &Username) -> Result<(), Error> {
    let theirs = sessions::table.filter(sessions::user_id.eq(user));
    diesel::update(theirs).set(sessions::username.eq(name)).run(connection)
}

/// Moves a live session of an active user on from generation `from`: this is the compare-and-set behind every renewal.
/// Returns `false`, and changes nothing, if any of these conditions is not met.
pub fn rotate(
    connection: &mut Connection,
    id: &SessionId,
    from: i64,
    idle_expires_at: Timestamp,
    now: Timestamp,
    context: &RequestContext,
) -> Result<bool, Error> {
    let paused = *now.minus(visit::PAUSE).as_milliseconds();
    diesel::update(sessions::table.find(id))
        .filter(sessions::generation.eq(from))
        .filter(is_alive(now))
        .filter(has_active_user())
        .set((
            sessions::generation.eq(sessions::generation + 1),
            sessions::rotated_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::idle_expires_at.eq(idle_expires_at),
            sessions::ip.eq(&context.ip),
            sessions::ip_sortable.eq(network::sortable(&context.ip)),
            sessions::user_agent.eq(&context.user_agent),
            sessions::device.eq(Device::from_user_agent(&context.user_agent).label()),
            sessions::last_visit_at.eq(case_when(sessions::last_seen_at.le(paused), sessions::last_seen_at.nullable())
                .otherwise(sessions::last_visit_at)),
        ))
        .hits(connection)
}

/// Notes when the record last told of a session: [`Session::renewal_recorded_at`].
pub fn set_renewal_recorded(connection: &mut Connection, id: &SessionId, at: Timestamp) -> Result<(), Error> {
    diesel::update(sessions::table.find(id)).set(sessions::renewal_recorded_at.eq(at)).run(connection)
}

/// Saves that a session was used at `seen_at` with a token of `generation`. Late and repeated notes change nothing:
/// times and generations only grow, and an ended session keeps its end.
pub fn record_use(
    connection: &mut Connection,
    id: &SessionId,
    generation: i64,
    seen_at: Timestamp,
) -> Result<(), Error> {
    let seen = *seen_at.as_milliseconds();
    let idle_end = sessions::idle_milliseconds + seen;
    diesel::update(sessions::table.find(id))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::generation.ge(generation))
        .set((
            sessions::confirmed_generation.eq(case_when(
                sessions::confirmed_generation.lt(generation),
                generation.into_sql::<BigInt>(),
            )
            .otherwise(sessions::confirmed_generation)),
            sessions::last_seen_at
                .eq(case_when(sessions::last_seen_at.lt(seen), seen.into_sql::<BigInt>())
                    .otherwise(sessions::last_seen_at)),
            sessions::idle_expires_at.eq(case_when(
                // The session must have been alive at that time, because a note must not revive it.
                sessions::idle_expires_at.gt(seen).and(sessions::idle_expires_at.lt(idle_end)),
                case_when(sessions::absolute_expires_at.lt(idle_end), sessions::absolute_expires_at)
                    .otherwise(idle_end),
            )
            .otherwise(sessions::idle_expires_at)),
            // The janitor may have been quicker than this note.
            sessions::state.eq(case_when(
                sessions::idle_expires_at.gt(seen),
                SessionState::Live.as_str().into_sql::<Text>(),
            )
            .otherwise(sessions::state)),
        ))
        .run(connection)
}

/// Checks within a transaction that a session is alive and its user active, and locks it in that state until the
/// transaction ends: anybody who wants to revoke it has to wait. Returns `false` if it is not.
pub fn hold(connection: &mut Connection, id: &SessionId, now: Timestamp) -> Result<bool, Error> {
    diesel::update(sessions::table.find(id))
        .filter(is_alive(now))
        .filter(has_active_user())
        // Writing the value that is already there locks the row.
        .set(sessions::generation.eq(sessions::generation))
        .hits(connection)
}

/// Gives a live session of this user a name, or removes the name. Returns `false` if there is no such session.
pub fn set_label(
    connection: &mut Connection,
    owner: &UserId,
    id: &SessionId,
    label: Option<&str>,
) -> Result<bool, Error> {
    diesel::update(sessions::table.find(id))
        .filter(sessions::user_id.eq(owner))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::label.eq(label))
        .hits(connection)
}

/// Ends a session if it has not been ended before, and returns its user. The row stays, because the other instances
/// learn about the revocation from it.
pub fn revoke(
    connection: &mut Connection,
    id: &SessionId,
    reason: RevocationReason,
    now: Timestamp,
) -> Result<Option<UserId>, Error> {
    Ok(diesel::update(sessions::table.find(id))
        .filter(sessions::revoked_at.is_null())
        .set(revoked(reason, now))
        .returning(sessions::user_id)
        .get_result(connection)
        .optional()?)
}

#[diesel::dsl::auto_type]
pub(super) fn revoked(reason: RevocationReason, now: Timestamp) -> _ {
    let state: SessionState = SessionState::Revoked(reason);
    (sessions::revoked_at.eq(now), sessions::revocation_reason.eq(reason), sessions::state.eq(state))
}

/// Returns the user of a session.
pub fn find_owner(connection: &mut Connection, id: &SessionId) -> Result<Option<UserId>, Error> {
    Ok(sessions::table.find(id).select(sessions::user_id).first(connection).optional()?)
}

/// Ends all live sessions of a user, `except` one, and returns the ended ones. A session counts as live for one more
/// minute after its idle end, since a use may be noted and not yet saved.
pub fn revoke_live(
    connection: &mut Connection,
    user: &UserId,
    except: Option<&SessionId>,
    reason: RevocationReason,
    now: Timestamp,
) -> Result<Vec<SessionId>, Error> {
    let except = except.map_or("", SessionId::as_str);
    Ok(diesel::update(sessions::table)
        .filter(sessions::user_id.eq(user))
        .filter(sessions::id.ne(except))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::idle_expires_at.gt(now.minus(Duration::from_secs(60))))
        .filter(sessions::absolute_expires_at.gt(now))
        .set(revoked(reason, now))
        .returning(sessions::id)
        .get_results(connection)?)
}

/// Ends those of these sessions that have not been ended before, and returns them with their users.
pub fn revoke_these(
    connection: &mut Connection,
    ids: &[SessionId],
    reason: RevocationReason,
    now: Timestamp,
) -> Result<Vec<(SessionId, UserId)>, Error> {
    Ok(diesel::update(sessions::table.filter(sessions::id.eq_any(ids)))
        .filter(sessions::revoked_at.is_null())
        .set(revoked(reason, now))
        .returning((sessions::id, sessions::user_id))
        .get_results(connection)?)
}

/// Returns at most `limit` sessions that began after this moment: the clocks of other instances run ahead of ours.
pub fn list_begun_after(connection: &mut Connection, moment: Timestamp, limit: i64) -> Result<Vec<SessionId>, Error> {
    Ok(sessions::table
        .filter(sessions::state.eq(SessionState::Live))
        .filter(sessions::signed_in_at.gt(moment))
        .order((sessions::signed_in_at, sessions::id))
        .limit(limit)
        .select(sessions::id)
        .load(connection)?)
}

/// Marks at most `limit` live sessions whose time ended before this moment as expired. Returns their number.
pub fn mark_expired(connection: &mut Connection, over_before: Timestamp, limit: i64) -> Result<usize, Error> {
    // The idle end is never after the absolute end.
    let ids: Vec<SessionId> = sessions::table
        .filter(sessions::state.eq(SessionState::Live))
        .filter(sessions::idle_expires_at.lt(over_before))
        .order(sessions::idle_expires_at)
        .limit(limit)
        .select(sessions::id)
        .load(connection)?;
    let expired = case_when(
        sessions::absolute_expires_at.lt(over_before),
        SessionState::AbsolutelyExpired.as_str().into_sql::<Text>(),
    )
    .otherwise(SessionState::IdleExpired.as_str().into_sql::<Text>());
    Ok(diesel::update(sessions::table.filter(sessions::id.eq_any(ids)))
        .filter(sessions::state.eq(SessionState::Live))
        // A session that was used in the meantime lives on.
        .filter(sessions::idle_expires_at.lt(over_before))
        .set(sessions::state.eq(expired))
        .execute(connection)?)
}

/// Deletes at most `limit` sessions that ended before this moment. Returns the number of deleted sessions. The absolute
/// end is never before the idle end, so the two kinds of end are two look-ups by index.
pub fn delete_over_before(connection: &mut Connection, over_before: Timestamp, limit: i64) -> Result<usize, Error> {
    let mut ids: Vec<SessionId> = Vec::new();
    // We search state by state, since the index begins with the state. Revoked sessions are found by the time of
    // revocation.
    for state in [SessionState::Live, SessionState::IdleExpired, SessionState::AbsolutelyExpired] {
        let expired = sessions::table.filter(sessions::state.eq(state));
        let expired = expired.filter(sessions::idle_expires_at.lt(over_before)).select(sessions::id).limit(limit);
        ids.extend(expired.load::<SessionId>(connection)?);
    }
    let revoked = sessions::table.filter(sessions::revoked_at.lt(over_before)).select(sessions::id).limit(limit);
    ids.extend(revoked.load::<SessionId>(connection)?);
    ids.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(ids))).execute(connection)?)
}

/// Returns the sessions that were revoked after `since`, newest first, at most `limit`.
pub fn revoked_since(
    connection: &mut Connection,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<(SessionId, Timestamp)>, Error> {
    Ok(sessions::table
        .filter(sessions::revoked_at.gt(since))
        .order(sessions::revoked_at.desc())
        .limit(limit)
        .select((sessions::id, sessions::revoked_at.assume_not_null()))
        .load(connection)?)
}
