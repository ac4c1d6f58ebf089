//! The second step of a sign-in in a browser: the code, or the set-up of an authenticator app that is demanded.
//!
//! Between the steps the browser holds a token that has no other use. The database keeps its digest, for ten minutes at
//! most, and every change of the account voids it. Whoever brings it has proved the password once, and may send any number
//! of codes after that. So the verbs serve them like anybody until a code is to be looked at, and only then as known people.

use super::opening::{Browser, issue, open};
use crate::desk::Desk;
use crate::desk::by::By;
use crate::desk::change::Change;
use crate::desk::fault::{Failure, Fault, Refusal};
use crate::desk::session::Issued;
use crate::desk::token::one_time_token::{self, digest_of};
use crate::desk::two_factor::{
    CodeRefusal, Holder, Offer, PresentedCode, WithCode, check, prepare, set_up, step_of, turn,
};
use crate::domain::account::User;
use crate::domain::id::UserId;
use crate::domain::record::{Allowance, Subject};
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::session::{Channel, RevocationReason, Session};
use crate::domain::sign_in::pending_sign_in::LIFETIME;
use crate::domain::sign_in::throttle::Caller;
use crate::domain::sign_in::{Code, CodeKind, Door, PendingSignIn, RecoveryCode};
use crate::store::{self, Connection, Error, account_links, pending_sign_ins, two_factor, users};

/// The reasons why a sign-in cannot continue with this step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefusal {
    /// The sign-in took too long, or was not begun in this browser: the password must be given again.
    #[error("the sign-in must be begun anew")]
    Over,
    /// The account needs the other step: a code if it has a second factor, the set-up of one if it has none.
    #[error("this is not the step that comes next")]
    OtherStep,
}

impl Refusal for StepRefusal {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecondStepRefusal {
    #[error(transparent)]
    Step(#[from] StepRefusal),
    #[error(transparent)]
    Code(#[from] CodeRefusal),
}

impl Refusal for SecondStepRefusal {}

/// The next step of a sign-in that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Code,
    Enrolment,
}

/// Begins the second step. The caller must hold the account.
pub(in crate::desk) fn begin(
    change: &mut Change<'_>,
    user: &UserId,
    remembered: bool,
) -> Result<Secret<String>, Error> {
    let token = one_time_token::fresh();
    let (digest, user_id) = (digest_of(&token), user.clone());
    let pending = PendingSignIn { digest, user_id, remembered, expires_at: change.now.plus(LIFETIME) };
    pending_sign_ins::insert(change.connection, &pending)?;
    Ok(Secret::new(token))
}

/// Finds among several tokens the one of a pending sign-in. Junk is ignored. If two sign-ins are pending, one of them
/// was planted, so neither counts.
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

/// Returns the next step for the browser with this token, or `None` if the token is not valid, or no longer valid.
pub async fn look(desk: &Desk, token: &str) -> Result<Option<Next>, store::Error> {
    Ok(find_user(desk, token).await?.map(|(_, next)| next))
}

async fn find_user(desk: &Desk, token: &str) -> Result<Option<(User, Next)>, store::Error> {
    let (digest, now) = (digest_of(token), desk.clock().now());
    let read = move |connection: &mut Connection| {
        let Some((_, user)) = pending_sign_ins::find(connection, &digest, now)? else { return Ok(None) };
        let has_one = two_factor::find(connection, &user.id)?.is_some();
        Ok(Some((user, if has_one { Next::Code } else { Next::Enrolment })))
    };
    desk.store().read(read).await
}

/// Checks the code and starts the session. After a wrong code the same token may be used again.
pub async fn finish(
    desk: &Desk,
    token: &str,
    code: Code,
    browser: Browser,
    context: RequestContext,
) -> Result<Issued, Failure<SecondStepRefusal>> {
    let opened = finish_uncounted(desk, token, code, browser, &context).await;
    let result = opened.and_then(|opened| issue(desk, &opened, Channel::Browser, &context));
    desk.metrics().sign_ins.count_second_step(&result);
    result
}

async fn finish_uncounted(
    desk: &Desk,
    token: &str,
    code: Code,
    browser: Browser,
    context: &RequestContext,
) -> Result<(Session, User), Failure<SecondStepRefusal>> {
    let over = SecondStepRefusal::from(StepRefusal::Over);
    let (user, _) = find_user(desk, token).await?.ok_or(over)?;
    let Browser { replaced, device } = browser;
    let door = Caller::signing_in(&user.username, Some(&user), device.as_ref()).door();
    // Its holder may send any number of codes, so they are as strangers until one is to be looked at.
    let _turn = turn(desk, &user.id, door).await?;
    // Another code that waited for its turn may have been the right one.
    find_user(desk, token).await?.ok_or(over)?;
    let code = PresentedCode::at_sign_in(desk, &user.id, door, code).await.map_err(Failure::widen)?;
    let (desk, digest) = (&desk.for_known(), digest_of(token));
    let opened = desk.change(By::owner(user.id, context.clone()), move |change| {
        let (pending, user) = hold(change, &digest)?.ok_or(StepRefusal::Over)?;
        let factor = two_factor::find(change.connection, &user.id)?.ok_or(StepRefusal::OtherStep)?;
        change.demand_code_budget(&user.id)?;
        let kind = match check(change, &factor, door, &code)? {
            WithCode::Done(kind) => kind,
            WithCode::Refused(refusal) => return Ok(WithCode::Refused(refusal)),
        };
        pending_sign_ins::spend(change.connection, &digest)?;
        let session = open(change, &user, pending.remembered, replaced.as_ref(), Some(kind))?;
        Ok(WithCode::Done((session, user)))
    });
    opened.await.map_err(Failure::widen::<SecondStepRefusal>)?.into_result()
}

/// Offers an app to a user who must set one up before they are signed in.
pub async fn begin_enrolment(desk: &Desk, token: &str) -> Result<Offer, Failure<StepRefusal>> {
    let (user, next) = find_user(desk, token).await?.ok_or(StepRefusal::Over)?;
    match next {
        Next::Enrolment => Ok(Offer::new(desk, &Holder::pending(&digest_of(token)), user.username.to_string())),
        Next::Code => Err(StepRefusal::OtherStep.into()),
    }
}

/// Returns the earlier offer, to be shown again after a wrong code.
pub async fn offered(desk: &Desk, token: &str, sealed: &str) -> Result<Offer, Failure<StepRefusal>> {
    Ok(find_offer(desk, token, sealed).await?.1)
}

async fn find_offer(desk: &Desk, token: &str, sealed: &str) -> Result<(User, Offer), Failure<StepRefusal>> {
    let (user, next) = find_user(desk, token).await?.ok_or(StepRefusal::Over)?;
    if next == Next::Code {
        return Err(StepRefusal::OtherStep.into());
    }
    let offer = Offer::open(desk, &Holder::pending(&digest_of(token)), user.username.to_string(), sealed);
    Ok((user, offer.ok_or(StepRefusal::OtherStep)?))
}

/// Proves the app, ends all earlier sessions, and starts a new one. Returns the recovery codes too, which nobody can
/// see again. After a wrong code the same token may be used again.
pub async fn enrol(
    desk: &Desk,
    token: &str,
    sealed: &str,
    code: Code,
    context: RequestContext,
) -> Result<(Issued, Vec<RecoveryCode>), Failure<SecondStepRefusal>> {
    let opened = enrol_uncounted(desk, token, sealed, code, &context).await;
    let result = opened.and_then(|(opened, codes)| Ok((issue(desk, &opened, Channel::Browser, &context)?, codes)));
    desk.metrics().sign_ins.count_second_step(&result);
    result
}

async fn enrol_uncounted(
    desk: &Desk,
    token: &str,
    sealed: &str,
    code: Code,
    context: &RequestContext,
) -> Result<((Session, User), Vec<RecoveryCode>), Failure<SecondStepRefusal>> {
    let digest = digest_of(token);
    let (user, _) = find_offer(desk, token, sealed).await.map_err(Failure::widen)?;
    // A wrong code tells nothing to whoever was shown the key. Both kinds are counted in memory alone: a right one causes
    // slow hashes, and a wrong one no write.
    desk.outside_budgets().activations.take(Subject::activations(&digest), Allowance::Codes, desk.clock().now())?;
    let _turn = turn(desk, &user.id, Door::SignIn).await?;
    // Another one that waited for its turn may have set the app up.
    let (user, Offer { seed, .. }) = find_offer(desk, token, sealed).await.map_err(Failure::widen)?;
    let wrong = if code == Code::Nonsense { CodeRefusal::Impossible } else { CodeRefusal::Wrong(CodeKind::App) };
    let step = step_of(desk, &seed, &code).ok_or(wrong).map_err(SecondStepRefusal::from)?;
    let desk = &desk.for_known();
    let proof = prepare(desk, &user.id, step).await?;
    let opened = desk.change(By::owner(user.id, context.clone()), move |change| {
        let (pending, user) = hold(change, &digest)?.ok_or(StepRefusal::Over).map_err(SecondStepRefusal::from)?;
        // Somebody else who knows the password may have been faster: then a code of their app is needed.
        if two_factor::find(change.connection, &user.id)?.is_some() {
            return Err(SecondStepRefusal::from(StepRefusal::OtherStep).into());
        }
        let (codes, user) = set_up(change, user, &seed, &proof)?;
        // A device link from before would make a browser known that has not seen the app.
        account_links::void_all(change.connection, &user.id)?;
        // The earlier sessions were opened with the password alone.
        change.end_all_of(&user.id, None, RevocationReason::TwoFactorChanged)?;
        pending_sign_ins::spend(change.connection, &digest)?;
        let session = open(change, &user, pending.remembered, None, Some(CodeKind::App))?;
        Ok(((session, user), codes))
    });
    opened.await
}

/// Gives the sign-in up. It is no error if it was given up already.
pub async fn cancel(desk: &Desk, token: &str, context: RequestContext) -> Result<(), Fault> {
    let digest = digest_of(token);
    desk.write(By::doorward(context), move |change| pending_sign_ins::spend(change.connection, &digest).map(drop)).await
}

/// Finds a pending sign-in and locks its account: from now on nobody else spends or voids it, or changes the account.
fn hold(change: &mut Change<'_>, digest: &[u8]) -> Result<Option<(PendingSignIn, User)>, Error> {
    let (connection, now) = (&mut *change.connection, change.now);
    let Some((_, user)) = pending_sign_ins::find(connection, digest, now)? else { return Ok(None) };
    users::hold(connection, &user.id)?;
    // A change that ends everybody's sessions locks no account: either it finds the session, or this finds nothing.
    pending_sign_ins::hold(connection, digest)?;
    pending_sign_ins::find(connection, digest, now)
}
