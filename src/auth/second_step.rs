//! The second step of a sign-in in a browser: the code, or the set-up of an authenticator app that is demanded.
//!
//! Between the steps the browser holds a token that is good for nothing else: the database knows its digest, for ten
//! minutes at most, and whatever changes the account voids it.

use super::Desk;
use super::hashing::Busy;
use super::one_time_token::{self, digest_of};
use super::revocation::revoke_others_in;
use super::session::{Issued, SigningFailed};
use super::session_opening::{log_opened, open_in};
use super::two_factor::{CodeError, Holder, Offer, PresentedCode, activate_in, check_in, prove};
use crate::domain::id::{SessionId, UserId};
use crate::domain::pending_sign_in::{LIFETIME, PendingSignIn};
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::refresh_token::Channel;
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::session::{RevocationReason, Session};
use crate::domain::time::Timestamp;
use crate::domain::two_factor::{Code, CodeKind, Door};
use crate::domain::user::User;
use crate::store::{self, Connection, pending_sign_ins, two_factor, users};

/// Why the second step does not end in a session.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SecondStepError {
    /// It took too long, or was not begun in this browser: the password must be given again.
    #[error("the sign-in must be begun anew")]
    Over,
    /// The code does not fit.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The account has a second factor and is to give its code, or has none and is to set one up: not the step asked for.
    #[error("this is not the step that comes next")]
    OtherStep,
    /// Too much is being hashed at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No token could be made.
    #[error(transparent)]
    Signing(#[from] SigningFailed),
}

/// What comes next in a sign-in that has been begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The code.
    Code,
    /// The set-up of an app.
    Enrolment,
}

/// Begins the second step within a transaction that holds the account.
pub(super) fn begin_in(
    connection: &mut Connection,
    user: &UserId,
    remembered: bool,
    now: Timestamp,
) -> Result<Secret<String>, store::Error> {
    let token = one_time_token::fresh();
    let (digest, user_id) = (digest_of(&token), user.clone());
    let pending = PendingSignIn { digest, user_id, remembered, expires_at: now.plus(LIFETIME) };
    pending_sign_ins::insert(connection, &pending)?;
    Ok(Secret::new(token))
}

/// Of several tokens the one of a sign-in that waits. Junk is passed over; of two that wait one was planted, so neither
/// counts.
///
/// # Errors
/// When the database is away.
pub async fn only_pending(desk: &Desk, mut tokens: Vec<String>) -> Result<Option<String>, store::Error> {
    if tokens.len() <= 1 {
        return Ok(tokens.pop());
    }
    let now = desk.clock().now();
    let read = move |connection: &mut Connection| {
        let mut pending = Vec::new();
        for token in &tokens {
            if pending_sign_ins::find(connection, &digest_of(token), now)?.is_some() {
                pending.push(token.clone());
            }
        }
        Ok(pending.pop().filter(|_| pending.is_empty()))
    };
    desk.store().read(read).await
}

/// What comes next for whoever holds this token; `None` when it is good for nothing (any more).
///
/// # Errors
/// When the database is away.
pub async fn look(desk: &Desk, token: &str) -> Result<Option<Next>, store::Error> {
    Ok(find_user(desk, token).await?.map(|(_, next)| next))
}

/// Whose sign-in it is, and what comes next.
async fn find_user(desk: &Desk, token: &str) -> Result<Option<(User, Next)>, store::Error> {
    let (digest, now) = (digest_of(token), desk.clock().now());
    let read = move |connection: &mut Connection| {
        let Some((_, user)) = pending_sign_ins::find(connection, &digest, now)? else { return Ok(None) };
        let has_one = two_factor::find(connection, &user.id)?.is_some();
        Ok(Some((user, if has_one { Next::Code } else { Next::Enrolment })))
    };
    desk.store().read(read).await
}

/// Checks the code and starts the session.
///
/// # Errors
/// [`SecondStepError`]; after a wrong code the same token may be used again.
pub async fn finish(
    desk: &Desk,
    token: &str,
    code: Code,
    replaced: Option<SessionId>,
    context: RequestContext,
) -> Result<Issued, SecondStepError> {
    let result = finish_uncounted(desk, token, code, replaced, context).await;
    desk.metrics().sign_ins.count_second_step(&result);
    result
}

async fn finish_uncounted(
    desk: &Desk,
    token: &str,
    code: Code,
    replaced: Option<SessionId>,
    context: RequestContext,
) -> Result<Issued, SecondStepError> {
    let (user, _) = find_user(desk, token).await?.ok_or(SecondStepError::Over)?;
    let code = PresentedCode::new(desk, &user.id, Door::SignIn, code).await?;
    let (holder, digest, now) = (desk.clone(), digest_of(token), desk.clock().now());
    let for_events = context.clone();
    let write = move |connection: &mut Connection| {
        let Some((pending, user)) = hold_in(connection, &digest, now)? else { return Ok(Err(SecondStepError::Over)) };
        let factor = two_factor::find(connection, &user.id)?;
        let Some(factor) = factor else { return Ok(Err(SecondStepError::OtherStep)) };
        match check_in(connection, &holder, &factor, Door::SignIn, &code, now, &for_events)? {
            Err(error) => Ok(Err(error.into())),
            Ok(means) => {
                let means = format!("password, {means}");
                open(connection, &holder, &pending, user, replaced.as_ref(), &means, &for_events).map(Ok)
            }
        }
    };
    let opened = desk.store().write(write).await??;
    Ok(opened.issue(desk, &context)?)
}

/// Offers an app to whoever must set one up before they are signed in.
///
/// # Errors
/// [`SecondStepError`].
pub async fn begin_enrolment(desk: &Desk, token: &str) -> Result<Offer, SecondStepError> {
    let (user, next) = find_user(desk, token).await?.ok_or(SecondStepError::Over)?;
    match next {
        Next::Enrolment => Ok(Offer::new(desk, &Holder::pending(&digest_of(token)), user.username.to_string())),
        Next::Code => Err(SecondStepError::OtherStep),
    }
}

/// What was offered before, to be shown once more after a wrong code.
///
/// # Errors
/// [`SecondStepError`].
pub async fn offered(desk: &Desk, token: &str, sealed: &str) -> Result<Offer, SecondStepError> {
    let (user, _) = find_user(desk, token).await?.ok_or(SecondStepError::Over)?;
    Offer::open(desk, &Holder::pending(&digest_of(token)), user.username.to_string(), sealed)
        .ok_or(SecondStepError::OtherStep)
}

/// Proves the app, ends the sessions from before, and starts one. Returns the recovery codes too, which nobody can see
/// again.
///
/// # Errors
/// [`SecondStepError`]; after a wrong code the same token may be used again.
pub async fn enrol(
    desk: &Desk,
    token: &str,
    sealed: &str,
    code: Code,
    context: RequestContext,
) -> Result<(Issued, Vec<RecoveryCode>), SecondStepError> {
    let Offer { seed, .. } = offered(desk, token, sealed).await?;
    let proof = prove(desk, &seed, &code).await?;
    let wrong = if code == Code::Nonsense { CodeError::Impossible } else { CodeError::Wrong(CodeKind::App) };
    let (holder, digest, now) = (desk.clone(), digest_of(token), desk.clock().now());
    let for_events = context.clone();
    let write = move |connection: &mut Connection| {
        let Some((pending, user)) = hold_in(connection, &digest, now)? else { return Ok(Err(SecondStepError::Over)) };
        // Somebody else who knows the password may have been faster: then it is their code that is needed.
        if two_factor::find(connection, &user.id)?.is_some() {
            return Ok(Err(SecondStepError::OtherStep));
        }
        let Some(proof) = &proof else { return Ok(Err(wrong.into())) };
        let codes = activate_in(connection, &holder, &user.id, &seed, proof, now, &for_events)?;
        // Those were opened with the password alone.
        let reason = RevocationReason::TwoFactorChanged;
        let ended = revoke_others_in(connection, &user.id, None, reason, Some(&user.id), now, &for_events)?;
        let mut opened = open(connection, &holder, &pending, user, None, "password, code", &for_events)?;
        opened.ended.extend(ended);
        Ok(Ok((opened, codes)))
    };
    let result = desk.store().write(write).await.map_err(SecondStepError::from).flatten();
    let result = result.and_then(|(opened, codes)| Ok((opened.issue(desk, &context)?, codes)));
    desk.metrics().sign_ins.count_second_step(&result);
    result
}

/// Gives the sign-in up. What was given up already is as good as done.
///
/// # Errors
/// When the database is away.
pub async fn cancel(desk: &Desk, token: &str) -> Result<(), store::Error> {
    let digest = digest_of(token);
    desk.store().write(move |connection| pending_sign_ins::spend(connection, &digest).map(drop)).await
}

/// Finds a sign-in that waits, and holds its account: from here on nobody else spends or voids it, or changes the account.
fn hold_in(
    connection: &mut Connection,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<(PendingSignIn, User)>, store::Error> {
    let Some((_, user)) = pending_sign_ins::find(connection, digest, now)? else { return Ok(None) };
    users::hold(connection, &user.id)?;
    // Whoever is ending everybody's sessions holds no account: they find the session, or this finds nothing.
    pending_sign_ins::hold(connection, digest)?;
    pending_sign_ins::find(connection, digest, now)
}

/// A session that was opened, and what it ended.
struct Opened {
    session: Session,
    user: User,
    ended: Vec<SessionId>,
}

fn open(
    connection: &mut Connection,
    desk: &Desk,
    pending: &PendingSignIn,
    user: User,
    replaced: Option<&SessionId>,
    means: &str,
    context: &RequestContext,
) -> Result<Opened, store::Error> {
    let now = desk.clock().now();
    pending_sign_ins::spend(connection, &pending.digest)?;
    users::record_login(connection, &user.id, now)?;
    let session = desk.new_session(&user.id, &user.username, pending.remembered, now, context);
    let ended = open_in(connection, desk, &session, replaced, means, context)?;
    Ok(Opened { session, user, ended })
}

impl Opened {
    fn issue(self, desk: &Desk, context: &RequestContext) -> Result<Issued, SigningFailed> {
        desk.recall().sessions(&self.ended);
        log_opened(&self.session, &self.user, context);
        desk.issue(&self.session, &self.user, Channel::Browser, self.session.signed_in_at)
    }
}
