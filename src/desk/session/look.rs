//! Looks at sessions without changing them: for requests that must not renew, for access tokens that come alone, and if
//! cookies contradict each other because somebody planted one. And how often a refresh token makes anybody look.

use std::time::Duration;

use super::issue::Issued;
use super::rotation::{FoundSession, LACKS_FACTOR, Step, classify, find_in};
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::domain::id::SessionId;
use crate::domain::record::{Allowance, Subject};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, PresentedRefreshToken, SessionEnd};
use crate::domain::token::Claims;
use crate::store::{self, Connection, sessions};

/// Parses a refresh token that was made with a key of ours for this channel. Anything else is answered without the
/// database.
pub fn parse(desk: &Desk, channel: Channel, text: &str) -> Option<PresentedRefreshToken> {
    PresentedRefreshToken::parse(channel, text, desk.secret().refresh.all())
}

/// Returns the desk that reads the sessions of these tokens, which somebody has presented. Whoever has held a token can
/// repeat it for ever, and may have kept as many as they have ever had. So each session may be read a number of times,
/// and the sessions of an account together ten times as often; beyond that they are read as a stranger's are.
pub(super) fn reader<'t>(desk: &Desk, tokens: impl IntoIterator<Item = &'t PresentedRefreshToken>) -> Desk {
    let now = desk.clock().now();
    let vouches = |token: &PresentedRefreshToken| {
        let own = (Subject::readings(token.session()), Allowance::Person);
        let account = (Subject::account(token.account()), Allowance::Administrator);
        desk.outside_budgets().readings.take_with(own, [account], now).is_ok()
    };
    if tokens.into_iter().all(vouches) { desk.clone() } else { desk.for_strangers() }
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

/// Checks whether a refresh token would work, for a request that must not renew: an image, a prefetch, a `HEAD`.
pub async fn by_token(desk: &Desk, token: &PresentedRefreshToken, context: &RequestContext) -> Look {
    let now = desk.clock().now();
    if let Some(end) = desk.repeated().known_end(token.session(), now) {
        return Look::Over(end);
    }
    let found = match find(&reader(desk, [token]), token.session()).await {
        Ok(found) => found,
        Err(look) => return look,
    };
    let Some((session, user, lacks_factor)) = found else {
        desk.repeated().note_gone(token.session(), now);
        return Look::Over(SessionEnd::Gone);
    };
    if !token.is_authentic(desk.secret().refresh.all(), &session.seed) {
        desk.repeated().tell_of_forgery(context, now);
        return Look::NotCurrent;
    }
    if lacks_factor {
        return Look::Over(LACKS_FACTOR);
    }
    match classify(&session, &user, token.generation(), desk.presence().of(&session.id), now) {
        Step::Rotated(session, user) | Step::Raced(session, user) => Look::Live(ActiveSession::of(&session, &user)),
        Step::Ended(end) => {
            desk.repeated().note_end(&session.id, end, now);
            Look::Over(end)
        }
        Step::Reused => Look::NotCurrent,
    }
}

/// Checks whether an access token's claims still hold, if the recall list cannot be relied on.
pub async fn by_claims(desk: &Desk, claims: &Claims) -> Look {
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

/// Returns the tokens that Doorward made, even if their sessions are over. A token whose row is gone does not count: it
/// was left behind long ago, and must not make anybody's present session one of two.
pub async fn authentic(
    desk: &Desk,
    tokens: Vec<PresentedRefreshToken>,
    context: &RequestContext,
) -> Result<Vec<PresentedRefreshToken>, store::Error> {
    let reader = reader(desk, &tokens);
    let (desk_clone, context, now) = (desk.clone(), context.clone(), desk.clock().now());
    let read = move |connection: &mut Connection| {
        let mut found = Vec::new();
        for token in &tokens {
            let Some((row, _)) = sessions::find(connection, token.session())? else { continue };
            match token.is_authentic(desk_clone.secret().refresh.all(), &row.seed) {
                true => found.push(token.clone()),
                false => desk_clone.repeated().tell_of_forgery(&context, now),
            }
        }
        Ok(found)
    };
    reader.store().read(read).await
}

async fn find(desk: &Desk, id: &SessionId) -> Result<FoundSession, Look> {
    let (desk_clone, id) = (desk.clone(), id.clone());
    let found = desk.store().read(move |connection| find_in(connection, &desk_clone, &id)).await;
    found.map_err(|error| {
        log::error!(error:% = error; "a session could not be looked up");
        Look::Unavailable
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UserId;

    fn token(desk: &Desk, account: &UserId) -> PresentedRefreshToken {
        let text = desk.secret().refresh.newest().issue(Channel::Api, &SessionId::generate(), account, 1, &[7; 32]);
        parse(desk, Channel::Api, &text).expect("a right tag")
    }

    #[tokio::test]
    async fn however_many_tokens_somebody_has_kept_others_are_no_strangers_and_they_are_soon() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::sample(folder.path()).await;
        let is_strange = |token: &PresentedRefreshToken| reader(&desk, [token]).store().is_for_strangers();
        let hoarder = UserId::generate();
        let burst = Allowance::Administrator.burst();
        let served = (0..2 * burst).filter(|_| !is_strange(&token(&desk, &hoarder))).count() as u64;
        // Some are earned meanwhile.
        assert!((burst..burst + burst / 2).contains(&served), "{served}");
        // More of as many people do not fill the memory either.
        (0..12_000).for_each(|_| assert!(!is_strange(&token(&desk, &UserId::generate()))));
        let honest = token(&desk, &UserId::generate());
        let burst = Allowance::Person.burst();
        let served = (0..2 * burst).filter(|_| !is_strange(&honest)).count() as u64;
        assert!((burst..burst + burst / 2).contains(&served), "{served}");
    }
}
