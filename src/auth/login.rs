//! Logging in: name and password, and at the API the code in the same call. A browser is asked for the code on a page of
//! its own, which is [`super::second_step`].

use super::Desk;
use super::hashing::Busy;
use super::second_step;
use super::session::{Issued, SigningFailed};
use super::session_opening::{log_opened, open_in};
use super::throttle::{self, Caller, Comparison};
use super::two_factor::{self, CodeError, PresentedCode};
use crate::domain::event::{EventKind, NewEvent};
use crate::domain::id::SessionId;
use crate::domain::known_device::KnownDevice;
use crate::domain::password::Password;
use crate::domain::refresh_token::Channel;
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::throttle::Throttled;
use crate::domain::two_factor::{Code, Door};
use crate::domain::user::User;
use crate::domain::username::Username;
use crate::store::{self, Connection, events, users};

/// What somebody signs in with.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The name.
    pub username: Username,
    /// The password.
    pub password: Password,
    /// The second factor, where it comes along with the password.
    pub code: Option<Code>,
    /// Whether *keep me signed in* is ticked.
    pub remembered: bool,
    /// Where the tokens will be kept.
    pub channel: Channel,
    /// The session that this browser has now: it ends, since one browser holds one session.
    pub replaced: Option<SessionId>,
    /// The device, if it can prove that somebody signed in with it before.
    pub device: Option<KnownDevice>,
}

/// How far a right password leads.
#[derive(Clone, Debug)]
pub enum LoggedIn {
    /// To a session.
    Session(Box<Issued>),
    /// To the second step, in a browser: the token by which it goes on.
    SecondStep(Secret<String>),
}

/// Why somebody is not signed in.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LoginError {
    /// Name and password do not fit, or the account may not sign in. Which of these is nobody's business.
    #[error("name and password do not fit")]
    Refused,
    /// The password is right, and the account must set up a second factor first, in a browser.
    #[error("a second factor must be set up")]
    EnrolmentNeeded,
    /// The password is right, the code is not.
    #[error(transparent)]
    Code(#[from] CodeError),
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

/// Checks name, password and code, and starts a session, or the second step of a browser.
///
/// # Errors
/// [`LoginError::Refused`], in the same time and words whatever the reason. What is said of codes is said to whoever
/// knows the password. The rest are faults.
pub async fn log_in(desk: &Desk, attempt: Attempt, context: RequestContext) -> Result<LoggedIn, LoginError> {
    let channel = attempt.channel;
    let result = log_in_uncounted(desk, attempt, context).await;
    desk.metrics().sign_ins.count_login(channel, &result);
    result
}

/// What the transaction came to.
enum Written {
    Opened(Box<User>, Vec<SessionId>),
    Pending(Secret<String>),
    /// Suspended, or given another password or hash, since the password was checked.
    Changed,
    Not(LoginError),
}

async fn log_in_uncounted(desk: &Desk, attempt: Attempt, context: RequestContext) -> Result<LoggedIn, LoginError> {
    if let Some(logged_in) = log_in_once(desk, attempt.clone(), context.clone()).await? {
        return Ok(logged_in);
    }
    // The same form sent twice, perhaps: the other one may have renewed the hash. Once more, with what is there now.
    let username = attempt.username.clone();
    match log_in_once(desk, attempt, context.clone()).await? {
        Some(logged_in) => Ok(logged_in),
        None => {
            let user = desk.store().read(move |connection| users::find_by_name(connection, &username)).await?;
            refuse(desk, user, context).await
        }
    }
}

/// `None` when the account was changed after the password had been checked.
async fn log_in_once(desk: &Desk, attempt: Attempt, context: RequestContext) -> Result<Option<LoggedIn>, LoginError> {
    let name = attempt.username.clone();
    let user = desk.store().read(move |connection| users::find_by_name(connection, &name)).await?;
    // Somebody suspended is checked like somebody unknown, so that a right password takes no longer than a wrong one.
    let stored = user.as_ref().filter(|user| user.is_active()).and_then(|user| user.password_hash.clone());
    let caller = Caller::signing_in(&attempt.username, user.as_ref(), attempt.device.as_ref());
    let comparison = throttle::verify(desk, caller, attempt.password.clone(), stored.clone(), &context).await?;
    let (Some(user), Some(checked), Comparison::Same | Comparison::SameAsTyped) = (user.clone(), stored, comparison)
    else {
        return refuse(desk, user, context).await;
    };
    let renewed = match comparison == Comparison::SameAsTyped || desk.hasher().is_outdated(&checked) {
        true => Some(desk.hasher().hash(attempt.password.clone()).await?),
        false => None,
    };
    let code = PresentedCode::given(desk, &user.id, Door::SignIn, attempt.code.clone()).await?;

    let now = desk.clock().now();
    let channel = attempt.channel;
    let session = desk.new_session(&user.id, &user.username, attempt.remembered, now, &context);
    let (holder, new, event_context) = (desk.clone(), session.clone(), context.clone());
    let write = move |connection: &mut Connection| {
        let owner = &new.user_id;
        if !users::hold_checked(connection, owner, &checked)? {
            return Ok(Written::Changed);
        }
        // Read anew: the role decides whether a second factor is demanded.
        if let Some(renewed) = &renewed {
            users::replace_password(connection, owner, &checked, renewed)?;
        }
        let Some(user) = users::find(connection, owner)? else { return Ok(Written::Changed) };
        let factor = store::two_factor::find(connection, owner)?;
        let means = match (&factor, &code, attempt.channel) {
            (None, ..) if two_factor::is_missing_in(connection, &holder, &user)? => match attempt.channel {
                Channel::Browser => {
                    return second_step::begin_in(connection, owner, attempt.remembered, now).map(Written::Pending);
                }
                Channel::Api => return Ok(Written::Not(LoginError::EnrolmentNeeded)),
            },
            (None, ..) => "password".to_owned(),
            (Some(_), None, Channel::Browser) => {
                return second_step::begin_in(connection, owner, attempt.remembered, now).map(Written::Pending);
            }
            (Some(_), None, Channel::Api) => return Ok(Written::Not(CodeError::Needed.into())),
            (Some(factor), Some(code), _) => {
                match two_factor::check_in(connection, &holder, factor, Door::SignIn, code, now, &event_context)? {
                    Ok(means) => format!("password, {means}"),
                    Err(error) => return Ok(Written::Not(error.into())),
                }
            }
        };
        users::record_login(connection, owner, now)?;
        let ended = open_in(connection, &holder, &new, attempt.replaced.as_ref(), &means, &event_context)?;
        Ok(Written::Opened(Box::new(user), ended))
    };
    match desk.store().write(write).await? {
        Written::Changed => Ok(None),
        Written::Not(error) => Err(error),
        Written::Pending(token) => Ok(Some(LoggedIn::SecondStep(token))),
        Written::Opened(user, ended) => {
            desk.recall().sessions(&ended);
            log_opened(&session, &user, &context);
            Ok(Some(LoggedIn::Session(Box::new(desk.issue(&session, &user, channel, now)?))))
        }
    }
}

async fn refuse<T>(desk: &Desk, user: Option<User>, context: RequestContext) -> Result<T, LoginError> {
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
