//! Logging in with name and password: by the form of a browser, where a page of its own asks for the code
//! ([`super::second_step`]), or by one call of a program, which contains the code.

use super::entry::{LoggedIn, enter, let_in};
use super::opening::{Browser, issue, open};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::{Busy, Failure, Fault, Refusal};
use crate::desk::hashing::Lane;
use crate::desk::session::Issued;
use crate::desk::throttle::{self, Comparison};
use crate::desk::two_factor::{self, CodeRefusal, PresentedCode, WithCode};
use crate::domain::account::{Password, PasswordHash, User, Username};
use crate::domain::record::Event;
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, KnownDevice, Session};
use crate::domain::sign_in::throttle::{Caller, Throttled};
use crate::domain::sign_in::{Code, Door, TwoFactor};
use crate::store::{self, Error, users};

/// The credentials and the choice of somebody who signs in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The name.
    pub username: Username,
    /// The password.
    pub password: Password,
    /// Whether *keep me signed in* is ticked.
    pub remembered: bool,
}

/// The program that a login by call comes from.
#[derive(Clone, Debug)]
pub struct Program {
    /// The code of the second factor, if one was sent.
    pub code: Option<Code>,
    /// The device, if it can prove that the program has logged in before.
    pub device: Option<KnownDevice>,
}

/// The reasons for refusing the sign-in of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginRefusal {
    /// Name and password do not fit, or the account may not sign in. Nobody is told which of these it is.
    #[error("username or password is wrong")]
    NoFit,
    /// There were too many attempts, so the password was not checked.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

impl Refusal for LoginRefusal {}

/// The reasons for refusing the sign-in of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// A browser would be refused for the same reason.
    #[error(transparent)]
    Login(#[from] LoginRefusal),
    /// The password is correct, but the account must set up a second factor first, in a browser.
    #[error("a second factor must be set up")]
    EnrolFirst,
    /// The password is correct, but the code is wrong or missing.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
}

impl Refusal for TokenRefusal {}

/// Checks name and password of a browser, and starts a session or the second step.
///
/// # Errors
/// Fails with [`LoginRefusal::NoFit`], in the same time and with the same words for every reason, with
/// [`LoginRefusal::Throttled`], or with a fault.
pub async fn by_form(
    desk: &Desk,
    attempt: Attempt,
    browser: Browser,
    context: RequestContext,
) -> Result<LoggedIn, Failure<LoginRefusal>> {
    let Browser { replaced, device } = browser;
    let remembered = attempt.remembered;
    let step = move |change: &mut Change<'_>, account: Account, _: Option<&PresentedCode>| -> Result<_, Failure<_>> {
        Ok(enter(change, account.user, remembered, replaced.as_ref())?)
    };
    let result = match log_in(desk, attempt, device, None, &context, step).await {
        Ok(entry) => let_in(desk, entry, &context),
        Err(failure) => Err(failure),
    };
    desk.metrics().sign_ins.count_form(&result);
    result
}

/// Waits until a stranger may sign in by the form of a browser, and returns the desk for it. Whoever claims the form
/// first calls this: [`by_form`] then waits no more.
///
/// # Errors
/// Fails with [`Busy`] if their turn does not come in time, which counts as a sign-in that found everything busy.
pub async fn wait_for_turn(desk: &Desk, context: &RequestContext) -> Result<Desk, Busy> {
    let turn = throttle::turn_of_stranger(desk, context).await;
    if turn.is_err() {
        desk.metrics().sign_ins.count_form(&Err(Failure::Fault(Busy.into())));
    }
    turn
}

/// Checks name, password and code of a program, and starts a session.
///
/// # Errors
/// Fails with [`TokenRefusal`], or a fault. Only somebody who knows the password gets an answer about codes.
pub async fn by_call(
    desk: &Desk,
    attempt: Attempt,
    program: Program,
    context: RequestContext,
) -> Result<Box<Issued>, Failure<TokenRefusal>> {
    let Program { code, device } = program;
    let remembered = attempt.remembered;
    let step =
        move |change: &mut Change<'_>, account: Account, code: Option<&PresentedCode>| -> Result<_, Failure<_>> {
            let Account { user, factor, door } = account;
            let kind = match (factor, code) {
                (None, _) if two_factor::is_missing_in(change.connection, change.desk, &user)? => {
                    return Ok(Called::Refused(TokenRefusal::EnrolFirst));
                }
                (None, _) => None,
                (Some(_), None) => return Ok(Called::Refused(CodeRefusal::Needed.into())),
                (Some(factor), Some(code)) => {
                    change.demand_code_budget(&user.id)?;
                    match two_factor::check(change, &factor, door, code)? {
                        WithCode::Done(kind) => Some(kind),
                        WithCode::Refused(refusal) => return Ok(Called::Refused(refusal.into())),
                    }
                }
            };
            let session = open(change, &user, remembered, None, kind)?;
            Ok(Called::Opened(Box::new((session, user))))
        };
    let code = code.map(|code| Given { code, refused: |refusal| Called::Refused(refusal.into()) });
    let result = match log_in(desk, attempt, device, code, &context, step).await {
        Ok(Called::Opened(opened)) => issue(desk, &opened, Channel::Api, &context).map(Box::new),
        Ok(Called::Refused(refusal)) => Err(refusal.into()),
        Err(failure) => Err(failure),
    };
    desk.metrics().sign_ins.count_call(&result);
    result
}

/// The result of a correct password of a program. A refusal is committed and not rolled back: the count of a wrong code
/// stays, and a renewed hash too. But a code that is not looked at changes nothing at all.
enum Called {
    Opened(Box<(Session, User)>),
    Refused(TokenRefusal),
}

/// The code that a program sends with the password.
struct Given<T> {
    code: Code,
    /// Makes the result if the code is not looked at.
    refused: fn(CodeRefusal) -> T,
}

/// The account whose password was given, as it is in the transaction that lets its owner continue.
struct Account {
    user: User,
    factor: Option<TwoFactor>,
    /// The door at which its code is given.
    door: Door,
}

/// Checks name and password, and runs `step` for the account that they fit.
async fn log_in<T, R, F>(
    desk: &Desk,
    attempt: Attempt,
    device: Option<KnownDevice>,
    code: Option<Given<T>>,
    context: &RequestContext,
    step: F,
) -> Result<T, Failure<R>>
where
    T: Send + 'static,
    R: Refusal + From<LoginRefusal>,
    F: Fn(&mut Change<'_>, Account, Option<&PresentedCode>) -> Result<T, Failure<R>> + Clone + Send + 'static,
{
    // Whoever brings no device is a stranger until the password is right, and so is one whose device has vouched for
    // too much already: that one was given the desk of strangers.
    let mut asker = if device.is_some() { desk.clone() } else { throttle::turn_of_stranger(desk, context).await? };
    // If the same form was sent twice, the other request may have renewed the hash. So there is a second try, with the
    // account as it is then.
    for _ in 0..2 {
        let user = find_user(&asker, &attempt.username).await?;
        let checked = check(&asker, &attempt, user, device.as_ref(), context).await.map_err(Failure::widen)?;
        let Some(checked) = checked else { return Err(Failure::Refused(LoginRefusal::NoFit.into())) };
        // Codes of one account are looked at one after the other. Nobody waits for that with the turn of a stranger.
        asker = asker.without_turn();
        let _turn = match code {
            Some(_) => Some(two_factor::turn(desk, &checked.user.id, checked.door).await?),
            None => None,
        };
        let code = match &code {
            Some(Given { code, refused }) => {
                match PresentedCode::at_sign_in(&asker, &checked.user.id, checked.door, code.clone()).await {
                    Ok(code) => Some(code),
                    Err(Failure::Refused(refusal)) => return Ok(refused(refusal)),
                    Err(Failure::Fault(fault)) => return Err(fault.into()),
                }
            }
            None => None,
        };
        let desk = &desk.for_known();
        let by = By::owner(checked.user.id.clone(), context.clone());
        let step = step.clone();
        let outcome = desk.change(by, move |change| match checked.hold(change)? {
            Some(account) => step(change, account, code.as_ref()).map(Some),
            None => Ok(None),
        });
        if let Some(done) = outcome.await? {
            return Ok(done);
        }
    }
    let user = find_user(&asker, &attempt.username).await?;
    record_failure(&asker, user.as_ref(), context).await?;
    Err(Failure::Refused(LoginRefusal::NoFit.into()))
}

async fn find_user(desk: &Desk, name: &Username) -> Result<Option<User>, Error> {
    let name = name.clone();
    desk.store().read(move |connection| users::find_by_name(connection, &name)).await
}

/// An account whose password was correct a moment ago.
struct Checked {
    user: User,
    hash: PasswordHash,
    /// A better hash of the same password, if the stored one is to be replaced.
    renewed: Option<PasswordHash>,
    door: Door,
}

/// Returns `None` if the password does not fit, and records that.
async fn check(
    desk: &Desk,
    attempt: &Attempt,
    user: Option<User>,
    device: Option<&KnownDevice>,
    context: &RequestContext,
) -> Result<Option<Checked>, Failure<LoginRefusal>> {
    // A suspended user is checked like an unknown one, so that a correct password takes no longer than a wrong one.
    let stored = user.as_ref().filter(|user| user.is_active()).and_then(|user| user.password_hash.clone());
    let caller = Caller::signing_in(&attempt.username, user.as_ref(), device);
    let door = caller.door();
    let desk = &if caller.is_stranger() { throttle::turn_of_stranger(desk, context).await? } else { desk.clone() };
    let comparison = throttle::verify(desk, caller, attempt.password.clone(), stored.clone(), context).await;
    let comparison = comparison.map_err(Failure::widen)?;
    let (Some(user), Some(hash), Comparison::Same | Comparison::SameAsTyped) = (user.clone(), stored, comparison)
    else {
        record_failure(desk, user.as_ref(), context).await?;
        return Ok(None);
    };
    let renewed = match comparison == Comparison::SameAsTyped || desk.hasher().is_outdated(&hash) {
        true => Some(desk.hasher().hash(Lane::Known, attempt.password.clone()).await?),
        false => None,
    };
    Ok(Some(Checked { user, hash, renewed, door }))
}

impl Checked {
    /// Locks the account. Returns `None` if it was suspended, or got another password or hash, after the check of the
    /// password.
    fn hold(&self, change: &mut Change<'_>) -> Result<Option<Account>, Error> {
        let owner = &self.user.id;
        if !users::hold_checked(change.connection, owner, &self.hash)? {
            return Ok(None);
        }
        if let Some(renewed) = &self.renewed {
            users::renew_hash(change.connection, owner, &self.hash, renewed)?;
        }
        // The user is read again, because the role decides whether a second factor is demanded.
        let Some(user) = users::find(change.connection, owner)? else { return Ok(None) };
        let factor = store::two_factor::find(change.connection, owner)?;
        Ok(Some(Account { user, factor, door: self.door }))
    }
}

async fn record_failure(desk: &Desk, user: Option<&User>, context: &RequestContext) -> Result<(), Fault> {
    let about = user.map(|user| user.id.clone());
    let record = desk.write(By::doorward(context.clone()), move |change| {
        // The name that was typed is not recorded: people type passwords into the wrong field.
        let event = change.event(Event::SignInFailed);
        change.record(match &about {
            Some(user) => event.about(user),
            None => event,
        })
    });
    record.await?;
    log::warn!(
        request = context.request_id, ip = context.ip, user = user.map_or("unknown", |user| user.username.as_str());
        "sign-in failed"
    );
    Ok(())
}
