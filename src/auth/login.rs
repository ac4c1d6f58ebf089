//! Logging in.

use super::Desk;
use super::hashing::Busy;
use super::revocation::revoke_in;
use super::session::{Issued, SigningFailed};
use super::throttle::{self, Caller};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::SessionId;
use crate::domain::known_device::KnownDevice;
use crate::domain::password::Password;
use crate::domain::refresh_token::Channel;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::throttle::Throttled;
use crate::domain::user::User;
use crate::domain::username::Username;
use crate::store::{self, Connection, events, sessions, users};

/// What somebody signs in with.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The name; `None` when it cannot be anybody's, which must take as long to find out.
    pub username: Option<Username>,
    /// The name as it was typed, to count tries by.
    pub typed_name: String,
    /// The password.
    pub password: Password,
    /// Whether *keep me signed in* is ticked.
    pub remembered: bool,
    /// Where the tokens will be kept.
    pub channel: Channel,
    /// The session that this browser has now: it ends, since one browser holds one session.
    pub replaced: Option<SessionId>,
    /// The device, if it can prove that somebody signed in with it before.
    pub device: Option<KnownDevice>,
}

/// Why somebody is not signed in.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LoginError {
    /// Name and password do not fit, or the account may not sign in. Which of these is nobody's business.
    #[error("name and password do not fit")]
    Refused,
    /// There were too many tries, so the password was not looked at.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// Too many logins at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be made.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

/// Checks name and password and starts a session.
///
/// # Errors
/// [`LoginError::Refused`], in the same time and words whatever the reason; the rest are faults.
pub async fn log_in(desk: &Desk, attempt: Attempt, context: RequestContext) -> Result<Issued, LoginError> {
    let channel = attempt.channel;
    let result = log_in_uncounted(desk, attempt, context).await;
    desk.metrics().sign_ins.count(channel, &result);
    result
}

async fn log_in_uncounted(desk: &Desk, attempt: Attempt, context: RequestContext) -> Result<Issued, LoginError> {
    let name = attempt.username.clone();
    let find = move |connection: &mut Connection| match &name {
        Some(name) => users::find_by_name(connection, name),
        None => Ok(None),
    };
    let user = desk.store().read(find).await?;
    // Somebody suspended is checked like somebody unknown, so that a right password takes no longer than a wrong one.
    let stored = user.as_ref().filter(|user| user.is_active()).and_then(|user| user.password_hash.clone());
    let caller = Caller::signing_in(&attempt.typed_name, user.as_ref(), attempt.device.as_ref());
    let fits = throttle::verify(desk, caller, attempt.password.clone(), stored.clone(), &context).await?;
    let (Some(user), Some(checked), true) = (user.clone(), stored, fits) else {
        return refuse(desk, user, context).await;
    };
    let renewed = match desk.hasher().is_outdated(&checked) {
        true => Some(desk.hasher().hash(attempt.password.clone()).await?),
        false => None,
    };

    let now = desk.clock().now();
    let session = desk.new_session(&user.id, &user.username, attempt.remembered, now, &context);
    let limit = desk.settings().max_sessions_per_user as usize;
    let (new, event_context) = (session.clone(), context.clone());
    let written = desk
        .store()
        .write(move |connection| {
            let Some(user) = users::record_login(connection, &new.user_id, &checked, now)? else { return Ok(None) };
            if let Some(renewed) = &renewed {
                users::replace_password(connection, &user.id, &checked, renewed)?;
            }
            let mut ended = Vec::new();
            if let Some(replaced) = &attempt.replaced {
                revoke_in(connection, replaced, RevocationReason::Replaced, Some(&user.id), now, &event_context)?;
                ended.push(replaced.clone());
            }
            for surplus in sessions::list_live(connection, &user.id, now)?.iter().skip(limit - 1) {
                revoke_in(connection, &surplus.id, RevocationReason::Limit, Some(&user.id), now, &event_context)?;
                ended.push(surplus.id.clone());
            }
            sessions::insert(connection, &new)?;
            let event = NewEvent::new(EventKind::SignedIn, now, &event_context)
                .about(&user.id)
                .by(&user.id)
                .session(&new.id)
                .detail(if new.remembered { "password, kept signed in" } else { "password" });
            events::insert(connection, &event)?;
            Ok(Some((user, ended)))
        })
        .await?;
    // Suspended, or given another password, since the password was checked.
    let Some((user, ended)) = written else { return refuse(desk, Some(user), context).await };
    desk.recall().sessions(&ended);
    log_signed_in(&session, &user, &context);
    Ok(desk.issue(&session, &user, attempt.channel, now)?)
}

async fn refuse(desk: &Desk, user: Option<User>, context: RequestContext) -> Result<Issued, LoginError> {
    // The name that was typed is not recorded: people type passwords into the wrong field.
    let event = NewEvent::new(EventKind::SignInFailed, desk.clock().now(), &context);
    let event = match &user {
        Some(user) => event.about(&user.id),
        None => event,
    };
    desk.store().write(move |connection| events::insert(connection, &event)).await?;
    log::warn!(
        request = context.request_id, ip = context.ip, user = user.as_ref().map_or("unknown", |user| user.username.as_str());
        "sign-in failed"
    );
    Err(LoginError::Refused)
}

fn log_signed_in(session: &Session, user: &User, context: &RequestContext) {
    log::info!(
        request = context.request_id, ip = context.ip, user = user.username.as_str(), session = session.id.short();
        "signed in"
    );
}
