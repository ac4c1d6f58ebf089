//! Looks at sessions without changing them: for requests that must not renew, for access tokens that come alone, and if
//! cookies contradict each other because somebody planted one.

use std::time::Duration;

use super::issue::Issued;
use super::rotation::{FoundSession, LACKS_FACTOR, Step, classify, find_in};
use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::domain::id::SessionId;
use crate::domain::session::{PresentedRefreshToken, SessionEnd};
use crate::domain::token::Claims;
use crate::store::{self, Connection, sessions};

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
pub async fn by_token(desk: &Desk, token: &PresentedRefreshToken) -> Look {
    let now = desk.clock().now();
    let found = match find(desk, token.session()).await {
        Ok(found) => found,
        Err(look) => return look,
    };
    let Some((session, user, lacks_factor)) = found else { return Look::Over(SessionEnd::Gone) };
    if !token.is_authentic(desk.secret().refresh.all(), &session.seed) {
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

/// Returns the tokens that Doorward made, even if their sessions are over. A token whose row is gone cannot be
/// distinguished from junk.
pub async fn authentic(
    desk: &Desk,
    tokens: Vec<PresentedRefreshToken>,
) -> Result<Vec<PresentedRefreshToken>, store::Error> {
    let desk_clone = desk.clone();
    let read = move |connection: &mut Connection| {
        let mut found = Vec::new();
        for token in &tokens {
            let session = sessions::find(connection, token.session())?;
            if session.is_some_and(|(row, _)| token.is_authentic(desk_clone.secret().refresh.all(), &row.seed)) {
                found.push(token.clone());
            }
        }
        Ok(found)
    };
    desk.store().read(read).await
}

async fn find(desk: &Desk, id: &SessionId) -> Result<FoundSession, Look> {
    let (desk_clone, id) = (desk.clone(), id.clone());
    let found = desk.store().read(move |connection| find_in(connection, &desk_clone, &id)).await;
    found.map_err(|error| {
        log::error!(error:% = error; "a session could not be looked up");
        Look::Unavailable
    })
}
