//! Opening a session for a user who has passed all checks, in the place of the one that the browser had.

use crate::desk::Desk;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Refusal};
use crate::desk::session::Issued;
use crate::domain::account::User;
use crate::domain::id::SessionId;
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, KnownDevice, RevocationReason, Session};
use crate::domain::sign_in::CodeKind;
use crate::store::{Error, sessions, users};

/// The browser that a form of a sign-in comes from.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The present session of the browser. The sign-in ends it, since one browser holds one session.
    pub replaced: Option<SessionId>,
    /// The device, if it can prove that somebody signed in with it before.
    pub device: Option<KnownDevice>,
}

/// Adds a session, records the event, and ends the sessions that must make room: the one that this browser had, since a
/// browser holds one, and those beyond the limit of an account. `code` is the kind of code that was given in addition
/// to the password, if any.
pub(super) fn open(
    change: &mut Change<'_>,
    user: &User,
    remembered: bool,
    replaced: Option<&SessionId>,
    code: Option<CodeKind>,
) -> Result<Session, Error> {
    let (owner, now) = (&user.id, change.now);
    let language = change.by().context().language;
    users::record_login(change.connection, owner, now, language)?;
    if let Some(replaced) = replaced {
        change.end(replaced, RevocationReason::Replaced)?;
    }
    let limit = change.desk.settings().max_sessions_per_user as usize;
    for surplus in sessions::list_live(change.connection, owner, now)?.iter().skip(limit.saturating_sub(1)) {
        change.end(&surplus.id, RevocationReason::Limit)?;
    }
    // `user` was read before this sign-in was noted, so this is the one before.
    let last_visit_at = user.last_signed_in_at;
    let session = change.desk.new_session(owner, &user.username, remembered, now, change.by().context());
    let session = Session { last_visit_at, ..session };
    sessions::insert(change.connection, &session)?;
    change.record(change.event(Event::SignedIn { code, remembered }).about(owner).session(&session.id))?;
    Ok(session)
}

/// Issues the first tokens of an opened session.
pub(super) fn issue<R: Refusal>(
    desk: &Desk,
    (session, user): &(Session, User),
    channel: Channel,
    context: &RequestContext,
) -> Result<Issued, Failure<R>> {
    log::info!(
        request = context.request_id, ip = context.ip, user = user.username.as_str(), session = session.id.short();
        "signed in"
    );
    Ok(desk.issue(session, user, channel, session.signed_in_at)?)
}
